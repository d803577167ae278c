/**
 * Days and hours as they are lived in the United Kingdom. Instants are UTC, ISO 8601; dates are YYYY-MM-DD, in London. By hand:
 * libraries know weekends, but not three nations' bank holidays nor a year that is not published yet, and ask Intl (decisions/0014).
 */

import bankHolidays from '../reference/bank-holidays.json' with { type: 'json' };
import { type Calendar, type Division, divisionOf, holidayName, lateHolidays } from './late-holidays.ts';

/** A date needs bank holidays of a year that the file does not hold. Nothing is guessed: a deadline on a bank holiday would be wrong. */
export class CalendarEndsError extends Error {
  override readonly name = 'CalendarEndsError';
  readonly year: number;

  constructor(year: number) {
    super(
      `Bank holidays are known from ${firstYear} to ${lastYear}, and ${year} is needed. ` +
        `Add ${year} for all three divisions to shared/core/reference/bank-holidays.json ` +
        '(published at www.gov.uk/bank-holidays) and deploy.',
    );
    this.year = year;
  }
}

const dayMs = 86_400_000;
const dayNumber = (date: string): number => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`"${date}" is not a date: write it as YYYY-MM-DD`);
  return ms / dayMs;
};
const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

const numbersOf = (days: readonly { readonly date: string }[]): ReadonlySet<number> =>
  new Set(days.map(({ date }) => dayNumber(date)));
const daysOff: Readonly<Record<Division, ReadonlySet<number>>> = {
  'england-and-wales': numbersOf(bankHolidays['england-and-wales']),
  scotland: numbersOf(bankHolidays.scotland),
  'northern-ireland': numbersOf(bankHolidays['northern-ireland']),
};

// The years that every division holds.
const yearsIn = Object.values(bankHolidays).map((days) => days.map(({ date }) => Number(date.slice(0, 4))));
const firstYear = Math.max(...yearsIn.map((years) => Math.min(...years)));
const lastYear = Math.min(...yearsIn.map((years) => Math.max(...years)));
const firstDay = dayNumber(`${firstYear}-01-01`);
const lastDay = dayNumber(`${lastYear}-12-31`);

/** The date this many calendar days after (or, below zero, before) another. */
export const addDays = (date: string, days: number): string => dateOf(dayNumber(date) + days);

/** Calendar days from one date to another; below zero when `to` comes first. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/**
 * Whether offices of the nation are open: a weekday that is no bank holiday there.
 * @throws {CalendarEndsError} for a year without known bank holidays.
 */
export const isWorkingDay = (date: string, nation: Calendar): boolean => isOpen(dayNumber(date), nation);

const isOpen = (day: number, calendar: Calendar): boolean => {
  const { nation, late } =
    typeof calendar === 'string' ? { nation: calendar, late: lateHolidays() } : calendar;
  if (day < firstDay || day > lastDay) throw new CalendarEndsError(Number(dateOf(day).slice(0, 4)));
  const weekday = (day + 4) % 7; // 1 January 1970 was a Thursday
  return (
    weekday !== 0 &&
    weekday !== 6 &&
    !daysOff[divisionOf[nation]].has(day) &&
    (late.size === 0 || !late.has(holidayName(nation, dateOf(day))))
  );
};

/**
 * The nth working day after a date. With n = 0: the date itself when it is a working day, otherwise the next one.
 * @throws {CalendarEndsError} when the answer lies in a year without known bank holidays.
 */
export const addWorkingDays = (date: string, n: number, nation: Calendar): string => {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`${n} is not a number of working days`);
  let at = date;
  while (n === 0 && !isWorkingDay(at, nation)) at = addDays(at, 1);
  for (let left = n; left > 0; ) {
    at = addDays(at, 1);
    if (isWorkingDay(at, nation)) left -= 1;
  }
  return at;
};

/**
 * Working days after `from`, up to and including `to`; below zero when `to` comes first.
 * @throws {CalendarEndsError} when a day between them has no known bank holidays.
 */
