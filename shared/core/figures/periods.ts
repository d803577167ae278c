import { addDays, monthWords } from '../calendar/working-days.ts';

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

/** The months, YYYY-MM, from one to another; of days, those that they are in. Empty where the first is after the last. */
export const monthsBetween = (from: string, until: string): readonly string[] => {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= until.slice(0, 7); ) {
    months.push(month);
    month = addDays(`${month}-28`, 4).slice(0, 7);
  }
  return months;
};

/** The quarters that are whole in some months, and over by a day, in order. @param date YYYY-MM-DD */
export const wholeQuartersIn = (months: readonly string[], date: string): readonly Period[] => {
  const quarters = new Map(months.map((month) => quarterOf(`${month}-01`)).map((one) => [one.name, one]));
  return [...quarters.values()].filter((one) =>
    one.months.every((month) => months.includes(month) && month < date.slice(0, 7)),
  );
};

/** "November 2026"; "October to December 2026"; "December 2025 to January 2026". */
export const periodWords = ({ months }: Period): string => {
  const [first = '', last = first] = [months[0], months.at(-1)];
  if (first === last) return monthWords(first);
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  return `${sameYear ? monthWords(first).split(' ')[0] : monthWords(first)} to ${monthWords(last)}`;
};

/** So many months up to one, the latest first. @param month YYYY-MM */
export const monthsUpTo = (month: string, many: number): readonly string[] => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = year * 12 + number - 1;
  return Array.from({ length: many }, (_, back) => {
    const one = last - back;
    return `${Math.floor(one / 12)}-${String((one % 12) + 1).padStart(2, '0')}`;
  });
};

const QUARTERS = 6;
const MONTHS = 12;

/** The quarters and the months up to a day, latest first: those of the last year and a half, and of the last year. */
export const periodsUpTo = (date: string): readonly Period[] => {
  const months = monthsUpTo(date.slice(0, 7), 3 * QUARTERS + 1);
  const quarters = new Map(months.map((month) => quarterOf(month)).map((one) => [one.name, one]));
  return [
    ...[...quarters.values()].slice(0, QUARTERS),
    ...months.slice(0, MONTHS).map((name) => ({ name, months: [name] })),
  ];
};
