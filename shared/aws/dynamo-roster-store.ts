import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { emptyRoster, type Roster } from '../core/roster.ts';
import type { RosterStore } from '../ports/roster-store.ts';
import { keyOf, number, Reader, text } from './attributes.ts';
import { held } from './held.ts';
import { keys } from './keys.ts';

const Kept = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      letInAt: z.string(),
      letInBy: z.string().optional(),
      secondStep: z.object({ secret: z.string(), setUpAt: z.string(), lastStep: z.int() }).optional(),
      reset: z.object({ at: z.string(), by: z.string() }).optional(),
    }),
  ),
  // Of a roster from before this was kept nobody knows.
  left: z.array(z.object({ name: z.string(), at: z.string(), by: z.string() })).default([]),
  untold: z
    .array(
      z.object({
        change: z.enum(['let-in', 'set-up', 'reset', 'taken-off']),
        id: z.string(),
        at: z.string(),
      }),
    )
    .optional(),
});

/** Rosters in the table `sealed`: one item for each desk that has one. */
export class DynamoRosterStore implements RosterStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(desk: string): Promise<{ readonly roster: Roster; readonly version: number }> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: keyOf(keys.roster(desk)), ConsistentRead: true }),
    );
    if (!Item) return { roster: emptyRoster, version: 0 };
    const read = new Reader(Item);
    const kept = Kept.safeParse(read.json('body'));
    return {
      roster: kept.success ? (kept.data as Roster) : read.fail('"body" should be a roster'),
      version: read.number('version'),
    };
  }

  async write(desk: string, roster: Roster, version: number): Promise<'written' | 'changed'> {
    const written = await held(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: {
            ...keyOf(keys.roster(desk)),
            version: number(version + 1),
            body: text(JSON.stringify(roster)),
          },
          ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
          ...(version === 0 ? {} : { ExpressionAttributeValues: { ':version': number(version) } }),
        }),
      ),
    );
    return written ? 'written' : 'changed';
  }
}
