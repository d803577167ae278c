/** What refreshed figures change, for whom, and in which files: worked out before anything is written. */
import { dividedAmong, type Succession } from '../../shared/core/calendar/in-force.ts';
import type { Division } from '../../shared/core/calendar/late-holidays.ts';
import { dateWords } from '../../shared/core/calendar/working-days.ts';
import { threshold } from '../../shared/core/council/headroom.ts';
import type { PublishedFigures } from '../../shared/core/council/published-councils.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { type Figures, type Holiday, type Holidays, OddFile } from './figures.ts';

interface Basis {
  readonly code: string;
  readonly childPopulationYear: number;
  readonly childPopulationBasis: string;
  readonly uascStatus: string;
}

interface LateDay extends Holiday {
  readonly divisions: readonly Division[];
}

/** Everything of shared/core/reference that a refresh may change. */
export interface Reference {
  readonly councils: readonly PublishedFigures[];
  readonly bases: readonly Basis[];
  readonly countedOn: string;
  readonly successions: readonly Succession[];
  readonly holidays: Holidays;
  readonly late: readonly LateDay[];
}

export interface Given {
  readonly populations?:
    | { readonly file: string; readonly year: number; readonly figures: Figures }
    | undefined;
  readonly counts?: { readonly file: string; readonly year: number; readonly figures: Figures } | undefined;
  readonly holidays?: { readonly file: string; readonly days: Holidays } | undefined;
  /** Names are taken as the files have them. */
  readonly names: boolean;
  /** Whoever refreshes has looked at the figures that are far from the last: they are meant so. */
  readonly meant: boolean;
}

export interface Refreshed {
  /** What changes for whom, line by line. */
  readonly lines: readonly string[];
  readonly reference: Reference;
}

/** A population moves by a few in a hundred from year to year, unless boundaries do. */
const FAR_POPULATION = 0.2;
/** Counts are small and move much; tenfold, or to a tenth, is a slip of the hand. */
const FAR_COUNT = 10;
/** Fewer bank holidays a year no part of the country has. */
const FEWEST_DAYS = 8;

const thousands = (count: number | null): string =>
  count === null ? 'not published' : count.toLocaleString('en-GB');
const isCouncilCode = (code: string): boolean => /^(E0[689]|E10|W06|S12)/.test(code);
const nationOf = (code: string): string => code.slice(0, 1);
const simply = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();

/** Councils that take over from others, by the codes under which they are entered. */
const begins = (successions: Reference['successions']): readonly Succession['begins'][number][] =>
  successions.flatMap((one) => one.begins);

/** Councils that a file has and the scheme does not, or the other way round, or under another name. */
function whoIsWho(
  { councils, successions }: Reference,
  file: string,
  figures: Figures,
  names: boolean,
): readonly string[] {
  const nations = new Set([...figures.keys()].map(nationOf));
  const here = councils.filter(({ code }) => isCouncilCode(code) && nations.has(nationOf(code)));
  const begun = (ends: string) =>
    successions.some((one) => one.ends === ends && one.begins.some(({ code }) => figures.has(code)));
  const gone = here.filter(({ code }) => !figures.has(code) && !begun(code));
  if (gone.length * 2 > here.length)
    throw new OddFile(
      `${file} has ${here.length - gone.length} of ${here.length} authorities. It may be of districts, or cut off. Take the file of all authorities with children’s services.`,
    );
  const known = new Set([...councils, ...begins(successions)].map(({ code }) => code));
  const another = councils.flatMap(({ code, name }) => {
    const said = figures.get(code)?.name;
    return said === undefined || simply(said) === simply(name) ? [] : [{ code, name, said }];
  });
  return [
    ...gone.map(
      ({ code, name }) =>
        `${name} (${code}) is not in ${file}. Its figures stay. If it has ended, enter the order and its last day in successions.json; if it has another code, in former-codes.ts.`,
    ),
    ...another.map(
      ({ code, name, said }) =>
        `${name} (${code}) is called “${said}” in ${file}.${names ? '' : ' The name stays: --names takes those of the file.'}`,
    ),
    ...[...figures]
      .filter(([code]) => isCouncilCode(code) && !known.has(code))
      .map(
        ([code, { name }]) =>
          `${name} (${code}) is in ${file} and not in the scheme. Nothing is added: enter how it began in successions.json, or its former code in former-codes.ts.`,
      ),
  ];
}

