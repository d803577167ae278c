import type { Fairness, SchemeFairness } from '../../../shared/core/allocation/fairness.ts';
import { londonDate, monthWords } from '../../../shared/core/calendar/working-days.ts';
import { regionOfCouncil } from '../../../shared/core/council/region-of.ts';
import { countOf, type Figures } from '../../../shared/core/figures/figures.ts';
import { monthsBetween, type Period, periodWords } from '../../../shared/core/figures/periods.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName, knownRegion } from '../../../shared/words/authority-names.ts';
import { type RegionCode, regionCodes, regionNames } from '../../../shared/words/regions.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import type { Cell } from './csv.ts';
import { type Course, plots, tileMap } from './fairness-pictures.ts';
import { type FigureTable, rounded } from './figure-tables.ts';
import { figuresFrame, figuresIn, periodOf, quartersUpTo, wholeQuarter } from './figures-page.ts';
import { csvFile, periodChoice, shownTable, tableNamed } from './shown-table.ts';

const PATH = '/figures/fairness';

/** What an address asks for. */
interface Asked {
  readonly region?: RegionCode | undefined;
  readonly quarter: Period;
}

const asked = (request: PageRequest, now: string): Asked => ({
  region: regionCodes.find((code) => code === request.queryStringParameters?.region),
  quarter: wholeQuarter(periodOf(request, now)),
});

/** The months of which the course is shown: from that of a year ago to this one. */
const monthsUpTo = (today: string): readonly string[] => {
  const [year = '', month = ''] = today.split('-');
  return monthsBetween(`${Number(year) - 1}-${month}-01`, today);
};

/** Of a hundred, with two places: a thousandth of the children is what is asked of a council. */
const rate = ({ inCare, ofChildren }: Fairness): Cell =>
  inCare === null || ofChildren === 0 ? '' : Math.round((10_000 * inCare) / ofChildren) / 100;

const numbers = (one: Fairness): readonly Cell[] => [
  rounded(one.lag),
  rounded(one.bound),
  one.inCare ?? '',
  rate(one),
  one.threshold,
];
const numberColumns = [
  'Behind its share',
  'Turns allow',
  'In care',
  'Percent of all children',
  'No longer asked at',
];

const regionRows = ({ regions }: SchemeFairness): FigureTable['rows'] =>
  regionCodes.flatMap((code) =>
    regions[code] === undefined ? [] : [[regionNames[code], ...numbers(regions[code])]],
  );

const councilsOf = (
  { councils }: SchemeFairness,
  region?: RegionCode,
): readonly (readonly [string, Fairness])[] =>
  Object.entries(councils)
    .filter(([code]) => region === undefined || regionOfCouncil(code) === region)
    .toSorted(([a], [b]) => authorityName(a).localeCompare(authorityName(b), 'en-GB'));

/** The courses of the regions, or of the councils of one. */
function coursesOf(
  kept: readonly SchemeFairness[],
  months: readonly string[],
  region?: RegionCode,
): readonly Course[] {
  const latest = kept.at(-1);
  if (latest === undefined) return [];
  const byMonth = new Map(kept.map((one) => [londonDate(one.at).slice(0, 7), one]));
  const course = (
    name: string,
    now: Fairness,
    of: (one: SchemeFairness) => Fairness | undefined,
  ): Course => ({
    name,
    bound: now.bound,
    lags: months.map((month) => {
      const one = byMonth.get(month);
      return one && of(one)?.lag;
    }),
  });
  return region === undefined
    ? regionCodes.flatMap((code) => {
        const now = latest.regions[code];
        return now === undefined ? [] : [course(regionNames[code], now, ({ regions }) => regions[code])];
      })
    : councilsOf(latest, region).map(([code, now]) =>
        course(authorityName(code), now, ({ councils }) => councils[code]),
      );
}

/** Where children came from and went to, of each region: whoever moves within it counts on both sides. */
const moved = (figures: Figures, { quarter }: Asked): FigureTable => {
  const sum = (what: 'referred' | 'moved-out' | 'moved-in', region: string): number =>
    Object.keys(figures.counts[what] ?? {})
      .filter((code) => regionOfCouncil(code) === region)
      .reduce((all, of) => all + countOf(figures, what, { of }), 0);
  return {
    name: 'moved',
    caption: `Where children came from and went, ${periodWords(quarter)}`,
    says: 'Children. Whoever moved within a region counts as out and in.',
    columns: ['Region', 'Referred by its councils', 'Moved out', 'Moved in', 'In less out'],
    rows: regionCodes.map((code) => {
      const [out, into] = [sum('moved-out', code), sum('moved-in', code)];
      return [regionNames[code], sum('referred', code), out, into, into - out];
    }),
  };
};

