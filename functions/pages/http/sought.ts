import { everyCouncil } from '../../../shared/core/council/published-councils.ts';

/** Longer than any reference and any name of a council. */
const LONGEST = 60;

/** What somebody typed to look for. */
export const asSought = (typed: string): string => typed.trim().slice(0, LONGEST);

/** Whether a name holds what was typed, in whichever case. */
export const holds = (name: string, sought: string): boolean =>
  name.toLowerCase().includes(sought.toLowerCase());

/** Councils whose names hold what was typed, and no other where one has just that name. Also one that has ended, whose cases may go on under its name. */
export function councilsNamed(sought: string): readonly string[] {
  const holding = everyCouncil().filter(({ name }) => holds(name, sought));
  const whole = holding.filter(({ name }) => holds(sought, name));
  return (whole.length > 0 ? whole : holding).map(({ code }) => code);
}
