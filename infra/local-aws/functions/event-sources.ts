/** What sets functions off: queues, streams and schedules, from the template's mappings; and whether any has work left. */

import type { Clock } from '../clock.ts';
import type { Judge } from '../iam/denials.ts';
import type { Access } from '../iam/iam.ts';
import { throughKey } from '../iam/iam-requests.ts';
import { LocalRunError } from '../local-run-error.ts';
import type { DynamoDb } from '../services/dynamodb.ts';
import type { Sqs } from '../services/sqs.ts';
import { ACCOUNT, PARTITION, REGION } from '../template/physical-names.ts';
import type { FunctionPlan, MappingPlan, Plan } from '../template/plan.ts';
import { AsyncInvocations } from './async-invocations.ts';
import type { FunctionRunner } from './function-runner.ts';
import { type Firing, firingsBetween, type Schedule, scheduleOf } from './schedules.ts';
import { SqsPoller } from './sqs-poller.ts';
import { StreamPoller } from './stream-poller.ts';
import { StreamReader, type StreamRecord } from './stream-reader.ts';
import { expireItems } from './time-to-live.ts';

export interface EventSourcesOptions {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly runner: FunctionRunner;
  readonly judge: Judge;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  /** Schedules fire only while somebody moves the clock, however long the machine takes for what is between. */
  readonly schedulesWait: boolean;
  /** Told of every record of every stream, whichever functions want it. */
  onRecord(tableShortName: string, record: StreamRecord): void;
  /** Told how old the oldest record is that a function is given from a stream; its name, milliseconds. */
  onAge(functionName: string, milliseconds: number): void;
}

/** What wakes a function: a queue or a table's stream, by short names. */
export interface Trigger {
  readonly id: string;
  readonly functionName: string;
  readonly source: string;
  readonly on: boolean;
}

/** AWS promises no more than "within a few days". */
const EXPIRY_EVERY_MILLISECONDS = 24 * 3_600_000;

export class EventSources {
  readonly #options: EventSourcesOptions;
  readonly #sqsPollers: SqsPoller[] = [];
  readonly #streamPollers: StreamPoller[] = [];
  readonly #mapped: { readonly mapping: MappingPlan; readonly poller: { on: boolean } }[] = [];
  readonly #disabled = new Set<string>();
  readonly #readers = new Map<string, StreamReader>();
  readonly #schedules: Schedule[];
  readonly #async: AsyncInvocations;
  #timer: NodeJS.Timeout | undefined;
  #lastTick: Date;
  #lastExpiry: Date;
  #stopped = false;

