import { addDays, instantAt, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { inSeconds } from './session.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** The day, as people here have it, that is counted in: when it ends, and when counts of it may be forgotten, seconds since 1970. */
export function dayOf(now: string): {
  readonly day: string;
  readonly ends: string;
  readonly forgotten: number;
} {
  const day = londonDate(now);
  const ends = instantAt(addDays(day, 1), '00:00');
  return { day, ends, forgotten: inSeconds(ends) + DAY_SECONDS };
}
