import {
  dateWords,
  dayWords,
  deadlineWords,
  londonDate,
} from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { inWeeks, type OwnMove, ownMoveIn } from '../../../shared/core/case/moves-of-council.ts';
import { awaitsPlace } from '../../../shared/core/case/standing.ts';
import type { ReceivedLine } from '../../../shared/ports/case-store.ts';
import type { PageRequest, PageResponse } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords } from '../../../shared/words/counting.ts';
import { roomSections } from '../councils/children-page.ts';
import { asAttachment } from '../documents/file-name.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type OfficerSession, sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { stillCounted } from '../words/fact-words.ts';
import { allOf, caseIdOf, readAll } from './case-lists.ts';
import { iCalendar } from './i-calendar.ts';

/** Where its file is. */
const FILE = 'moves.ics';

interface Read {
  readonly moves: readonly OwnMove[];
  /** The cases of those moves, by reference. */
  readonly cases: ReadonlyMap<string, Case>;
  readonly coming: readonly ReceivedLine[];
}

/** A council's moves: of the cases on its two lists, those alone are read that somebody has taken. */
async function read(tools: PagesTools, council: string): Promise<Read> {
  const [coming, referred] = await Promise.all([
    allOf(tools.cases.comingTo(council)),
    allOf(tools.cases.listed(`open:${council}`)),
  ]);
  const taken = referred.filter(({ status }) => status === undefined || !awaitsPlace({ status }));
  const found = await readAll(tools, [...new Set([...coming, ...taken].map(caseIdOf))]);
  return {
    moves: found.flatMap((one) => ownMoveIn(one, council) ?? []),
    cases: new Map(found.map((one) => [one.id, one])),
    coming,
  };
}

const otherWords = ({ way, other }: OwnMove): string =>
  `${way === 'to' ? 'To you, from' : 'From you, to'} ${authorityName(other)}`;

/** A table of moves. @param when what stands in its first column */
const table = (
  caption: string,
  { cases }: Read,
  moves: readonly OwnMove[],
  when: (move: OwnMove) => string,
) => ({
  caption,
  rows: moves.map((move) => {
    const theCase = cases.get(move.caseId);
    return {
      when: when(move),
      way: otherWords(move),
      children: theCase === undefined ? '' : capitalised(childrenWords(stillCounted(theCase))),
      reference: move.caseId,
      href: `/case/${move.caseId}`,
    };
  }),
});

const onDay = ({ day = '' }: OwnMove): string => dayWords(day);

function tables(all: Read, today: string) {
  const { unconfirmed, weeks, notArranged, waiting } = inWeeks(all.moves, today);
  const some = (of: ReturnType<typeof table>) => (of.rows.length === 0 ? [] : [of]);
  return [
    ...some(table('The day has gone by, and nobody has confirmed the handover', all, unconfirmed, onDay)),
    ...weeks.map(({ monday, moves }) => table(`Week of ${dateWords(monday)}`, all, moves, onDay)),
    ...some(
      table('No day yet', all, notArranged, ({ arrangeBy }) =>
        arrangeBy === undefined ? 'Not arranged' : `Arrange by ${deadlineWords(arrangeBy)}`,
      ),
    ),
    ...some(table('The move waits', all, waiting, () => 'Open the case to see why')),
  ];
}

async function show(tools: PagesTools, session: OfficerSession): Promise<Reply> {
  const { cases, clock, councils, policy } = tools;
  const { council: code } = session;
  const now = clock.now();
  const [all, received, council] = await Promise.all([
    read(tools, code),
    allOf(cases.receivedBy(code)),
    councils.read(code),
  ]);
  return page('calendar', {
    ...signedIn(session),
    title: 'Moves and places',
    caption: authorityName(code),
    tables: tables(all, londonDate(now)),
    file: `/calendar/${FILE}`,
    sections:
      council === undefined ? [] : roomSections(council, policy, [...all.coming, ...received], now, 'your'),
    links: [{ text: 'Go to your list', href: '/home' }],
  });
}

/** The days that stand as a file for a calendar: a reference and a day, and nothing of a child or of where it goes. */
function file({ moves }: Read, now: string): PageResponse {
  const entries = moves.flatMap(({ caseId, day }) =>
    day === undefined
      ? []
      : [{ uid: `${caseId}-move@national-transfer-scheme`, day, summary: `Move ${caseId}` }],
  );
  return {
    statusCode: 200,
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': asAttachment(FILE),
    },
    body: iCalendar('Moves', entries, now),
  };
}

/** `/calendar`: the moves to a council and from it, week by week, and its room on days to come: for its own officers. */
export async function calendarPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  return session?.kind === 'officer' ? show(tools, session) : elsewhere(session, request);
}

/** `/calendar/moves.ics` */
export async function calendarFile(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer') return elsewhere(session, request);
  if (parameter('file') !== FILE) return notFound();
  return file(await read(tools, session.council), tools.clock.now());
}
