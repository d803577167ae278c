import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { isMade, personStates } from '../core/people-at-desk.ts';
import { personIdOf } from '../core/person-id.ts';
import type { PersonAtDesk, PersonStore } from '../ports/person-store.ts';
import { attributesOf, type Item, keyOf, number, Reader, text } from './attributes.ts';
import { held } from './held.ts';
import { type Key, keys, PERSON_PREFIX, peoplePartition } from './keys.ts';
import { query } from './query.ts';

const itemOf = ({ id, desk, ...said }: PersonAtDesk, expiresAt: number): Item => ({
  ...attributesOf(said),
  ...keyOf(keys.person(desk, id)),
  expiresAt: number(expiresAt),
});

function personFrom(desk: string, item: Item): PersonAtDesk {
  const read = new Reader(item);
  const optional = <const N extends string>(name: N, from = read) =>
    (from.has(name) ? { [name]: from.text(name) } : {}) as { readonly [K in N]?: string };
  const decidedBy = read.has('decidedBy') ? read.map('decidedBy') : undefined;
  return {
    id: read.text('sk').slice(PERSON_PREFIX.length),
    desk,
    address: read.text('address'),
    ...optional('name'),
    ...optional('role'),
    state: read.oneOf('state', personStates),
    ...(read.has('access') ? { access: read.oneOf('access', ['finance'] as const) } : {}),
    version: read.number('version'),
    askedAt: read.text('askedAt'),
    ...optional('decidedAt'),
    ...(decidedBy === undefined
      ? {}
      : { decidedBy: { name: decidedBy.text('name'), ...optional('role', decidedBy) } }),
    ...optional('lastSignedInAt'),
  };
}

const secondsOf = (at: string): number => Math.floor(Date.parse(at) / 1000);

/** Time to live takes its time: up to two days. */
const isKnown = (item: Item, now: number): boolean => new Reader(item).number('expiresAt') > now;

/** Who signs in for a desk, in the table `sealed`; each forgets themselves by their time to live. */
export class DynamoPersonStore implements PersonStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(desk: string, address: string, now: number): Promise<PersonAtDesk | undefined> {
    const seed = await this.#get(keys.peopleSeed(desk));
    return seed && this.read(desk, personIdOf(new Reader(seed).text('seed'), address), now);
  }

  async read(desk: string, id: string, now: number): Promise<PersonAtDesk | undefined> {
    const item = await this.#get(keys.person(desk, id));
    return item && isKnown(item, now) ? personFrom(desk, item) : undefined;
  }

  async people(desk: string, now: number): Promise<readonly PersonAtDesk[]> {
    const found: PersonAtDesk[] = [];
    for await (const item of query(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': text(peoplePartition(desk)), ':prefix': text(PERSON_PREFIX) },
      ConsistentRead: true,
    }))
      if (isKnown(item, now)) found.push(personFrom(desk, item));
    return found;
  }

  async add(
    desk: string,
    address: string,
    fresh: string,
    at: string,
    expiresAt: number,
  ): Promise<PersonAtDesk> {
    const key = keys.peopleSeed(desk);
    const seed = (await this.#get(key)) ?? (await this.#putNew({ ...keyOf(key), seed: text(fresh) }));
    const id = personIdOf(seed === undefined ? fresh : new Reader(seed).text('seed'), address);
    const person: PersonAtDesk = { id, desk, address, state: 'new', version: 1, askedAt: at };
    const there = await this.#putNew(itemOf(person, expiresAt), secondsOf(at));
    return there === undefined ? person : personFrom(desk, there);
  }

  async change(person: PersonAtDesk, expiresAt: number): Promise<'changed' | 'overtaken'> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: itemOf(person, expiresAt),
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: { ':seen': number(person.version - 1) },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'changed';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const { Item: there } = error;
      return there !== undefined && isMade(personFrom(person.desk, there), person) ? 'changed' : 'overtaken';
    }
  }

  async noteSignIn(
    desk: string,
    id: string,
    { at, role }: { readonly at: string; readonly role?: string },
    expiresAt: number,
  ): Promise<'noted' | 'not-let-in'> {
    const roleIs = role === undefined ? '' : ', #role = :role';
    const noted = await held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.person(desk, id)),
          UpdateExpression: `SET lastSignedInAt = :at, expiresAt = :expiresAt${roleIs}`,
          // Whose time is over is not there, also while the item still is.
          ConditionExpression: '#state = :letIn AND expiresAt > :now',
          ExpressionAttributeNames: { '#state': 'state', ...(role === undefined ? {} : { '#role': 'role' }) },
          ExpressionAttributeValues: {
            ':at': text(at),
            ':expiresAt': number(expiresAt),
            ':letIn': text('let-in'),
            ':now': number(secondsOf(at)),
            ...(role === undefined ? {} : { ':role': text(role) }),
          },
        }),
      ),
    );
    return noted ? 'noted' : 'not-let-in';
  }

  async forget(desk: string, id: string, now: number): Promise<void> {
    await held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.person(desk, id)),
          // Whoever decides on them as they were seen before is too late.
          UpdateExpression: 'SET expiresAt = :now, version = version + :one',
          ConditionExpression: 'expiresAt > :now',
          ExpressionAttributeValues: { ':now': number(now), ':one': number(1) },
        }),
      ),
    );
  }

  async #get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item;
  }

  /** Puts an item where there is none, or one whose time is over at `now`. @returns what is there instead */
  async #putNew(item: Item, now?: number): Promise<Item | undefined> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: item,
          ConditionExpression: `attribute_not_exists(pk)${now === undefined ? '' : ' OR expiresAt <= :now'}`,
          ...(now === undefined ? {} : { ExpressionAttributeValues: { ':now': number(now) } }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
      return error.Item;
    }
  }
}
