import type { Case } from '../../../shared/core/case/case.ts';
import { canBeAskedIn, mayBeAsked } from '../../../shared/core/case/commands/may-be-asked.ts';
import { partsOf } from '../../../shared/core/case/succession.ts';
import type { CaseStore, CaseSummary } from '../../../shared/ports/case-store.ts';

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

type Reads = { readonly cases: Pick<CaseStore, 'neededBy' | 'read'> };

/** Other cases on the coordinators' list, as many as one request decides. `may`: whether one is worth reading, by its line in the list. */
async function othersOnTheList(
  { cases }: Reads,
  theCase: Case,
  may: (line: CaseSummary) => boolean,
  is: (other: Case) => boolean,
): Promise<readonly Case[]> {
  const alike: Case[] = [];
  for await (const line of cases.neededBy('coordinators')) {
    if (line.caseId === theCase.id || !may(line)) continue;
    const other = await cases.read(line.caseId);
    if (other !== undefined && is(other)) alike.push(other);
    if (alike.length === MOST_TOGETHER) break;
  }
  return alike;
}

/** Those that are held for the same cause, and for nothing besides. */
async function heldAlike(tools: Reads, theCase: Case): Promise<readonly Case[]> {
  const cause = causeOf(theCase);
  if (cause === undefined) return [];
  return othersOnTheList(
    tools,
    theCase,
    ({ status, entryAuthority }) =>
      canBeAskedIn(status, 'release-hold') && entryAuthority === theCase.facts.entryAuthority,
    (other) => causeOf(other) === cause,
  );
}

/** Those in which nobody has taken over yet from a council that has ended. */
const leftBy = (tools: Reads, theCase: Case, ended: string): Promise<readonly Case[]> =>
  othersOnTheList(
    tools,
    theCase,
    () => true,
    (other) => partsOf(other, ended).length > 0,
  );

/** The other cases for which the same can be decided at once; looked for only where what was chosen is such a decision. */
export async function othersAlike(
  tools: Reads,
  theCase: Case,
  chosen: string | undefined,
): Promise<readonly Case[]> {
  if (chosen === 'release' || chosen === 'keep') return heldAlike(tools, theCase);
  const ended = /^succeed-(.+)$/.exec(chosen ?? '')?.[1];
  return ended === undefined || partsOf(theCase, ended).length === 0 ? [] : leftBy(tools, theCase, ended);
}
