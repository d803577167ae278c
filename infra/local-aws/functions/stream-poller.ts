/** Hands a table's stream to a function as Lambda's event source mapping does: filters, batches, retries, bisection, a place for failures. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FunctionPlan, MappingPlan } from '../template/plan.ts';
import { fitsAny } from './filter-patterns.ts';
import type { InvocationOutcome } from './function-instance.ts';
import type { FunctionRunner } from './function-runner.ts';
import type { StreamRecord } from './stream-reader.ts';

export interface StreamPollerOptions {
  readonly mapping: MappingPlan;
  readonly plan: FunctionPlan;
  readonly runner: Pick<FunctionRunner, 'invoke'>;
  readonly clock: Clock;
  /** Sends to the on-failure destination in the function's name. */
  sendFailure(destinationArn: string, body: string): Promise<void>;
  /** Told how old the oldest record is, each time that the function is given some; milliseconds. */
  onAge?(milliseconds: number): void;
  /** Between tries of the same batch; doubles with each. */
  readonly firstPauseMilliseconds?: number;
}

const LONGEST_PAUSE_MILLISECONDS = 5_000;

export class StreamPoller {
  readonly #options: StreamPollerOptions;
  readonly #waiting: StreamRecord[] = [];
  /** When records came, by the run's clock: the table's own stamps keep another. */
  readonly #arrived = new WeakMap<StreamRecord, number>();
  #working = false;
  #stopped = false;
  #on = true;

  constructor(options: StreamPollerOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return !this.#working && (this.#waiting.length === 0 || !this.#on);
  }

  get on(): boolean {
    return this.#on;
  }

  /** Disables the mapping, or enables it again: records wait meanwhile. What is under way is tried on. */
  set on(on: boolean) {
    this.#on = on;
    this.#begin();
  }

  take(records: readonly StreamRecord[]): void {
    const { mapping, clock } = this.#options;
    const fitting = records.filter((record) => fitsAny(mapping.filters, record));
    for (const record of fitting) this.#arrived.set(record, clock.now().getTime());
    this.#waiting.push(...fitting);
    this.#begin();
  }

  #begin(): void {
    if (this.#waiting.length > 0 && this.#on && !this.#working && !this.#stopped) void this.#work();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #work(): Promise<void> {
    this.#working = true;
    try {
      while (this.#waiting.length && this.#on && !this.#stopped) {
        const { batchSize, windowSeconds } = this.#options.mapping;
        if (this.#waiting.length < batchSize && windowSeconds > 0) await pause(windowSeconds * 1_000);
        await this.#process(this.#waiting.splice(0, batchSize), 0);
      }
    } finally {
      this.#working = false;
    }
  }

  async #process(batch: StreamRecord[], tries: number): Promise<void> {
    const { mapping, runner } = this.#options;
    let left = batch;
    for (let tried = tries; left.length && !this.#stopped; tried += 1) {
      this.#options.onAge?.(this.#ageOf(left));
      const outcome = await runner.invoke(mapping.functionName, { Records: left }, 'table stream').catch(
        (error: unknown): InvocationOutcome => ({
          kind: 'failed',
          error: { errorType: 'LocalRun', errorMessage: String(error) },
        }),
      );
      const firstFailed = firstFailedIndex(outcome, left, mapping.reportsItemFailures);
      if (firstFailed === undefined || this.#stopped) return;
      left = left.slice(firstFailed);
      if (mapping.maximumRetries >= 0 && tried >= mapping.maximumRetries)
        return this.#giveUp(left, outcome, tried + 1, 'RetryAttemptsExhausted');
      if (this.#tooOld(left)) return this.#giveUp(left, outcome, tried + 1, 'RecordAgeExceeded');
      await pause(
        Math.min(LONGEST_PAUSE_MILLISECONDS, (this.#options.firstPauseMilliseconds ?? 200) * 2 ** tried),
      );
      if (mapping.bisect && left.length > 1) {
        const middle = Math.ceil(left.length / 2);
        await this.#process(left.slice(0, middle), tried + 1);
        await this.#process(left.slice(middle), tried + 1);
        return;
      }
    }
  }

  /** Whether the oldest of a batch has been tried for as long as a record may be. */
  #tooOld(batch: readonly StreamRecord[]): boolean {
    const { maximumAgeSeconds } = this.#options.mapping;
    return maximumAgeSeconds >= 0 && this.#ageOf(batch) >= maximumAgeSeconds * 1_000;
  }

  #ageOf([oldest]: readonly StreamRecord[]): number {
    const now = this.#options.clock.now().getTime();
    return now - ((oldest && this.#arrived.get(oldest)) ?? now);
  }

  async #giveUp(
    batch: readonly StreamRecord[],
    outcome: InvocationOutcome,
    tries: number,
    condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded',
  ): Promise<void> {
    const { mapping, plan, clock } = this.#options;
    if (!mapping.onFailureArn) return;
    const [first] = batch;
    const last = batch.at(-1);
    await this.#options.sendFailure(
      mapping.onFailureArn,
      JSON.stringify({
        requestContext: {
          requestId: randomUUID(),
          functionArn: plan.arn,
          condition,
          approximateInvokeCount: tries,
        },
        responseContext: {
          statusCode: 200,
          executedVersion: '$LATEST',
          functionError: outcome.kind === 'failed' ? 'Unhandled' : null,
        },
        version: '1.0',
        timestamp: clock.now().toISOString(),
        DDBStreamBatchInfo: {
          shardId: 'shardId-local',
          startSequenceNumber: first?.dynamodb.SequenceNumber,
          endSequenceNumber: last?.dynamodb.SequenceNumber,
          approximateArrivalOfFirstRecord: at(first),
          approximateArrivalOfLastRecord: at(last),
          batchSize: batch.length,
          streamArn: mapping.sourceArn,
        },
      }),
    );
  }
}

const at = (record: StreamRecord | undefined) =>
  new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1_000).toISOString();

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Where to go on: after the last record that is done. Undefined when all are. */
function firstFailedIndex(
  outcome: InvocationOutcome,
  batch: readonly StreamRecord[],
  reportsItemFailures: boolean,
): number | undefined {
  if (outcome.kind === 'failed') return 0;
  if (!reportsItemFailures) return undefined;
  const answer = JSON.parse(outcome.payload || 'null') as {
    batchItemFailures?: { itemIdentifier?: string }[] | null;
  } | null;
  const failed = (answer?.batchItemFailures ?? []).map((one) =>
    batch.findIndex((record) => record.dynamodb.SequenceNumber === one.itemIdentifier),
  );
  if (failed.length === 0) return undefined;
  return Math.max(0, Math.min(...failed));
}
