import { CaseReference } from '../../../events/envelope.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { page, type Reply } from '../http/reply.ts';
import { holds } from '../http/sought.ts';
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
import { pageFor } from './own-case.ts';
import { ownReferences, withOwnReference } from './own-references.ts';
import { withLinks } from './with-links.ts';

/** The box in which somebody types what is looked for. */
export const FIND = 'find';
/** The part of an address that names councils, by their codes. */
const COUNCILS = 'councils';
/** The part of an address that names cases which were found, by their references. */
const CASES = 'cases';
/** Cases that one address names. */
const MOST_NAMED = 25;
/** Councils whose cases are looked through for a word: more share none that means something, and who typed it is told. */
const MOST_COUNCILS = 5;

/** Of one council that is meant: in which other names its own stands. */
function alsoNamed([code = '', ...more]: readonly string[]): { readonly note?: string } {
  const name = authorityName(code);
  const others = everyCouncil().filter((one) => one.code !== code && holds(one.name, name));
  return more.length > 0 || others.length === 0
    ? {}
    : {
        note: `Also with “${name}” in the name: ${listWords(others.map((one) => one.name))}. Enter the whole of such a name to find those cases.`,
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
  /** What is the matter with what was typed. */
  readonly problem?: string;
}

/** A council looks among its own: all of them by its own name, and else those that have to do with the council named. */
async function ownFound(tools: PagesTools, council: string, named: readonly string[]): Promise<Found> {
  const ids = await casesOf(tools, [council]);
  if (named.includes(council)) return { ids };
  const cases = (await readAll(tools, ids)).filter((one) => concerns(one, council, named));
  return { ids: cases.map(({ id }) => id), cases };
}

/** The cases of a council that have to do with the councils of a name. */
export const casesByName = async (
  tools: PagesTools,
  council: string,
  named: readonly string[],
): Promise<readonly string[]> => (await ownFound(tools, council, named)).ids;

async function foundFor(tools: PagesTools, session: Session, named: readonly string[]): Promise<Found> {
  const also = alsoNamed(named);
  if (session.kind === 'officer') return { ...(await ownFound(tools, session.council, named)), ...also };
  const councils = named.slice(0, MOST_COUNCILS);
  const ids = await casesOf(tools, councils);
  if (named.length === councils.length) return { ids, ...also };
  return {
    ids,
    note: `More councils have that in their name. Here are only the cases of ${listWords(councils.map(authorityName))}. Enter more of the name to find those of another.`,
  };
}

function lineFor(theCase: Case, session: Session, now: string): Need | undefined {
  if (session.kind === 'coordinator')
    return foundLine(theCase, { for: 'coordinator', caseId: theCase.id, version: theCase.version }, now);
  const opens = pageFor(theCase, session.council, now);
  return opens && foundLine(theCase, opens, now);
}

/** Where cases that were found are listed. It names one more than are shown, so that the page knows whether there are more. */
export const casesAddress = (ids: readonly string[]): string =>
  `/home?${CASES}=${ids.slice(0, MOST_NAMED + 1).join('.')}`;

/** Where the cases of councils are listed. It names one more than are looked through, so that the page knows whether there are more. */
export const councilsAddress = (codes: readonly string[]): string =>
  `/home?${COUNCILS}=${codes.slice(0, MOST_COUNCILS + 1).join('.')}`;

/** The cases that an address names; undefined where it names none. */
function casesNamedIn({ queryStringParameters }: PageRequest): Found | undefined {
  const named = queryStringParameters?.[CASES];
  if (named === undefined) return undefined;
  const ids = [...new Set(named.split('.'))].filter((id) => CaseReference.safeParse(id).success);
  return {
    ids: ids.slice(0, MOST_NAMED),
    ...(ids.length > MOST_NAMED
      ? { note: `Here are ${MOST_NAMED} of the cases found. Enter more to find others.` }
      : {}),
  };
}

/** Cases that were found, as far as whoever looks may open them. */
async function foundPage(
  tools: PagesTools,
  session: Session,
  request: PageRequest,
  sought: string,
  { ids, cases, note, problem }: Found,
): Promise<Reply> {
  const now = tools.clock.now();
  const listed = listPage(request, 'page', ids.length, 'cases found', undefined, [COUNCILS, CASES]);
  const { from, to } = listed;
  const read = cases?.slice(from, to) ?? (await readAll(tools, ids.slice(from, to)));
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

/** The councils that an address names. */
const councilsIn = ({ queryStringParameters }: PageRequest): readonly string[] => {
  const named = queryStringParameters?.[COUNCILS]?.split('.') ?? [];
  return everyCouncil()
    .flatMap(({ code }) => (named.includes(code) ? [code] : []))
    .slice(0, MOST_COUNCILS + 1);
};

/** The cases that an address names, or those that have to do with the councils that it names; undefined where it names neither. */
export async function findCases(
  tools: PagesTools,
  session: Session,
  request: PageRequest,
): Promise<Reply | undefined> {
  const found = casesNamedIn(request);
  if (found !== undefined) return foundPage(tools, session, request, '', found);
  const named = councilsIn(request);
  const [only = '', ...more] = named;
  return only === ''
    ? undefined
    : foundPage(
        tools,
        session,
        request,
        more.length === 0 ? authorityName(only) : '',
        await foundFor(tools, session, named),
      );
}
