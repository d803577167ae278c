import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { PlaceChange } from '../core/case/change.ts';
import { headroomTaken } from '../core/case/place-changes.ts';
import { type Item, keyOf, number, text } from './attributes.ts';
import { MOVES, movedAttribute, PLACED_IN } from './council-item.ts';
import { hearingUpdate } from './hearing-update.ts';
import { keys } from './keys.ts';

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

/** A council's counts, raised and lowered in place, as far as they suffice, and whether it answers; undefined when nothing changes. */
export function placeUpdate(table: string, change: PlaceChange): TransactWriteItem | undefined {
  const values: Item = {};
  const adds: string[] = [];
  const conditions: string[] = [];
  const add = (attribute: string, by: number): void => {
    if (by === 0) return;
    values[`:${attribute}`] = number(by);
    adds.push(`${attribute} :${attribute}`);
  };
  for (const [attribute, count] of COUNTS) add(attribute, change[count]);
  for (const [day, children] of Object.entries(change.moved ?? {})) add(movedAttribute(day), children);
  if (change.moved) add(MOVES, 1);
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
  const hearing = hearingUpdate(change.hearing);
  const { placedIn } = change;
  if (placedIn !== undefined) values[':placedIn'] = text(placedIn.on);
  const clauses = [
    [
      'SET',
      [...hearing.set, ...(placedIn === undefined ? [] : [`${PLACED_IN}${placedIn.area} = :placedIn`])],
    ],
    ['ADD', [...adds, ...hearing.add]],
    ['REMOVE', hearing.remove],
  ] as const;
  const said = clauses.filter(([, parts]) => parts.length > 0);
  if (said.length === 0) return undefined;
  const given = { ...values, ...hearing.values };
  return {
    Update: {
      TableName: table,
      Key: keyOf(keys.council(change.council)),
      UpdateExpression: said.map(([clause, parts]) => `${clause} ${parts.join(', ')}`).join(' '),
      // Nothing can be compared with what a council has that is not there.
      ConditionExpression: conditions.join(' AND ') || 'attribute_exists(pk)',
      ...(Object.keys(given).length === 0 ? {} : { ExpressionAttributeValues: given }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
