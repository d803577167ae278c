import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { CaseChange } from '../core/case/change.ts';
import type { CommitOutcome } from '../ports/case-store.ts';
import { eventFrom, trailOf } from './event-item.ts';

/** What one line of the transaction is about, in its order: a cancelled transaction gives one reason for each. */
export type Line =
  | { readonly about: 'case' }
  | { readonly about: 'event' }
  | { readonly about: 'place'; readonly council: string }
  | { readonly about: 'rota'; readonly scope: string }
  | { readonly about: 'birthday' }
  | { readonly about: 'move' }
  | { readonly about: 'list' }
  | { readonly about: 'fingerprint' }
  | { readonly about: 'merged' };

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
    if (!reason.Item) throw new Error(`No council ${line.council} is stored: seed the councils first.`);
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
