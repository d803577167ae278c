import * as z from 'zod';
import { EARLIEST_DAY } from '../../../shared/core/calendar/ages.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { hasLostLetters } from '../../../shared/core/referral/lost-letters.ts';
import { dateExample, exampleBy, marchFrom } from './date-example.ts';
import type { TypedDate } from './form-post.ts';

/** What a form field must hold; each way of getting it wrong has a message of its own that says what to do. */

/** One of the values offered. */
export const oneOf = <const Values extends readonly string[]>(values: Values, message: string) =>
  z.enum(values, { error: message });

/** One of the values offered, or nothing. */
export const maybeOneOf = <const Values extends readonly string[]>(values: Values, message: string) =>
  z
    .enum(['', ...values], { error: message })
    .transform((value) => (value === '' ? undefined : (value as Values[number])));

/** Any of the values offered, or none. */
export const anyOf = <const Values extends readonly string[]>(values: Values, message: string) =>
  z.array(z.enum(values, { error: message }));

/** Any of the values offered, or that it is none of them; nothing at all where that is not known. */
export const maybeAnyOf = <const Values extends readonly string[]>(values: Values, message: string) =>
  anyOf([...values, 'none'], message).refine((all) => !all.includes('none') || all.length === 1, {
    error: message,
  });

/** A box that may be left empty. */
export const maybeTicked = anyOf(['yes'], 'Tick the box or leave it empty');

const longest = (limit: number, what: string) =>
  z
    .string()
    .max(limit, { error: () => `${what} must be ${limit.toLocaleString('en-GB')} characters or fewer` })
    .refine((text) => !hasLostLetters(text), {
      error: `${what} has broken letters in it. Write it again`,
    });

/** Text that must be there. `what` begins the message: "Reason must be …". */
export const someText = (message: string, what: string, limit = 2000) =>
  longest(limit, what).min(1, { error: message });

/** Longest address that mail programs take (RFC 5321). */
const LONGEST_ADDRESS = 254;

/** An email address to which email can be sent. @param like such an address, as an example */
export const someAddress = (message: string, what: string, like: string) =>
  someText(message, what, LONGEST_ADDRESS).refine((address) => z.email().safeParse(address).success, {
    error: `Enter an email address in the correct format, like ${like}`,
  });

/** Text that may be left out; then it is undefined. */
export const maybeText = (what: string, limit = 2000) =>
  longest(limit, what).transform((text) => (text === '' ? undefined : text));

const number = (what: string, message: string | undefined, most: number) =>
  z.string().transform((text, context) => {
    const wrong = (problem: string) => {
      context.addIssue({ code: 'custom', message: problem });
      return z.NEVER;
    };
    if (text === '') return message === undefined ? undefined : wrong(message);
    if (!/^\d{1,9}$/.test(text)) return wrong(`${what} must be a whole number, like 3, or 0`);
    return Number(text) <= most
      ? Number(text)
      : wrong(`${what} must be ${most.toLocaleString('en-GB')} or fewer`);
  });

/** A whole number, written in digits. */
export const wholeNumber = (what: string, message: string, most: number) =>
  number(what, message, most).pipe(z.number());

/** A whole number, or nothing. */
export const maybeWholeNumber = (what: string, most: number) => number(what, undefined, most);

/** The box that no program ticks by posting a form as it found it. */
export const ticked = (message: string) => z.literal('yes', { error: message });

/** A month with its year, as "May 2028", "5 2028" or "05/2028"; becomes YYYY-MM. `from`: the first that is allowed. */
export const someMonth = (what: string, message: string, from: { month: string; message: string }) =>
  z.string().transform((text, context) => {
    const wrong = (problem: string) => {
      context.addIssue({ code: 'custom', message: problem });
      return z.NEVER;
    };
    if (text === '') return wrong(message);
    const [, name = '', year = ''] = /^\s*([a-z]{3,9}|\d{1,2})[\s/.-]+(\d{4})\s*$/i.exec(text) ?? [];
    const month = name === '' ? 0 : monthNumber(name);
    if (month < 1 || month > 12) return wrong(`${what} must be a month and a year, like May 2028`);
    const found = `${year}-${String(month).padStart(2, '0')}`;
    return found < from.month ? wrong(from.message) : found;
  });

const parts = ['day', 'month', 'year'] as const;
const typed = z.object({ day: z.string(), month: z.string(), year: z.string() });

/** A day, YYYY-MM-DD, and what to say of one beyond it. */
interface Limit {
  readonly day: string;
  readonly message: string;
}

/** The first day allowed, the last, or both: a date is asked for on some day, and from there an example is found. */
type DateLimits = {
  /** A date within them to show, as people type it; one of March unless given. */
  readonly like?: string;
} & ({ readonly from: Limit; readonly to?: Limit } | { readonly from?: undefined; readonly to: Limit });

