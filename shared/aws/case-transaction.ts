import { createHash } from 'node:crypto';
import type { TransactWriteItem, TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import type { CaseChange } from '../core/case/change.ts';
import { listChange } from '../core/case/lists.ts';
import { listingOfMove } from '../core/case/moves.ts';
import { mergedByCouncil } from '../core/case/place-changes.ts';
import { keyOf, number, text } from './attributes.ts';
import type { Line } from './cancelled-transaction.ts';
import { caseItem } from './case-item.ts';
import { eventItem } from './event-item.ts';
import { fingerprintPut } from './fingerprint-item.ts';
import { keys } from './keys.ts';
import { lineItem, lineKey } from './line-item.ts';
import { moveItem } from './move-item.ts';
import { placeUpdate } from './place-update.ts';
import { rotaUpdate } from './rota-update.ts';

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
    if (update) put({ about: 'place', council: place.council }, update);
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
  const move = listingOfMove(change);
  if (move !== undefined) put({ about: 'move' }, { Put: { TableName: table, Item: moveItem(move) } });
  const { put: entries, remove } = listChange(change.was, change.case);
  for (const one of entries) put({ about: 'list' }, { Put: { TableName: table, Item: lineItem(one) } });
  for (const one of remove) put({ about: 'list' }, { Delete: { TableName: table, Key: lineKey(one) } });
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
  if (change.unmerged !== undefined)
    put(
      { about: 'merged' },
      {
        Delete: {
          TableName: table,
          Key: keyOf(keys.merged(change.unmerged)),
          ConditionExpression: 'caseId = :case',
          ExpressionAttributeValues: { ':case': text(change.case.id) },
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
