import { CaseReference } from '../../../events/envelope.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { typedReference } from '../../../shared/core/case/reference.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { page, type Reply, seeOther } from '../http/reply.ts';
import { holds, soughtIn } from '../http/sought.ts';
import { type DeskSession as Session, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { statusTag, whoActsWords } from '../words/case-words.ts';
import { statusWords } from '../words/status-words.ts';
import { caseAndChildren, toWhomSince } from './about-case.ts';
import { idsOf, readAll } from './case-lists.ts';
import { waitingFor } from './home.ts';
import type { Need } from './needs-list.ts';
import { caseNamed, isTheirs, pageFor } from './own-case.ts';
import { ownReferences, withOwnReference } from './own-references.ts';
import { pathInSession, withLinks } from './with-links.ts';

/** The part of an address, and the box, that says what is looked for. */
export const FIND = 'find';
/** The part of an address that names cases which were found, by their references. */
const CASES = 'cases';
/** Cases that one address names. */
const MOST_NAMED = 25;
/** Councils whose cases are looked through for a word: more share none that means something, and who typed it is told. */
const MOST_COUNCILS = 5;

/** Councils whose names hold what was typed, and no other where one has just that name. Also one that has ended, whose cases may go on under its name. */
export function councilsNamed(sought: string): readonly string[] {
  const holding = everyCouncil().filter(({ name }) => holds(name, sought));
  const whole = holding.filter(({ name }) => holds(sought, name));
  return (whole.length > 0 ? whole : holding).map(({ code }) => code);
}

/** Of a council whose whole name was typed: in which other names that stands. */
function alsoNamed(sought: string, named: readonly string[]): { readonly note?: string } {
  const others = everyCouncil().filter(({ code, name }) => holds(name, sought) && !named.includes(code));
  return others.length === 0
    ? {}
    : {
        note: `Also with “${sought}” in the name: ${listWords(others.map(({ name }) => name))}. Enter the whole of such a name to find those cases.`,
      };
}

/** Cases that wait for a council of these, that it referred or is asked about while they run, and those of children who come to it or are in its care. */
export async function casesOf(tools: PagesTools, councils: readonly string[]): Promise<readonly string[]> {
  const { cases } = tools;
  const [lines, waiting] = await Promise.all([
    Promise.all(
      councils.flatMap((code) =>
        [
          cases.listed(`open:${code}`),
          cases.listed(`asked:${code}`),
          cases.comingTo(code),
          cases.receivedBy(code),
        ].map(idsOf),
      ),
    ),
    Promise.all(councils.map((code) => waitingFor(tools, code))),
  ]);
  return [...new Set([...lines.flat(), ...waiting.flat(2)])].toSorted();
}

/** A case as somebody finds it who may open it. What became of other councils that were asked is for its page to say. */
export const foundLine = (theCase: Case, opens: Need['opens'], now: string): Need => {
  const { for: purpose } = opens;
  const isTold = purpose === 'coordinator' || purpose === 'entry';
  return {
    action: caseAndChildren(theCase),
    about: `${toWhomSince(theCase, now)}.${isTold ? ` ${statusWords(theCase)}` : ''}`,
    by: (isTold ? whoActsWords(theCase) : undefined) ?? '',
    at: theCase.openedAt,
    tag: statusTag(theCase.status),
    opens,
  };
};

/** Whether a council's case has to do with another of these. */
const concerns = ({ facts, placement }: Case, council: string, named: readonly string[]): boolean =>
  [facts.entryAuthority, placement?.council ?? ''].some((code) => code !== council && named.includes(code));

/** What was found by a name: of cases that were read to find it, themselves. */
interface Found {
  readonly ids: readonly string[];
  readonly cases?: readonly Case[];
  /** Said of what was left out. */
  readonly note?: string;
  /** Looked for by what may stand in no address. */
  readonly byOwn?: true;
  /** What is the matter with what was typed. */
  readonly problem?: string;
}

/** A council looks among its own: all of them by its own name, and else those that have to do with the council named. */
async function ownFound(tools: PagesTools, council: string, named: readonly string[]): Promise<Found> {
  const ids = await casesOf(tools, [council]);
  if (named.includes(council)) return { ids };
  const cases = (await readAll(tools.cases, ids)).filter((one) => concerns(one, council, named));
  return { ids: cases.map(({ id }) => id), cases };
}

/** The cases of a council that have to do with the councils of a name. */
export const casesByName = async (
  tools: PagesTools,
  council: string,
  named: readonly string[],
): Promise<readonly string[]> => (await ownFound(tools, council, named)).ids;

async function foundFor(tools: PagesTools, session: Session, sought: string): Promise<Found> {
  const named = councilsNamed(sought);
  if (named.length === 0) return { ids: [] };
  const also = alsoNamed(sought, named);
  if (session.kind === 'officer') return { ...(await ownFound(tools, session.council, named)), ...also };
  const councils = named.slice(0, MOST_COUNCILS);
  const ids = await casesOf(tools, councils);
  if (named.length === councils.length) return { ids, ...also };
  return {
    ids,
    note: `${named.length} councils have “${sought}” in their name. Here are only the cases of ${listWords(councils.map(authorityName))}. Enter more of the name to find those of another.`,
  };
}

function lineFor(theCase: Case, session: Session, now: string): Need | undefined {
  if (session.kind === 'coordinator')
    return foundLine(theCase, { for: 'coordinator', caseId: theCase.id, version: theCase.version }, now);
  const opens = pageFor(theCase, session.council, now);
  return opens && foundLine(theCase, opens, now);
}

/** Where a reference leads to: to the case, for whoever is signed in. Undefined where they find no such case: what was typed may be a name, and makes no address. */
async function caseOf(tools: PagesTools, session: Session, reference: string): Promise<string | undefined> {
  if (session.kind === 'officer')
    return (await isTheirs(tools, session.council, reference)) ? `/case/${reference}` : undefined;
  const { id: caseId, version } = (await caseNamed(tools, reference)) ?? {};
  return caseId === undefined || version === undefined
    ? undefined
    : pathInSession(tools.key, { for: 'coordinator', caseId, version }, tools.clock.now());
}

/** Where cases that were found are listed. It names one more than are shown, so that the page knows whether there are more. */
export const casesAddress = (ids: readonly string[]): string =>
  `/home?${CASES}=${ids.slice(0, MOST_NAMED + 1).join('.')}`;

/** The cases that an address names; undefined where it names none. */
function casesNamedIn({ queryStringParameters }: PageRequest): Found | undefined {
  const named = queryStringParameters?.[CASES];
  if (named === undefined) return undefined;
  const ids = [...new Set(named.split('.'))].filter((id) => CaseReference.safeParse(id).success);
  return {
    ids: ids.slice(0, MOST_NAMED),
    byOwn: true,
    ...(ids.length > MOST_NAMED
      ? { note: `Here are ${MOST_NAMED} of your cases. Enter more to find others.` }
      : {}),
  };
}

/** Cases that were found, as far as whoever looks may open them. */
async function foundPage(
  tools: PagesTools,
  session: Session,
  request: PageRequest,
  sought: string,
  { ids, cases, note, byOwn, problem }: Found,
): Promise<Reply> {
  const now = tools.clock.now();
  const listed = listPage(request, 'page', ids.length, 'cases found', undefined, [FIND, CASES]);
  const { from, to } = listed;
  const read = cases?.slice(from, to) ?? (await readAll(tools.cases, ids.slice(from, to)));
  const own = session.kind === 'officer' ? await ownReferences(tools, read, session.council) : new Map();
  const lines = withOwnReference(
    read.flatMap((one) => lineFor(one, session, now) ?? []),
    own,
  );
  return page(
    'found',
    {
      title:
        problem !== undefined ? 'Nothing was entered' : lines.length === 0 ? 'No case found' : 'Cases found',
      caption: session.kind === 'officer' ? authorityName(session.council) : 'Coordinators of the scheme',
      ...signedIn(session),
      isCoordinator: session.kind === 'coordinator',
      fields: [tokenField(session)],
      sought,
      note,
      byOwn,
      problems: problem === undefined ? [] : [{ text: problem, href: `#${FIND}` }],
      listed,
      lines: await withLinks(tools.key, lines, now),
    },
    problem === undefined ? 200 : 422,
  );
}

/** For an empty box: it says so, and stands there again. */
export const nothingTyped = (tools: PagesTools, session: Session, request: PageRequest): Promise<Reply> =>
  foundPage(tools, session, request, '', {
    ids: [],
    problem: 'Enter a reference, or the name of a council',
  });

/** Cases by their reference, however it is typed, or by the name of a council that has to do with them; undefined when nothing is looked for. */
export async function findCases(
  tools: PagesTools,
  session: Session,
  request: PageRequest,
): Promise<Reply | undefined> {
  const named = session.kind === 'officer' ? casesNamedIn(request) : undefined;
  if (named !== undefined) return foundPage(tools, session, request, '', named);
  const sought = soughtIn(request, FIND);
  if (sought === '') return undefined;
  // Some names of councils have eight letters, as a reference has.
  const isName = councilsNamed(sought).length > 0;
  const reference = isName ? undefined : typedReference(sought);
  const path = reference === undefined ? undefined : await caseOf(tools, session, reference);
  if (path !== undefined) return seeOther(path);
  return foundPage(
    tools,
    session,
    request,
    sought,
    reference === undefined ? await foundFor(tools, session, sought) : { ids: [] },
  );
}
