import { addDays } from '../calendar/working-days.ts';
import type { Policy } from '../policy.ts';
import type { CouncilFigures } from './council.ts';
import { headroom } from './headroom.ts';

/** Days ahead that are looked at. */
export const daysAhead = [30, 60, 90] as const;

/** A council's room on a day to come, in whole children, should nothing else change. */
export interface RoomAhead {
  /** Europe/London. */
  readonly on: string;
  /** With those alone who are 18 by then whichever day of their month it is; below zero where it is over its ceiling. */
  readonly least: number;
  /** And with those whose month has begun by then. */
  readonly most: number;
}

/**
 * A council's room on days to come, by what is known today: its room on that day (what it volunteers may have lapsed by then) and those who turn 18 until
 * then of the children whom the scheme brought to it or is bringing. Of a birthday the month is known here and not the day, so it is a span. Nothing is known of children whom it had
 * before, of offers to come, or of whom it may lose: those are no part of it.
 *
 * @param months of each of those children the month (YYYY-MM) of the 18th birthday; empty where it is not known
 * @param today Europe/London
 */
export const roomAhead = (
  council: CouncilFigures,
  policy: Pick<Policy, 'threshold'>,
  months: readonly string[],
  today: string,
): readonly RoomAhead[] =>
  daysAhead.map((days) => {
    const on = addDays(today, days);
    // On the last day of a month everybody whose month it is has had the birthday.
    const whole = addDays(on, 1).slice(0, 7);
    const known = months.filter((month) => month !== '');
    const room = headroom(council, policy, on);
    return {
      on,
      least: room + known.filter((month) => month < whole).length,
      most: room + known.filter((month) => month <= on.slice(0, 7)).length,
    };
  });
