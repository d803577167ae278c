import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { type Figures, together } from '../../../shared/core/figures/figures.ts';
import { type Period, periodsUpTo, periodWords, quarterOf } from '../../../shared/core/figures/periods.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type Session, sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { type FigureTable, figureTable, figureTables } from './figure-tables.ts';
import { csvFile, periodAsked, periodChoice, shownTable, tableNamed } from './shown-table.ts';
import { TRANSFERS, transfersTable } from './transfers-table.ts';

/** The period that an address names; this quarter, where it names none. */
export const periodOf = (request: PageRequest, now: string): Period =>
  periodAsked(request) ?? quarterOf(londonDate(now));

/** The quarter that a month is in. */
export const wholeQuarter = ({ months }: Period): Period => quarterOf(`${months[0]}-01`);

/** The quarters that figures can be asked for, the latest first. @param today Europe/London */
export const quartersUpTo = (today: string): readonly Period[] =>
  periodsUpTo(today).filter((one) => one.name === wholeQuarter(one).name);

/** The figures of all months of a period. */
export const figuresIn = async ({ figures }: PagesTools, { months }: Period): Promise<Figures> =>
  together((await Promise.all(months.map((month) => figures.figures(month)))).flatMap((one) => one ?? []));

/** Figures are for both; what names cases is the coordinators' alone. */
const isFor = ({ kind }: Session, { namesCases }: FigureTable): boolean =>
  kind === 'coordinator' || namesCases !== true;

/** A page of figures: what it is called, where it is, and of which periods and tables. */
interface FiguresPage {
  readonly called: string;
  readonly path: string;
  readonly period: Period;
  readonly periods: readonly Period[];
  readonly tables: (figures: Figures) => readonly FigureTable[];
  /** What is chosen from, and the way to the other figures. */
  readonly choose: string;
  readonly ways: readonly { readonly href: string; readonly text: string }[];
}

/** What pages of figures have in common, for whoever may look at them. */
export const figuresFrame = (session: Extract<Session, { kind: 'coordinator' | 'reader' }>) => ({
  ...signedIn(session),
  caption: session.kind === 'reader' ? 'Figures of the scheme' : 'Coordinators of the scheme',
  back: session.kind === 'reader' ? undefined : { href: '/home', text: 'What needs us, by when' },
});

async function show(
  tools: PagesTools,
  request: PageRequest,
  of: (now: string) => FiguresPage,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator' && session?.kind !== 'reader') return elsewhere(session, request);
  const { called, path, period, periods, tables, choose, ways } = of(tools.clock.now());
  const [figures, until] = await Promise.all([figuresIn(tools, period), tools.figures.countedUntil()]);
  return page('figures', {
    ...figuresFrame(session),
    title: `${called}, ${periodWords(period)}`,
    path,
    selects: [periodChoice('of', choose, periods, period.name)],
    ways,
    until: until === undefined ? '' : momentWords(until),
    tables: tables(figures)
      .filter((table) => isFor(session, table))
      .map((table) => shownTable(table, request, `/figures/${table.name}.csv?of=${period.name}`)),
  });
}

/** `/figures`: how the scheme does in a month or a quarter, for coordinators and those whom they let in to read. Nothing is counted here: the figures are kept by the hour. */
export const figuresPage = (tools: PagesTools, request: PageRequest): Promise<Reply> =>
  show(tools, request, (now) => ({
    called: 'Figures',
    path: '/figures',
    period: periodOf(request, now),
    periods: periodsUpTo(londonDate(now)),
    tables: figureTables,
    choose: 'Quarter or month',
    ways: [
      {
        href: '/figures/nts-01',
        text: 'Transfers of each council by quarter, as the Home Office publishes them (NTS_01)',
      },
      { href: '/figures/fairness', text: 'Fairness: regions and councils against their shares, over a year' },
    ],
  }));

/** `/figures/nts-01`: the transfers of each authority in a quarter, as the Home Office publishes them. */
export const transfersPage = (tools: PagesTools, request: PageRequest): Promise<Reply> =>
  show(tools, request, (now) => {
    const period = wholeQuarter(periodOf(request, now));
    return {
      called: 'Transfers (NTS_01)',
      path: '/figures/nts-01',
      period,
      periods: quartersUpTo(londonDate(now)),
      tables: (figures) => [transfersTable(figures, period)],
      choose: 'Quarter',
      ways: [{ href: '/figures', text: 'All figures' }],
    };
  });

/** `/figures/<name>.csv`: one table as a file, all of it. */
export async function figuresFile(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator' && session?.kind !== 'reader') return elsewhere(session, request);
  const name = tableNamed(parameter('file'));
  const asked = periodOf(request, tools.clock.now());
  const isTransfers = name === TRANSFERS;
  const period = isTransfers ? wholeQuarter(asked) : asked;
  const figures = await figuresIn(tools, period);
  const table = isTransfers ? transfersTable(figures, period) : figureTable(figures, name);
  if (table === undefined || !isFor(session, table)) return notFound();
  return csvFile(`${name}-${period.name}`, table.columns, table.rows);
}
