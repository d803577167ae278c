import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { EventOf } from '../../events/catalogue.ts';
import { aFewAtATime } from '../core/a-few-at-a-time.ts';
import type { Digest, DigestStore, Waiting } from '../ports/digest-store.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { deskInNotices, keys, NOTICES_PARTITION, noticesPrefix } from './keys.ts';
import { query } from './query.ts';

/** SES gives up within half a day, and people press "junk" within weeks. */
const KEPT_FOR_SECONDS = 90 * 24 * 60 * 60;
const SIDE_BY_SIDE = 10;

/** What waits to be told together, in the table `cases`; every read is strongly consistent. */
export class DynamoDigestStore implements DigestStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add(desk: string, request: EventOf<'email-requested.v1'>, now: string): Promise<void> {
    const body = text(JSON.stringify(request));
    await this.#put({ ...keyOf(keys.notice(desk, request.id)), body, waitsSince: text(now) });
  }

  async waiting(desk: string, until?: string): Promise<Waiting> {
    const requests: EventOf<'email-requested.v1'>[] = [];
    let begun: Digest | undefined;
    for await (const item of query(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :notices AND begins_with(sk, :desk)',
      ExpressionAttributeValues: {
        ':notices': text(NOTICES_PARTITION),
        ':desk': text(noticesPrefix(desk)),
      },
    })) {
      const reader = new Reader(item);
      if (reader.text('sk') === keys.digestBegun(desk).sk) begun = JSON.parse(reader.text('body'));
      else if (until === undefined || reader.text('waitsSince') <= until)
        requests.push(JSON.parse(reader.text('body')));
    }
    return { requests, ...(begun === undefined ? {} : { begun }) };
  }

  async uncalled(since: (desk: string) => string): Promise<readonly string[]> {
    const desks = new Set<string>();
    for await (const item of query(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :notices',
      ExpressionAttributeValues: { ':notices': text(NOTICES_PARTITION) },
    })) {
      const reader = new Reader(item);
      // What is told now says of itself when it began to wait.
      if (!reader.has('waitsSince')) continue;
      const desk = deskInNotices(reader.text('sk'));
      if (reader.text('waitsSince') <= since(desk)) desks.add(desk);
    }
    return [...desks].toSorted();
  }

  async begin(desk: string, digest: Digest): Promise<Digest> {
    const body = text(JSON.stringify(digest));
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { ...keyOf(keys.digestBegun(desk)), body, digestId: text(digest.id) },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return digest;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
      return JSON.parse(new Reader(error.Item).text('body'));
    }
  }

  async keep(digest: Digest, now: string): Promise<void> {
    const expiresAt = number(Math.ceil(Date.parse(now) / 1_000) + KEPT_FOR_SECONDS);
    await this.#put({ ...keyOf(keys.digest(digest.id)), body: text(JSON.stringify(digest)), expiresAt });
  }

  async end(desk: string, { id, requests }: Digest): Promise<void> {
    await aFewAtATime(requests, SIDE_BY_SIDE, (request) =>
      this.#client.send(
        new DeleteItemCommand({ TableName: this.#table, Key: keyOf(keys.notice(desk, request.id)) }),
      ),
    );
    // Last, and only if it is this one: whoever comes late ends no other.
    try {
      await this.#client.send(
        new DeleteItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.digestBegun(desk)),
          ConditionExpression: 'attribute_not_exists(pk) OR digestId = :this',
          ExpressionAttributeValues: { ':this': text(id) },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  async digest(id: string): Promise<Digest | undefined> {
    const { Item: item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(keys.digest(id)), ConsistentRead: true }),
    );
    return item === undefined ? undefined : JSON.parse(new Reader(item).text('body'));
  }

  async #put(item: Item): Promise<void> {
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: item }));
  }
}
