import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { OpenSession, SentLink, SignInStore } from '../ports/sign-in-store.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { held } from './held.ts';
import { type Key, keys, SESSION_PREFIX, sessionsPartition } from './keys.ts';
import { query } from './query.ts';

const OPEN = 'open';

/** What an item says of a session; undefined when it has ended. */
function openSession(item: Item, now: number): OpenSession | undefined {
  const read = new Reader(item);
  // Time to live takes its time: up to two days.
  if (read.text('state') !== OPEN || read.number('expiresAt') <= now) return undefined;
  return {
    openedAt: read.text('openedAt'),
    ...(read.has('name') ? { name: read.text('name') } : {}),
    ...(read.has('role') ? { role: read.text('role') } : {}),
    ...(read.has('contact') ? { contact: read.oneOf('contact', ['duty-desk', 'second']) } : {}),
    ...(read.has('person') ? { person: read.text('person') } : {}),
  };
}

/** Sessions and counts in the table `sealed`; each item forgets itself by its time to live. */
export class DynamoSignInStore implements SignInStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async countRequest(
    who: string,
    since: string,
    most: number,
    expiresAt: number,
  ): Promise<'counted' | 'too-many'> {
    const counted = await held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.asked(who, since)),
          UpdateExpression: 'SET expiresAt = :expiresAt ADD requests :one',
          ConditionExpression: 'attribute_not_exists(requests) OR requests < :most',
          ExpressionAttributeValues: {
            ':expiresAt': number(expiresAt),
            ':one': number(1),
            ':most': number(most),
          },
        }),
      ),
    );
    return counted ? 'counted' : 'too-many';
  }

  async lastLink(who: string): Promise<SentLink | undefined> {
    const item = await this.#get(keys.lastLink(who));
    if (!item) return undefined;
    const read = new Reader(item);
    return { signInId: read.text('signInId'), at: read.text('at') };
  }

  async noteLink(who: string, { signInId, at }: SentLink, expiresAt: number): Promise<void> {
    await this.#client.send(
      new PutItemCommand({
        TableName: this.#table,
        Item: {
          ...keyOf(keys.lastLink(who)),
          signInId: text(signInId),
          at: text(at),
          expiresAt: number(expiresAt),
        },
      }),
    );
  }

  async open(
    desk: string,
    signInId: string,
    expiresAt: number,
    { openedAt, name, role, contact, person }: OpenSession,
  ): Promise<'opened' | 'used'> {
    const opened = await held(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: {
            ...keyOf(keys.session(desk, signInId)),
            state: text(OPEN),
            openedAt: text(openedAt),
            expiresAt: number(expiresAt),
            ...(name === undefined ? {} : { name: text(name) }),
            ...(role === undefined ? {} : { role: text(role) }),
            ...(contact === undefined ? {} : { contact: text(contact) }),
            ...(person === undefined ? {} : { person: text(person) }),
          },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
    return opened ? 'opened' : 'used';
  }

  async isUsed(desk: string, signInId: string): Promise<boolean> {
    return (await this.#get(keys.session(desk, signInId))) !== undefined;
  }

  async session(desk: string, signInId: string, now: number): Promise<OpenSession | undefined> {
    const item = await this.#get(keys.session(desk, signInId));
    return item && openSession(item, now);
  }

  async sessions(
    desk: string,
    now: number,
  ): Promise<readonly (OpenSession & { readonly signInId: string })[]> {
    const found: (OpenSession & { readonly signInId: string })[] = [];
    for await (const item of query(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': text(sessionsPartition(desk)), ':prefix': text(SESSION_PREFIX) },
      ConsistentRead: true,
    })) {
      const session = openSession(item, now);
      if (session !== undefined)
        found.push({ ...session, signInId: new Reader(item).text('sk').slice(SESSION_PREFIX.length) });
    }
    return found;
  }

  async end(desk: string, signInId: string): Promise<void> {
    await held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.session(desk, signInId)),
          UpdateExpression: 'SET #state = :ended',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':ended': text('ended') },
        }),
      ),
    );
  }

  async voidLinks(desk: string, upTo: string): Promise<void> {
    await held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.voidLinks(desk)),
          UpdateExpression: 'SET voidUpTo = :upTo',
          ConditionExpression: 'attribute_not_exists(voidUpTo) OR voidUpTo < :upTo',
          ExpressionAttributeValues: { ':upTo': text(upTo) },
        }),
      ),
    );
  }

  async linksVoidUpTo(desk: string): Promise<string | undefined> {
    const item = await this.#get(keys.voidLinks(desk));
    return item && new Reader(item).text('voidUpTo');
  }

  async #get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item;
  }
}
