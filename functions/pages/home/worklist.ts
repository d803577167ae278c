import { daysBetween, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { CaseLine } from '../../../shared/core/case/lists.ts';
import { dueOf, ownWork, ranks, type WorkKind, workKinds } from '../../../shared/core/case/worklists.ts';
import { publishedCouncil } from '../../../shared/core/council/published-councils.ts';
import { regionOfCouncil } from '../../../shared/core/council/region-of.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { heldAbout } from '../../../shared/words/hold-reasons.ts';
import { regionCodes, regionNames } from '../../../shared/words/regions.ts';
import { type Colleagues, isWithSomebody } from '../coordinator/assign.ts';

/** The list of councils and leads that e-mail does not reach, which are no cases. */
export const CONTACTS = 'contacts';
type ListOfWork = WorkKind | typeof CONTACTS;

/** What each list is called. */
const names: Readonly<Record<ListOfWork, string>> = {
  email: 'Emails to ask about',
  found: 'Children who were found elsewhere',
  missing: 'Missing children',
  duplicate: 'Possible duplicates',
  escalated: 'No council found',
  refused: 'Children who refused',
  held: 'Held',
  other: 'Other cases to decide',
  age: 'Ages to decide',
  decline: 'Declines',
  contacts: 'Councils and leads that email does not reach',
  'late-move': 'Moves that are late or failed',
  'late-facts': 'Facts that are late',
  silent: 'Offers that nobody answered',
  'looked-for': 'Missing: their council looks for them',
};

const dues = { overdue: 'Overdue', today: 'Today', later: 'Later', none: 'No deadline' } as const;
type Due = keyof typeof dues;
/** Whose a case is. What is with somebody who is no longer a coordinator is nobody’s. */
const owners = { me: 'You', nobody: 'Nobody' } as const;
type Owner = keyof typeof owners;
/** Days since the referral. */
const waits = ['5', '10', '20'] as const;

/** Which of what there is to do is looked at, as an address says it. */
export interface SoughtWork {
  readonly list?: ListOfWork;
  readonly region?: string;
  readonly council?: string;
  readonly reason?: string;
  /** Referred this many days ago, or longer. */
  readonly waiting?: number;
  readonly due?: Due;
  readonly assigned?: Owner;
  /** The place after which the page begins. */
  readonly after?: string;
}

/** The parts of an address that say it; they stay from page to page. */
export const WORK_PARTS = [
  'list',
  'region',
  'council',
  'reason',
  'waiting',
  'due',
  'assigned',
  'after',
] as const;

const PLACE = /^[0-3]#20\d\d-\d\d-\d\dT[\d:.]{5,12}Z#NTS-[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** What an address asks for; what it says in a way that means nothing is left out. */
export function soughtWork(request: PageRequest): SoughtWork {
  const said = (name: (typeof WORK_PARTS)[number]) => request.queryStringParameters?.[name] ?? '';
  const reason = said('reason');
  return defined({
    list: [...workKinds, CONTACTS].find((one) => one === said('list')) as ListOfWork | undefined,
    region: regionCodes.find((one) => one === said('region')),
    council: publishedCouncil(said('council'))?.code,
    reason: /^[a-z][a-z0-9-]{2,40}$/.test(reason) ? reason : undefined,
    waiting: Number(waits.find((one) => one === said('waiting'))) || undefined,
    due: (Object.keys(dues) as Due[]).find((one) => one === said('due')),
    assigned: (Object.keys(owners) as Owner[]).find((one) => one === said('assigned')),
    after: PLACE.test(said('after')) ? said('after') : undefined,
  });
}

/** Whether more than a list is chosen: then only cases can fit. */
export const isNarrowed = ({ list: _, after: __, ...rest }: SoughtWork): boolean =>
  Object.keys(rest).length > 0;

/** The lists that are looked at: the one that is chosen, or all that coordinators decide. */
export const kindsSought = ({ list }: SoughtWork): readonly WorkKind[] =>
  list === undefined ? ownWork : workKinds.filter((kind) => kind === list);

const dueFits = (urgency: string, due: Due, now: string): boolean => {
  const { by } = dueOf(urgency);
  if (by === undefined || due === 'none') return by === undefined && due === 'none';
  if (by <= now) return due === 'overdue';
  return due === (londonDate(by) === londonDate(now) ? 'today' : 'later');
};

const isWith = (line: CaseLine, owner: Owner, colleagues: Colleagues): boolean =>
  owner === 'me' ? line.assignedTo === colleagues.me : !isWithSomebody(line, colleagues);

/** Whether a line of work is what is looked at. */
export function fitsWork(line: CaseLine, sought: SoughtWork, colleagues: Colleagues, now: string): boolean {
  const { kinds = [], reasons = [], urgency = '', entryAuthority = '', openedAt } = line;
  const { region, council, reason, waiting, due, assigned } = sought;
  return (
    kindsSought(sought).some((kind) => kinds.includes(kind)) &&
    (region === undefined || regionOfCouncil(entryAuthority) === region) &&
    (council === undefined || entryAuthority === council) &&
    (reason === undefined || reasons.includes(reason)) &&
    (waiting === undefined || daysBetween(londonDate(openedAt), londonDate(now)) >= waiting) &&
    (due === undefined || dueFits(urgency, due, now)) &&
    (assigned === undefined || isWith(line, assigned, colleagues))
  );
}

export const isAtOnce = ({ urgency = '' }: CaseLine): boolean => dueOf(urgency).rank === ranks.atOnce;

const addressOf = (parts: Readonly<Record<string, string>>): string => {
  const all = new URLSearchParams(parts);
  return all.size === 0 ? '/home' : `/home?${all}`;
};

/** The address of the same search, from another place on. */
export function furtherOn(sought: SoughtWork, after: string): string {
  const { waiting, ...rest } = sought;
  return addressOf({ ...rest, ...(waiting === undefined ? {} : { waiting: String(waiting) }), after });
}

/** What the chosen list is called. */
export const nameOfWork = ({ list }: SoughtWork): string =>
  list === undefined ? 'What needs us, by when' : names[list];

/** The way to each list on which there is anything, with how much: among the lines that were read. What is with whoever looks comes with all that is to be decided. */
export function waysToWork(
  lines: readonly CaseLine[],
  contacts: number,
  sought: SoughtWork,
  { me }: Pick<Colleagues, 'me'>,
) {
  const { list: chosen } = sought;
  const isOwn = ({ kinds = [] }: CaseLine): boolean => ownWork.some((kind) => kinds.includes(kind));
  const of = (list: ListOfWork): number =>
    list === CONTACTS ? contacts : lines.filter(({ kinds = [] }) => kinds.includes(list)).length;
  const isMine = chosen === undefined && sought.assigned === 'me';
  const mine = lines.filter((line) => isOwn(line) && line.assignedTo === me).length;
  const ways = (Object.keys(names) as ListOfWork[])
    .map((list) => ({ list, count: of(list) }))
    .filter(({ list, count }) => count > 0 || list === chosen)
    .map(({ list, count }) => ({
      text: names[list],
      count,
      href: addressOf({ list }),
      chosen: list === chosen,
    }));
  return [
    {
      text: 'All that needs us',
      count: contacts + lines.filter(isOwn).length,
      href: '/home',
      chosen: chosen === undefined && !isMine,
    },
    ...(mine > 0 || isMine
      ? [{ text: 'Assigned to you', count: mine, href: addressOf({ assigned: 'me' }), chosen: isMine }]
      : []),
    ...ways,
  ];
}

const chosenOf = (
  items: readonly { readonly value: string; readonly text: string }[],
  value: string | undefined,
) =>
  [{ value: '', text: 'Any' }, ...items].map((item) => ({ ...item, selected: item.value === (value ?? '') }));

/** The fields that narrow a list, as they were filled in. A council, and a reason, can be chosen that a case here has: nothing is typed, and no name can come into an address. */
export function workFilters(sought: SoughtWork, lines: readonly CaseLine[]) {
  const { list = '', region, council, reason, waiting, due, assigned } = sought;
  const reasons = [
    ...new Set([...lines.flatMap(({ reasons: of = [] }) => of), ...(reason === undefined ? [] : [reason])]),
  ];
  const councils = new Set([
    ...lines.map(({ entryAuthority = '' }) => entryAuthority),
    ...(council === undefined ? [] : [council]),
  ]);
  return {
    open: isNarrowed(sought),
    list,
    councils: chosenOf(
      [...councils]
        .map((code) => ({ value: code, text: authorityName(code) }))
        .toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB')),
      council,
    ),
    regions: chosenOf(
      regionCodes.map((code) => ({ value: code, text: regionNames[code] })),
      region,
    ),
    reasons: chosenOf(
      reasons.map((code) => ({ value: code, text: heldAbout([code]).join(' ') })),
      reason,
    ),
    waits: chosenOf(
      waits.map((days) => ({ value: days, text: `${days} days ago or longer` })),
      waiting === undefined ? undefined : String(waiting),
    ),
    owners: chosenOf(
      Object.entries(owners).map(([one, text]) => ({ value: one, text })),
      assigned,
    ),
    dues: chosenOf(
      Object.entries(dues).map(([one, text]) => ({ value: one, text })),
      due,
    ),
  };
}
