import { dateWords, deadlineWords, instantAt, londonDate } from '../core/calendar/working-days.ts';

/** A moment in the past, in London: "2:05pm on Tuesday 24 November 2026". */
export const momentWords = (instant: string): string =>
  `${deadlineWords(instant)} ${londonDate(instant).slice(0, 4)}`;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const count = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'}`;

/** Nights between two moments, as people in London count days: from Friday evening to Monday is 3 days. */
const daysApart = (instant: string, now: string): number =>
  Math.abs(Date.parse(londonDate(instant)) - Date.parse(londonDate(now))) / DAY;

/** How far off a deadline is, roughly: "in 3 hours", "2 days ago". */
export function distanceWords(instant: string, now: string): string {
  const away = Date.parse(instant) - Date.parse(now);
  const size = Math.abs(away);
  const amount =
    size >= DAY
      ? count(daysApart(instant, now), 'day')
      : size >= HOUR
        ? count(Math.floor(size / HOUR), 'hour')
        : count(Math.max(1, Math.floor(size / MINUTE)), 'minute');
  return away > 0 ? `in ${amount}` : `${amount} ago`;
}

/** The day of an instant, in London: "24 November 2026". */
export const dayWords = (instant: string): string => dateWords(londonDate(instant));

/** What is said instead of a day while a child is missing. */
export const DEADLINES_WAIT = 'The deadlines wait until nobody is missing';

/** By when children are to be moved: undefined while the deadlines wait for a missing child. */
export const moveByWords = (moveBy: string | undefined): string =>
  moveBy === undefined ? DEADLINES_WAIT : dayWords(moveBy);

/** A day with its weekday: "Tuesday 24 November". */
export const weekdayWords = (date: string): string =>
  deadlineWords(instantAt(date, '12:00')).replace(/^midday on /, '');

/** How long it was between two moments, in its two largest units: "35 minutes", "3 hours 5 minutes", "2 days 4 hours". */
export function lengthWords(from: string, to: string): string {
  const size = Math.max(0, Date.parse(to) - Date.parse(from));
  const units = [
    [Math.floor(size / DAY), 'day'],
    [Math.floor((size % DAY) / HOUR), 'hour'],
    [Math.floor((size % HOUR) / MINUTE), 'minute'],
  ] as const;
  const first = units.findIndex(([number]) => number > 0);
  if (first === -1) return 'less than a minute';
  return units
    .slice(first, first + 2)
    .filter(([number]) => number > 0)
    .map(([number, unit]) => count(number, unit))
    .join(' ');
}
