import { addDays, daysBetween } from '../calendar/working-days.ts';
import { type CareRecord, monthAfter, type Stay } from './care-record.ts';

/** The nights that a child was in a council's care in a month, by one stay. */
export interface Nights {
  /** YYYY-MM */
  readonly month: string;
  readonly caseId: string;
  readonly stay: Stay;
  /** The first night and the last, by the day in London on which each began. */
  readonly first: string;
  readonly last: string;
  readonly nights: number;
  /** Of them, nights on which the child was missing. */
  readonly missing: number;
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

/**
 * The nights of a month. A night is of the day in London on which it begins, and of who is responsible when that day ends: the night of the handover is the
 * receiving authority's, and the day on which care ends, or the child turns 18, has none. So no night is counted twice, and none is lost between two
 * councils (decision 59 has the sources).
 *
 * @param upTo a day, Europe/London: only nights that are over when it begins
 * @returns by case, then child, then the stays in order; stays without a night in the month are left out
 */
export function nightsIn(month: string, records: readonly CareRecord[], upTo: string): readonly Nights[] {
  const end = earlier(`${monthAfter(month)}-01`, upTo);
  return records
    .flatMap(({ caseId, stays, missing }) =>
      stays.flatMap((stay): readonly Nights[] => {
        const first = later(stay.from.on, `${month}-01`);
        const nights = daysBetween(first, earlier(stay.until?.on ?? end, end));
        if (nights <= 0) return [];
        const own = missing.filter(({ child }) => child === stay.child);
        const days = Array.from({ length: nights }, (_, after) => addDays(first, after));
        const gone = days.filter((day) =>
          own.some(({ since, found }) => since.on <= day && (found === undefined || day < found.on)),
        );
        return [{ month, caseId, stay, first, last: days.at(-1) ?? first, nights, missing: gone.length }];
      }),
    )
    .toSorted((a, b) =>
      a.caseId === b.caseId
        ? a.stay.child - b.stay.child || (a.first < b.first ? -1 : 1)
        : a.caseId < b.caseId
          ? -1
          : 1,
    );
}
