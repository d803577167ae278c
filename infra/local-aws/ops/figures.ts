/** What AWS's services count of a run, by the names that CloudWatch has for it. */
import { embeddedMetrics } from '../alarms/embedded-metrics.ts';
import type { Metrics } from '../alarms/metrics.ts';
import type { Json } from '../template/assembly.ts';

/** What one call on a table was struck by, if anything. */
export interface TableCall {
  readonly operation: string;
  readonly body: Json;
}

const writes = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;

/** The tables that a call names, whichever way it names them. */
function tablesOf({ TableName, RequestItems, TransactItems }: Json): readonly string[] {
  const named = [
    TableName,
    ...Object.keys((RequestItems ?? {}) as Json),
    ...((TransactItems ?? []) as Json[]).flatMap((item) =>
      Object.values(item).map((deed) => (deed as Json).TableName),
    ),
  ];
  return [...new Set(named.filter((name) => typeof name === 'string'))];
}

/** Writes down what happens in a run where CloudWatch would find it. Each is there at once; on AWS it takes a minute or two. */
export class Figures {
  readonly #metrics: Pick<Metrics, 'record'>;
  readonly #now: () => Date;

  constructor(metrics: Pick<Metrics, 'record'>, now: () => Date) {
    this.#metrics = metrics;
    this.#now = now;
  }

  #count(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value = 1,
    at = this.#now().getTime(),
  ): void {
    this.#metrics.record({ namespace, name, dimensions }, value, at);
  }

  /** One run of a function, by its name on AWS. */
  ran(FunctionName: string, milliseconds: number, failed: boolean): void {
    const count = (name: string, value: number) => this.#count('AWS/Lambda', name, { FunctionName }, value);
    count('Invocations', 1);
    count('Errors', Number(failed));
    count('Duration', milliseconds);
  }

  /** How old the oldest record was that a function was given from a stream. */
  streamed(FunctionName: string, milliseconds: number): void {
    this.#count('AWS/Lambda', 'IteratorAge', { FunctionName }, milliseconds);
  }

  /** A line of a function's log, with what it counts itself. */
  logged(line: string): void {
    for (const { metric, value, at } of embeddedMetrics(line, this.#now().getTime()))
      this.#metrics.record(metric, value, at);
  }

  /** What the HTTP API answered. */
  answered(ApiId: string, status: number, milliseconds: number): void {
    const count = (name: string, value: number) => this.#count('AWS/ApiGateway', name, { ApiId }, value);
    count('Count', 1);
    count('4xx', Number(status >= 400 && status < 500));
    count('5xx', Number(status >= 500));
    count('Latency', milliseconds);
  }

  /** What became of an e-mail, in the words of SES: `Send`, `Delivery`, `Bounce`, … */
  mailed(configurationSet: string, what: string): void {
    this.#count('AWS/SES', what, { 'ses:configuration-set': configurationSet });
  }

  /**
   * A queue at a moment.
   *
   * @param oldestSeconds how long its oldest message has been in it; 0 when it is empty
   * @param at milliseconds since 1970
   */
  queued(QueueName: string, visible: number, oldestSeconds: number, at: number): void {
    this.#count('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName }, visible, at);
    this.#count('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName }, oldestSeconds, at);
  }

  /** DynamoDB turned a call away, or failed at it. */
  tableFailed(how: 'throttle' | 'server-error', { operation, body }: TableCall): void {
    for (const TableName of tablesOf(body))
      if (how === 'throttle')
        this.#count('AWS/DynamoDB', `${writes.test(operation) ? 'Write' : 'Read'}ThrottleEvents`, {
          TableName,
        });
      else this.#count('AWS/DynamoDB', 'SystemErrors', { TableName, Operation: operation });
  }
}
