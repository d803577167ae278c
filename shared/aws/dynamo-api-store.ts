import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { presentCode } from '../../events/former-codes.ts';
import { defined } from '../core/defined.ts';
import type { ApiReferral, ApiStore, FirstRequest, KeyChange, KeyState } from '../ports/api-store.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { type Key, keys } from './keys.ts';

/** Stands where there was no key before. */
const NO_KEY = 'none';
/** A count of requests is of no use after its minute; DynamoDB takes it away some time later. */
const COUNTED_FOR_SECONDS = 3_600;

/**
 * Keys and requests of the API, in the table `sealed`. A key is named by its hash and counts only while its council's own
 * item names the same hash, as its key or, for a while, as the one before it: a new key voids the old ones in one write.
 */
export class DynamoApiStore implements ApiStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async councilOf(keyHash: string, now: string): Promise<string | undefined> {
    const named = await this.#get(keys.apiKey(keyHash));
    if (!named) return undefined;
    const council = presentCode(new Reader(named).text('council'));
    const current = await this.#get(keys.apiKeyOf(council));
    if (!current) return undefined;
    if (current.keyHash?.S === keyHash) return council;
    const until = Date.parse(current.previousUntil?.S ?? '');
    return current.previousHash?.S === keyHash && Date.parse(now) < until ? council : undefined;
  }

  async replaceKey(
    council: string,
    keyHash: string,
    change: KeyChange & { readonly oldUntil?: string },
  ): Promise<'changed' | 'overtaken'> {
    await this.#put({ ...keyOf(keys.apiKey(keyHash)), council: text(council) });
    const { oldUntil } = change;
    const isOurs = (found: Item) => found.keyHash?.S === keyHash;
    if (oldUntil === undefined)
      return this.#changeKey(
        council,
        change,
        'REMOVE previousHash, previousUntil SET keyHash = :hash, madeAt = :at,',
        { ':hash': text(keyHash) },
        isOurs,
      );
    // The right side is what was there before: one write makes the new key the council's and the old one its predecessor.
    return this.#changeKey(
      council,
      change,
      'SET previousHash = if_not_exists(keyHash, :none), previousUntil = :until, keyHash = :hash, madeAt = :at,',
      { ':none': text(NO_KEY), ':until': text(oldUntil), ':hash': text(keyHash) },
      isOurs,
    );
  }

  async revokeKeys(council: string, change: KeyChange): Promise<'changed' | 'overtaken'> {
    return this.#changeKey(
      council,
      change,
      'REMOVE keyHash, previousHash, previousUntil, madeAt SET',
      {},
      ({ keyHash, changedAt, changedBy }) =>
        keyHash === undefined && changedAt?.S === change.at && changedBy?.S === change.by,
    );
  }

  async keyState(council: string): Promise<KeyState | undefined> {
    const item = await this.#get(keys.apiKeyOf(council));
    if (!item) return undefined;
    const read = new Reader(item);
    const since = read.has('madeAt') ? read.text('madeAt') : undefined;
    const hadAnother = read.has('previousHash') && read.text('previousHash') !== NO_KEY;
    return {
      version: read.has('changes') ? read.number('changes') : 0,
      changedAt: read.has('changedAt') ? read.text('changedAt') : (since ?? ''),
      ...(read.has('changedBy') ? { changedBy: read.text('changedBy') } : {}),
      ...defined({ since }),
      ...(hadAnother ? { oldUntil: read.text('previousUntil') } : {}),
    };
  }

  /** @param isOurs whether what stands in the way is this very change, made by an attempt whose answer got lost */
  async #changeKey(
    council: string,
    { at, by, seen }: KeyChange,
    expression: string,
    values: Item,
    isOurs: (found: Item) => boolean,
  ): Promise<'changed' | 'overtaken'> {
    try {
      await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.apiKeyOf(council)),
          UpdateExpression: `${expression} changedAt = :at, changedBy = :by, changes = if_not_exists(changes, :zero) + :one`,
          ...(seen === undefined
            ? {}
            : {
                ConditionExpression: seen === 0 ? 'attribute_not_exists(changes)' : 'changes = :seen',
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              }),
          ExpressionAttributeValues: {
            ...values,
            ':at': text(at),
            ':by': text(by),
            ':zero': number(0),
            ':one': number(1),
            ...(seen === undefined || seen === 0 ? {} : { ':seen': number(seen) }),
          },
        }),
      );
      return 'changed';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return isOurs(error.Item ?? {}) ? 'changed' : 'overtaken';
    }
  }

  async referralIdFor(council: string, idempotencyKey: string, fresh: string): Promise<string> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { ...keyOf(keys.apiRequest(council, idempotencyKey)), requestId: text(fresh) },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return fresh;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return new Reader(error.Item ?? {}).text('requestId');
    }
  }

  async rememberReferral(
    reference: string,
    { council, referralId, acceptedAt }: ApiReferral,
    bodyMac: string,
  ): Promise<FirstRequest> {
    const more = { council: text(council), acceptedAt: text(acceptedAt) };
    return this.#remember(keys.apiReferral(reference), referralId, bodyMac, more);
  }

  async referral(reference: string): Promise<ApiReferral | undefined> {
    const item = await this.#get(keys.apiReferral(reference));
    if (!item) return undefined;
    const read = new Reader(item);
    return {
      council: presentCode(read.text('council')),
      referralId: read.text('requestId'),
      acceptedAt: read.text('acceptedAt'),
    };
  }

  async rememberAmendment(reference: string, id: string, bodyMac: string): Promise<FirstRequest> {
    return this.#remember(keys.apiAmendment(reference, id), id, bodyMac, {});
  }

  async countRequest(council: string, minute: string): Promise<number> {
    const { Attributes } = await this.#client.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: keyOf(keys.apiRequests(council, minute)),
        UpdateExpression: 'ADD requests :one SET expiresAt = :expiresAt',
        ExpressionAttributeValues: {
          ':one': number(1),
          ':expiresAt': number(Date.parse(`${minute}:00Z`) / 1_000 + COUNTED_FOR_SECONDS),
        },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return new Reader(Attributes ?? {}).number('requests');
  }

  async #remember(key: Key, requestId: string, bodyMac: string, more: Item): Promise<FirstRequest> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { ...keyOf(key), ...more, requestId: text(requestId), bodyMac: text(bodyMac) },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'first';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const held = new Reader(error.Item ?? {});
      const same = held.text('bodyMac') === bodyMac && held.text('requestId') === requestId;
      return same ? 'again' : 'other';
    }
  }

  async #get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item;
  }

  async #put(item: Item): Promise<void> {
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: item }));
  }
}
