import { monthWords } from '../calendar/working-days.ts';

/** A month, or a quarter of a calendar year, as the Home Office counts them. */
export interface Period {
  /** As an address names it: 2026-11, or 2026-q4. */
  readonly name: string;
  /** YYYY-MM, in order. */
  readonly months: readonly string[];
}

const inQuarter = (year: number, quarter: number): Period => ({
  name: `${year}-q${quarter}`,
  months: [1, 2, 3].map((one) => `${year}-${String((quarter - 1) * 3 + one).padStart(2, '0')}`),
});

/** The quarter that a day is in. @param date YYYY-MM-DD */
export const quarterOf = (date: string): Period =>
  inQuarter(Number(date.slice(0, 4)), Math.ceil(Number(date.slice(5, 7)) / 3));

/** @returns undefined for what names none */
export const periodNamed = (name: string): Period | undefined => {
  const [, year = '', quarter] = /^(20\d\d)-(?:q([1-4])|(?:0[1-9]|1[0-2]))$/.exec(name) ?? [];
  if (year === '') return undefined;
  return quarter === undefined ? { name, months: [name] } : inQuarter(Number(year), Number(quarter));
};

/** "November 2026"; "October to December 2026". */
export const periodWords = ({ months }: Period): string => {
  const [first = '', last = first] = [months[0], months.at(-1)];
  return first === last ? monthWords(first) : `${monthWords(first).split(' ')[0]} to ${monthWords(last)}`;
};

const monthBefore = (month: string): string => {
  const [year, of] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return of === 1 ? `${year - 1}-12` : `${year}-${String(of - 1).padStart(2, '0')}`;
};

const QUARTERS = 6;
const MONTHS = 12;

/** The quarters and the months up to a day, latest first: those of the last year and a half, and of the last year. */
export const periodsUpTo = (date: string): readonly Period[] => {
  const months = Array.from({ length: 3 * QUARTERS }).reduce<readonly string[]>(
    (all) => [...all, monthBefore(all.at(-1) ?? '')],
    [date.slice(0, 7)],
  );
  const quarters = new Map(months.map((month) => quarterOf(month)).map((one) => [one.name, one]));
  return [
    ...[...quarters.values()].slice(0, QUARTERS),
    ...months.slice(0, MONTHS).map((name) => ({ name, months: [name] })),
  ];
};