const BEHIND =
  'Children, with one place behind the point; below zero it is ahead of its share. Offers that are open do not count.';

function tablesOf(
  latest: SchemeFairness | undefined,
  courses: readonly Course[],
  months: readonly string[],
  figures: Figures,
  of: Asked,
): readonly FigureTable[] {
  if (latest === undefined) return [moved(figures, of)];
  const { region } = of;
  return [
    {
      name: 'regions',
      caption: 'Each region',
      says: `${BEHIND} The percent is of everybody under 18 where a count is known; the last column is the sum of its councils’.`,
      columns: ['Region', ...numberColumns],
      rows: regionRows(latest),
    },
    {
      name: 'months',
      caption: `Behind its share when each month ended: ${region === undefined ? 'regions' : `councils of ${regionNames[region]}`}`,
      says: `${BEHIND} The latest month first: of this one, as it stands.`,
      columns: [region === undefined ? 'Region' : 'Council', ...months.toReversed().map(monthWords)],
      rows: courses.map(({ name, lags }) => [
        name,
        ...lags.toReversed().map((lag): Cell => (lag === undefined ? '' : rounded(lag))),
      ]),
    },
    {
      name: 'councils',
      caption: region === undefined ? 'Each council' : `Each council of ${regionNames[region]}`,
      says: `${BEHIND} Where no count is known, there is no percent.`,
      columns: ['Council', 'Code', 'Region', ...numberColumns],
      rows: councilsOf(latest, region).map(([code, one]) => [
        authorityName(code),
        code,
        knownRegion(regionOfCouncil(code) ?? '') ?? '',
        ...numbers(one),
      ]),
    },
    moved(figures, of),
  ];
}

async function found(tools: PagesTools, request: PageRequest) {
  const today = londonDate(tools.clock.now());
  const of = asked(request, tools.clock.now());
  const months = monthsUpTo(today);
  const [kept, figures] = await Promise.all([
    tools.figures.fairness(months[0] ?? '', months.at(-1) ?? ''),
    figuresIn(tools, of.quarter),
  ]);
  const [latest, courses] = [kept.at(-1), coursesOf(kept, months, of.region)];
  return { ...of, today, months, latest, courses, tables: tablesOf(latest, courses, months, figures, of) };
}

/** `/figures/fairness`: how far regions and councils are from their shares, now and over a year, for coordinators and readers. One query and a quarter's figures; all of it is kept by night and by hour. */
export async function fairnessPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator' && session?.kind !== 'reader') return elsewhere(session, request);
  const { region, quarter, today, months, latest, courses, tables } = await found(tools, request);
  const parts = new URLSearchParams({ of: quarter.name, ...(region === undefined ? {} : { region }) });
  return page('fairness', {
    ...figuresFrame(session),
    title: 'Fairness',
    path: PATH,
    selects: [
      {
        id: 'region',
        label: 'Plots and councils of',
        items: [
          { value: '', text: 'All regions' },
          ...regionCodes.map((code) => ({ value: code, text: regionNames[code] })),
        ].map((item) => ({ ...item, selected: item.value === (region ?? '') })),
      },
      periodChoice('of', 'Moves of the quarter', quartersUpTo(today), quarter.name),
    ],
    ways: [{ href: '/figures', text: 'All figures' }],
    until: latest === undefined ? '' : momentWords(latest.at),
    map: latest && tileMap(latest),
    plots: plots(courses),
    span: `${monthWords(months[0] ?? '')} to ${monthWords(months.at(-1) ?? '')}`,
    tables: tables.map((table) =>
      shownTable(table, request, `${PATH}/${table.name}.csv?${parts}`, ['of', 'region']),
    ),
  });
}

/** `/figures/fairness/<name>.csv`: one table of it as a file. */
export async function fairnessFile(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator' && session?.kind !== 'reader') return elsewhere(session, request);
  const { tables, today } = await found(tools, request);
  const table = tables.find(({ name }) => name === tableNamed(parameter('file')));
  return table === undefined
    ? notFound()
    : csvFile(`fairness-${table.name}-${today}`, table.columns, table.rows);
}
