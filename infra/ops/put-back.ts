/** Puts back into a table what a restored copy of it has and it has not. */
import { isDeepStrictEqual } from 'node:util';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { type Item, readOr } from '../../shared/aws/attributes.ts';
import { caseFrom } from '../../shared/aws/case-item.ts';
import { keys, kinds } from '../../shared/aws/keys.ts';
import { lineItem } from '../../shared/aws/line-item.ts';
import { aFewAtATime } from '../../shared/core/a-few-at-a-time.ts';
import { linesKept } from '../../shared/core/case/lists.ts';
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

/** No line of a list is put back: it follows from its case. */
const isLine = (item: Item): boolean => kindOf(item) === kinds.cases.listed;
const caseIdOfLine = ({ sk }: Item): string => String(sk?.S).split('#').at(-1) ?? '';

/** As it was before, a phone that is lost would open again what it was reset for, or somebody who was taken off could sign in. */
const staysAsItIs: readonly string[] = [kinds.sealed.roster];

async function all(client: DynamoDBClient, table: string): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  for await (const item of scan(client, { TableName: table })) found.set(keyOf(item), item);
  return found;
}

const SIDE_BY_SIDE = 16;

/** @returns whether it is done; not, where the table is no longer as it was read */
async function transact(client: DynamoDBClient, TransactItems: TransactWriteItem[]): Promise<boolean> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
    throw error;
  }
}

/** In a transaction, because the table takes events in no other way; a missing one only if it is missing still. */
const put = ({ client, to }: PutBackOptions, Item: Item, isNew: boolean): Promise<boolean> => {
  const condition = isNew ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
  return transact(client, [{ Put: { TableName: to, Item, ...condition } }]);
};

type Count = (item: Item, how: keyof Compared) => void;

/** A case of which the lists do not say what they should. */
interface Relisting {
  readonly case: Item;
  readonly put: readonly Item[];
  readonly remove: readonly Item[];
}

/**
 * What is to be put on lists and taken off them, so that they have of each case the lines that its next change takes for granted. A case that cannot be
 * read stays on its lists.
 */
function relistings(table: ReadonlyMap<string, Item>, count: Count): readonly Relisting[] {
  const lines = Map.groupBy([...table.values()].filter(isLine), caseIdOfLine);
  const cases = [...table.values()].filter((item) => kindOf(item) === kinds.cases.case);
  return cases.flatMap((item) => {
    const subject = readOr(caseFrom, item, () => undefined);
    if (subject === undefined) return [];
    const there = new Map(lines.get(subject.id)?.map((line) => [keyOf(line), line]));
    const due = new Map(linesKept(subject).map((one) => [keyOf(lineItem(one)), lineItem(one)]));
    for (const [key, line] of due) {
      const present = there.get(key);
      const same = isDeepStrictEqual(present, line);
      count(line, present === undefined ? 'missing' : same ? 'same' : 'different');
      if (same) due.delete(key);
      there.delete(key);
    }
    for (const line of there.values()) count(line, 'onlyHere');
    const change = { case: item, put: [...due.values()], remove: [...there.values()] };
    return due.size + there.size === 0 ? [] : [change];
  });
}

/** @returns how many lines were written: none, where the case has changed since, which its next run sees */
async function relist(
  { client, to: TableName }: PutBackOptions,
  { case: seen, put: lines, remove }: Relisting,
): Promise<number> {
  const keyFor = ({ pk, sk }: Item) => ({ pk, sk }) as Item;
  const done = await transact(client, [
    {
      ConditionCheck: {
        TableName,
        Key: keyFor(seen),
        ConditionExpression: 'version = :seen',
        ExpressionAttributeValues: { ':seen': seen.version } as Item,
      },
    },
    ...lines.map((Item) => ({ Put: { TableName, Item } })),
    ...remove.map((line) => ({ Delete: { TableName, Key: keyFor(line) } })),
  ]);
  return done ? lines.length + remove.length : 0;
}

/**
 * Compares the two tables and, when it may write, puts back what is missing. Doing it again does the rest: what is there is the same then.
 * What is only in the table that is in use stays: it came later. But lines of lists are those of the cases that are there then, put or taken off.
 */
export async function putBack(options: PutBackOptions): Promise<PutBack> {
  const [then, now] = [await all(options.client, options.from), await all(options.client, options.to)];
  const compared = new Map<string, Compared>();
  const count: Count = (item, how) => {
    const of = compared.get(kindOf(item)) ?? { same: 0, missing: 0, different: 0, onlyHere: 0 };
    of[how] += 1;
    compared.set(kindOf(item), of);
  };
  const waiting: { readonly item: Item; readonly isNew: boolean }[] = [];
  for (const [key, item] of then) {
    if (isOfTheMoment(item, options.now) || isLine(item)) continue;
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
    if (!then.has(key) && !isOfTheMoment(item, options.now) && !isLine(item)) count(item, 'onlyHere');
  for (const { item } of waiting) now.set(keyOf(item), item);
  const lists = relistings(now, count);
  if (!options.write) return { kinds: compared, written: 0 };
  const written: number[] = [];
  for (const turn of [0, 1, 2]) {
    const some = waiting.filter(({ item }) => order(item) === turn);
    const done = await aFewAtATime(some, SIDE_BY_SIDE, ({ item, isNew }) => put(options, item, isNew));
    written.push(done.filter(Boolean).length);
  }
  written.push(...(await aFewAtATime(lists, SIDE_BY_SIDE, (one) => relist(options, one))));
  return { kinds: compared, written: written.reduce((sum, n) => sum + n, 0) };
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
