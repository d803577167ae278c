import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AnyEvent } from '../../events/catalogue.ts';
import { NOTED_FOR_DAYS, type TrailStore } from '../ports/trail-store.ts';
import { keyOf, number, Reader, text } from './attributes.ts';
import { grownPartition, keys, trailPartition } from './keys.ts';
import { query } from './query.ts';
import { trailFrom } from './trail.ts';

/** Of use until the next anchor and the next count; one that fails for weeks still finds it. */
const NOTED_FOR_SECONDS = NOTED_FOR_DAYS * 24 * 60 * 60;

/** Trails in the table `cases`, and the notes of which of them grew; every read is strongly consistent. */
export class DynamoTrailStore implements TrailStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  trail(subject: string): Promise<readonly AnyEvent[]> {
    return trailFrom(this.#client, this.#table, trailPartition(subject));
  }

  async noteGrown(subject: string, day: string): Promise<void> {
    const expiresAt = number(Date.parse(`${day}T00:00:00Z`) / 1_000 + NOTED_FOR_SECONDS);
    await this.#client.send(
      new PutItemCommand({ TableName: this.#table, Item: { ...keyOf(keys.grown(day, subject)), expiresAt } }),
    );
  }

  async grownOn(day: string): Promise<readonly string[]> {
    const subjects: string[] = [];
    for await (const item of query(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :day',
      ExpressionAttributeValues: { ':day': text(grownPartition(day)) },
    }))
      subjects.push(new Reader(item).text('sk'));
    return subjects;
  }
}
