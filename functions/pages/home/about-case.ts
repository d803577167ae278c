import { dateWords, daysBetween, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { moveDay } from '../../../shared/core/case/standing.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { childrenWords, listWords } from '../../../shared/words/counting.ts';
import { kindWords } from '../../../shared/words/facts.ts';
import { stillCounted } from '../words/fact-words.ts';

/** How long ago a day was: "today", "yesterday", "5 days ago". */
export function agoWords(day: string, today: string): string {
  const days = daysBetween(day, today);
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
}

/** Children of a case and the kinds of placement that they need: "2 children, foster care". */
export const childrenAndKinds = (theCase: Case, from = ''): string => {
  const kinds = theCase.facts.children.flatMap(({ placementKind }) =>
    placementKind === undefined ? [] : [kindWords[placementKind]],
  );
  return [
    `${childrenWords(stillCounted(theCase))}${from}`,
    ...(kinds.length === 0 ? [] : [listWords([...new Set(kinds)])]),
  ].join(', ');
};

/** A case, whose children they are, and what they need: "NTS-7F3K-2M9Q: 2 children from Kent, foster care". */
export const caseAndChildren = (theCase: Case): string =>
  `${theCase.id}: ${childrenAndKinds(theCase, ` from ${authorityName(theCase.facts.entryAuthority)}`)}`;

/** What tells a case from others in a list, without naming anybody: whose children, of which kind of placement, to whom, when, since when. */
export const aboutCase = (theCase: Case, now: string): string =>
  `${caseAndChildren(theCase)}. ${toWhomSince(theCase, now)}`;

/** Where the children of a case go and when, and since when it waits: "To Essex, moves on 3 December 2026. Referred 5 days ago". */
export function toWhomSince(theCase: Case, now: string): string {
  const { placement, openedAt } = theCase;
  return [
    ...(placement === undefined ? [] : [`To ${authorityName(placement.council)}${moves(theCase)}`]),
    `Referred ${agoWords(londonDate(openedAt), londonDate(now))}`,
  ].join('. ');
}

const moves = (theCase: Case): string => {
  const day = moveDay(theCase);
  return day === undefined ? '' : `, moves on ${dateWords(day)}`;
};
