import late from '../reference/late-bank-holidays.json' with { type: 'json' };
import type { Nation } from './nation.ts';

/** The calendars in which bank holidays are published. */
export const divisionOf = {
  England: 'england-and-wales',
  Wales: 'england-and-wales',
  Scotland: 'scotland',
  'Northern Ireland': 'northern-ireland',
} as const satisfies Record<Nation, string>;

export type Division = (typeof divisionOf)[Nation];

/** A bank holiday that was announced when deadlines beyond it might have been set: a coronation, a funeral. */
export interface LateHoliday {
  readonly date: string;
  readonly title: string;
  readonly divisions: readonly Division[];
}

/** A nation's working days; or as they were reckoned when only these of the late bank holidays were known. */
export type Calendar = Nation | { readonly nation: Nation; readonly late: ReadonlySet<string> };

/** How a late bank holiday is named where it is kept: "scotland 2026-12-04". */
export const holidayName = (nation: Nation, date: string): string => `${divisionOf[nation]} ${date}`;

/** The day of a late bank holiday, by its name. */
export const holidayDay = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

const namesOf = (days: readonly LateHoliday[]): ReadonlySet<string> =>
  new Set(days.flatMap(({ date, divisions }) => divisions.map((division) => `${division} ${date}`)));

let known = namesOf(late);

/** Every late bank holiday of the code that runs, by its name. */
export const lateHolidays = (): ReadonlySet<string> => known;

/**
 * What a deployment does that brings another file: for who plays one. Nothing that is deployed calls it.
 *
 * @returns puts back what was known before
 */
export const deployHolidays = (days: readonly LateHoliday[]): (() => void) => {
  const before = known;
  known = namesOf(days);
  return () => {
    known = before;
  };
};
