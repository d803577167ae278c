import { councilsOn, publishedCouncil } from '../council/published-councils.ts';
import { countOf, type Figures } from './figures.ts';
import { lastDayOf } from './nts-01.ts';
import type { Period } from './periods.ts';

/** From so many children on a number may be published as it is; so may nought. Decision 61 has the sources. */
export const FEW = 5;

/** A number as it may be published, or that it may not: it is small, or another could be worked out with it. */
export type Publishable = number | 'hidden';

/** A number and the parts of which it is the sum, as they may be published together. */
export interface Breakdown {
  readonly all: Publishable;
  /** In the order of the parts. */
  readonly parts: readonly Publishable[];
}

const isSmall = (n: number): boolean => n > 0 && n < FEW;

/**
 * Hides what is small in a number and its parts, and as much besides that nothing hidden can be worked out from what is shown, not even by
 * somebody who knows this rule. The smallest parts are hidden, up to a number at which two different ones are hidden: exchange those two, and
 * the same is published. Where then only noughts would be left to show, no part is shown: one of 1 and one of the rest is published the same.
 */
export const breakdown = (parts: readonly number[]): Breakdown => {
  const all = parts.reduce((sum, n) => sum + n, 0);
  if (!parts.some(isSmall)) return { all, parts };
  const none = parts.map((): Publishable => 'hidden');
  if (isSmall(all)) return { all: 'hidden', parts: none };
  const numbers = [...new Set(parts.filter((n) => n > 0))].toSorted((a, b) => a - b);
  const upTo = Math.max(FEW - 1, numbers[1] ?? 0);
  if (parts.every((n) => n <= upTo)) return { all, parts: none };
  return { all, parts: parts.map((n) => (n > 0 && n <= upTo ? 'hidden' : n)) };
};

/**
 * What may be published of a council, of its region and of all: each in children. How many were asked for is not: it is nearly the sum of yes, no and
 * silence, so that one of these which is hidden could be worked out from the others.
 */
export const publishedCounts = {
  referred: (figures: Figures, of: string) => countOf(figures, 'referred', { of }),
  yes: (figures: Figures, of: string) =>
    countOf(figures, 'accepted', { of }) - countOf(figures, 'directed', { of }),
  no: (figures: Figures, of: string) => countOf(figures, 'turned-down', { of }),
  silent: (figures: Figures, of: string) => countOf(figures, 'silent', { of }),
  directed: (figures: Figures, of: string) => countOf(figures, 'directed', { of }),
  movedIn: (figures: Figures, of: string) => countOf(figures, 'moved-in', { of }),
  movedOut: (figures: Figures, of: string) => countOf(figures, 'moved-out', { of }),
} as const satisfies Readonly<Record<string, (figures: Figures, of: string) => number>>;
export type PublishedCount = keyof typeof publishedCounts;

/** Codes of the councils that there were in a quarter, or of which something is counted, by the code of their region. */
const byRegion = (figures: Figures, quarter: Period): ReadonlyMap<string, readonly string[]> => {
  const there = [`${quarter.months[0]}-01`, lastDayOf(quarter)].flatMap(councilsOn).map(({ code }) => code);
  const counted = Object.values(figures.counts).flatMap((councils) => Object.keys(councils));
  return Map.groupBy(
    [...new Set([...there, ...counted])].toSorted(),
    (code) => publishedCouncil(code)?.region ?? '',
  );
};

/** A region's number, as published, and those of its councils. */
interface PublishedRegion {
  /** Its code; empty for authorities that are in none. */
  readonly region: string;
  readonly all: Publishable;
  readonly councils: Readonly<Record<string, Publishable>>;
}

/**
 * Numbers of regions and their councils, as they may be published together. Where a region’s number is hidden, so are those of its councils: it
 * would be their sum.
 */
export const nested = (
  regions: readonly (readonly number[])[],
): { readonly all: Publishable; readonly regions: readonly Breakdown[] } => {
  const { all, parts } = breakdown(regions.map((councils) => councils.reduce((sum, n) => sum + n, 0)));
  return {
    all,
    regions: regions.map((councils, at): Breakdown => {
      const own = parts[at] ?? 'hidden';
      return own === 'hidden'
        ? { all: own, parts: councils.map(() => own) }
        : { ...breakdown(councils), all: own };
    }),
  };
};

/**
 * A count of a whole quarter, as it may be published: of all, of every region, and of every council. Only whole quarters are: what is published of
 * one is the same in every period, so that no two periods can be taken from each other.
 *
 * @param figures of the quarter
 */
export const publishedIn = (
  figures: Figures,
  quarter: Period,
  what: PublishedCount,
): { readonly all: Publishable; readonly regions: readonly PublishedRegion[] } => {
  const regions = [...byRegion(figures, quarter)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { all, regions: found } = nested(
    regions.map(([, codes]) => codes.map((code) => publishedCounts[what](figures, code))),
  );
  return {
    all,
    regions: regions.map(([region, codes], at) => ({
      region,
      all: found[at]?.all ?? 'hidden',
      councils: Object.fromEntries(codes.map((code, index) => [code, found[at]?.parts[index] ?? 'hidden'])),
    })),
  };
};

/** A count of one council in a whole quarter, as it may be published. */
export const publishedOf = (
  figures: Figures,
  quarter: Period,
  what: PublishedCount,
  council: string,
): Publishable =>
  publishedIn(figures, quarter, what).regions.find(({ councils }) => council in councils)?.councils[
    council
  ] ?? 0;
