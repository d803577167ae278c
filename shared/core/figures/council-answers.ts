import { countOf, type Figures, type Spread, spreadOf } from './figures.ts';

/** What a council was asked in some months, and how it answered: in children, each time that it was asked. */
export interface CouncilAnswers {
  readonly askedFirst: number;
  readonly askedToStandBy: number;
  readonly yes: number;
  readonly no: number;
  /** Its noes by reason, most first. */
  readonly reasons: readonly (readonly [reason: string, children: number])[];
  /** Its time ran out. */
  readonly silent: number;
  readonly wouldNotStandBy: number;
  /** Placed there by coordinators, without being asked in turn. */
  readonly directed: number;
  /** What it had taken came to nothing before the handover. */
  readonly undone: number;
  readonly movedIn: number;
  /** Hours from when it was its turn to its yes or no, nights and weekends as well; undefined where it gave none. */
  readonly hours?: Spread;
}

/** What the figures of some months say of one council. */
export function answersOf(figures: Figures, of: string): CouncilAnswers {
  const count = (what: Parameters<typeof countOf>[1], code?: string): number =>
    countOf(figures, what, { of, ...(code === undefined ? {} : { code }) });
  const hours = spreadOf(figures, 'hours-to-answer', of);
  return {
    askedFirst: count('asked', 'first'),
    askedToStandBy: count('asked', 'back-up'),
    yes: count('accepted') - count('directed'),
    no: count('turned-down'),
    reasons: Object.entries(figures.counts['turned-down']?.[of] ?? {}).toSorted(
      ([a, n], [b, m]) => m - n || (a < b ? -1 : 1),
    ),
    silent: count('silent'),
    wouldNotStandBy: count('would-not-stand-by'),
    directed: count('directed'),
    undone: count('undone'),
    movedIn: count('moved-in'),
    ...(hours === undefined ? {} : { hours }),
  };
}

/** So many months up to one, the latest first. @param month YYYY-MM */
export const monthsUpTo = (month: string, many: number): readonly string[] => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = year * 12 + number - 1;
  return Array.from({ length: many }, (_, back) => {
    const one = last - back;
    return `${Math.floor(one / 12)}-${String((one % 12) + 1).padStart(2, '0')}`;
  });
};