export const workingDaysBetween = (from: string, to: string, nation: Calendar): number => {
  if (to < from) return -workingDaysBetween(to, from, nation);
  const last = dayNumber(to);
  let count = 0;
  for (let day = dayNumber(from) + 1; day <= last; day += 1) if (isOpen(day, nation)) count += 1;
  return count;
};

/** Calendar days from today to the end of the last year with known bank holidays: what the alarm watches. */
export const calendarDaysLeft = (today: string): number => daysBetween(today, `${lastYear}-12-31`);

const hourMs = 3_600_000;

/** When clocks change at the end of a month (January is 0): 01:00 UTC on its last Sunday. */
const changeIn = (year: number, month: number): number => {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, 1));
  return lastDay.getTime() - lastDay.getUTCDay() * dayMs;
};

/**
 * Milliseconds by which London's clocks are ahead of UTC: an hour from 01:00 UTC on the last Sunday of March to 01:00 UTC on that of October
 * (Summer Time Act 1972, as amended by the Summer Time Order 2002, SI 2002/262; so since 1996, and nobody here asks for earlier
 * times). By arithmetic, because asking Intl is a tenth of what starting a function costs.
 */
const aheadOfUtc = (ms: number): number => {
  const year = new Date(ms).getUTCFullYear();
  return ms >= changeIn(year, 2) && ms < changeIn(year, 9) ? hourMs : 0;
};

const londonClock = (instant: string): { readonly date: string; readonly time: string } => {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms))
    throw new RangeError(`"${instant}" is not an instant: write it as 2026-11-23T09:00:00.000Z`);
  const shown = new Date(ms + aheadOfUtc(ms)).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 16) };
};

/** The date in London at an instant. */
export const londonDate = (instant: string): string => londonClock(instant).date;

/** The time of day in London at an instant, HH:MM. */
export const londonTime = (instant: string): string => londonClock(instant).time;

/**
 * The instant at which London's clocks show a time on a date. Of an hour that comes twice (October), the first;
 * an hour that is skipped (March) counts as the hour after it.
 */
