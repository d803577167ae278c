import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { noFigures, together } from '../../../shared/core/figures/figures.ts';
import {
  monthsBetween,
  monthsUpTo,
  type Period,
  periodNamed,
  wholeQuartersIn,
} from '../../../shared/core/figures/periods.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { type CountedIn, councilTables } from './council-sheet.ts';
import type { FigureTable } from './figure-tables.ts';
import { csvFile, periodChoice, shownTable, tableNamed } from './shown-table.ts';

/** Requests for information go back three years at most as a rule; each month is one small item. */
const MONTHS = 36;
/** Where none are asked for. */
const A_YEAR = 12;

/** The months that an address asks for, one of those that can be chosen to another: the last twelve, where it says none. */
function monthsAsked({ queryStringParameters }: PageRequest, today: string): readonly string[] {
  const offered = monthsUpTo(today.slice(0, 7), MONTHS);
  const asked = (name: 'from' | 'until', otherwise: string): string => {
    const month = queryStringParameters?.[name] ?? '';
    return offered.includes(month) ? month : otherwise;
  };
  const ends = [asked('from', offered[A_YEAR - 1] ?? ''), asked('until', offered[0] ?? '')].toSorted();
  return monthsBetween(ends[0] ?? '', ends[1] ?? '');
}

async function tablesOf(
  { figures }: PagesTools,
  months: readonly string[],
  today: string,
  council: string,
): Promise<readonly FigureTable[]> {
  const kept = new Map(
    await Promise.all(
      months.map(async (month) => [month, (await figures.figures(month)) ?? noFigures] as const),
    ),
  );
  const inPeriod = (period: Period): CountedIn => ({
    period,
    figures: together(period.months.map((month) => kept.get(month) ?? noFigures)),
  });
  return councilTables(
    months.map((name) => inPeriod({ name, months: [name] })),
    wholeQuartersIn(months, today).map(inPeriod),
    council,
  );
}

/** A council and where its sheet is, for whoever asks. */
interface Whose {
  readonly council: string;
  readonly name: string;
  readonly path: string;
  readonly back: { readonly href: string; readonly text: string };
  readonly signedIn: object;
}

async function sheetOf(tools: PagesTools, request: PageRequest, whose: Whose, file?: string): Promise<Reply> {
  const { council, name, path, back } = whose;
  const today = londonDate(tools.clock.now());
  const months = monthsAsked(request, today);
  const [from = '', until = from] = [months[0], months.at(-1)];
  const [tables, counted] = await Promise.all([
    tablesOf(tools, months, today, council),
    tools.figures.countedUntil(),
  ]);
  if (file !== undefined) {
    const table = tables.find((one) => one.name === tableNamed(file));
    return table === undefined
      ? notFound()
      : csvFile(`${table.name}-${council}-${from}-to-${until}`, table.columns, table.rows);
  }
  const offered = monthsUpTo(today.slice(0, 7), MONTHS).flatMap((month) => periodNamed(month) ?? []);
  const selects = [
    periodChoice('from', 'First month', offered, from),
    periodChoice('until', 'Last month', offered, until),
  ];
  return page('figures', {
    ...whose.signedIn,
    title: `Figures of ${name}`,
    caption: 'For requests for information',
    path,
    until: counted === undefined ? '' : momentWords(counted),
    selects,
    toChoose: selects[0]?.items,
    back,
    tables: tables.map((table) =>
      shownTable(table, request, `${path}/${table.name}.csv?from=${from}&until=${until}`, ['from', 'until']),
    ),
  });
}

/** `/sheet` and its files: what a council is asked for in requests for information, for its own officers. */
const ownSheetOr =
  (isFile: boolean) =>
  async (tools: PagesTools, request: PageRequest, parameter: (name: string) => string): Promise<Reply> => {
    const session = await sessionOf(tools, request);
    if (session?.kind !== 'officer') return elsewhere(session, request);
    const { council } = session;
    return sheetOf(
      tools,
      request,
      {
        council,
        name: authorityName(council),
        path: '/sheet',
        back: { href: '/home', text: 'Go to your list' },
        signedIn: signedIn(session),
      },
      isFile ? parameter('file') : undefined,
    );
  };
export const ownSheet = ownSheetOr(false);
export const ownSheetFile = ownSheetOr(true);

/** `/councils/<council>/sheet` and its files: the same for coordinators, of any council. */
const councilSheetOr =
  (isFile: boolean) =>
  async (tools: PagesTools, request: PageRequest, parameter: (name: string) => string): Promise<Reply> => {
    const session = await sessionOf(tools, request);
    if (session?.kind !== 'coordinator') return elsewhere(session, request);
    const council = await tools.councils.read(parameter('council'));
    if (council === undefined) return notFound();
    const { code, name } = council;
    return sheetOf(
      tools,
      request,
      {
        council: code,
        name,
        path: `/councils/${code}/sheet`,
        back: { href: `/councils/${code}`, text: `The page of ${name}` },
        signedIn: signedIn(session),
      },
      isFile ? parameter('file') : undefined,
    );
  };
export const councilSheet = councilSheetOr(false);
export const councilSheetFile = councilSheetOr(true);
