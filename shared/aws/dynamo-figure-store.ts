import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { asSaidNow } from '../../events/former-codes.ts';
import type { SchemeFairness } from '../core/allocation/fairness.ts';
import { londonDate } from '../core/calendar/working-days.ts';
import type { CareRecord } from '../core/figures/care-record.ts';
import type { CaseRecord } from '../core/figures/case-record.ts';
import type { Figures } from '../core/figures/figures.ts';
import type { CareInMonth, FigureStore } from '../ports/figure-store.ts';
import { binary, type CorruptItem, type Item, keyOf, number, Reader, readOr, text } from './attributes.ts';
import type { QueryOptions } from './dynamo-case-store.ts';
import { held } from './held.ts';
import { carePartition, type Key, keys, kinds, monthOfCare, recordsPartition } from './keys.ts';
import { query } from './query.ts';

const recordFrom = (item: Item): CaseRecord => asSaidNow(new Reader(item).json('body')) as CaseRecord;

const careFrom = (item: Item): CareInMonth => {
  const reader = new Reader(item);
  return { month: monthOfCare(reader.text('sk')), record: asSaidNow(reader.json('body')) as CareRecord };
};

const unpacked = (item: Item): unknown =>
  asSaidNow(JSON.parse(gunzipSync(new Reader(item).binary('body')).toString()));

const fairnessFrom = (item: Item): SchemeFairness => unpacked(item) as SchemeFairness;

/** What is counted, in the table `cases`. Records and editions are read strongly consistent; figures, which people look at, are not. */
export class DynamoFigureStore implements FigureStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #unreadable: ((error: CorruptItem) => void) | undefined;

  /** @param options who is told of a record that cannot be read; where nobody is, those of its month are an error */
  constructor(client: DynamoDBClient, table: string, { unreadable }: Pick<QueryOptions, 'unreadable'> = {}) {
    this.#client = client;
    this.#table = table;
    this.#unreadable = unreadable;
  }

  async putRecord(month: string, record: CaseRecord): Promise<void> {
    await this.#put(keys.figureRecord(month, record.caseId), record);
  }

  async records(month: string): Promise<readonly CaseRecord[]> {
    const records: CaseRecord[] = [];
    for await (const item of query(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :month',
      ExpressionAttributeValues: { ':month': text(recordsPartition(month)) },
    })) {
      const record = readOr(recordFrom, item, this.#unreadable);
      if (record) records.push(record);
    }
    return records;
  }

  async putCare(month: string, record: CareRecord): Promise<void> {
    await this.#put(keys.care(record.council, month, record.caseId), record);
  }

  async care(council: string, from: string, to: string): Promise<readonly CareInMonth[]> {
    const found: CareInMonth[] = [];
    for await (const item of query(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :council AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':council': text(carePartition(council)),
        ':from': text(from),
        ':to': text(`${to}~`),
      },
    })) {
      const one = readOr(careFrom, item, this.#unreadable);
      if (one) found.push(one);
    }
    return found;
  }

  async nextEdition(month: string): Promise<number> {
    const { Attributes: attributes = {} } = await this.#client.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: keyOf(keys.figures(month)),
        UpdateExpression: 'ADD editions :one',
        ExpressionAttributeValues: { ':one': number(1) },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return new Reader(attributes).number('editions');
  }

  async putFigures(month: string, edition: number, figures: Figures): Promise<'kept' | 'overtaken'> {
    const kept = await held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.figures(month)),
          UpdateExpression: 'SET edition = :edition, body = :body',
          ConditionExpression: 'attribute_not_exists(edition) OR edition <= :edition',
          ExpressionAttributeValues: {
            ':edition': number(edition),
            // A busy month is a quarter of a megabyte of text, and a tenth of that as it is kept.
            ':body': binary(gzipSync(JSON.stringify(figures))),
          },
        }),
      ),
    );
    return kept ? 'kept' : 'overtaken';
  }

  async figures(month: string): Promise<Figures | undefined> {
    const item = await this.#get(keys.figures(month), false);
    return item?.body === undefined ? undefined : (unpacked(item) as Figures);
  }

  async putFairness(fairness: SchemeFairness): Promise<void> {
    await held(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: {
            ...keyOf(keys.fairness(londonDate(fairness.at).slice(0, 7))),
            at: text(fairness.at),
            body: binary(gzipSync(JSON.stringify(fairness))),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': text(fairness.at) },
        }),
      ),
    );
  }

  async fairness(from: string, to: string): Promise<readonly SchemeFairness[]> {
    const found: SchemeFairness[] = [];
    for await (const item of query(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :fairness AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':fairness': text(kinds.cases.fairness),
        ':from': text(from),
        ':to': text(to),
      },
    })) {
      const one = readOr(fairnessFrom, item, this.#unreadable);
      if (one) found.push(one);
    }
    return found;
  }

  async countedUntil(): Promise<string | undefined> {
    const item = await this.#get(keys.countedUntil(), true);
    return item && new Reader(item).text('at');
  }

  async uncounted(): Promise<readonly string[]> {
    const item = await this.#get(keys.countedUntil(), true);
    // As it was kept before cases stood there, there are none.
    if (item?.uncounted === undefined) return [];
    return new Reader(item).json('uncounted') as readonly string[];
  }

  async putCountedUntil(at: string, uncounted: readonly string[]): Promise<void> {
    await held(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { ...keyOf(keys.countedUntil()), at: text(at), uncounted: text(JSON.stringify(uncounted)) },
          ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': text(at) },
        }),
      ),
    );
  }

  /** Keeps a record, unless one that follows from more is there. */
  async #put(key: Key, record: CaseRecord | CareRecord): Promise<void> {
    await held(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { ...keyOf(key), version: number(record.version), body: text(JSON.stringify(record)) },
          ConditionExpression: 'attribute_not_exists(pk) OR version <= :version',
          ExpressionAttributeValues: { ':version': number(record.version) },
        }),
      ),
    );
  }

  async #get(key: Key, ConsistentRead: boolean): Promise<Item | undefined> {
    const { Item: item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead }),
    );
    return item;
  }
}