/** What to type instead: a date within the limits. */
function realDate({ from, to, like }: DateLimits): string {
  if (from === undefined) return `real date in the past, like ${like ?? exampleBy(to.day)}`;
  const first = marchFrom(from.day);
  return `real date, like ${dateExample(to === undefined || first <= to.day ? first : to.day)}`;
}

const monthNames = Array.from({ length: 12 }, (_, index) =>
  (dateWords(`2026-${String(index + 1).padStart(2, '0')}-01`).split(' ')[1] ?? '').toLowerCase(),
);

/** "11", "Nov" and "November" are all November. */
function monthNumber(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const word = text.toLowerCase();
  return word.length >= 3 ? monthNames.findIndex((name) => name.startsWith(word)) + 1 : 0;
}

function isoDate({ day, month, year }: TypedDate): string | undefined {
  const number = monthNumber(month);
  const iso = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = Date.parse(`${iso}T00:00:00Z`);
  // 31 June would roll over to 1 July; what is not written in digits comes out otherwise, or not at all.
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

const date = (what: string, message: string | undefined, limits: DateLimits) =>
  typed.transform((given, context) => {
    const wrong = (problem: string, part?: (typeof parts)[number]) => {
      context.addIssue({ code: 'custom', message: problem, path: part === undefined ? [] : [part] });
      return z.NEVER;
    };
    const missing = parts.filter((part) => given[part] === '');
    if (missing.length === parts.length) return message === undefined ? undefined : wrong(message);
    if (missing[0] !== undefined)
      return wrong(`${what} must include a ${missing.join(' and a ')}`, missing[0]);
    const iso = isoDate(given);
    if (iso === undefined || iso < EARLIEST_DAY) return wrong(`${what} must be a ${realDate(limits)}`);
    if (limits.from !== undefined && iso < limits.from.day) return wrong(limits.from.message);
    if (limits.to !== undefined && iso > limits.to.day) return wrong(limits.to.message);
    return iso;
  });

/** A real day within its limits, as YYYY-MM-DD. `what` begins the messages: "Day of the move must …". */
export const someDate = (what: string, message: string, limits: DateLimits) =>
  date(what, message, limits).pipe(z.string());

const dayOrMonth = (what: string, message: string | undefined, limits: DateLimits) =>
  typed.transform((given, context) => {
    const isMonth = given.day === '' && given.month !== '' && given.year !== '';
    const read = date(what, message, limits).safeParse(isMonth ? { ...given, day: '1' } : given);
    if (read.success) return isMonth ? read.data?.slice(0, 7) : read.data;
    for (const { path, message: problem } of read.error.issues)
      context.addIssue({ code: 'custom', message: problem, path });
    return z.NEVER;
  });

/** A real day as YYYY-MM-DD or, where only that is known and the day is left empty, a month as YYYY-MM. */
export const someDayOrMonth = (what: string, message: string, limits: DateLimits) =>
  dayOrMonth(what, message, limits).pipe(z.string());

/** The same, or all three fields left empty. */
export const maybeDayOrMonth = (what: string, limits: DateLimits) => dayOrMonth(what, undefined, limits);

/** A real day, or all three fields left empty. */
export const maybeDate = (what: string, limits: DateLimits) => date(what, undefined, limits);

/** A time of day as people write it, as HH:MM: "14:05", "14.05", "1405", "2:05pm", "2 pm", "midday", "midnight"; undefined for what is none. */
function timeOfDay(text: string): string | undefined {
  const typed = text.toLowerCase().replaceAll(/[\s.]*(?=[ap]\.?m\b)|(?<=[ap])\.|\.$/g, '');
  if (typed === 'midday' || typed === 'noon') return '12:00';
  if (typed === 'midnight') return '00:00';
  const [, hours = '', minutes = '00', half] =
    /^(\d{1,2})(?:[:.](\d{2}))?([ap]m)$/.exec(typed) ??
    /^(\d{1,2})[:.](\d{2})$/.exec(typed) ??
    /^(\d{2})(\d{2})$/.exec(typed) ??
    [];
  const hour = Number(hours);
  if (hours === '' || Number(minutes) > 59) return undefined;
  if (half === undefined) return hour > 23 ? undefined : `${hours.padStart(2, '0')}:${minutes}`;
  if (hour < 1 || hour > 12) return undefined;
  return `${String((hour % 12) + (half === 'pm' ? 12 : 0)).padStart(2, '0')}:${minutes}`;
}

const time = (message: string | undefined) =>
  z.string().transform((text, context) => {
    const found = timeOfDay(text);
    if (found !== undefined) return found;
    if (text === '' && message === undefined) return undefined;
    // What is no time comes out as none, also when it is empty: who compares it with the clock never sees it.
    const problem = text === '' ? message : 'Time must be a time of day, like 9:30am or 14:05';
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });

/** A time of day, as HH:MM on the 24-hour clock however it was written. */
export const someTime = (message: string) => time(message).pipe(z.string());

/** The same, or nothing. */
export const maybeTime = () => time(undefined);
