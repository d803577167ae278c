/** Reads a table's stream from DynamoDB Local, shard by shard, and hands every record on in order. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { DynamoDb } from '../services/dynamodb.ts';
import type { Json } from '../template/assembly.ts';
import { REGION } from '../template/physical-names.ts';
import type { TablePlan } from '../template/plan.ts';

export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: string;
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Json;
    readonly NewImage?: Json;
    readonly OldImage?: Json;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
}

const IDLE_MILLISECONDS = 1_000;
/** Writes come in bursts: what one burst wrote is read at one time, well before DynamoDB's own streams would have it. */
const GATHER_MILLISECONDS = 15;

export class StreamReader {
  readonly #table: TablePlan;
  readonly #dynamoDb: DynamoDb;
  readonly #clock: Clock;
  readonly #listeners: ((records: StreamRecord[]) => void)[] = [];
  /** Keys of items that the run's own time-to-live took out; DynamoDB says so in the record. */
  readonly expired = new Set<string>();
  #iterators = new Map<string, string | undefined>();
  #streamArn = '';
  #timer: NodeJS.Timeout | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #asked = false;
  #stopped = false;

  constructor(table: TablePlan, dynamoDb: DynamoDb, clock: Clock) {
    this.#table = table;
    this.#dynamoDb = dynamoDb;
    this.#clock = clock;
  }

  onRecords(listener: (records: StreamRecord[]) => void): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    const { Table } = (await this.#dynamoDb.ask('DescribeTable', { TableName: this.#table.name })) as {
      Table: { LatestStreamArn: string };
    };
    this.#streamArn = Table.LatestStreamArn;
    await this.drain();
  }

  /** Says that there may be something to read. */
  poke(): void {
    this.#asked = true;
    if (this.#reading || this.#stopped) return;
    this.#gathering ??= setTimeout(() => void this.drain().catch(() => undefined), GATHER_MILLISECONDS);
  }

  /** Reads until there is nothing more. */
  async drain(): Promise<void> {
    if (this.#reading) {
      this.#asked = true;
      return this.#reading;
    }
    this.#forgetTimers();
    this.#reading = this.#readAll();
    try {
      await this.#reading;
    } finally {
      this.#reading = undefined;
      if (!this.#stopped) {
        this.#timer = setTimeout(() => this.poke(), IDLE_MILLISECONDS);
        this.#timer.unref();
      }
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#forgetTimers();
  }

  #forgetTimers(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
  }

  async #readAll(): Promise<void> {
    let found: boolean;
    let first = true;
    do {
      if (!first && this.#asked) await pause(GATHER_MILLISECONDS);
      if (this.#stopped) return;
      first = false;
      this.#asked = false;
      found = false;
      await this.#findShards();
      for (const [shard, iterator] of this.#iterators) {
        if (iterator === undefined || this.#stopped) continue;
        const { Records, NextShardIterator } = (await this.#dynamoDb.ask(
          'GetRecords',
          { ShardIterator: iterator, Limit: 1_000 },
          'STREAMS',
        )) as { Records: StreamRecord[]; NextShardIterator?: string };
        this.#iterators.set(shard, NextShardIterator);
        if (Records.length === 0) continue;
        found = true;
        const records = Records.map((record) => this.#asSent(record));
        for (const listener of this.#listeners) listener(records);
      }
    } while ((found || this.#asked) && !this.#stopped);
  }

  async #findShards(): Promise<void> {
    // Shards are described anew only when none is open: at the start, and after one was closed.
    if ([...this.#iterators.values()].some((iterator) => iterator !== undefined)) return;
    const { StreamDescription } = (await this.#dynamoDb.ask(
      'DescribeStream',
      { StreamArn: this.#streamArn },
      'STREAMS',
    )) as {
      StreamDescription: { Shards?: { ShardId: string }[] };
    };
    for (const { ShardId } of StreamDescription.Shards ?? []) {
      if (this.#iterators.has(ShardId)) continue;
      const { ShardIterator } = (await this.#dynamoDb.ask(
        'GetShardIterator',
        { StreamArn: this.#streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' },
        'STREAMS',
      )) as { ShardIterator: string };
      this.#iterators.set(ShardId, ShardIterator);
    }
  }

  #asSent(record: StreamRecord): StreamRecord {
    const key = JSON.stringify(record.dynamodb.Keys);
    const byTtl = record.eventName === 'REMOVE' && this.expired.delete(key);
    return {
      ...record,
      awsRegion: REGION,
      eventSource: 'aws:dynamodb',
      eventSourceARN: this.#table.streamArn ?? '',
      dynamodb: {
        ...record.dynamodb,
        ApproximateCreationDateTime:
          record.dynamodb.ApproximateCreationDateTime + Math.round(this.#clock.offsetMilliseconds / 1_000),
      },
      ...(byTtl ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } } : {}),
    };
  }
}
