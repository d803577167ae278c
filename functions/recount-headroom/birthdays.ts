import { birthday } from '../../shared/core/calendar/ages.ts';
import type { Case } from '../../shared/core/case/case.ts';

/** The month before a month, YYYY-MM. */
function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

/**
 * Months to look at: this one, and the past ones in which birthdays may have been left (a run that failed, a referral
 * that named a month gone by). Those a person decided on are no longer listed, so the walk back is cheap.
 */
export const monthsToLookAt = (today: string, back: number): readonly string[] => {
  const months = [today.slice(0, 7)];
  while (months.length <= back) months.push(monthBefore(months.at(-1) ?? ''));
  return months;
};

/**
 * Whether a child has turned 18 by a day: by the month that a coordinator decided on by evidence, else by the sealed date of birth where
 * one is known, otherwise once the month that the referral names has ended. A date that nobody has given is never guessed.
 */
export function isEighteen(
  subject: Case,
  child: number,
  datesOfBirth: Readonly<Record<number, string>>,
  today: string,
): boolean {
  const decided = subject.agesDecided?.[child];
  if (decided !== undefined) return decided < today.slice(0, 7);
  const exact = datesOfBirth[child];
  if (exact !== undefined) return birthday(exact, 18) <= today;
  const month = subject.facts.children.find(({ number }) => number === child)?.turns18Month;
  return month !== undefined && month < today.slice(0, 7);
}
