import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { OutboundMessage } from '../../../../shared/ports/publisher.ts';
import type { End } from '../kernel/invocation.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** A message as a queue keeps it. */
export interface Kept {
  /** Names this delivery: the same in every run of the same world. */
  readonly id: string;
  readonly message: OutboundMessage;
  readonly sentAt: number;
  receives: number;
  visibleAt: number;
}

const MINUTE = 60_000;
const RETENTION = 14 * 24 * 60 * MINUTE;
/** As the template has it: five tries, then the queue for what failed. */
const TRIES = 5;

export interface QueueOptions {
  readonly name: string;
  readonly visibilitySeconds: number;
  readonly batchSize: number;
  /** Invocations side by side, at most. */
  readonly consumers: number;
  /** Hands a batch to the function. */
  readonly handle: (name: string, event: SQSEvent, ended: (end: End<SQSBatchResponse>) => void) => void;
  /** Told of a message that failed too often. */
  readonly deadLetter: (message: Kept) => void;
  /** Told of a message whose time in the queue is over. */
  readonly expired: (message: Kept) => void;
}

/** A queue as SQS is: at least once, in no order, hidden while handled, back when that fails, set aside when it fails too often. */
export class SimQueue {
  readonly #kernel: Kernel;
  readonly #options: QueueOptions;
  readonly #messages = new Map<string, Kept>();
  readonly #copies = new Map<string, number>();
  #busy = 0;
  #polls = 0;

  constructor(kernel: Kernel, options: QueueOptions) {
    this.#kernel = kernel;
    this.#options = options;
  }

  get size(): number {
    return this.#messages.size;
  }

  /**
   * As SQS counts it: messages that can be taken, and the age in seconds of the oldest that was not taken more than three times
   * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
   */
  get measured(): { readonly visible: number; readonly oldest: number } {
    const { now } = this.#kernel.timeline;
    const all = [...this.#messages.values()];
    const counted = all.filter(({ receives }) => receives <= 3).map(({ sentAt }) => now - sentAt);
    return {
      visible: all.filter(({ visibleAt }) => visibleAt <= now).length,
      oldest: Math.max(0, ...counted) / 1_000,
    };
  }

  send(message: OutboundMessage): void {
    const { id } = message;
    // The same thing said again is another message.
    const copy = (this.#copies.get(id) ?? 0) + 1;
    this.#copies.set(id, copy);
    const name = `${this.#options.name} ${id}${copy === 1 ? '' : ` (${copy})`}`;
    const { draw } = this.#kernel;
    const late = this.#kernel.strikes(`${name} arrival`, ['message-late']);
    const delay = (message.delaySeconds ?? 0) * 1_000;
    this.#keep(name, message, delay + draw.between(`${name} arrives`, 5, late ? 30 * MINUTE : 900));
    if (this.#kernel.strikes(`${name} copy`, ['message-doubled']))
      this.#keep(`${name} again`, message, draw.between(`${name} again`, 1, 6 * 60) * MINUTE);
  }

  #keep(id: string, message: OutboundMessage, delay: number): void {
    const { timeline } = this.#kernel;
    this.#messages.set(id, {
      id,
      message,
      sentAt: timeline.now,
      receives: 0,
      visibleAt: timeline.now + delay,
    });
    timeline.after(delay, () => this.#poll());
  }

  #ready(): Kept[] {
    const { now } = this.#kernel.timeline;
    const ready: Kept[] = [];
    for (const message of this.#messages.values()) {
      if (message.visibleAt > now) continue;
      if (now - message.sentAt >= RETENTION) {
        this.#messages.delete(message.id);
        this.#options.expired(message);
      } else if (message.receives >= TRIES) {
        this.#messages.delete(message.id);
        this.#options.deadLetter(message);
      } else ready.push(message);
    }
    return ready;
  }

  #poll(): void {
    const { draw, timeline } = this.#kernel;
    const { name, consumers, batchSize, visibilitySeconds, handle } = this.#options;
    if (this.#busy >= consumers) return;
    if (this.#kernel.observer?.queueStands(name)) {
      timeline.after(MINUTE, () => this.#poll());
      return;
    }
    const ready = this.#ready();
    if (ready.length === 0) return;
    this.#polls += 1;
    const most = draw.between(`${name} batch ${ready[0]?.id} ${this.#polls}`, 1, batchSize);
    const batch = draw.shuffle(`${name} order ${ready[0]?.id} ${this.#polls}`, ready).slice(0, most);
    const visibleAt = timeline.now + visibilitySeconds * 1_000;
    for (const message of batch) {
      message.receives += 1;
      message.visibleAt = visibleAt;
      if (this.#kernel.strikes(`${message.id} delivery ${message.receives}`, ['message-side-by-side'])) {
        message.visibleAt = timeline.now + draw.between(`${message.id} shown ${message.receives}`, 1, 400);
        timeline.at(message.visibleAt, () => this.#poll());
      }
    }
    this.#busy += 1;
    const tries = batch.map(({ id, receives }) => `${id} try ${receives}`);
    const Records = batch.map(({ id, message, receives }) => ({
      messageId: id,
      body: message.body,
      attributes: { ApproximateReceiveCount: String(receives) },
    })) as unknown as SQSEvent['Records'];
    handle(
      tries.length === 1 ? (tries[0] ?? '') : `${tries[0]} and ${tries.length - 1} more`,
      { Records },
      (end) => {
        this.#busy -= 1;
        this.#settle(batch, end);
        this.#poll();
      },
    );
    // More is waiting, and somebody is free.
    if (ready.length > batch.length) timeline.after(1, () => this.#poll());
  }

  #settle(batch: readonly Kept[], end: End<SQSBatchResponse>): void {
    const { timeline } = this.#kernel;
    const failed =
      end.kind === 'returned'
        ? new Set(end.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
        : new Set(batch.map(({ id }) => id));
    for (const message of batch) {
      const undeleted =
        !failed.has(message.id) &&
        this.#kernel.strikes(`${message.id} deletion ${message.receives}`, ['message-undeleted']);
      if (!failed.has(message.id) && !undeleted) this.#messages.delete(message.id);
      else timeline.at(message.visibleAt, () => this.#poll());
    }
  }
}
