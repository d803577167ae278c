/** Faults that a test or a demonstration asks for: what AWS does now and then and local servers never do by themselves. */

import type { Json } from '../template/assembly.ts';
import { type AwsAnswer, awsFault } from './aws-answers.ts';

export type FaultKind =
  /** Another transaction touches the same items (DynamoDB). Nothing is written. */
  | 'transaction-conflict'
  /** Too many requests: the call is not carried out. */
  | 'throttle'
  /** The service refuses for good (SES: MessageRejected). */
  | 'refuse'
  /** The service fails without doing anything. */
  | 'server-error'
  /** No answer for a while, then the connection breaks; nothing is done. */
  | 'timeout'
  /** The call is carried out, but the answer is lost. */
  | 'accept-then-fail'
  /** Half of a batch is left undone (BatchWriteItem, BatchGetItem, SendMessageBatch, DeleteMessageBatch). */
  | 'half-batch';

export interface FaultRule {
  readonly kind: FaultKind;
  /** Signing name of the service; any when left out. */
  readonly service?: string;
  readonly operation?: string;
  /** Short name of the calling function. */
  readonly caller?: string;
  /** How many calls it strikes; without end when left out. */
  readonly times?: number;
  /** Chance in [0, 1] that a call that fits is struck; 1 when left out. */
  readonly probability?: number;
  /** How long a `timeout` keeps the caller waiting. */
  readonly milliseconds?: number;
}

export interface FaultedCall {
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
  readonly body: Json;
}

export class Faults {
  #rules: { rule: FaultRule; left: number }[] = [];
  readonly #random: () => number;

  /** @param random numbers in [0, 1), for rules with a probability */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  add(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rule that strikes this call, if any; strikes are counted. */
  strike(call: FaultedCall): FaultRule | undefined {
    const found = this.#rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.service ?? call.service) === call.service &&
        (rule.operation ?? call.operation) === call.operation &&
        (rule.caller ?? call.caller) === call.caller &&
        (rule.kind !== 'transaction-conflict' || call.operation.startsWith('Transact')) &&
        (rule.kind !== 'half-batch' || /Batch/.test(call.operation)) &&
        (rule.probability === undefined || this.#random() < rule.probability),
    );
    if (found) found.left -= 1;
    return found?.rule;
  }
}

/** The error that stands for a fault which keeps the call from being carried out. */
export function faultAnswer(kind: FaultKind, call: FaultedCall): AwsAnswer {
  const { service } = call;
  if (kind === 'transaction-conflict') {
    const items = (call.body.TransactItems ?? []) as unknown[];
    const reasons = items.map((_, index) =>
      index === 0
        ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
        : { Code: 'None' },
    );
    const codes = reasons.map((reason) => reason.Code).join(', ');
    return awsFault(
      service,
      400,
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      { CancellationReasons: reasons },
    );
  }
  if (kind === 'throttle') {
    if (service === 'ses') return awsFault(service, 400, 'Throttling', 'Maximum sending rate exceeded.');
    if (service === 'sqs')
      return awsFault(service, 400, 'RequestThrottled', 'The request was denied due to request throttling.');
    return awsFault(service, 400, 'ThrottlingException', 'Rate exceeded');
  }
  if (kind === 'refuse')
    return service === 'ses'
      ? awsFault(service, 400, 'MessageRejected', 'Local address contains control or whitespace')
      : awsFault(service, 400, 'ValidationException', 'Refused on request.');
  return awsFault(
    service,
    500,
    service === 'ses' ? 'InternalFailure' : 'InternalServerError',
    'An error occurred on the server side.',
  );
}

export interface HalvedBatch {
  /** The half to carry out. */
  readonly body: Json;
  /** Adds the half that was left out to the answer, as the service would. */
  report(answer: Json): Json;
}

/** Splits a batch call in two: what is carried out, and what is reported as left undone. */
export function halve(call: FaultedCall): HalvedBatch {
  if (call.service === 'sqs') {
    const entries = (call.body.Entries ?? []) as { Id: string }[];
    const done = entries.slice(0, Math.floor(entries.length / 2));
    const left = entries.slice(done.length);
    return {
      body: { ...call.body, Entries: done },
      report: (answer) => ({
        ...answer,
        Successful: answer.Successful ?? [],
        Failed: [
          ...((answer.Failed ?? []) as unknown[]),
          ...left.map(({ Id }) => ({
            Id,
            Code: 'InternalError',
            SenderFault: false,
            Message: 'Half of the batch failed on request.',
          })),
        ],
      }),
    };
  }
  const items = (call.body.RequestItems ?? {}) as Record<string, unknown>;
  const done: Json = {};
  const left: Json = {};
  for (const [table, requests] of Object.entries(items)) {
    const keyed = Array.isArray(requests) ? undefined : (requests as { Keys: unknown[] });
    const all = keyed?.Keys ?? (requests as unknown[]);
    const some = all.slice(0, Math.floor(all.length / 2));
    const rest = all.slice(some.length);
    if (some.length) done[table] = keyed ? { ...keyed, Keys: some } : some;
    if (rest.length) left[table] = keyed ? { ...keyed, Keys: rest } : rest;
  }
  const field = call.operation === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems';
  return {
    body: { ...call.body, RequestItems: done },
    report: (answer) => ({ ...answer, [field]: { ...((answer[field] ?? {}) as Json), ...left } }),
  };
}
