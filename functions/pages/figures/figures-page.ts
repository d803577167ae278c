import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { type Figures, together } from '../../../shared/core/figures/figures.ts';
import {
  type Period,
  periodNamed,
  periodsUpTo,
  periodWords,
  quarterOf,
} from '../../../shared/core/figures/periods.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { csv } from './csv.ts';
import { type FigureTable, figureTable, figureTables } from './figure-tables.ts';

/** The period that an address names; this quarter, where it names none. */
const periodOf = ({ queryStringParameters }: PageRequest, now: string): Period =>
  periodNamed(queryStringParameters?.of ?? '') ?? quarterOf(londonDate(now));

const figuresIn = async ({ figures }: PagesTools, { months }: Period): Promise<Figures> =>
  together((await Promise.all(months.map((month) => figures.figures(month)))).flatMap((one) => one ?? []));

/** A table as the page shows it: as much of a long one as fits, and the way to the rest and to its file. */
const shown = (
  { name, caption, says, columns, rows }: FigureTable,
  period: Period,
  request: PageRequest,
): object => {
  const listed = listPage(request, name.replaceAll('-', ''), rows.length, caption, undefined, ['of']);
  return {
    name,
    caption,
    says,
    columns,
    rows: rows.slice(listed.from, listed.to).map(([head, ...cells]) => ({ head, cells })),
    numeric: rows[0]?.map((cell) => typeof cell === 'number' || cell === '') ?? [],
    listed,
    href: `/figures/${name}.csv?of=${period.name}`,
  };
};

/** `/figures`: how the scheme does in a month or a quarter, for coordinators. Nothing is counted here: the figures are kept by the hour. */
export async function figuresPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const now = tools.clock.now();
  const period = periodOf(request, now);
  const [figures, until] = await Promise.all([figuresIn(tools, period), tools.figures.countedUntil()]);
  return page('figures', {
    ...signedIn(session),
    title: `Figures, ${periodWords(period)}`,
    caption: 'Coordinators of the scheme',
    until: until === undefined ? '' : momentWords(until),
    tables: figureTables(figures).map((table) => shown(table, period, request)),
    periods: periodsUpTo(londonDate(now)).map((one) => ({
      value: one.name,
      text: periodWords(one),
      selected: one.name === period.name,
    })),
  });
}

/** `/figures/<name>.csv`: one table as a file, all of it. */
export async function figuresFile(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const [, name = ''] = /^([a-z-]{1,20})\.csv$/.exec(parameter('file')) ?? [];
  const period = periodOf(request, tools.clock.now());
  const table = figureTable(await figuresIn(tools, period), name);
  if (table === undefined) return notFound();
  return {
    statusCode: 200,
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}-${period.name}.csv"`,
    },
    body: csv(table.columns, table.rows),
  };
}
