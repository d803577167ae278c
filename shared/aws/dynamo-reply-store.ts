import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ReplyStore } from '../ports/reply-store.ts';
import { binary, keyOf, number, Reader } from './attributes.ts';
import { keys } from './keys.ts';

/** Pages that answered forms, in the table `sealed`; each forgets itself by its time to live. */
export class DynamoReplyStore implements ReplyStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async keep(name: string, reply: Uint8Array, expiresAt: number): Promise<void> {
    await this.#client.send(
      new PutItemCommand({
        TableName: this.#table,
        Item: { ...keyOf(keys.reply(name)), body: binary(reply), expiresAt: number(expiresAt) },
      }),
    );
  }

  async read(name: string, now: number): Promise<Uint8Array | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: keyOf(keys.reply(name)),
        // It is asked for a moment after it was kept.
        ConsistentRead: true,
      }),
    );
    if (!Item) return undefined;
    const read = new Reader(Item);
    // Time to live takes its time: up to two days.
    return read.number('expiresAt') <= now ? undefined : read.binary('body');
  }
}