  constructor(options: EventSourcesOptions) {
    this.#options = options;
    const { plan, clock, runner } = options;
    this.#lastTick = clock.now();
    this.#lastExpiry = clock.now();
    this.#schedules = plan.schedules.map((schedule) => scheduleOf(schedule, clock.now()));
    this.#async = new AsyncInvocations({
      runner,
      clock,
      sendFailure: (of, arn, body) => this.#sendAs(of, arn, body),
    });
  }

  async start(): Promise<void> {
    const { plan, dynamoDb, clock, judge } = this.#options;
    for (const one of plan.functions) judge.lambda(one, logAccesses(one));
    for (const table of plan.tables)
      if (table.streamArn) this.#readers.set(table.streamArn, new StreamReader(table, dynamoDb, clock));
    for (const mapping of plan.mappings) this.#attach(mapping);
    for (const reader of this.#readers.values()) await reader.start();
    for (const table of plan.tables)
      if (table.streamArn)
        this.#readers.get(table.streamArn)?.onRecords((records) => {
          for (const record of records) this.#options.onRecord(table.shortName, record);
        });
    for (const poller of this.#sqsPollers) poller.start();
    this.#lastTick = clock.now();
    this.#arm();
  }

  /** The template's mappings, each by its path, and whether it is enabled. */
  triggers(): readonly Trigger[] {
    const { plan } = this.#options;
    return this.#mapped.map(({ mapping, poller }) => ({
      id: mapping.path,
      functionName: plan.functions.find(({ name }) => name === mapping.functionName)?.shortName ?? '',
      source:
        plan.queues.find(({ arn }) => arn === mapping.sourceArn)?.shortName ??
        plan.tables.find(({ streamArn }) => streamArn === mapping.sourceArn)?.shortName ??
        mapping.sourceArn,
      on: poller.on,
    }));
  }

  /** @throws LocalRunError when there is no such mapping */
  setTrigger(id: string, on: boolean): void {
    const found = this.#mapped.find(({ mapping }) => mapping.path === id);
    if (!found) throw new LocalRunError(`There is no mapping ${id}.`);
    found.poller.on = on;
  }

  /** The template's schedules by name, and whether each is enabled. */
  clocks(): readonly { readonly name: string; readonly on: boolean }[] {
    return this.#schedules.map(({ plan: { name } }) => ({ name, on: !this.#disabled.has(name) }));
  }

  /** @throws LocalRunError when there is no such schedule */
  setClock(name: string, on: boolean): void {
    if (!this.#schedules.some(({ plan }) => plan.name === name))
      throw new LocalRunError(`There is no schedule ${name}.`);
    if (on) this.#disabled.delete(name);
    else this.#disabled.add(name);
    // What fell into the time in which it was disabled is not made up for.
    if (this.#options.schedulesWait) this.#arm();
    else this.resume();
  }

  #enabled(): Schedule[] {
    return this.#schedules.filter(({ plan }) => !this.#disabled.has(plan.name));
  }

  /** A table was written to: its stream may have something. */
  poke(): void {
    for (const reader of this.#readers.values()) reader.poke();
  }

  /** Whether nothing more will happen before the clock moves. */
  async isIdle(): Promise<boolean> {
    // What works is seen at once; reading all streams first would keep the machine from the work that is waited for.
    if (!this.#async.isIdle || this.#options.runner.active > 0) return false;
    for (const reader of this.#readers.values()) await reader.drain();
    if (!this.#async.isIdle || this.#options.runner.active > 0) return false;
    if (this.#streamPollers.some((poller) => !poller.isIdle)) return false;
    for (const poller of this.#sqsPollers) if (!(await poller.isIdle())) return false;
    return true;
  }

  /** When the next failed message comes back, if that is no later than a moment. */
  nextReturnUntil(until: Date): Date | undefined {
    const returns = this.#sqsPollers
      .flatMap((poller) => poller.nextReturnAt ?? [])
      .filter((at) => at <= until.getTime());
    return returns.length ? new Date(Math.min(...returns)) : undefined;
  }

  /** @param wholeFrom from when on each firing is wanted, however frequent; only some of them unless given */
  firingsUntil(until: Date, wholeFrom?: Date): Firing[] {
    return firingsBetween(this.#enabled(), this.#lastTick, until, wholeFrom);
  }

  /** Does what is due now: fires these schedules, shows failed messages again, takes out items whose time is over. */
  async catchUp(firings: readonly Firing[]): Promise<void> {
    const { plan, clock, dynamoDb } = this.#options;
    this.#lastTick = clock.now();
    if (clock.now().getTime() - this.#lastExpiry.getTime() >= EXPIRY_EVERY_MILLISECONDS) {
      this.#lastExpiry = clock.now();
      for (const table of plan.tables)
        await expireItems(
          dynamoDb,
          table,
          clock,
          table.streamArn ? this.#readers.get(table.streamArn) : undefined,
        );
    }
    for (const poller of this.#sqsPollers) await poller.releaseDue();
    for (const firing of firings) this.#fire(firing);
  }

  /** While the clock is being moved, schedules wait to be told. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.#lastTick = this.#options.clock.now();
    this.#arm();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const reader of this.#readers.values()) reader.stop();
    for (const poller of this.#streamPollers) poller.stop();
    await Promise.all(this.#sqsPollers.map((poller) => poller.stop()));
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const { clock, schedulesWait } = this.#options;
    if (this.#stopped || schedulesWait) return;
    const next = this.#enabled()
      .map((schedule) => ({ schedule, at: schedule.next(this.#lastTick) }))
      .filter((one): one is Firing => one.at !== undefined)
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
    const wait = Math.min(
      3_600_000,
      Math.max(0, (next?.at.getTime() ?? Number.POSITIVE_INFINITY) - clock.now().getTime()),
    );
    this.#timer = setTimeout(() => {
      const due = this.#enabled()
        .map((schedule) => ({ schedule, at: schedule.next(this.#lastTick) }))
        .filter((one): one is Firing => one.at !== undefined && one.at <= clock.now());
      this.catchUp(due).then(
        () => this.#arm(),
        () => undefined, // The servers are gone: the run is stopping.
      );
    }, wait);
    this.#timer.unref();
  }

  #fire({ schedule, at }: Firing): void {
    const { judge, plan } = this.#options;
    const target = plan.functions.find((one) => one.arn === schedule.plan.functionArn);
    if (!target)
      throw new LocalRunError(
        `The schedule ${schedule.plan.name} is aimed at ${schedule.plan.functionArn}, which is not in the template.`,
      );
    if (judge.schedule(schedule.plan, [{ action: 'lambda:InvokeFunction', resource: target.arn }])) return;
    const input = (schedule.plan.input ?? '{}').replaceAll(
      '<aws.scheduler.scheduled-time>',
      at.toISOString(),
    );
    this.#async.start(target, JSON.parse(input), `schedule ${schedule.plan.name}`);
  }

  #attach(mapping: MappingPlan): void {
    const { plan, judge, runner, clock, sqs } = this.#options;
    const target = plan.functions.find((one) => one.name === mapping.functionName);
    if (!target)
      throw new LocalRunError(`${mapping.path} wakes ${mapping.functionName}, which is not in the template.`);
    const queue = plan.queues.find((one) => one.arn === mapping.sourceArn);
    if (queue) {
      if (mapping.filters.length)
        throw new LocalRunError(`${mapping.path} filters a queue, which the local run does not play.`);
      const needed = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
        (action): Access => ({ action: `sqs:${action}`, resource: queue.arn }),
      );
      if (queue.kmsKeyArn) needed.push(throughKey('kms:Decrypt', queue.kmsKeyArn, 'sqs'));
      if (judge.lambda(target, needed)) return;
      const poller = new SqsPoller({ mapping, queue, sqs, runner, clock });
      this.#sqsPollers.push(poller);
      this.#mapped.push({ mapping, poller });
      return;
    }
    const reader = this.#readers.get(mapping.sourceArn);
    const table = plan.tables.find((one) => one.streamArn === mapping.sourceArn);
    if (!reader || !table)
      throw new LocalRunError(
        `${mapping.path} reads ${mapping.sourceArn}, which is neither a queue nor a stream of the template.`,
      );
    const needed = ['DescribeStream', 'GetShardIterator', 'GetRecords'].map(
      (action): Access => ({ action: `dynamodb:${action}`, resource: mapping.sourceArn }),
    );
    needed.push({ action: 'dynamodb:ListStreams', resource: '*' });
    if (table.kmsKeyArn) needed.push(throughKey('kms:Decrypt', table.kmsKeyArn, 'dynamodb'));
    if (judge.lambda(target, needed)) return;
    const poller = new StreamPoller({
      mapping,
      plan: target,
      runner,
      clock,
      sendFailure: (arn, body) => this.#sendAs(target, arn, body),
      onAge: (milliseconds) => this.#options.onAge(target.name, milliseconds),
    });
    this.#streamPollers.push(poller);
    this.#mapped.push({ mapping, poller });
    const born = clock.now().getTime() / 1_000;
    reader.onRecords((records) =>
      poller.take(
        mapping.fromOldest
          ? records
          : records.filter((one) => one.dynamodb.ApproximateCreationDateTime >= Math.floor(born)),
      ),
    );
  }

  async #sendAs(plan: FunctionPlan, destinationArn: string, body: string): Promise<void> {
    const { judge, sqs } = this.#options;
    const queue = this.#options.plan.queues.find((one) => one.arn === destinationArn);
    if (!queue)
      throw new LocalRunError(
        `${plan.shortName} sends failures to ${destinationArn}, which is not a queue of the template.`,
      );
    if (judge.lambda(plan, [{ action: 'sqs:SendMessage', resource: queue.arn }])) return;
    await sqs.ask('SendMessage', { QueueUrl: queue.url, MessageBody: body });
  }
}

/** Lambda writes a function's log and traces in the function's name. */
function logAccesses(plan: FunctionPlan): Access[] {
  const group = `arn:${PARTITION}:logs:${REGION}:${ACCOUNT}:log-group:${plan.logGroup}:*`;
  return [
    { action: 'logs:CreateLogStream', resource: group },
    { action: 'logs:PutLogEvents', resource: group },
    ...(plan.traced ? [{ action: 'xray:PutTraceSegments', resource: '*' }] : []),
  ];
}