const refuseFar = (file: string, far: readonly string[], meant: boolean): void => {
  if (far.length > 0 && !meant)
    throw new OddFile(
      `${file} has figures that are far from the last:\n${far.map((line) => `  ${line}`).join('\n')}\nLook at them. If they are meant so, add --meant.`,
    );
};

const moved = (name: string, before: number | null, after: number | null): string =>
  `${name}: ${thousands(before)} before, ${thousands(after)} now`;

const withChildren = (succession: Succession, children: readonly number[]): Succession => ({
  ...succession,
  begins: succession.begins.map((one, at) => ({ ...one, childPopulation: children[at] ?? 0 })),
});

function withPopulations(reference: Reference, { populations, names, meant }: Given): Refreshed {
  if (populations === undefined) return { lines: [], reference };
  const { file, year, figures } = populations;
  const bases = new Map(reference.bases.map((one) => [one.code, one]));
  const taken = reference.councils.filter(({ code }) => figures.has(code));
  const older = taken.filter(({ code }) => (bases.get(code)?.childPopulationYear ?? 0) > year);
  if (older.length > 0)
    throw new OddFile(
      `${file} is of ${year}, and the scheme has later figures of ${older[0]?.name}. Give the year of the estimates with --year, or a newer file.`,
    );
  const successors = begins(reference.successions).filter(({ code }) => figures.has(code));
  const far = [...taken, ...successors].flatMap(({ code, name, childPopulation }) => {
    const now = figures.get(code)?.children ?? 0;
    return Math.abs(now - childPopulation) > childPopulation * FAR_POPULATION || now === 0
      ? [moved(name, childPopulation, now)]
      : [];
  });
  const who = whoIsWho(reference, file, figures, names);
  refuseFar(file, far, meant);
  const councils = reference.councils.map((council): PublishedFigures => {
    const said = figures.get(council.code);
    return said === undefined || said.children === null || said.children === 0
      ? council
      : { ...council, childPopulation: said.children, ...(names ? { name: said.name } : {}) };
  });
  const successions = reference.successions.map((succession): Succession => {
    const own = succession.begins.map(({ code }) => figures.get(code)?.children ?? 0);
    if (own.every((children) => children > 0)) return withChildren(succession, own);
    const all = councils.find(({ code }) => code === succession.ends)?.childPopulation;
    const before = succession.begins.reduce((sum, one) => sum + one.childPopulation, 0);
    return all === undefined || all === before
      ? succession
      : withChildren(succession, dividedAmong(succession, all));
  });
  return {
    lines: who,
    reference: {
      ...reference,
      councils,
      successions,
      bases: reference.bases.map((basis) =>
        figures.has(basis.code)
          ? { ...basis, childPopulationYear: year, childPopulationBasis: 'published' }
          : basis,
      ),
    },
  };
}

