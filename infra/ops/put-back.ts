/** Puts back into a table what a restored copy of it has and it has not. */
import { isDeepStrictEqual } from 'node:util';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { type Item, keyOf as keyed } from '../../shared/aws/attributes.ts';
import { keys, kinds } from '../../shared/aws/keys.ts';
import { DAILY_LIST } from '../../shared/core/case/told-daily.ts';
import { scan } from './scan.ts';

export interface PutBackOptions {
  readonly client: DynamoDBClient;
  /** The table that AWS restored, under a name of its own. It is only read. */
  readonly from: string;
  /** The table that is in use. */
  readonly to: string;
  /** What is different is put back as well; by default it stays as it is now, because people may have decided since. */
  readonly changed: boolean;
  /** Without it nothing is written: it is only counted. */
  readonly write: boolean;
  /** Now: what has expired is not put back. */
  readonly now: Date;
}

/** How many items of a kind are the same in both, missing, different, or only in the table that is in use. */
interface Compared {
  same: number;
  missing: number;
  different: number;
  onlyHere: number;
}

export interface PutBack {
  /** By the part of the partition key that names the kind. */
  readonly kinds: ReadonlyMap<string, Compared>;
  readonly written: number;
}

const names: readonly string[] = [...Object.values(kinds.cases), ...Object.values(kinds.sealed)].toSorted(
  (a, b) => b.length - a.length,
);
const kindOf = ({ pk }: Item): string =>
  names.find((name) => String(pk?.S).startsWith(name)) ?? 'unknown kind';
const keyOf = ({ pk, sk }: Item): string => JSON.stringify([pk?.S, sk?.S]);

/**
 * What was sent goes back first and events last: the stream tells of an event that is put back, and whoever hears of it finds that its e-mails
 * have gone. What happened more than a day ago is told to nobody at all (functions/relay-events).
 */
const order = (item: Item): number => {
  const kind = kindOf(item);
  return kind === kinds.cases.email ? 0 : kind === kinds.cases.event ? 2 : 1;
};

/** What is told once a working day waits for days: of that, what was told since says so beside its case. */
const waitsForItsDay = ({ pk, sk }: Item): boolean =>
  pk?.S === kinds.cases.notice && String(sk?.S).startsWith(keys.notice(DAILY_LIST, '').sk);

/**
 * Passing through: of the moment, and in the way of nothing. What waited to be told was told a minute after the copy was taken, or follows from events
 * that are put back: put back itself, it would be told late, or stand in the way of a digest.
 */
const isOfTheMoment = (item: Item, now: Date): boolean =>
  kindOf(item) === kinds.cases.heartbeat ||
  (kindOf(item) === kinds.cases.notice && !waitsForItsDay(item)) ||
  (item.expiresAt?.N !== undefined && Number(item.expiresAt.N) * 1_000 <= now.getTime());

/** The lists have of a case what its own transaction left there: of one that is there nothing is missing from them. */
const followsItsCase = (item: Item, now: ReadonlyMap<string, Item>): boolean =>
  kindOf(item) === kinds.cases.listed && now.has(keyOf(keyed(keys.case(String(item.caseId?.S)))));

/** As it was before, a phone that is lost would open again what it was reset for, or somebody who was taken off could sign in. */
const staysAsItIs: readonly string[] = [kinds.sealed.roster];

async function all(client: DynamoDBClient, table: string): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  for await (const item of scan(client, { TableName: table })) found.set(keyOf(item), item);
  return found;
}

const SIDE_BY_SIDE = 16;

/** In a transaction, because the table takes events in no other way; a missing one only if it is missing still. */
async function put({ client, to }: PutBackOptions, item: Item, isNew: boolean): Promise<boolean> {
  const condition = isNew ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
  try {
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName: to, Item: item, ...condition } }],
      }),
    );
    return true;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
    throw error;
  }
}

/**
 * Compares the two tables and, when it may write, puts back what is missing. Doing it again does the rest: what is there is the same then.
 * What is only in the table that is in use stays: it came later.
 */
export async function putBack(options: PutBackOptions): Promise<PutBack> {
  const [then, now] = [await all(options.client, options.from), await all(options.client, options.to)];
  const compared = new Map<string, Compared>();
  const count = (item: Item, how: keyof Compared) => {
    const of = compared.get(kindOf(item)) ?? { same: 0, missing: 0, different: 0, onlyHere: 0 };
    of[how] += 1;
    compared.set(kindOf(item), of);
  };
  const waiting: { readonly item: Item; readonly isNew: boolean }[] = [];
  for (const [key, item] of then) {
    if (isOfTheMoment(item, options.now) || (!options.changed && followsItsCase(item, now))) continue;
    const present = now.get(key);
    if (present === undefined) {
      count(item, 'missing');
      waiting.push({ item, isNew: true });
    } else if (isDeepStrictEqual(present, item)) count(item, 'same');
    else {
      count(item, 'different');
      if (options.changed && !staysAsItIs.includes(kindOf(item))) waiting.push({ item, isNew: false });
    }
  }
  for (const [key, item] of now)
    if (!then.has(key) && !isOfTheMoment(item, options.now)) count(item, 'onlyHere');
  let written = 0;
  if (options.write)
    for (const turn of [0, 1, 2]) {
      const some = waiting.filter(({ item }) => order(item) === turn);
      for (let first = 0; first < some.length; first += SIDE_BY_SIDE) {
        const done = await Promise.all(
          some.slice(first, first + SIDE_BY_SIDE).map(({ item, isNew }) => put(options, item, isNew)),
        );
        written += done.filter(Boolean).length;
      }
    }
  return { kinds: compared, written };
}

/** A line for each kind of item, by its name in the keys: nothing of what an item says. */
export const putBackTable = ({ kinds: compared }: PutBack): string =>
  [
    ['kind', 'same', 'missing', 'different', 'only in use'],
    ...[...compared]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, { same, missing, different, onlyHere }]) => [kind, same, missing, different, onlyHere]),
  ]
    .map(
      ([kind, ...counts]) =>
        `${String(kind).padEnd(16)}${counts.map((one) => String(one).padStart(12)).join('')}`,
    )
    .join('\n');
