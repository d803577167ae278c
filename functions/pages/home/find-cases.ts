import { isInForce } from '../../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { typedReference } from '../../../shared/core/case/reference.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { page, type Reply, seeOther } from '../http/reply.ts';
import type { Session } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { statusTag, whoActsWords } from '../words/case-words.ts';
import { statusWords } from '../words/status-words.ts';
import { childrenAndKinds, toWhomSince } from './about-case.ts';
import type { Need } from './needs-list.ts';
import { caseNamed, pageFor } from './own-case.ts';
import { pathInSession, withLinks } from './with-links.ts';

/** The part of an address that says what is looked for. */
const FIND = 'find';
/** Longer than any reference and any name of a council. */
const LONGEST = 60;
/** Councils whose cases are looked through for a word: more share none that means something. */
const MOST_COUNCILS = 5;

const soughtIn = (request: PageRequest): string =>
  (request.queryStringParameters?.[FIND] ?? '').trim().slice(0, LONGEST);

/** Councils whose names hold what was typed. */
const councilsNamed = (sought: string, today: string): readonly string[] =>
  everyCouncil()
    .filter(({ code, name }) => isInForce(code, today) && name.toLowerCase().includes(sought.toLowerCase()))
    .map(({ code }) => code)
    .slice(0, MOST_COUNCILS);

async function idsOf(lines: AsyncIterable<{ readonly caseId: string }>): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { caseId } of lines) ids.push(caseId);
  return ids;
}

/** Cases that a council referred, is asked about or has received: those that still run, and those of children in its care. */
async function casesOf({ cases }: PagesTools, councils: readonly string[]): Promise<readonly string[]> {
  const own: string[] = [];
  const open = async () => {
    for await (const { caseId, entryAuthority, backUps = [] } of cases.open())
      if ([entryAuthority, ...backUps].some((code) => councils.includes(code))) own.push(caseId);
    return own;
  };
  const found = await Promise.all([
    open(),
    ...councils.flatMap((code) => [
      idsOf(cases.neededBy(`council:${code}`)),
      idsOf(cases.neededBy(`entry-authority:${code}`)),
      idsOf(cases.receivedBy(code)),
    ]),
  ]);
  return [...new Set(found.flat())].toSorted();
}

const readAll = async ({ cases }: PagesTools, ids: readonly string[]): Promise<readonly Case[]> =>
  (await Promise.all(ids.map((id) => cases.read(id)))).filter((found): found is Case => found !== undefined);

/** A case as somebody finds it who may open it. What became of other councils that were asked is for its page to say. */
const foundLine = (theCase: Case, opens: Need['opens'], now: string): Need => {
  const { for: purpose } = opens;
  const isTold = purpose === 'coordinator' || purpose === 'entry';
  return {
    action: `${theCase.id}: ${childrenAndKinds(theCase, ` from ${authorityName(theCase.facts.entryAuthority)}`)}`,
    about: `${toWhomSince(theCase, now)}.${isTold ? ` ${statusWords(theCase)}` : ''}`,
    by: (isTold ? whoActsWords(theCase) : undefined) ?? '',
    at: theCase.openedAt,
    tag: statusTag(theCase.status),
    opens,
  };
};

/** Of a council's cases, those that have to do with another whose name holds what was typed. */
const concerns = ({ facts, placement }: Case, council: string, sought: string): boolean =>
  [facts.entryAuthority, placement?.council ?? '']
    .filter((code) => code !== council)
    .some((code) => authorityName(code).toLowerCase().includes(sought.toLowerCase()));

async function linesFor(
  tools: PagesTools,
  session: Session,
  sought: string,
  now: string,
): Promise<readonly Need[]> {
  if (session.kind === 'officer') {
    const { council } = session;
    const own = await readAll(tools, await casesOf(tools, [council]));
    return own
      .filter((one) => concerns(one, council, sought))
      .flatMap((one) => {
        const opens = pageFor(one, council, now);
        return opens === undefined ? [] : [foundLine(one, opens, now)];
      });
  }
  const councils = councilsNamed(sought, londonDate(now));
  const found = councils.length === 0 ? [] : await readAll(tools, await casesOf(tools, councils));
  return found.map((one) =>
    foundLine(one, { for: 'coordinator', caseId: one.id, version: one.version }, now),
  );
}

/** Where a reference leads to: to the case, for whoever is signed in. Undefined where a coordinator finds no such case. */
async function caseOf(tools: PagesTools, session: Session, reference: string): Promise<string | undefined> {
  if (session.kind === 'officer') return `/case/${reference}`;
  const { id: caseId, version } = (await caseNamed(tools, reference)) ?? {};
  return caseId === undefined || version === undefined
    ? undefined
    : pathInSession(tools.key, { for: 'coordinator', caseId, version }, tools.clock.now());
}

/** Cases by their reference, however it is typed, or by the name of a council that has to do with them; undefined when nothing is looked for. */
export async function findCases(
  tools: PagesTools,
  session: Session,
  request: PageRequest,
): Promise<Reply | undefined> {
  const sought = soughtIn(request);
  if (sought === '') return undefined;
  // Some names of councils have eight letters, as a reference has.
  const isName = councilsNamed(sought, londonDate(tools.clock.now())).length > 0;
  const reference = isName ? undefined : typedReference(sought);
  const path = reference === undefined ? undefined : await caseOf(tools, session, reference);
  if (path !== undefined) return seeOther(path);
  const now = tools.clock.now();
  const lines = reference === undefined ? await linesFor(tools, session, sought, now) : [];
  const listed = listPage(request, 'page', lines.length, 'cases found', undefined, [FIND]);
  return page('found', {
    title: lines.length === 0 ? 'No case found' : 'Cases found',
    caption: session.kind === 'officer' ? authorityName(session.council) : 'Coordinators of the scheme',
    ...signedIn(session),
    sought,
    listed,
    lines: await withLinks(tools.key, lines.slice(listed.from, listed.to), now),
  });
}
