import { presentCode } from '../../../events/former-codes.ts';
import successions from '../reference/successions.json' with { type: 'json' };
import { addDays, dateWords } from './working-days.ts';

/** An authority that ends, and those that begin on the day after in its stead. Entered ahead: until the day comes, nothing changes. */
export interface Succession {
  readonly ends: string;
  readonly name: string;
  /** Its last day, Europe/London, YYYY-MM-DD. */
  readonly lastDay: string;
  /** The order by which it ends. */
  readonly source: string;
  readonly begins: readonly {
    readonly code: string;
    readonly name: string;
    /** Children under 18; by it what cannot be divided case by case is shared out. */
    readonly childPopulation: number;
  }[];
}

/** For so many days whoever reads the mailbox of an authority that has ended signs in for it, to see what nobody has taken over yet. */
export const MAILBOX_DAYS = 28;

const known: readonly Succession[] = successions;

export const allSuccessions = (): readonly Succession[] => known;

/** How an authority ends, by its code; undefined for one of which no end is known. */
export const successionOf = (code: string): Succession | undefined =>
  known.find(({ ends }) => ends === presentCode(code));

/** The authorities that take over from one, or took over; none where it goes on. */
export const successorsOf = (code: string): readonly string[] =>
  successionOf(code)?.begins.map((one) => one.code) ?? [];

/** The authorities that one takes over from. */
export const predecessorsOf = (code: string): readonly string[] =>
  known.filter(({ begins }) => begins.some((one) => one.code === code)).map(({ ends }) => ends);

/** Whether an authority has ended before a day. @param day Europe/London, YYYY-MM-DD */
export const hasEnded = (code: string, day: string): boolean => {
  const ends = successionOf(code);
  return ends !== undefined && ends.lastDay < day;
};

/** Whether an authority has begun by a day; one that was always there has. @param day Europe/London, YYYY-MM-DD */
const hasBegun = (code: string, day: string): boolean =>
  known.every(({ begins, lastDay }) => lastDay < day || begins.every((one) => one.code !== code));

/** Whether an authority is one on a day: only then it is ranked, asked, reminded and offered for choice. @param day Europe/London, YYYY-MM-DD */
export const isInForce = (code: string, day: string): boolean => hasBegun(code, day) && !hasEnded(code, day);

/** That an authority has ended by a day, and who took over, in words; undefined where it has not. @param day Europe/London, YYYY-MM-DD */
export function endedWords(code: string, day: string): string | undefined {
  const ended = successionOf(code);
  if (ended === undefined || !hasEnded(code, day)) return undefined;
  const { name, lastDay, begins } = ended;
  return `${name} ended on ${dateWords(lastDay)}. ${begins.map((one) => one.name).join(' and ')} took over`;
}

/** A number of children of an authority that ends, divided among those that take over by the children of each: whole, and the same in all. */
export function dividedAmong({ begins }: Pick<Succession, 'begins'>, children: number): readonly number[] {
  const all = begins.reduce((sum, { childPopulation }) => sum + childPopulation, 0);
  let soFar = 0;
  let given = 0;
  return begins.map(({ childPopulation }) => {
    soFar += childPopulation;
    const before = given;
    given = Math.round((children * soFar) / all);
    return given - before;
  });
}

/** What takes the place of an authority that is none on a day, in words; undefined where it is one, or where we know of no other. */
export function insteadWords(code: string, day: string): string | undefined {
  const ended = endedWords(code, day);
  if (ended !== undefined)
    return `${ended}: name the one that it is about${successorsOf(code).length > 1 ? ', or both' : ''}.`;
  for (const { begins, lastDay } of known) {
    const begun = begins.find((one) => one.code === code);
    if (begun !== undefined && !hasBegun(code, day))
      return `${begun.name} begins on ${dateWords(addDays(lastDay, 1))}. Until then name the council that it takes over from.`;
  }
  return undefined;
}
