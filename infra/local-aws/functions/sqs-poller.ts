/** Reads a queue for a function as Lambda's event source mapping does: batches, windows, partial failures, visibility. */
import type { Clock } from '../clock.ts';
import type { ReceivedMessage, Sqs } from '../services/sqs.ts';
import { REGION } from '../template/physical-names.ts';
import type { MappingPlan, QueuePlan } from '../template/plan.ts';
import type { InvocationOutcome } from './function-instance.ts';
import type { FunctionRunner } from './function-runner.ts';

/** A message that failed and is hidden until its visibility timeout has passed by the run's clock. */
interface Hidden {
  readonly receiptHandle: string;
  /** Milliseconds, by the run's clock. */
  readonly returnsAt: number;
}

export interface SqsPollerOptions {
  readonly mapping: MappingPlan;
  readonly queue: QueuePlan;
  readonly sqs: Sqs;
  readonly runner: FunctionRunner;
  readonly clock: Clock;
}

const LONGEST_WAIT_SECONDS = 5;
/** How often a disabled mapping looks whether it is enabled again. */
const OFF_MILLISECONDS = 50;

export class SqsPoller {
  readonly #options: SqsPollerOptions;
  #loops: Promise<void>[] = [];
  #hidden: Hidden[] = [];
  #stopped = false;
  #busy = 0;
  #on = true;

  constructor(options: SqsPollerOptions) {
    this.#options = options;
  }

  start(): void {
    const { mapping, runner } = this.#options;
    const side = Math.min(
      mapping.maximumConcurrency ?? Number.POSITIVE_INFINITY,
      runner.concurrencyOf(mapping.functionName),
    );
    this.#loops = Array.from({ length: side }, () => this.#loop());
  }

  get on(): boolean {
    return this.#on;
  }

  /** Disables the mapping, or enables it again; what is under way is done. */
  set on(on: boolean) {
    this.#on = on;
  }

  /** Whether nothing more will happen until the clock moves: what is left has failed and is hidden, or nobody reads the queue. */
  async isIdle(): Promise<boolean> {
    if (this.#busy > 0) return false;
    if (!this.#on) return true;
    await this.releaseDue();
    const { ready, inFlight, delayed } = await this.#options.sqs.depth(this.#options.queue.url);
    return ready === 0 && delayed === 0 && inFlight <= this.#hidden.length && this.#busy === 0;
  }

  /** When the next failed message comes back, or a delayed one comes; milliseconds, by the run's clock. */
  get nextReturnAt(): number | undefined {
    const { sqs, queue } = this.#options;
    const all = [...this.#hidden.map((one) => one.returnsAt), sqs.nextDelayed(queue.url) ?? []].flat();
    return all.length ? Math.min(...all) : undefined;
  }

  /**
   * Shows the failed messages again, and those that were delayed, whose time has come by the run's clock: it may have been moved, and goes on from
   * there, while the queue server counts real time.
   */
  async releaseDue(): Promise<void> {
    await this.#options.sqs.releaseDelayed(this.#options.queue.url);
    const now = this.#options.clock.now().getTime();
    const due = this.#hidden.filter((one) => one.returnsAt <= now);
    this.#hidden = this.#hidden.filter((one) => one.returnsAt > now);
    for (const { receiptHandle } of due)
      await this.#options.sqs
        .ask('ChangeMessageVisibility', {
          QueueUrl: this.#options.queue.url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        })
        .catch(() => undefined); // It came back by itself meanwhile.
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.race([Promise.all(this.#loops), new Promise((resolve) => setTimeout(resolve, 50))]);
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      const batch = await this.#gather().catch((error: unknown) => {
        if (this.#stopped) return [];
        throw error;
      });
      if (batch.length === 0) continue;
      try {
        if (this.#stopped) return;
        await this.#deliver(batch);
      } finally {
        this.#busy -= 1;
      }
    }
  }

  /** One batch; when it is not empty the loop counts as busy. */
  async #gather(): Promise<ReceivedMessage[]> {
    const { mapping, queue, sqs } = this.#options;
    if (!this.#on) {
      await new Promise((resolve) => setTimeout(resolve, OFF_MILLISECONDS));
      return [];
    }
    // What is delayed comes as real time passes, too.
    await sqs.releaseDelayed(queue.url);
    const batch = await sqs.receive(queue.url, Math.min(10, mapping.batchSize), LONGEST_WAIT_SECONDS);
    if (batch.length === 0) return batch;
    if (!this.#on) {
      // It was disabled while this waited for messages.
      await this.#giveBack(batch);
      return [];
    }
    this.#busy += 1;
    const until = performance.now() + mapping.windowSeconds * 1_000;
    while (batch.length < mapping.batchSize && !this.#stopped) {
      const left = (until - performance.now()) / 1_000;
      if (left <= 0) break;
      const more = await sqs.receive(queue.url, Math.min(10, mapping.batchSize - batch.length), 0);
      batch.push(...more);
      if (more.length === 0) await new Promise((resolve) => setTimeout(resolve, Math.min(100, left * 1_000)));
    }
    return batch;
  }

  async #giveBack(batch: readonly ReceivedMessage[]): Promise<void> {
    const { queue, sqs } = this.#options;
    for (const { ReceiptHandle } of batch)
      await sqs.ask('ChangeMessageVisibility', { QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: 0 });
  }

  async #deliver(batch: readonly ReceivedMessage[]): Promise<void> {
    const { mapping, queue, sqs, runner, clock } = this.#options;
    const returnsAt = clock.now().getTime() + queue.visibilitySeconds * 1_000;
    const shift = clock.offsetMilliseconds;
    const event = { Records: batch.map((message) => recordOf(message, queue.arn, shift)) };
    const outcome = await runner.invoke(mapping.functionName, event, `queue ${queue.shortName}`).catch(
      (error: unknown): InvocationOutcome => ({
        kind: 'failed',
        error: { errorType: 'LocalRun', errorMessage: String(error) },
      }),
    );
    const failed = failedIds(outcome, batch, mapping.reportsItemFailures);
    for (const message of batch) {
      if (failed.has(message.MessageId))
        this.#hidden.push({ receiptHandle: message.ReceiptHandle, returnsAt });
      else await sqs.ask('DeleteMessage', { QueueUrl: queue.url, ReceiptHandle: message.ReceiptHandle });
    }
  }
}

/** The messages that go back: all of them when the function failed, or when its answer names one that it was not given. */
export function failedIds(
  outcome: InvocationOutcome,
  batch: readonly { readonly MessageId: string }[],
  reportsItemFailures: boolean,
): Set<string> {
  const all = new Set(batch.map((message) => message.MessageId));
  if (outcome.kind === 'failed') return all;
  if (!reportsItemFailures) return new Set();
  const answer = JSON.parse(outcome.payload || 'null') as {
    batchItemFailures?: { itemIdentifier?: string }[] | null;
  } | null;
  const reported = (answer?.batchItemFailures ?? []).map((one) => one.itemIdentifier ?? '');
  return reported.every((id) => all.has(id)) ? new Set(reported) : all;
}

function recordOf(message: ReceivedMessage, arn: string, shiftMilliseconds: number) {
  const attributes: Record<string, string> = { ...message.Attributes };
  const firstReceived = attributes.ApproximateFirstReceiveTimestamp;
  if (firstReceived)
    attributes.ApproximateFirstReceiveTimestamp = String(
      Math.round(Number(firstReceived) + shiftMilliseconds),
    );
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
        name,
        {
          ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
          ...(value.BinaryValue === undefined ? {} : { binaryValue: value.BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
          dataType: value.DataType,
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: REGION,
  };
}
