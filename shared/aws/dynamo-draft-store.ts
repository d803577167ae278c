import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { asSaidNow, presentCode } from '../../events/former-codes.ts';
import type { Draft, DraftStore } from '../ports/draft-store.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { held } from './held.ts';
import { draftsPartition, keys } from './keys.ts';
import { query } from './query.ts';

const Form = z.record(z.string(), z.array(z.string()));

function draftFrom(item: Item): Draft {
  const read = new Reader(item);
  const form = Form.safeParse(read.json('body'));
  return {
    id: read.text('sk'),
    council: presentCode(read.text('council')),
    version: read.number('version'),
    form: form.success
      ? (asSaidNow(form.data) as Draft['form'])
      : read.fail('"body" should be the fields of a form'),
    state: read.oneOf('state', ['open', 'sending', 'sent', 'moved']),
    ...(read.has('movedTo') ? { movedTo: presentCode(read.text('movedTo')) } : {}),
    at: read.text('at'),
  };
}

/** Drafts in the table `sealed`; each forgets itself by its time to live. */
export class DynamoDraftStore implements DraftStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(council: string, id: string): Promise<Draft | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#table,
        Key: keyOf(keys.draft(council, id)),
        ConsistentRead: true,
      }),
    );
    return Item && draftFrom(Item);
  }

  async list(council: string): Promise<readonly Draft[]> {
    const drafts: Draft[] = [];
    const items = query(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :drafts',
      ExpressionAttributeValues: { ':drafts': text(draftsPartition(council)) },
    });
    for await (const item of items) drafts.push(draftFrom(item));
    return drafts;
  }

  async save(draft: Draft, expiresAt: number): Promise<'saved' | 'lost-race'> {
    const { id, council, version, form, state, movedTo, at } = draft;
    const saved = await held(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: {
            ...keyOf(keys.draft(council, id)),
            council: text(council),
            version: number(version),
            state: text(state),
            ...(movedTo === undefined ? {} : { movedTo: text(movedTo) }),
            at: text(at),
            body: text(JSON.stringify(form)),
            expiresAt: number(expiresAt),
          },
          ...(version === 1
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'version = :seen',
                ExpressionAttributeValues: { ':seen': number(version - 1) },
              }),
        }),
      ),
    );
    return saved ? 'saved' : 'lost-race';
  }
}
