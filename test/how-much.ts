/**
 * How much is tried: `npm run test:long` tries all of it; `npm test` a portion of what takes minutes; `npm run test:unit` and the mutation lab
 * ask properties less often.
 */
export const inFull = process.env.TESTS === 'long';

/** @returns `full` in the long run, else `short` */
export const portion = <T>(short: T, full: T): T => (inFull ? full : short);

const share = Number(process.env.PROPERTY_SHARE ?? 1);

/** How often to ask a property: as often as its test says, or PROPERTY_SHARE of that (10 to look harder; less where mutants are tried by the thousand). */
export const runs = (asked: number): number => Math.max(1, Math.round(asked * share));

/** Whether properties are asked as often as their tests say, or more. */
export const askedWhole = share >= 1;

/**
 * More often than this something has to be met by a property that is asked so often. Of the few runs that a mutant or the loop of seconds
 * has, nothing is promised: what is seldom would fail them by chance.
 */
export const metIn = (asked: number, oneIn: number): number => (askedWhole ? runs(asked) / oneIn : -1);
