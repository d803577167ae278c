import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { OpenSession, SignInStore } from '../ports/sign-in-store.ts';
import { keyOf, number, Reader, text } from './attributes.ts';
import { keys } from './keys.ts';

const OPEN = 'open';

/** True when what was asked was done, false when its condition did not hold. */
async function held(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
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

  async open(signInId: string, expiresAt: number, { name }: OpenSession = {}): Promise<'opened' | 'used'> {
    const opened = await held(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: {
            ...keyOf(keys.session(signInId)),
            state: text(OPEN),
            expiresAt: number(expiresAt),
            ...(name === undefined ? {} : { name: text(name) }),
          },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
    return opened ? 'opened' : 'used';
  }

  async session(signInId: string, now: number): Promise<OpenSession | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: keyOf(keys.session(signInId)),
        ConsistentRead: true,
      }),
    );
    if (!Item) return undefined;
    const read = new Reader(Item);
    // Time to live takes its time: up to two days.
    if (read.text('state') !== OPEN || read.number('expiresAt') <= now) return undefined;
    return read.has('name') ? { name: read.text('name') } : {};
  }

  async end(signInId: string): Promise<void> {
    await held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: keyOf(keys.session(signInId)),
          UpdateExpression: 'SET #state = :ended',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':ended': text('ended') },
        }),
      ),
    );
  }
}
