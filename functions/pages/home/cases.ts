import { CaseReference } from '../../../events/envelope.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { type Case, caseStatuses } from '../../../shared/core/case/case.ts';
import { MOST_HOLDERS } from '../../../shared/core/case/duplicates.ts';
import { publishedCouncil } from '../../../shared/core/council/published-councils.ts';
import { defined } from '../../../shared/core/defined.ts';
import { policyIds } from '../../../shared/core/policies.ts';
import { fingerprintsUnder, normalisedReference } from '../../../shared/core/referral/fingerprints.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { statusNames } from '../../../shared/words/statuses.ts';
import { fieldValue } from '../forms/form-post.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld } from '../http/messages.ts';
import { page, type Reply, seeOther } from '../http/reply.ts';
import { asSought } from '../http/sought.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type CoordinatorSession, isFromSession, sessionOf, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { readAll } from './case-lists.ts';
import { foundLine } from './find-cases.ts';
import { lastWords } from './last-event.ts';
import type { Need } from './needs-list.ts';
import {
  councilsMeant,
  endsBefore,
  type FoundCases,
  LOOKED_THROUGH,
  lookForCases,
  rolesSought,
  type Said,
  type SoughtCases,
  soughtCases,
  typedDay,
} from './sought-cases.ts';
import { withLinks } from './with-links.ts';

/** The field in which a reference of the Home Office or of a port is typed. */
const IDENTITY = 'identity';
/** Councils that are named to whoever typed what several have in their names. */
const MOST_MEANT = 5;
/** The part of an address that names cases which were found by one. */
const NAMED = 'named';
/** No more have what is looked for: two kinds of reference, each under the key in use and the one before. */
const MOST_NAMED = 4 * MOST_HOLDERS;

/** The address of the same search, from another place in its list on. */
function addressOf(sought: SoughtCases, upTo?: string): string {
  const { upTo: _, ...rest } = sought;
  const all = new URLSearchParams(Object.entries(rest));
  if (upTo !== undefined) all.set('upto', upTo);
  return `/cases?${all}`;
}

/** Of what is no reference: too many may have it, so no case is found by it. */
const NO_REFERENCE =
  'We cannot look for this one. A reference has at least 6 letters and figures, 3 of them figures, and is no date and no word like “unknown”. Look by the council and the day instead';

/** A case as its line says it, and what happened in it last. */
async function lineOf(tools: PagesTools, theCase: Case): Promise<Need> {
  const { id: caseId, version } = theCase;
  const line = foundLine(theCase, { for: 'coordinator', caseId, version }, tools.clock.now());
  return { ...line, about: `${line.about}${await lastWords(tools, theCase)}` };
}

/** What is looked for, said in a sentence. */
function soughtWords({ council, as, status: stands, policy, held, from, to }: SoughtCases): string {
  const whose =
    council === undefined
      ? ''
      : as === 'entry'
        ? ` that ${authorityName(council)} referred`
        : ` whose children ${authorityName(council)} said yes to`;
  return [
    `${held === 'yes' ? 'Cases under legal hold' : stands === undefined ? 'All cases' : `Cases at “${statusNames[stands]}”`}${whose}`,
    ...(policy === undefined ? [] : [`under the policy ${policy}`]),
    ...(from === undefined ? [] : [`referred from ${dateWords(from)} on`]),
    ...(to === undefined ? [] : [`referred up to ${dateWords(to)}`]),
  ].join(', ');
}

const chosen = <Item extends { readonly value: string }>(items: readonly Item[], value: string | undefined) =>
  [{ value: '', text: 'Any' }, ...items].map((item) => ({ ...item, selected: item.value === (value ?? '') }));

/** The days between which cases were referred, as they were typed, and what is wrong with each. */
function daysOf(said: Said) {
  const [from, to] = [said('from'), said('to')];
  const notADay = (value: string, words: string) =>
    value !== '' && typedDay(value) === undefined
      ? `Enter the day that cases were referred ${words}, like 27 3 2026`
      : undefined;
  const reversed = endsBefore(typedDay(from), typedDay(to))
    ? '“Referred up to” must be the same day as “Referred from”, or a later one'
    : undefined;
  return [
    { name: 'from', value: from, wrong: notADay(from, 'from') },
    { name: 'to', value: to, wrong: notADay(to, 'up to') ?? reversed },
  ];
}

/** The fields by which a coordinator says what is looked for, as they were filled in. */
function filtersOf(said: Said, { council, as, status, policy }: SoughtCases) {
  const days = daysOf(said);
  const [from, to] = days;
  const typed = said('council');
  const meant = councilsMeant(typed).map(authorityName);
  const few = meant.length > MOST_MEANT ? [...meant.slice(0, MOST_MEANT), 'another'] : meant;
  const wrongCouncil =
    typed === '' || council !== undefined
      ? undefined
      : meant.length === 0
        ? 'No council has this in its name. Enter another'
        : `Enter more of the name: it may be ${listWords(few, 'or')}`;
  return {
    council: {
      value: council === undefined ? typed : authorityName(council),
      wrong: wrongCouncil,
    },
    roles: rolesSought.map((value) => ({
      value,
      text: value === 'entry' ? 'It referred the children' : 'It said yes to the children',
      checked: value === as,
    })),
    statuses: chosen(
      caseStatuses.map((value) => ({ value, text: statusNames[value] })),
      status,
    ),
    policies: chosen(
      policyIds.map((id) => ({ value: id, text: id })),
      policy,
    ),
    from,
    to,
    problems: [
      ...(wrongCouncil === undefined ? [] : [{ text: wrongCouncil, href: '#council' }]),
      ...days.flatMap(({ name, wrong }) => (wrong === undefined ? [] : [{ text: wrong, href: `#${name}` }])),
    ],
  };
}

