import { createHash } from 'node:crypto';
import type {
  CancellationReason,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { CaseChange, PlaceChange, RotaChange } from '../core/case/change.ts';
import { listingOfDeclines } from '../core/case/declines-to-review.ts';
import type { FingerprintClaim } from '../core/case/duplicates.ts';
import { headroomTaken, mergedByCouncil } from '../core/case/place-changes.ts';
import { defined } from '../core/defined.ts';
import type { CommitOutcome } from '../ports/case-store.ts';
import { type Item, keyOf, number, type Reader, text } from './attributes.ts';
import { caseItem } from './case-item.ts';
import { eventFrom, eventItem, trailOf } from './event-item.ts';
import { keys } from './keys.ts';
import { packed } from './packed-text.ts';

/** What one line of the transaction is about, in its order: a cancelled transaction gives one reason for each. */
type Line =
  | { readonly about: 'case' }
  | { readonly about: 'event' }
  | { readonly about: 'place'; readonly council: string; readonly region: string }
  | { readonly about: 'rota'; readonly scope: string }
  | { readonly about: 'birthday' }
  | { readonly about: 'declines' }
  | { readonly about: 'fingerprint' }
  | { readonly about: 'merged' };

export interface CaseTransaction {
  readonly lines: readonly Line[];
  readonly input: TransactWriteItemsCommandInput;
}

/** DynamoDB's limit on the items of one transaction. */
const MOST_ITEMS = 100;

/** @throws Error when the change contradicts itself: that is a mistake in our code, no race */
function check({ seen, case: subject, events }: CaseChange): void {
  const numbers = events.map((event) => event.trail?.number);
  const expected = events.map((_, index) => seen + 1 + index);
  const last = events.at(-1)?.trail;
  if (
    !last ||
    last.hash !== subject.lastHash ||
    last.number !== subject.version ||
    numbers.some((one, index) => one !== expected[index]) ||
    events.some((event) => event.trail?.subject !== subject.id)
  )
    throw new Error(
      `The change of ${subject.id} from version ${seen} does not hold together: its events have to be numbered on from there and end in the case's version and hash.`,
    );
}

function casePut(table: string, { seen, case: subject }: CaseChange): TransactWriteItem {
  const Put = {
    TableName: table,
    Item: caseItem(subject),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  return seen === 0
    ? { Put: { ...Put, ConditionExpression: 'attribute_not_exists(pk)' } }
    : {
        Put: {
          ...Put,
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: { ':seen': number(seen) },
        },
      };
}

const COUNTS = [
  ['held', 'held'],
  ['offered', 'offered'],
  ['incoming', 'incoming'],
  ['netSince', 'netSince'],
] as const;
const KINDS = [
  ['fosterCare', 'leftFosterCare'],
  ['supportedAccommodation', 'leftSupported'],
] as const;

function placeUpdate(table: string, change: PlaceChange): TransactWriteItem | undefined {
  const values: Item = {};
  const adds: string[] = [];
  const conditions: string[] = [];
  const add = (attribute: string, by: number): void => {
    if (by === 0) return;
    values[`:${attribute}`] = number(by);
    adds.push(`${attribute} :${attribute}`);
  };
  for (const [attribute, count] of COUNTS) add(attribute, change[count]);
  const taken = headroomTaken(change);
  add('headroom', -taken);
  if (change.mustFit && taken > 0) {
    values[':taken'] = number(taken);
    conditions.push('headroom >= :taken');
  }
  for (const [kind, left] of KINDS) {
    const uses = change.used[kind];
    add(left, -uses);
    if (!change.mustBeDeclared || uses <= 0) continue;
    values[`:${kind}`] = number(uses);
    conditions.push(`attribute_exists(declaredAt) AND ${left} >= :${kind}`);
  }
  if (adds.length === 0) return undefined;
  return {
    Update: {
      TableName: table,
      Key: keyOf(keys.council(change.region, change.council)),
      UpdateExpression: `ADD ${adds.join(', ')}`,
      // Nothing can be compared with what a council has that is not there.
      ConditionExpression: conditions.join(' AND ') || 'attribute_exists(pk)',
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/**
 * A transaction may touch an item once, so everything about one rota is one update. New turns of the national rota also
 * count as a tick: whoever read the scheme before they were counted decides again, whichever of the regions was read when.
 */
function rotaUpdate(table: string, scope: string, changes: readonly RotaChange[]): TransactWriteItem {
  const tick = changes.find((change) => change.kind === 'tick');
  const replaces = changes.filter((change) => change.kind === 'replace');
  const [first] = replaces;
  const last = replaces.at(-1);
  const conditions: string[] = [];
  const sets: string[] = [];
  const values: Item = { ':one': number(1) };
  if (first && last) {
    conditions.push('version = :version');
    sets.push('version = version + :one', '#state = :state');
    values[':version'] = number(first.seen);
    values[':state'] = packed(JSON.stringify(last.state));
  }
  if (tick) {
    conditions.push('turn = :turn');
    values[':turn'] = number(tick.seen);
  }
  sets.push('turn = turn + :one');
  return {
    Update: {
      TableName: table,
      Key: keyOf(keys.rota(scope)),
      UpdateExpression: `SET ${sets.join(', ')}`,
      ConditionExpression: conditions.join(' AND '),
      ...(last ? { ExpressionAttributeNames: { '#state': 'state' } } : {}),
      ExpressionAttributeValues: values,
    },
  };
}

/** The first case of a fingerprint is kept apart from the others: most have no other, and those stored before had one only. */
const holdersItem = ([first, ...others]: readonly string[]): Item => ({
  ...(first === undefined ? {} : { caseId: text(first) }),
  ...(others.length === 0 ? {} : { sharedWith: text(others.join(' ')) }),
});

/** The cases that a stored fingerprint is of. */
export const holdersIn = (read: Reader): readonly string[] => [
  read.text('caseId'),
  ...(read.has('sharedWith') ? read.text('sharedWith').split(' ') : []),
];

function fingerprintPut(
  table: string,
  caseId: string,
  { fingerprint, seen, beside = [] }: FingerprintClaim,
): TransactWriteItem {
  const { caseId: first, sharedWith } = holdersItem(seen ?? []);
  const condition =
    first === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: `caseId = :seen AND ${sharedWith === undefined ? 'attribute_not_exists(sharedWith)' : 'sharedWith = :sharedWith'}`,
          ExpressionAttributeValues: {
            ':seen': first,
            ...defined({ ':sharedWith': sharedWith }),
          },
        };
  return {
    Put: {
      TableName: table,
      Item: { ...keyOf(keys.fingerprint(fingerprint)), ...holdersItem([...beside, caseId]) },
      ...condition,
    },
  };
}

/** Everything that a change writes, as one transaction whose token follows from what it says. */
export function caseTransaction(table: string, change: CaseChange): CaseTransaction {
  check(change);
  const lines: Line[] = [];
  const items: TransactWriteItem[] = [];
  const put = (line: Line, item: TransactWriteItem): void => {
    lines.push(line);
    items.push(item);
  };
  put({ about: 'case' }, casePut(table, change));
  for (const event of change.events)
    put(
      { about: 'event' },
      {
        Put: {
          TableName: table,
          Item: eventItem(event),
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    );
  for (const place of mergedByCouncil(change.places)) {
    const update = placeUpdate(table, place);
    if (update) put({ about: 'place', council: place.council, region: place.region }, update);
  }
  for (const [scope, changes] of Map.groupBy(change.rota, ({ scope }) => scope))
    put({ about: 'rota', scope }, rotaUpdate(table, scope, changes));
  for (const { do: doing, month, child } of change.birthdays) {
    const key = keyOf(keys.birthday(month, change.case.id, child));
    put(
      { about: 'birthday' },
      doing === 'add'
        ? { Put: { TableName: table, Item: { ...key, caseId: text(change.case.id), child: number(child) } } }
        : { Delete: { TableName: table, Key: key } },
    );
  }
  const declines = listingOfDeclines(change);
  const declinesKey = keyOf(keys.declines(change.case.id));
  if (declines !== undefined)
    put(
      { about: 'declines' },
      declines === 'add'
        ? { Put: { TableName: table, Item: { ...declinesKey, caseId: text(change.case.id) } } }
        : { Delete: { TableName: table, Key: declinesKey } },
    );
  for (const claim of change.claims ?? [])
    put({ about: 'fingerprint' }, fingerprintPut(table, change.case.id, claim));
  if (change.merged)
    put(
      { about: 'merged' },
      {
        Put: {
          TableName: table,
          Item: {
            ...keyOf(keys.merged(change.merged.reference)),
            caseId: text(change.case.id),
            council: text(change.merged.council),
          },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    );
  if (items.length > MOST_ITEMS)
    throw new Error(
      `The change of ${change.case.id} touches ${items.length} items; one transaction takes ${MOST_ITEMS}.`,
    );
  const ClientRequestToken = createHash('sha256')
    .update(JSON.stringify(items))
    .digest('base64url')
    .slice(0, 36);
  return { lines, input: { TransactItems: items, ClientRequestToken } };
}

/**
 * What a cancelled transaction means for whoever decided. Undefined: something else is the matter, and trying again later
 * may help.
 *
 * @throws Error when a council named in the change is not stored
 */
export function outcomeOfCancelled(
  change: CaseChange,
  lines: readonly Line[],
  reasons: readonly CancellationReason[],
): CommitOutcome | undefined {
  const failed = lines.flatMap((line, index) => {
    const reason = reasons[index];
    return reason?.Code === undefined || reason.Code === 'None' ? [] : [{ line, reason }];
  });
  const lost = failed.filter(({ reason }) => reason.Code === 'ConditionalCheckFailed');
  if (lost.some(({ line, reason }) => isOurs(change, line, reason))) return { kind: 'committed' };
  if (lost.some(({ line }) => line.about === 'case' || line.about === 'event'))
    return { kind: 'lost-race', over: 'case' };
  if (lost.some(({ line }) => line.about === 'rota')) return { kind: 'lost-race', over: 'rota' };
  if (lost.some(({ line }) => line.about === 'fingerprint' || line.about === 'merged'))
    return { kind: 'lost-race', over: 'other' };
  for (const { line, reason } of lost) {
    if (line.about !== 'place') continue;
    if (!reason.Item)
      throw new Error(
        `No council ${line.council} is stored in the region ${line.region}: seed the councils first.`,
      );
    return { kind: 'no-place', council: line.council };
  }
  const conflict = failed.length > 0 && failed.every(({ reason }) => reason.Code === 'TransactionConflict');
  return conflict ? { kind: 'lost-race', over: 'other' } : undefined;
}

/** Whether what stands in the way is this very change, committed by an earlier attempt whose answer got lost. */
function isOurs({ case: subject }: CaseChange, line: Line, { Item }: CancellationReason): boolean {
  if (!Item) return false;
  if (line.about === 'case') return Item.lastHash?.S === subject.lastHash;
  if (line.about !== 'event') return false;
  // The last event of the change: its hash covers all before it. An earlier one alone may be shared with a rival.
  return trailOf(eventFrom(Item)).hash === subject.lastHash;
}