function withCounts(reference: Reference, { counts, names, meant }: Given): Refreshed {
  if (counts === undefined) return { lines: [], reference };
  const { file, year, figures } = counts;
  const countedOn = `${year}-03-31`;
  if (countedOn < reference.countedOn)
    throw new OddFile(
      `${file} is of 31 March ${year}, and the scheme has the counts of ${dateWords(reference.countedOn)}. Take the latest release.`,
    );
  const far = reference.councils.flatMap(({ code, name, uascLookedAfter: before }) => {
    const now = figures.get(code)?.children ?? null;
    if (before === null || now === null) return [];
    const isFar = (one: number, other: number): boolean => one >= FAR_COUNT * Math.max(1, other);
    return isFar(now, before) || (before >= FAR_COUNT && isFar(before, now))
      ? [moved(name, before, now)]
      : [];
  });
  const who = whoIsWho(reference, file, figures, names);
  refuseFar(file, far, meant);
  const status = (code: string, before: string): string => {
    const said = figures.get(code);
    if (said === undefined) return before;
    if (said.children !== null) return 'published';
    return before === 'published' ? 'suppressed' : before;
  };
  return {
    lines: [
      ...(countedOn === reference.countedOn
        ? []
        : [`Counts are of ${dateWords(countedOn)} now, of ${dateWords(reference.countedOn)} before.`]),
      ...who,
    ],
    reference: {
      ...reference,
      countedOn,
      councils: reference.councils.map((council) => {
        const said = figures.get(council.code);
        return said === undefined
          ? council
          : { ...council, uascLookedAfter: said.children, ...(names ? { name: said.name } : {}) };
      }),
      bases: reference.bases.map((basis) => ({ ...basis, uascStatus: status(basis.code, basis.uascStatus) })),
    },
  };
}

const yearOf = ({ date }: Holiday): number => Number(date.slice(0, 4));