/** The cases that an address names; undefined where it is none of such an address. */
function namedIn({ queryStringParameters }: PageRequest): FoundCases | undefined {
  const named = queryStringParameters?.[NAMED]?.split('.');
  return named && { ids: named.filter((id) => CaseReference.safeParse(id).success).slice(0, MOST_NAMED) };
}

/** What an address says: by nothing but what is known, so that whatever was written into one by hand is shown nowhere. */
const saidIn = (request: PageRequest): Said => {
  const written: Said = (name) => request.queryStringParameters?.[name] ?? '';
  const { council, as, status, policy, held, from, to, upTo } = soughtCases((name) =>
    name === 'council' ? (publishedCouncil(written(name))?.code ?? '') : written(name),
  );
  const known: Readonly<Record<string, string | undefined>> = {
    council,
    as,
    status,
    policy,
    held,
    from,
    to,
    upto: upTo,
  };
  return (name) => known[name] ?? '';
};

/** A page of the cases that are looked for, the latest referral first. Only those that it shows are read. */
async function listed(
  tools: PagesTools,
  session: CoordinatorSession,
  said: Said,
  { named, wrongIdentity }: { readonly named?: FoundCases; readonly wrongIdentity?: string } = {},
): Promise<Reply> {
  const sought = soughtCases(said);
  const { ids, next } = named ?? (await lookForCases(tools.cases, sought));
  const lines = await Promise.all((await readAll(tools, ids)).map((one) => lineOf(tools, one)));
  const filters = filtersOf(said, sought);
  const problems = [
    ...(wrongIdentity === undefined ? [] : [{ text: wrongIdentity, href: `#${IDENTITY}` }]),
    ...filters.problems,
  ];
  return page(
    'cases',
    {
      title: 'Cases',
      caption: 'Coordinators of the scheme',
      ...signedIn(session),
      fields: [tokenField(session)],
      filters,
      problems,
      wrongIdentity,
      what: named === undefined ? soughtWords(sought) : 'Cases with the reference that you entered',
      named: named !== undefined,
      lines: await withLinks(tools.key, lines, tools.clock.now()),
      lookedThrough: LOOKED_THROUGH,
      next: next === undefined ? '' : addressOf(sought, next),
      first: sought.upTo === undefined ? '' : addressOf(sought),
      held: sought.held === undefined ? '/cases?held=yes' : '',
    },
    problems.length === 0 ? 200 : 422,
  );
}

/**
 * Cases by a reference that the Home Office or a port gave a child. It names the child, so it comes in a form, and only its fingerprints are looked for: the
 * address that it leads to says the scheme's references of what was found.
 */
async function byIdentity(tools: PagesTools, session: CoordinatorSession, typed: string): Promise<Reply> {
  if (typed === '') return seeOther('/cases');
  if (normalisedReference(typed) === undefined)
    return listed(tools, session, () => '', { wrongIdentity: NO_REFERENCE });
  const marks = fingerprintsUnder(await tools.fingerprintKey.all(), [
    { number: 1, homeOfficeReference: typed, portReference: typed },
  ]).flatMap(({ references }) => references);
  const holders = await tools.cases.holders([...new Set(marks)]);
  const found = [...new Set([...holders.values()].flat())];
  const [only, ...more] = found;
  return seeOther(
    only !== undefined && more.length === 0 ? `/case/${only}` : `/cases?${NAMED}=${found.join('.')}`,
  );
}

/**
 * What was typed or chosen. It may be a name, in whichever box: the address that it leads to says councils by their codes, and days; what is none is said
 * beside its box.
 */
async function chosenCases(
  tools: PagesTools,
  session: CoordinatorSession,
  request: PageRequest,
): Promise<Reply> {
  const read = formOf(request);
  if (read.kind === 'refused') return read.response;
  const { form } = read;
  if (!isFromSession(session, form)) return formTooOld();
  if (form.has(IDENTITY)) return byIdentity(tools, session, fieldValue(form, IDENTITY).trim());
  const said: Said = (name) => asSought(fieldValue(form, name));
  const sought = soughtCases(said);
  return filtersOf(said, sought).problems.length > 0
    ? listed(tools, session, said)
    : seeOther(addressOf(sought));
}

/** `/cases`: every case that there is or was, for coordinators: by who referred, by who said yes, by where it stands, by when it came, by policy. */
export async function casesPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  return request.requestContext.http.method === 'POST'
    ? chosenCases(tools, session, request)
    : listed(tools, session, saidIn(request), defined({ named: namedIn(request) }));
}
