import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Contacts, SealedStore } from '../ports/sealed-store.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { type Key, keys } from './keys.ts';

const Children = z.array(
  z.object({ number: z.int().positive(), name: z.string().optional(), dateOfBirth: z.iso.date().optional() }),
);
const Desk = z.object({ dutyDesk: z.string().min(1), second: z.string().min(1).optional() });

/** The table `sealed`: one item for each referral and one for each desk, each read by its key. */
export class DynamoSealedStore implements SealedStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>> {
    const item = await this.#get(keys.sealedChildren(referralId));
    if (!item) return {};
    const children = this.#shaped(item, Children, 'a list of children');
    return Object.fromEntries(
      children.flatMap(({ number: child, dateOfBirth }) =>
        dateOfBirth === undefined ? [] : [[child, dateOfBirth]],
      ),
    );
  }

  async seal(
    referralId: string,
    children: readonly { readonly number: number; readonly name?: string; readonly dateOfBirth?: string }[],
    expiresAt: number,
  ): Promise<void> {
    await this.#put(keys.sealedChildren(referralId), children, { expiresAt: number(expiresAt) });
  }

  async contacts(desk: string): Promise<Contacts | undefined> {
    const item = await this.#get(keys.contacts(desk));
    if (!item) return undefined;
    const { dutyDesk, second } = this.#shaped(item, Desk, 'the addresses of a desk');
    return { dutyDesk, ...(second === undefined ? {} : { second }) };
  }

  async putContacts(desk: string, contacts: Contacts): Promise<void> {
    await this.#put(keys.contacts(desk), contacts, {});
  }

  #shaped<T>(item: Item, shape: z.ZodType<T>, words: string): T {
    const read = new Reader(item);
    const parsed = shape.safeParse(read.json('body'));
    return parsed.success ? parsed.data : read.fail(`"body" should be ${words}`);
  }

  async #get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item;
  }

  async #put(key: Key, body: unknown, more: Item): Promise<void> {
    await this.#client.send(
      new PutItemCommand({
        TableName: this.#table,
        Item: { ...keyOf(key), body: text(JSON.stringify(body)), ...more },
      }),
    );
  }
}
