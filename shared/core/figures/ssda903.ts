import type { Because, CareRecord, Stay } from './care-record.ts';

/** A year of the return: 1 April to 31 March. */
export interface ReturnYear {
  /** YYYY-MM-DD, both in it. */
  readonly first: string;
  readonly last: string;
  /** YYYY-MM, in order. */
  readonly months: readonly string[];
}

/** The year of the return that a month lies in. @param month YYYY-MM */
export function returnYear(month: string): ReturnYear {
  const begins = Number(month.slice(0, 4)) - (month.slice(5) < '04' ? 1 : 0);
  const months = Array.from({ length: 12 }, (_, at) => {
    const number = 4 + at;
    return number > 12
      ? `${begins + 1}-${String(number - 12).padStart(2, '0')}`
      : `${begins}-${String(number).padStart(2, '0')}`;
  });
  return { first: `${begins}-04-01`, last: `${begins + 1}-03-31`, months };
}

/** One part of the return. Beside the columns as published, whose child it is by our reference: the council's own identifier is not known here. */
export interface ReturnPart {
  readonly name: 'uasc' | 'episodes' | 'missing' | 'social-workers';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [caseId: string, child: number, ...cells: readonly string[]])[];
}

/** As the return writes days: DD/MM/YYYY; empty where there is none. */
const dayWritten = (day: string | undefined): string => day?.split('-').toReversed().join('/') ?? '';

/**
 * Why an episode ceased, where the trail says it. E2 died, E3 care taken over by another authority in the UK, E15 found to be 18 or over, E16 moved abroad. What else
 * ended it has several codes, by what only the council knows: at 18 it is E5, E6, E7, E8 or E17, with family E4A, E4B or E13.
 */
const ceased: Readonly<Partial<Record<Because, string>>> = {
  died: 'E2',
  'handed-over': 'E3',
  'other-council': 'E3',
  'assessed-as-adult': 'E15',
  'left-the-country': 'E16',
};

/** The day on which a child is no longer a UASC in the sense of the return: on or before the 18th birthday (its rules 303 and 304). */
const noLongerUasc: readonly Because[] = ['turned-18', 'assessed-as-adult'];

/** What a council had in its care in a year, by one stay, with what it takes to say it. */
interface Own {
  readonly record: CareRecord;
  readonly stay: Stay;
}

const uasc = (own: readonly Own[]): ReturnPart['rows'] => {
  const children = new Map<string, Own>();
  for (const one of own) children.set(`${one.record.caseId} ${one.stay.child}`, one);
  return [...children.values()].map(({ record, stay: { child, until } }) => [
    record.caseId,
    child,
    '',
    '',
    '',
    until !== undefined && noLongerUasc.includes(until.because) ? dayWritten(until.on) : '',
  ]);
};

/** Since when the entry authority has looked after a child whom it refers, it does not say; every other beginning is recorded. */
const begun = ({ from }: Stay): string => (from.because === 'referred' ? '' : dayWritten(from.on));

const episodes = (own: readonly Own[]): ReturnPart['rows'] =>
  own.map(({ record, stay }) => [
    record.caseId,
    stay.child,
    '',
    begun(stay),
    'S',
    '',
    '',
    '',
    '',
    dayWritten(stay.until?.on),
    stay.until === undefined ? '' : (ceased[stay.until.because] ?? ''),
    '',
    '',
    '',
    '',
  ]);

/** The part of each absence that lies in a stay. An absence that began before it, or goes on after it, is cut where the stay begins or ends. */
const missing = (own: readonly Own[], { first, last }: ReturnYear): ReturnPart['rows'] =>
  own.flatMap(({ record, stay: { child, from, until } }) =>
    record.missing
      .filter((one) => one.child === child)
      .flatMap(({ since, found }): ReturnPart['rows'] => {
        const foundBefore = found !== undefined && since.on < from.on && found.on <= from.on;
        if (foundBefore || (until !== undefined && since.on >= until.on)) return [];
        const begins = since.on < from.on ? from.on : since.on;
        const [ends] = [found?.on, until?.on].filter((day) => day !== undefined).toSorted();
        if (begins > last || (ends !== undefined && ends < first)) return [];
        return [[record.caseId, child, '', '', 'M', dayWritten(begins), dayWritten(ends)]];
      }),
  );

const socialWorkers = (own: readonly Own[], { first, last }: ReturnYear): ReturnPart['rows'] =>
  own.flatMap(({ record, stay }) => {
    // Who was named before the handover begins with it; of several, the last.
    const before = record.workers.filter(({ on }) => on <= stay.from.on).slice(-1);
    const after = record.workers.filter(({ on }) => on > stay.from.on && on < (stay.until?.on ?? '9999'));
    const days = [...before.map(() => stay.from.on), ...after.map(({ on }) => on)];
    return days.flatMap((day, at): ReturnPart['rows'] => {
      const until = days[at + 1] ?? stay.until?.on;
      if (day > last || (until !== undefined && until < first)) return [];
      return [[record.caseId, stay.child, '', '', '', dayWritten(day), dayWritten(until), '']];
    });
  });

const columns: Readonly<Record<ReturnPart['name'], readonly string[]>> = {
  uasc: ['CHILD', 'SEX', 'DOB', 'DUC'],
  episodes: [
    'CHILD',
    'DECOM',
    'RNE',
    'LS',
    'CIN',
    'PLACE',
    'PLACE_PROVIDER',
    'DEC',
    'REC',
    'REASON_PLACE_CHANGE',
    'HOME_POST',
    'PL_POST',
    'URN',
  ],
  missing: ['CHILD', 'DOB', 'MISSING', 'MIS_START', 'MIS_END'],
  'social-workers': ['CHILD', 'DOB', 'SW_ID', 'SW_DECOM', 'SW_DEC', 'SW_REASON'],
};

/**
 * Rows for a council's SSDA903 return (children looked after, England) of one year, as far as the trails say them; what they do not say is empty, and so are sex
 * and date of birth, which open by name and reason alone. Each stay is one episode, which began with being looked after by this council (RNE `S`): placements
 * within it are the council's own. A child handed over ends with E3 for the entry authority on the day on which it begins for the receiving one.
 *
 * Columns as the 2024-25 return has them, codes as its guide lists them; seen in data-to-insight/quality-lac-data-beta-validator and the reasons of
 * data-to-insight's tables, not in the Department's own specification of 2026-27.
 *
 * @param records of the year's months, of one council; of a case the one that follows from most of its trail
 */
export function ssda903(records: readonly CareRecord[], year: ReturnYear): readonly ReturnPart[] {
  const latest = new Map<string, CareRecord>();
  for (const record of records)
    if ((latest.get(record.caseId)?.version ?? 0) <= record.version) latest.set(record.caseId, record);
  const own = [...latest.values()]
    .toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1))
    .flatMap((record) => record.stays.map((stay) => ({ record, stay })))
    .filter(
      ({ stay: { from, until } }) => from.on <= year.last && (until === undefined || until.on >= year.first),
    )
    .toSorted(
      (a, b) =>
        (a.record.caseId < b.record.caseId ? -1 : a.record.caseId > b.record.caseId ? 1 : 0) ||
        a.stay.child - b.stay.child,
    );
  const rows: Readonly<Record<ReturnPart['name'], ReturnPart['rows']>> = {
    uasc: uasc(own),
    episodes: episodes(own),
    missing: missing(own, year),
    'social-workers': socialWorkers(own, year),
  };
  return (Object.keys(columns) as ReturnPart['name'][]).map((name) => ({
    name,
    columns: ['Our case', 'Our child', ...columns[name]],
    rows: rows[name],
  }));
}
