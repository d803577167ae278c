import { addDays, instantAt } from '../../../shared/core/calendar/working-days.ts';
import { type CaseStatus, caseStatuses } from '../../../shared/core/case/case.ts';
import { fitsSearch, type ListName, type ListPart, placeInList } from '../../../shared/core/case/lists.ts';
import { publishedCouncil } from '../../../shared/core/council/published-councils.ts';
import { defined } from '../../../shared/core/defined.ts';
import { policyIds } from '../../../shared/core/policies.ts';
import type { CaseStore } from '../../../shared/ports/case-store.ts';
import { councilsNamed } from '../http/sought.ts';

/** What a council has to do with the cases that are looked for: it referred the children, or has taken them. */
export const rolesSought = ['entry', 'receiving'] as const;

/** Which cases are looked for, as an address says it: by nothing that could name a child. */
export interface SoughtCases {
  readonly council?: string;
  readonly as: (typeof rolesSought)[number];
  readonly status?: CaseStatus;
  readonly policy?: string;
  /** Those under legal hold: nothing else is asked for beside it but days. */
  readonly held?: 'yes';
  /** The first day and the last on which they were referred: London's. */
  readonly from?: string;
  readonly to?: string;
  /** Where in the list the page begins. */
  readonly upTo?: string;
}

const isDay = (day: string): boolean =>
  /^20\d\d-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

const padded = (number = ''): string => number.padStart(2, '0');

/** A day as somebody typed it, "1 11 2026" or "2026-11-01", as YYYY-MM-DD; undefined where it is none. */
export function typedDay(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})$/.exec(text) ?? [];
  const read = year === undefined ? text : `${year}-${padded(month)}-${padded(day)}`;
  return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(read) && isDay(read) ? read : undefined;
}

/** Whether a span of days would end before it begins. */
export const endsBefore = (from: string | undefined, to: string | undefined): boolean =>
  from !== undefined && to !== undefined && to < from;

const PLACE = /^20\d\d-\d\d-\d\dT[\d:.]{5,12}Z#NTS-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** The councils that somebody may mean who typed a name, or a part of one, or whose address says a code. */
export function councilsMeant(typed: string): readonly string[] {
  if (typed === '') return [];
  const known = publishedCouncil(typed)?.code;
  return known === undefined ? councilsNamed(typed) : [known];
}

/** What is said under a name, by a form or an address; empty where nothing is. */
export type Said = (name: string) => string;

/** What a form or an address asks for; what it says in a way that means nothing is left out. */
export function soughtCases(said: Said): SoughtCases {
  const [council, ...others] = councilsMeant(said('council'));
  const [from, to] = [typedDay(said('from')), typedDay(said('to'))];
  return {
    as: rolesSought.find((one) => one === said('as')) ?? 'entry',
    ...defined({
      council: others.length === 0 ? council : undefined,
      status: caseStatuses.find((one) => one === said('status')),
      policy: policyIds.find((id) => id === said('policy')),
      held: said('held') === 'yes' ? 'yes' : undefined,
      from,
      to: endsBefore(from, to) ? undefined : to,
      upTo: PLACE.test(said('upto')) ? said('upto') : undefined,
    }),
  };
}

/** The list, or the two, that have the cases in order of referral: the narrowest there is. */
function listsOf({ council, as, status: stands, policy, held }: SoughtCases): readonly ListName[] {
  if (held !== undefined) return ['legal-hold'];
  if (council !== undefined)
    return as === 'entry' ? [`open:${council}`, `over:${council}`] : [`taken:${council}`];
  if (stands !== undefined) return [`status:${stands}`];
  return [policy === undefined ? 'all' : `policy:${policy}`];
}

/** What those lists do not sort out themselves. */
const alsoSought = ({
  council,
  status: stands,
  policy,
}: SoughtCases): Pick<SoughtCases, 'status' | 'policy'> =>
  defined({
    status: council === undefined ? undefined : stands,
    policy: council === undefined && stands === undefined ? undefined : policy,
  });

/** Cases on a page. */
export const CASES_A_PAGE = 25;
/** Lines that are looked through for one page, where no list has just those that are looked for: some nine read units. */
export const LOOKED_THROUGH = 240;

/** A page of what was found, the latest first. */
export interface FoundCases {
  readonly ids: readonly string[];
  /** Where the next page begins; undefined where nothing is left. */
  readonly next?: string;
}

/** The cases that are looked for, a page of them: two questions at most, whatever there is. */
export async function lookForCases(
  cases: Pick<CaseStore, 'listedIn'>,
  sought: SoughtCases,
): Promise<FoundCases> {
  const lists = listsOf(sought);
  const also = alsoSought(sought);
  const isSorted = Object.keys(also).length === 0;
  const { from, to, upTo } = sought;
  const span = {
    ...defined({
      from: from === undefined ? undefined : instantAt(from, '00:00'),
      upTo: upTo ?? (to === undefined ? undefined : instantAt(addDays(to, 1), '00:00')),
    }),
    most: isSorted ? CASES_A_PAGE + 1 : LOOKED_THROUGH / lists.length,
  };
  const parts = await Promise.all(lists.map((list) => cases.listedIn(list, span)));
  const end = endOf(parts);
  const found = parts
    .flatMap(({ lines }) => lines)
    .filter((line) => (end === undefined || placeInList(line) > end) && fitsSearch(line, also))
    .toSorted((a, b) => (placeInList(a) < placeInList(b) ? 1 : -1));
  const [beyond] = found.slice(CASES_A_PAGE);
  return {
    ids: found.slice(0, CASES_A_PAGE).map(({ caseId }) => caseId),
    ...defined({ next: beyond === undefined ? end : placeInList(beyond) }),
  };
}

/** Up to where all of the lists were looked through: the latest end of one that goes on. */
const endOf = (parts: readonly ListPart[]): string | undefined =>
  parts
    .flatMap(({ end }) => end ?? [])
    .toSorted()
    .at(-1);
