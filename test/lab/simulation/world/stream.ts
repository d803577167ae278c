import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { AnyEvent } from '../../../../events/catalogue.ts';
import { eventItem } from '../../../../shared/aws/event-item.ts';
import { keys } from '../../../../shared/aws/keys.ts';
import type { End } from '../kernel/invocation.ts';
import type { Kernel } from '../kernel/kernel.ts';

const MINUTE = 60_000;
const BATCH = 25;
/** As the template has it: tried for so long, and then the place in the stream is kept for a person. */
const OLDEST = 6 * 60 * MINUTE;
const LONGEST_PAUSE = 60_000;
const SHARDS = 2;

interface Waiting {
  readonly record: DynamoDBRecord;
  /** Undefined for a heartbeat. */
  readonly event?: AnyEvent;
  readonly at: number;
  readonly number: string;
}

/** An event as the table's stream gives it to a function. */
export const recordOf = (event: AnyEvent, sequenceNumber: string): DynamoDBRecord => {
  const { pk, sk, body } = eventItem(event) as Record<string, { S: string }>;
  return {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: sequenceNumber, Keys: { pk, sk }, NewImage: { pk, sk, body } },
  } as DynamoDBRecord;
};

const heartbeatRecord = (sequenceNumber: string): DynamoDBRecord => {
  const { pk, sk } = keys.heartbeat();
  return {
    eventName: 'MODIFY',
    dynamodb: { SequenceNumber: sequenceNumber, Keys: { pk: { S: pk }, sk: { S: sk } } },
  };
};

export interface StreamOptions {
  readonly handle: (
    name: string,
    event: DynamoDBStreamEvent,
    ended: (end: End<DynamoDBBatchResponse>) => void,
  ) => void;
  /** Told of records that were given up. */
  readonly givenUp: (events: readonly AnyEvent[]) => void;
}

/** One shard: in the order of its sequence numbers, and standing still at whatever fails. */
class Shard {
  readonly #kernel: Kernel;
  readonly #options: StreamOptions;
  readonly #waiting: Waiting[] = [];
  readonly #name: string;
  #working = false;
  #count = 0;

  constructor(kernel: Kernel, options: StreamOptions, name: string) {
    this.#kernel = kernel;
    this.#options = options;
    this.#name = name;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** The heartbeat of a sweep, in its turn. */
  beat(): void {
    this.#count += 1;
    const number = `${this.#name}-${this.#count}`;
    this.#waiting.push({ record: heartbeatRecord(number), at: this.#kernel.timeline.now, number });
    if (!this.#working) this.#begin(100);
  }

  add(events: readonly AnyEvent[]): void {
    const { timeline, draw } = this.#kernel;
    const [first] = events;
    if (first === undefined) return;
    // Items of one transaction come in any order; items of several may, until they are read.
    const shuffled = draw.shuffle(`stream ${first.id}`, events);
    const disorder = this.#kernel.strikes(
      `stream before ${first.id}`,
      ['stream-disorder'],
      first.trail?.subject,
    );
    const at =
      disorder && !this.#working
        ? draw.between(`stream place ${first.id}`, 0, this.#waiting.length)
        : this.#waiting.length;
    const records = shuffled.map((event) => {
      this.#count += 1;
      const number = `${this.#name}-${this.#count}`;
      return { record: recordOf(event, number), event, at: timeline.now, number };
    });
    this.#waiting.splice(at, 0, ...records);
    if (!this.#working) this.#begin(draw.between(`stream wait ${first.id}`, 5, disorder ? 30_000 : 300));
  }

  #begin(wait: number): void {
    this.#working = true;
    this.#kernel.timeline.after(wait, () => this.#batch(0, BATCH));
  }

  #batch(tried: number, most: number): void {
    const { timeline, draw } = this.#kernel;
    const batch = this.#waiting.slice(0, most);
    const [first] = batch;
    if (first === undefined) {
      this.#working = false;
      return;
    }
    const { observer } = this.#kernel;
    if (observer?.streamStands()) {
      timeline.after(MINUTE, () => this.#batch(tried, most));
      return;
    }
    const name = `stream ${first.event?.id ?? `heartbeat ${first.number}`}${batch.length > 1 ? ` and ${batch.length - 1} more` : ''} try ${tried + 1}`;
    if (tried === 0 && this.#kernel.strikes(`${name} stall`, ['stream-stalls'])) {
      timeline.after(draw.between(`${name} stall`, 1, 120) * MINUTE, () => this.#batch(1, most));
      return;
    }
    const Records = batch.map(({ record }) => record);
    this.#options.handle(name, { Records }, (end) => {
      observer?.streamed(timeline.now - (batch.at(-1)?.at ?? timeline.now));
      const failed = this.#firstFailed(end, batch);
      if (failed === undefined) {
        const again = this.#kernel.strikes(`${name} again`, ['stream-again']);
        if (!again) this.#waiting.splice(0, batch.length);
        this.#batch(again ? tried + 1 : 0, BATCH);
        return;
      }
      this.#waiting.splice(0, failed);
      const left = batch.slice(failed);
      if (timeline.now - (left[0]?.at ?? 0) >= OLDEST) {
        this.#waiting.splice(0, left.length);
        const events = left.flatMap(({ event }) => event ?? []);
        if (events.length > 0) this.#options.givenUp(events);
        this.#batch(0, BATCH);
        return;
      }
      const pause = Math.min(LONGEST_PAUSE, 200 * 2 ** Math.min(tried, 20));
      timeline.after(pause, () =>
        this.#batch(failed > 0 ? 1 : tried + 1, Math.max(1, Math.ceil(left.length / 2))),
      );
    });
  }

  #firstFailed(end: End<DynamoDBBatchResponse>, batch: readonly Waiting[]): number | undefined {
    if (end.kind !== 'returned') return 0;
    const failed = end.value.batchItemFailures.map(({ itemIdentifier }) =>
      batch.findIndex(({ number }) => number === itemIdentifier),
    );
    return failed.length === 0 ? undefined : Math.max(0, Math.min(...failed));
  }
}

/** The table's stream: a few shards, each with the items of some partitions. */
export class SimStream {
  readonly #shards: readonly Shard[];
  readonly #kernel: Kernel;

  constructor(kernel: Kernel, options: StreamOptions) {
    this.#kernel = kernel;
    this.#shards = Array.from({ length: SHARDS }, (_, index) => new Shard(kernel, options, `shard${index}`));
  }

  get size(): number {
    return this.#shards.reduce((sum, { size }) => sum + size, 0);
  }

  /** What a sweep writes so that somebody sees that the stream moves. */
  beat(): void {
    this.#shards[0]?.beat();
  }

  add(events: readonly AnyEvent[]): void {
    const subject = events[0]?.trail?.subject ?? '';
    this.#shards[this.#kernel.draw.between(`shard of ${subject}`, 0, SHARDS - 1)]?.add(events);
  }
}
