import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { type Figures, noFigures, together } from '../../../shared/core/figures/figures.ts';
import { type Period, periodsUpTo, periodWords, quarterOf } from '../../../shared/core/figures/periods.ts';
import { FEW, type PublishedCount, publishedIn } from '../../../shared/core/figures/publishable.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { regionNames } from '../../../shared/words/regions.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import type { PagesTools } from '../tools.ts';
import { counts, countWords, publishedCell } from './council-sheet.ts';
import type { Cell } from './csv.ts';
import { type FigureTable, HIDDEN } from './figure-tables.ts';
import { csvFile, periodAsked, periodChoice, shownTable, tableNamed } from './shown-table.ts';

/** The quarters that are over, the latest first: no other period is published (decision 61). */
const quartersOver = (today: string): readonly Period[] =>
  periodsUpTo(today).filter(
    (one) =>
      one.name === quarterOf(`${one.months[0]}-01`).name && (one.months.at(-1) ?? '') < today.slice(0, 7),
  );

const regionName = (code: string): string =>
  Object.hasOwn(regionNames, code) ? regionNames[code as keyof typeof regionNames] : 'In no region';

/** Everybody's figures of a quarter: of all, of the regions, and of the councils of which there is anything to say. */
function publishedTables(figures: Figures, quarter: Period): readonly FigureTable[] {
  const columns = counts.map((what) => countWords[what]);
  const found = counts.map((what: PublishedCount) => publishedIn(figures, quarter, what));
  const regions = found[0]?.regions ?? [];
  const says = `Children. ${HIDDEN} hides a number from 1 to ${FEW - 1}, or one that gives it away.`;
  const row = (at: number): readonly Cell[] => found.map((one) => publishedCell(one.regions[at]?.all ?? 0));
  return [
    {
      name: 'regions',
      caption: 'All, and by region',
      says,
      columns: ['Region', ...columns],
      rows: [
        ['All', ...found.map((one) => publishedCell(one.all))],
        ...regions
          .map(({ region }, at): readonly Cell[] => [regionName(region), ...row(at)])
          .filter(([name, ...cells]) => name !== regionName('') || cells.some((cell) => cell !== 0)),
      ],
    },
    {
      name: 'councils',
      caption: 'By council',
      says: `${says} A council with no row has nought everywhere.`,
      columns: ['Council', 'Code', 'Region', ...columns],
      head: 0,
      rows: regions.flatMap(({ region, councils }, at) =>
        Object.keys(councils)
          .map((code): readonly Cell[] => [
            authorityName(code),
            code,
            regionName(region),
            ...found.map((one) => publishedCell(one.regions[at]?.councils[code] ?? 0)),
          ])
          .filter(([, , , ...cells]) => cells.some((cell) => cell !== 0)),
      ),
    },
  ];
}

async function published(
  { figures, clock }: PagesTools,
  request: PageRequest,
): Promise<{
  readonly quarters: readonly Period[];
  readonly quarter: Period;
  readonly tables: readonly FigureTable[];
}> {
  const quarters = quartersOver(londonDate(clock.now()));
  const asked = periodAsked(request)?.name;
  const quarter = quarters.find(({ name }) => name === asked) ?? quarters[0] ?? { name: '', months: [] };
  const kept = await Promise.all(quarter.months.map((month) => figures.figures(month)));
  return {
    quarters,
    quarter,
    tables: publishedTables(together(kept.map((one) => one ?? noFigures)), quarter),
  };
}

/** `/published`: the figures of a quarter that is over as everybody may know them, for those who hold the scheme to account. Four reads, whoever asks. */
export async function publishedPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const [{ quarters, quarter, tables }, until] = await Promise.all([
    published(tools, request),
    tools.figures.countedUntil(),
  ]);
  return page('figures', {
    title: `Figures, ${periodWords(quarter)}`,
    caption: 'Published for everybody',
    path: '/published',
    until: until === undefined ? '' : momentWords(until),
    selects: [periodChoice('of', 'Quarter', quarters, quarter.name)],
    tables: tables.map((table) =>
      shownTable(table, request, `/published/${table.name}.csv?of=${quarter.name}`),
    ),
    anybody: true,
  });
}

/** `/published/<name>.csv`: one table of it as a file. */
export async function publishedFile(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const { quarter, tables } = await published(tools, request);
  const table = tables.find(({ name }) => name === tableNamed(parameter('file')));
  return table === undefined
    ? notFound()
    : csvFile(`published-${table.name}-${quarter.name}`, table.columns, table.rows);
}
