import type { Reason } from '../allocation/decision.ts';
import type { Case } from './case.ts';

/** Reasons that are the entry authority's, and the same for each child that it refers: one person can judge them together. */
const ofTheEntryAuthority: ReadonlySet<string> = new Set([
  'entry-authority-below-threshold',
  'entry-authority-count-not-known',
  'not-in-care',
]);

/** What makes holds one batch: the same authority and the same reasons, all of them its own. Undefined where anything else is asked. */
export const batchOf = (entryAuthority: string, reasons: readonly Reason[]): string | undefined => {
  const codes = reasons.map(({ code }) => code).toSorted();
  return codes.length > 0 && codes.every((code) => ofTheEntryAuthority.has(code))
    ? [entryAuthority, ...codes].join(' ')
    : undefined;
};

/** The batch that a case is held in; undefined where it is not held, or not for that alone; a move that waits is decided for itself. */
export const heldInBatch = ({ hold, placement, facts: { entryAuthority } }: Case): string | undefined =>
  hold && placement === undefined ? batchOf(entryAuthority, hold.reasons) : undefined;

/** Whether coordinators were told of this hold itself, and have not decided about it: its page shows them every other of its batch. */
export const speaksForBatch = ({ hold }: Case): boolean =>
  hold !== undefined && hold.joins === undefined && hold.kept === undefined;

/** Whether this hold has come to coordinators only with that of another case. */
export const cameWithAnother = ({ hold }: Case): boolean => hold?.joins !== undefined;

/** The hold as it is once coordinators have it for its own sake: told of it, or having decided. */
export const forItsOwnSake = ({ joins: _, ...hold }: NonNullable<Case['hold']>): NonNullable<Case['hold']> =>
  hold;
