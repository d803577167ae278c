import { byFirstCode } from '../../../events/former-codes.ts';
import { londonDate } from '../calendar/working-days.ts';
import type { CaseRecord } from './case-record.ts';
import { happenings, type Measure, type Span } from './happenings.ts';

type Counts = Readonly<Record<string, number>>;

/**
 * Figures of a month or of several: of each council, how many by code; and how often each length of a span came. They follow from the records
 * of the cases alone, in whatever order those come.
 */
export interface Figures {
  /** By measure, then council, then code ('' where there is none). */
  readonly counts: Readonly<Partial<Record<Measure, Readonly<Record<string, Counts>>>>>;
  /** By span, then council, then length: how many had it. */
  readonly lengths: Readonly<Partial<Record<Span, Readonly<Record<string, Counts>>>>>;
  /** Cases that councils turned down at least twice, once of it in this time: by reference. */
  readonly oftenTurnedDown: readonly OftenTurnedDown[];
}

/** A case that councils turned down again and again. */
interface OftenTurnedDown {
  readonly caseId: string;
  readonly by: string;
  readonly children: number;
  /** Each no: who, when, and for which reason. */
  readonly noes: readonly { readonly council: string; readonly at: string; readonly reason: string }[];
}

export const noFigures: Figures = { counts: {}, lengths: {}, oftenTurnedDown: [] };

type Building = Record<string, Record<string, Record<string, number>>>;

const add = (to: Building, what: string, of: string, code: string, n: number): void => {
  if (n === 0) return;
  to[what] ??= {};
  const councils = to[what];
  councils[of] ??= {};
  const codes = councils[of];
  codes[code] = (codes[code] ?? 0) + n;
};

const noesOf = ({ caseId, by, children, asks }: CaseRecord): OftenTurnedDown => ({
  caseId,
  by,
  children,
  noes: asks
    .flatMap(({ answers }) => answers)
    .filter(({ said }) => said === 'no')
    .map(({ council, at, reason = 'not-said' }) => ({ council, at, reason }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
});

/** How often one case was turned down for coordinators to look at it. */
const OFTEN = 2;

/** The figures of a month. @param month YYYY-MM @param records at least every case of which something happened in it */
export const figuresOf = (month: string, records: readonly CaseRecord[]): Figures => {
  const counts: Building = {};
  const lengths: Building = {};
  for (const record of records)
    for (const one of happenings(record))
      if (one.on.startsWith(month)) {
        if ('code' in one) add(counts, one.what, one.of, one.code, one.n);
        else add(lengths, one.what, one.of, String(one.value), one.n);
      }
  const oftenTurnedDown = records
    .map(noesOf)
    .filter(({ noes }) => noes.length >= OFTEN && noes.some(({ at }) => londonDate(at).startsWith(month)))
    .toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1));
  return { counts, lengths, oftenTurnedDown };
};

const sumInto = (to: Building, from: Figures['counts'] | Figures['lengths']): void => {
  for (const [what, councils] of Object.entries(from))
    for (const [of, codes] of Object.entries(councils))
      for (const [code, n] of Object.entries(codes)) add(to, what, of, code, n);
};

/** The figures of several months together. */
export const together = (months: readonly Figures[]): Figures => {
  const counts: Building = {};
  const lengths: Building = {};
  const often = new Map<string, OftenTurnedDown>();
  for (const figures of months) {
    sumInto(counts, figures.counts);
    sumInto(lengths, figures.lengths);
    // Of one case the longer list knows the shorter.
    for (const one of figures.oftenTurnedDown) {
      const before = often.get(one.caseId);
      if (before === undefined || before.noes.length <= one.noes.length) often.set(one.caseId, one);
    }
  }
  return {
    counts,
    lengths,
    oftenTurnedDown: [...often.values()].toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1)),
  };
};

/** How many, of one council or of all, with one code or any. */
export const countOf = (
  { counts }: Figures,
  what: Measure,
  { of, code }: { readonly of?: string; readonly code?: string } = {},
): number => {
  const councils = counts[what] ?? {};
  let sum = 0;
  for (const codes of of === undefined ? Object.values(councils) : [councils[of] ?? {}])
    for (const [one, n] of Object.entries(codes)) if (code === undefined || code === one) sum += n;
  return sum;
};

/** The codes of a measure that came, with how many of each, most first. */
export const codesOf = (figures: Figures, what: Measure): readonly (readonly [string, number])[] => {
  const codes = Object.values(figures.counts[what] ?? {}).flatMap((one) => Object.keys(one));
  return [...new Set(codes)]
    .map((code) => [code, countOf(figures, what, { code })] as const)
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
};

/** The councils of which there is any figure, sorted by the codes that they had first. */
export const councilsIn = ({ counts, lengths }: Figures): readonly string[] =>
  [
    ...new Set(
      [...Object.values(counts), ...Object.values(lengths)].flatMap((councils) => Object.keys(councils)),
    ),
  ].toSorted(byFirstCode);

/** Of a span: how many, the shortest, the mean, the longest, and that which so many in a hundred do not exceed. */
export interface Spread {
  readonly n: number;
  readonly shortest: number;
  readonly mean: number;
  readonly longest: number;
  readonly p50: number;
  readonly p90: number;
}

/** Lengths with how many had each, shortest first. */
const sorted = ({ lengths }: Figures, what: Span, of?: string): readonly (readonly [number, number])[] => {
  const byLength = new Map<number, number>();
  for (const [council, found] of Object.entries(lengths[what] ?? {}))
    if (of === undefined || of === council)
      for (const [length, n] of Object.entries(found))
        byLength.set(Number(length), (byLength.get(Number(length)) ?? 0) + n);
  return [...byLength].toSorted(([a], [b]) => a - b);
};

/** @returns undefined where there is none; percentiles by nearest rank */
export const spreadOf = (figures: Figures, what: Span, of?: string): Spread | undefined => {
  const all = sorted(figures, what, of);
  const [first] = all;
  if (first === undefined) return undefined;
  const n = all.reduce((sum, [, times]) => sum + times, 0);
  const rank = (part: number): number => {
    let left = Math.ceil(part * n);
    for (const [length, times] of all) {
      left -= times;
      if (left <= 0) return length;
    }
    return first[0];
  };
  return {
    n,
    shortest: first[0],
    mean: all.reduce((sum, [length, times]) => sum + length * times, 0) / n,
    longest: all.at(-1)?.[0] ?? first[0],
    p50: rank(0.5),
    p90: rank(0.9),
  };
};

/** How many had a length of at most so much. */
export const within = (figures: Figures, what: Span, most: number, of?: string): number =>
  sorted(figures, what, of).reduce((sum, [length, n]) => (length <= most ? sum + n : sum), 0);
