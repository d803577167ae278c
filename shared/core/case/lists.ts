import { regionOfCouncil } from '../council/region-of.ts';
import { isVerification } from '../council/verification.ts';
import { defined } from '../defined.ts';
import { canonicalJson } from '../hash.ts';
import type { Case, CaseStatus } from './case.ts';
import { alsoAsked, liveOffer } from './deadlines.ts';
import { partyName } from './party-name.ts';
import { isClosed } from './standing.ts';

/**
 * Lists on which a case stands beside those of whoever is to act: those of its entry authority, while it is open (`open`) and once it has
 * ended (`over`); of each council that is asked for something beside the one whose turn it is (`asked`); of the council that has taken its
 * children, for good (`taken`); of each region that has to do with it (`region`); that of its status; and that of all cases.
 */
export type ListName =
  | `${'open' | 'over' | 'asked' | 'taken' | 'region'}:${string}`
  | `status:${CaseStatus}`
  | 'all';

/** What a list says of a case, which follows the case: nothing that only its own page knows. */
export interface CaseLine {
  readonly caseId: string;
  /** When it was referred: what the lists are in order of. */
  readonly openedAt: string;
  readonly policy: string;
  /** On the list of its entry authority, while it is open. */
  readonly status?: CaseStatus;
  readonly moveBy?: string;
  /** On that of its status: who referred, and who has taken the children. */
  readonly entryAuthority?: string;
  readonly takenBy?: string;
  /** On that of a region, which has those above, too: the party that it waits for, until when, and the day of its move. */
  readonly waitsFor?: string;
  readonly by?: string;
  readonly moveOn?: string;
}

/** A line, and the list that it stands on. */
export interface Listed {
  readonly list: ListName;
  readonly line: CaseLine;
}

/**
 * The regions that an open case has to do with, each once: that of its entry authority, of the council that is asked or has taken the children, and the one whose
 * lead is asked. Their leads find it on their page.
 */
export function regionsOf(subject: Case): readonly string[] {
  if (isClosed(subject)) return [];
  const { facts, placement, regionAsked } = subject;
  const councils = [facts.entryAuthority, placement?.council, liveOffer(subject)?.council];
  const regions = [
    ...councils.map((code) => (code === undefined ? undefined : regionOfCouncil(code))),
    regionAsked?.region,
  ];
  return [...new Set(regions.filter((one) => one !== undefined))];
}

/** Every line of a case. Of what is made up nothing stands on a list. */
export function linesOf(subject: Case): readonly Listed[] {
  if (isVerification(subject)) return [];
  const { id: caseId, openedAt, policy, status, moveBy, facts, placement } = subject;
  const { entryAuthority } = facts;
  const line = { caseId, openedAt, policy };
  const taken = defined({ takenBy: placement?.council });
  const { needs } = subject;
  const ahead = defined({
    waitsFor: needs && partyName(needs.party),
    by: needs?.by,
    moveOn: status === 'transfer-arranged' ? placement?.moveOn : undefined,
  });
  return [
    isClosed(subject)
      ? { list: `over:${entryAuthority}`, line }
      : { list: `open:${entryAuthority}`, line: { ...line, status, moveBy } },
    ...[...new Set(alsoAsked(subject))].map((council) => ({ list: `asked:${council}` as const, line })),
    ...(placement === undefined ? [] : [{ list: `taken:${placement.council}` as const, line }]),
    ...regionsOf(subject).map((region) => ({
      list: `region:${region}` as const,
      line: { ...line, status, moveBy, entryAuthority, ...taken, ...ahead },
    })),
    { list: `status:${status}`, line: { ...line, entryAuthority, ...taken } },
    { list: 'all', line },
  ];
}

/** Where a line stands: no two of a list are of one case. */
const placeOf = ({ list, line: { caseId, openedAt } }: Listed): string => `${list} ${openedAt} ${caseId}`;

/** What the lists have of a case that they should not have, or otherwise, once it has changed. */
export interface ListChange {
  readonly put: readonly Listed[];
  readonly remove: readonly Listed[];
}

/** @param was the lines that the case had before */
export function listChange(was: readonly Listed[], subject: Case): ListChange {
  const now = linesOf(subject);
  const [before, after] = [was, now].map((lines) => new Map(lines.map((one) => [placeOf(one), one.line])));
  return {
    put: now.filter((one) => canonicalJson(before?.get(placeOf(one)) ?? null) !== canonicalJson(one.line)),
    remove: was.filter((one) => !after?.has(placeOf(one))),
  };
}

/** The lines that a case has, as far as it was ever written since there are lists: one that was not gets all of them with its next change. */
export const linesBefore = (before: Case): readonly Listed[] =>
  before.listed === true ? linesOf(before) : [];
