import { createHash } from 'node:crypto';
import type { TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import type { CouncilChange } from '../core/council/change.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { countsSeen, leftSeen, sameCounts, sameUsed } from './council-counts.ts';
import {
  caredForItem,
  closingItem,
  closingLeft,
  declarationItem,
  exemptionsItem,
  movedCleared,
  remindersItem,
} from './council-item.ts';
import { eventItem, trailOf } from './event-item.ts';
import { hearingUpdate } from './hearing-update.ts';
import { keys } from './keys.ts';

/**
 * A declaration or reminder with its event, on the trail that was seen.
 *
 * @param stored the council's item, when its count of children is replaced: its headroom moves by the difference
 */
export function councilTransaction(
  table: string,
  change: CouncilChange,
  stored: Item | undefined,
): TransactWriteItemsCommandInput {
  const { number: eventNumber, hash, subject } = trailOf(change.event);
  if (eventNumber !== change.seen + 1 || subject !== change.code)
    throw new Error(`The event of ${change.code} has to be number ${change.seen + 1} of its trail.`);
  const sets: Item = {
    ...(change.declaration ? declarationItem(change.declaration) : {}),
    ...(change.caredFor && stored ? recounted(change.caredFor, stored, change.ceilingBy) : {}),
    ...(change.closing && change.closing !== 'none' ? closingItem(change.closing) : {}),
    ...(change.exemptions ? exemptionsItem(change.exemptions) : {}),
    ...remindersItem(change.reminders),
    trailNumber: number(eventNumber),
    trailHash: text(hash),
  };
  const removes = [
    ...(['pausedUntil', 'volunteersUpTo'] as const).filter(
      (said) => change.declaration && change.declaration[said] === undefined,
    ),
    ...(change.exemptions && Object.keys(change.exemptions).length === 0 ? ['exemptions'] : []),
    ...(change.reminders.lastOn === undefined ? ['remindedOn'] : []),
    // The new figure holds them; what comes in between is of a day that is in it as well.
    ...(change.caredFor && stored ? movedCleared(stored) : []),
    ...(change.closing ? closingLeft(change.closing) : []),
  ];
  const hearing = hearingUpdate(change.hearing);
  removes.push(...hearing.remove);
  const set = [...Object.keys(sets).map((name) => `${name} = :${name}`), ...hearing.set];
  const raised = change.caredFor || change.ceilingBy === undefined ? undefined : number(change.ceilingBy);
  const added = [...hearing.add, ...(raised ? ['headroom :raised'] : [])];
  const adds = added.length > 0 ? ` ADD ${added.join(', ')}` : '';
  const TransactItems = [
    {
      Update: {
        TableName: table,
        Key: keyOf(keys.council(change.code)),
        UpdateExpression: `SET ${set.join(', ')}${adds}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
        ConditionExpression: [
          'trailNumber = :seen',
          ...(stored ? [sameCounts] : []),
          ...(change.decidedOn ? [sameUsed(change.decidedOn)] : []),
        ].join(' AND '),
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(sets).map(([name, value]) => [`:${name}`, value])),
          ...hearing.values,
          ':seen': number(change.seen),
          ...(raised ? { ':raised': raised } : {}),
          ...(stored ? countsSeen(stored) : {}),
          ...(change.decidedOn ? leftSeen(change.decidedOn) : {}),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      },
    },
    {
      Put: {
        TableName: table,
        Item: eventItem(change.event),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      },
    },
  ];
  const ClientRequestToken = createHash('sha256')
    .update(JSON.stringify(TransactItems))
    .digest('base64url')
    .slice(0, 36);
  return { TransactItems, ClientRequestToken };
}

/** The new figure, `netSince` starting over, and headroom moved by the difference between what was cared for and what is, and with the ceiling. */
function recounted(
  caredFor: NonNullable<CouncilChange['caredFor']>,
  stored: Item,
  ceilingBy: CouncilChange['ceilingBy'] = 0,
): Item {
  const read = new Reader(stored);
  const before = (read.numberOrNull('caredForCount') ?? 0) + read.number('netSince');
  return {
    ...caredForItem(caredFor),
    netSince: number(0),
    headroom: number(read.number('headroom') + before - (caredFor.count ?? 0) + ceilingBy),
  };
}
