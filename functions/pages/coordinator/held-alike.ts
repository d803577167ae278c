import type { Case } from '../../../shared/core/case/case.ts';
import { canBeAskedIn, mayBeAsked } from '../../../shared/core/case/commands/may-be-asked.ts';
import type { CaseStore } from '../../../shared/ports/case-store.ts';

/** Reasons that are the entry authority's, and the same for each child that it refers: one person can judge them together. */
const ofTheEntryAuthority: ReadonlySet<string> = new Set([
  'entry-authority-below-threshold',
  'entry-authority-count-not-known',
  'not-in-care',
]);

/** As many as one request decides in good time; those that wait longest come first, and the rest can be decided next. */
const MOST_TOGETHER = 40;

const causeOf = (theCase: Case): string | undefined => {
  const { hold, facts } = theCase;
  const codes = hold?.reasons.map(({ code }) => code).toSorted() ?? [];
  const isHeld = mayBeAsked(theCase, { kind: 'release-hold' }, { kind: 'coordinator' });
  return isHeld && codes.length > 0 && codes.every((code) => ofTheEntryAuthority.has(code))
    ? [facts.entryAuthority, ...codes].join(' ')
    : undefined;
};

/** The other cases that are held for the same cause, and for nothing besides. */
export async function heldAlike(
  { cases }: { readonly cases: Pick<CaseStore, 'neededBy' | 'read'> },
  theCase: Case,
): Promise<readonly Case[]> {
  const cause = causeOf(theCase);
  if (cause === undefined) return [];
  const alike: Case[] = [];
  for await (const { caseId, status, entryAuthority } of cases.neededBy('coordinators')) {
    if (
      !canBeAskedIn(status, 'release-hold') ||
      entryAuthority !== theCase.facts.entryAuthority ||
      caseId === theCase.id
    )
      continue;
    const other = await cases.read(caseId);
    if (other !== undefined && causeOf(other) === cause) alike.push(other);
    if (alike.length === MOST_TOGETHER) break;
  }
  return alike;
}
