import { nationOf } from '../../../shared/core/calendar/nation.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { nightsIn } from '../../../shared/core/figures/nights.ts';
import { type Period, periodsUpTo, periodWords } from '../../../shared/core/figures/periods.ts';
import { returnYear, ssda903 } from '../../../shared/core/figures/ssda903.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { bandWords } from '../councils/council-figures.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type FinanceSession, type OfficerSession, sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { type MoneyTable, movesIn, movesTable, nightsTable } from './money-tables.ts';
import { csvFile, periodAsked, periodChoice, shownTable, tableNamed } from './shown-table.ts';

/** The period that an address names; this month, where it names none. */
const periodOf = (request: PageRequest, now: string): Period => {
  const month = londonDate(now).slice(0, 7);
  return periodAsked(request) ?? { name: month, months: [month] };
};

const span = (months: readonly string[]): readonly [from: string, to: string] => [
  months[0] ?? '',
  months.at(-1) ?? '',
];

interface Counted {
  readonly until: string | undefined;
  readonly council: Council | undefined;
  readonly tables: readonly MoneyTable[];
}

/** What is kept of a council's months: one query of its own records, and nothing is read of cases. */
async function countedIn(
  { figures, councils }: PagesTools,
  code: string,
  { months }: Period,
): Promise<Counted> {
  const [until, kept, council] = await Promise.all([
    figures.countedUntil(),
    figures.care(code, ...span(months)),
    councils.read(code),
  ]);
  const upTo = until === undefined ? '' : londonDate(until);
  const nights = months.flatMap((month) =>
    nightsIn(
      month,
      kept.filter((one) => one.month === month).map(({ record }) => record),
      upTo,
    ),
  );
  // A case is kept in each month; a move stands in that of its handover.
  const moves = kept.filter(({ month, record }) => record.move?.handedOver.on.slice(0, 7) === month);
  return {
    until,
    council,
    tables: [
      nightsTable(nights, council),
      movesTable(
        movesIn(
          moves.map(({ record }) => record),
          months,
        ),
      ),
    ],
  };
}

const partNames = {
  uasc: 'Unaccompanied children (UASC)',
  episodes: 'Episodes',
  missing: 'Missing episodes',
  'social-workers': 'Social workers',
} as const;

const whatIsANight = {
  heading: 'What counts as a night',
  text: [
    'A night belongs to the day on which it begins, by the clock in London, and to the council that is responsible when that day ends.',
  ],
  points: [
    'The night of the handover is the receiving council’s.',
    'The last night is the one before the day on which the child turns 18 or leaves care.',
    'For the entry authority nights begin with the referral. We do not know since when the child was in its care before.',
    'Nights on which a child was missing are counted, and told beside. Whether they are paid is not for us to say.',
    'After a withdrawal we know no more, and count no more.',
  ],
};

const returnSection = (period: Period): object => {
  const { first, last } = returnYear(period.months[0] ?? '');
  return {
    heading: 'Rows for your SSDA903 return',
    text: [
      `The year from ${first.split('-').toReversed().join('/')} to ${last.split('-').toReversed().join('/')}, as far as it is counted. The columns are those of the published return.`,
      'What we do not know is left empty:',
    ],
    points: [
      'your own identifier of the child: two columns more have our case and child',
      'date of birth and sex, which stay sealed',
      'when the entry authority began to look after the child',
      'legal status, need, placement and provider, and who the social worker is',
      'the reason why care ended, where only you can tell',
    ],
    files: (Object.keys(partNames) as (keyof typeof partNames)[]).map((name) => ({
      href: `/money/ssda903-${name}.csv?of=${period.name}`,
      text: `Download as CSV: ${partNames[name]}`,
    })),
  };
};

/** The return tells of each child's care, and is made in England alone: it is for officers there, and not for whoever sees money and nights. */
const givesReturn = ({ kind, council }: OfficerSession | FinanceSession): boolean =>
  kind === 'officer' && nationOf(council) === 'England';

/** That a time is not counted, or not to its end; undefined where it is, or where nothing ever was: the page says that by itself. */
const notCounted = ({ months }: Period, until: string | undefined): string | undefined =>
  until !== undefined && londonDate(until) < `${months[0]}-02`
    ? 'No night of this time is over and counted yet. Come back in a day.'
    : undefined;

/** `/money`: nights and moves of a council's own children in a month or a quarter, with what proves them: for its officers, and whom it let in for its money. Nothing is counted of cases here. */
export async function moneyPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer' && session?.kind !== 'finance') return elsewhere(session, request);
  const now = tools.clock.now();
  const period = periodOf(request, now);
  const { until, council, tables } = await countedIn(tools, session.council, period);
  const early = notCounted(period, until);
  return page('figures', {
    ...signedIn(session),
    title: `Nights and moves, ${periodWords(period)}`,
    caption: authorityName(session.council),
    path: '/money',
    selects: [periodChoice('of', 'Quarter or month', periodsUpTo(londonDate(now)), period.name)],
    until: until === undefined ? '' : momentWords(until),
    text: [
      ...(early === undefined ? [] : [early]),
      'This service pays nothing. These are the nights and moves that a claim can rest on.',
      ...(council === undefined ? [] : [`${bandWords(council)}. This goes by your count of today.`]),
    ],
    tables: tables.map(({ shown }) =>
      shownTable(shown, request, `/money/${shown.name}.csv?of=${period.name}`),
    ),
    sections: [whatIsANight, ...(givesReturn(session) ? [returnSection(period)] : [])],
    back: { href: '/home', text: session.kind === 'finance' ? 'Money and nights' : 'What needs us, by when' },
  });
}

/** `/money/<name>.csv`: nights or moves with the events that prove them, or a part of the SSDA903 return for the year that a time lies in. */
export async function moneyFile(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer' && session?.kind !== 'finance') return elsewhere(session, request);
  const name = tableNamed(parameter('file'));
  const period = periodOf(request, tools.clock.now());
  const [, part] = /^ssda903-(.+)$/.exec(name) ?? [];
  if (part === undefined) {
    const { tables } = await countedIn(tools, session.council, period);
    const table = tables.find(({ shown }) => shown.name === name)?.file;
    return table === undefined ? notFound() : csvFile(`${name}-${period.name}`, table.columns, table.rows);
  }
  if (!givesReturn(session)) return notFound();
  const year = returnYear(period.months[0] ?? '');
  const kept = await tools.figures.care(session.council, ...span(year.months));
  const found = ssda903(
    kept.map(({ record }) => record),
    year,
  ).find((one) => one.name === part);
  return found === undefined
    ? notFound()
    : csvFile(`${name}-${year.first.slice(0, 4)}`, found.columns, found.rows);
}
