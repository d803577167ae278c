import { addDays, daysBetween } from './working-days.ts';

/** No day of a referral is earlier: in "0010-05-14" the year is mistyped. */
export const EARLIEST_DAY = '1900-01-01';

const fourFigures = (year: number): string => String(year).padStart(4, '0');

/** What a decision may know of a child's age: whole years, and days to the end of the month of the 18th birthday (null from that birthday on). */
export interface ChildAge {
  readonly child: number;
  readonly years: number;
  readonly daysTo18: number | null;
}

/** A birthday of someone born on a date. Born on 29 February: 1 March in a common year, as the law counts years of age. */
export const birthday = (dateOfBirth: string, years: number): string => {
  const year = Number(dateOfBirth.slice(0, 4)) + years;
  const monthAndDay = dateOfBirth.slice(5);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return `${fourFigures(year)}-${monthAndDay === '02-29' && !leap ? '03-01' : monthAndDay}`;
};

/** The month (YYYY-MM) in which someone born on a date turns 18. */
export const turns18In = (dateOfBirth: string): string => birthday(dateOfBirth, 18).slice(0, 7);

/** The month (YYYY-MM) in which someone was born who turns 18 in a month: the way back from `turns18In` of its first day. */
export const bornIn = (turns18Month: string): string =>
  `${fourFigures(Number(turns18Month.slice(0, 4)) - 18)}${turns18Month.slice(4)}`;

/** Whole years of age on a day. Below zero for a date of birth after it. */
export const yearsOld = (dateOfBirth: string, today: string): number => {
  const years = Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return birthday(dateOfBirth, years) <= today ? years : years - 1;
};

/** The last day of the month that a date lies in. */
export const endOfMonth = (date: string): string =>
  addDays(`${addDays(`${date.slice(0, 7)}-01`, 31).slice(0, 7)}-01`, -1);

/**
 * What the sealed dates of birth say on a day, as far as it may be stored: years, and days to the end of the month of the 18th
 * birthday; null from that birthday on. The month stands in the referral itself, so whoever reads a case's decisions side
 * by side learns only on which side of a birthday each was taken. Children without a sealed date are left out: their
 * month decides.
 */
export const agesFrom = (
  datesOfBirth: Readonly<Record<number, string>>,
  today: string,
): readonly ChildAge[] =>
  Object.entries(datesOfBirth).map(([child, dateOfBirth]): ChildAge => {
    const eighteenth = birthday(dateOfBirth, 18);
    return {
      child: Number(child),
      years: yearsOld(dateOfBirth, today),
      daysTo18: eighteenth <= today ? null : daysBetween(today, endOfMonth(eighteenth)),
    };
  });

/**
 * Whether someone who turns 18 in a month (YYYY-MM) has reached an age on a day: 'yes', 'no', or 'this-month' when only the
 * sealed date can tell.
 */
export const reached = (age: number, month: string, today: string): 'yes' | 'no' | 'this-month' => {
  const due = `${fourFigures(Number(month.slice(0, 4)) - 18 + age)}-${month.slice(5, 7)}`;
  const now = today.slice(0, 7);
  if (due === now) return 'this-month';
  return due < now ? 'yes' : 'no';
};