export const instantAt = (date: string, time: string): string => {
  const asIfUtc = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(asIfUtc)) {
    throw new RangeError(`"${date} ${time}" is not a date and a time: write them as YYYY-MM-DD and HH:MM`);
  }
  const inSummer = new Date(asIfUtc - hourMs).toISOString();
  return londonTime(inSummer) === time ? inSummer : new Date(asIfUtc).toISOString();
};

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A date in words: "24 November 2026". */
export const dateWords = (date: string): string =>
  `${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

const weekdayOf = (date: string): string => weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';

/** The same with its weekday: "Tuesday 24 November 2026". */
export const dayWords = (date: string): string => `${weekdayOf(date)} ${dateWords(date)}`;

/** A month (YYYY-MM) in words: "November 2026". */
export const monthWords = (month: string): string =>
  `${months[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;

/** A time of day (HH:MM) as people say it: "5pm", "2:05pm", "midday". */
export const timeWords = (time: string): string => {
  if (time === '12:00') return 'midday';
  if (time === '00:00') return 'midnight';
  const hour = Number(time.slice(0, 2));
  const minutes = time.endsWith(':00') ? '' : time.slice(2);
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`;
};

/** A deadline as people say it, in London: "5pm on Tuesday 24 November". */
export const deadlineWords = (instant: string): string => {
  const { date, time } = londonClock(instant);
  return `${timeWords(time)} on ${weekdayOf(date)} ${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1]}`;
};

/**
 * When a party's time ends: the close of the nth working day after the day of the event, in the calendar of the
 * nation that has to act. `closeOfDay` is London time, HH:MM.
 * @throws {CalendarEndsError} when that day's year has no known bank holidays.
 */
export const deadlineAfter = (instant: string, n: number, nation: Calendar, closeOfDay: string): string =>
  instantAt(addWorkingDays(londonDate(instant), n, nation), closeOfDay);

/** When offices are open on a working day: London time, HH:MM. */
interface Office {
  readonly opens: string;
  readonly closes: string;
}

/**
 * Milliseconds of office time between two instants, on the working days of the nation that has to act; none where the second is no later.
 * @throws {CalendarEndsError} when a day it counts has no known bank holidays.
 */
export const officeTimeBetween = (
  from: string,
  to: string,
  nation: Calendar,
  { opens, closes }: Office,
): number => {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  let open = 0;
  for (let date = londonDate(from); begin < end && date <= londonDate(to); date = addDays(date, 1)) {
    if (!isWorkingDay(date, nation)) continue;
    const since = Math.max(begin, Date.parse(instantAt(date, opens)));
    const until = Math.min(end, Date.parse(instantAt(date, closes)));
    open += Math.max(0, until - since);
  }
  return open;
};

/**
 * The instant at which so many hours of office time have gone by: from opening to closing (London time, HH:MM) on the working days of
 * the nation that has to act.
 * @throws {CalendarEndsError} when a day it counts has no known bank holidays.
 */
export const afterOfficeHours = (
  instant: string,
  hours: number,
  nation: Calendar,
  { opens, closes }: Office,
): string => {
  let left = hours * hourMs;
  for (let date = londonDate(instant); ; date = addDays(date, 1)) {
    if (!isWorkingDay(date, nation)) continue;
    const from = Math.max(Date.parse(instant), Date.parse(instantAt(date, opens)));
    const open = Math.max(0, Date.parse(instantAt(date, closes)) - from);
    if (open >= left) return new Date(from + left).toISOString();
    left -= open;
  }
};

/**
 * The instant from which so many hours of office time are left up to another: from opening to closing (London time, HH:MM) on the working
 * days of the nation that has to act.
 * @throws {CalendarEndsError} when a day it counts has no known bank holidays.
 */
export const beforeOfficeHours = (
  instant: string,
  hours: number,
  nation: Calendar,
  { opens, closes }: Office,
): string => {
  let left = hours * hourMs;
  for (let date = londonDate(instant); ; date = addDays(date, -1)) {
    if (!isWorkingDay(date, nation)) continue;
    const until = Math.min(Date.parse(instant), Date.parse(instantAt(date, closes)));
    const open = Math.max(0, until - Date.parse(instantAt(date, opens)));
    if (open >= left) return new Date(until - left).toISOString();
    left -= open;
  }
};

/**
 * The close of the last working day that leaves so many working days before a deadline, the deadline's own day among them.
 * @throws {CalendarEndsError} when a day it counts has no known bank holidays.
 */
export const workingDaysBefore = (
  deadline: string,
  n: number,
  nation: Calendar,
  closeOfDay: string,
): string => {
  const last = londonDate(deadline);
  let date = last;
  while (!isWorkingDay(date, nation) || workingDaysBetween(date, last, nation) < n) date = addDays(date, -1);
  return instantAt(date, closeOfDay);
};

/**
 * The deadline after a pause: as many working days from the day of resuming as were left on the day of the pause, at
 * the same time of day. Never earlier than before, never already past. A deadline that had passed before the pause stays.
 * @throws {CalendarEndsError} when a day it counts has no known bank holidays.
 */
export const shiftByPause = (
  deadline: string,
  pausedAt: string,
  resumedAt: string,
  nation: Calendar,
): string => {
  const ends = Date.parse(deadline);
  if (ends <= Date.parse(pausedAt)) return deadline;
  const left = workingDaysBetween(londonDate(pausedAt), londonDate(deadline), nation);
  const day = addWorkingDays(londonDate(resumedAt), left, nation);
  const time = londonTime(deadline);
  const same = instantAt(day, time);
  const ahead =
    Date.parse(same) > Date.parse(resumedAt) ? same : instantAt(addWorkingDays(day, 1, nation), time);
  return Date.parse(ahead) < ends ? deadline : ahead;
};