function withHolidays(reference: Reference, { holidays }: Given): Refreshed {
  if (holidays === undefined) return { lines: [], reference };
  const { file, days } = holidays;
  const divisions = Object.keys(reference.holidays) as Division[];
  const lastYear = Math.min(
    ...divisions.map((division) => Math.max(...reference.holidays[division].map(yearOf))),
  );
  const lines: string[] = [];
  const late = new Map(reference.late.map((one) => [one.date, one]));
  const whole: Record<Division, readonly Holiday[]> = { ...reference.holidays };
  for (const division of divisions) {
    const known = new Set([
      ...reference.holidays[division].map(({ date }) => date),
      ...reference.late.filter((one) => one.divisions.includes(division)).map(({ date }) => date),
    ]);
    const given = days[division].toSorted((a, b) => (a.date < b.date ? -1 : 1));
    const [first, last] = [given[0]?.date ?? '', given.at(-1)?.date ?? ''];
    const said = new Set(given.map(({ date }) => date));
    for (const date of known)
      if (date >= first && date <= last && !said.has(date))
        lines.push(
          `${dateWords(date)} is no bank holiday of ${division} in ${file}. It stays one here, for deadlines rest on it: look why.`,
        );
    const added = given.filter(({ date }) => !known.has(date));
    for (const year of new Set(added.map(yearOf).filter((one) => one > lastYear)))
      if (given.filter((one) => yearOf(one) === year).length < FEWEST_DAYS)
        throw new OddFile(`${file} has not all bank holidays of ${year} for ${division}. Take a later one.`);
    for (const { date, title } of added) {
      if ([0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()))
        throw new OddFile(
          `${file} has ${title} on ${dateWords(date)}, which is no weekday. Download it again.`,
        );
      const isLate = yearOf({ date, title }) <= lastYear;
      lines.push(
        `${title}, ${dateWords(date)}, ${division}: ${isLate ? 'announced late; it moves deadlines' : 'new'}`,
      );
      if (isLate) {
        const before = late.get(date);
        late.set(date, { date, title, divisions: [...(before?.divisions ?? []), division] });
      } else whole[division] = [...whole[division], { date, title }];
    }
  }
  const years = divisions.map((division) => Math.max(...whole[division].map(yearOf)));
  if (new Set(years).size > 1)
    throw new OddFile(`${file} goes further for one part of the country than for another. Take a later one.`);
  return {
    lines,
    reference: {
      ...reference,
      holidays: whole,
      late: [...late.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    },
  };
}

/** Whether a council has as many children as it is asked for, or more: only where its count is known. */
const isFull = (council: PublishedFigures, policy: Policy): boolean =>
  council.uascLookedAfter !== null && council.uascLookedAfter >= threshold(council, policy);

/** What changes for each council: its figures, its threshold, and whether it is asked at all. */
function whatChanges(before: Reference, after: Reference, policy: Policy): readonly string[] {
  return after.councils.flatMap((now) => {
    const was = before.councils.find(({ code }) => code === now.code) ?? now;
    const [limitBefore, limit] = [threshold(was, policy), threshold(now, policy)];
    const [fullBefore, full] = [isFull(was, policy), isFull(now, policy)];
    const what = [
      ...(was.name === now.name ? [] : [`is called ${now.name} from now on`]),
      ...(was.childPopulation === now.childPopulation
        ? []
        : [`children ${thousands(was.childPopulation)} → ${thousands(now.childPopulation)}`]),
      ...(was.uascLookedAfter === now.uascLookedAfter
        ? []
        : [`in care ${thousands(was.uascLookedAfter)} → ${thousands(now.uascLookedAfter)}`]),
      ...(limitBefore === limit
        ? []
        : [`threshold ${limit > limitBefore ? 'up' : 'down'} ${limitBefore} → ${limit}`]),
      ...(full && !fullBefore ? ['COMES TO BE AT OR OVER ITS THRESHOLD'] : []),
      ...(fullBefore && !full
        ? [
            now.uascLookedAfter === null
              ? 'whether it is at its threshold is not known any more'
              : 'is below its threshold again',
          ]
        : []),
    ];
    return what.length === 0 ? [] : [`${was.name} (${now.code}): ${what.join(', ')}`];
  });
}

/** What changes for councils that are still to begin. */
const whatChangesLater = (before: Reference, after: Reference): readonly string[] =>
  begins(after.successions).flatMap((now, at) => {
    const was = begins(before.successions)[at] ?? now;
    return was.childPopulation === now.childPopulation
      ? []
      : [
          `${now.name} (${now.code}): children ${thousands(was.childPopulation)} → ${thousands(now.childPopulation)}`,
        ];
  });

/**
 * Works out what files of an operator change. Nothing is written here.
 *
 * @param policy by which thresholds are said
 * @throws OddFile when a file cannot be meant so
 */
export function refreshed(before: Reference, given: Given, policy: Policy): Refreshed {
  const populations = withPopulations(before, given);
  const counts = withCounts(populations.reference, given);
  const { lines, reference } = withHolidays(counts.reference, given);
  return {
    lines: [
      ...new Set([...populations.lines, ...counts.lines]),
      ...whatChanges(before, reference, policy),
      ...whatChangesLater(before, reference),
      ...lines,
    ],
    reference,
  };
}

const inARow = (row: object): string =>
  `{${Object.entries(row)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(', ')}}`;
const rows = (all: readonly object[], indent: string): string =>
  all.length === 0 ? '[]' : `[\n${all.map((row) => `${indent}  ${inARow(row)}`).join(',\n')}\n${indent}]`;

/** The files of shared/core/reference by name, as they are written: a row for each council and each day, so that a change is seen line by line. */
export const filesOf = (reference: Reference): Readonly<Record<string, string>> => ({
  'councils.json': `${rows(reference.councils, '')}\n`,
  'councils-basis.json': `${rows(reference.bases, '')}\n`,
  'counted-on.json': `${JSON.stringify({ countedOn: reference.countedOn })}\n`,
  'successions.json': `${JSON.stringify(reference.successions, null, 2)}\n`,
  'bank-holidays.json': `{\n${Object.entries(reference.holidays)
    .map(([division, days]) => `  ${JSON.stringify(division)}: ${rows(days, '  ')}`)
    .join(',\n')}\n}\n`,
  'late-bank-holidays.json': `${rows(reference.late, '')}\n`,
});
