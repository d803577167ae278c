import { byFirstCode } from '../../../events/former-codes.ts';

/** A party that shares in the arrival being decided. */
export interface Standing {
  readonly id: string;
  /** Part of this arrival it earns among those who can be asked, above 0; all standings' shares sum to 1. */
  readonly share: number;
  /** Children owed with this arrival's entitlement counted, less its part of what the closed parties owe: all levels sum to the arrival's size. To nine decimals, so that equal levels are a tie. */
  readonly level: number;
  /** Whether it can take these children at all. */
  readonly able: boolean;
  /** Number of the arrival that last went to it; 0: none yet. */
  readonly last: number;
}

export type Because = 'furthest-behind' | 'earliest-deadline' | 'next-in-line';

/** Differences smaller than this many children are rounding, not fairness. */
const SLACK = 1e-8;
/** Deadlines are compared to a millionth of a child, so that equal ones are a tie and not an accident of the last digit. */
const TO_MILLIONTHS = 1e6;

/**
 * How far from its share, in children, a party may be: Tijdeman's bound for `parties` parties, times the largest group.
 * (R. Tijdeman, The chairman assignment problem, Discrete Mathematics 32, 1980; the argument for groups is in the decision record.)
 */
export const windowOf = (parties: number, largest: number): number =>
  largest * (1 - 1 / (2 * Math.max(parties, 2) - 2));

/** Children that may still arrive before a party at this level has to have had a turn; 0 when it is due now or overdue. */
export const childrenUntilDue = (level: number, share: number, window: number): number =>
  Math.max(0, (window - level) / share);

/** Who has waited longer: the longest since last served, then the smaller id. */
const longerWait = (a: Standing, b: Standing): number => a.last - b.last || byFirstCode(a.id, b.id);

/** Furthest behind first. */
export const byLevel = (a: Standing, b: Standing): number => b.level - a.level || longerWait(a, b);

/**
 * Whether every party can be kept within the window from here on, whatever the sizes of the groups to come (up to `largest`).
 * Sufficient, not necessary: by the time the k-th party falls due, those due by then may need their arrears and, each but the last,
 * one group in excess; that must fit into the children who will have arrived.
 */
function everyoneCanBeKept(
  standings: readonly Standing[],
  served: Standing,
  size: number,
  window: number,
  largest: number,
): boolean {
  const due = standings.map((standing) => {
    const level = standing === served ? standing.level - size : standing.level;
    return { level, share: standing.share, at: (window - level) / standing.share };
  });
  due.sort((a, b) => a.at - b.at);
  let needed = -largest;
  let shares = 0;
  for (const { level, share, at } of due) {
    needed += level + largest - window;
    shares += share;
    if (needed > at * (1 - shares) + SLACK) return false;
  }
  return true;
}

/** Among those who stay within the window when they take `size`, the one that has to have its turn soonest. */
function soonestDue(standings: readonly Standing[], size: number, window: number): Standing | undefined {
  const [soonest] = standings
    .filter(({ able, level }) => able && level - size >= -window - SLACK)
    .map((standing) => ({
      standing,
      at: Math.round(childrenUntilDue(standing.level, standing.share, window) * TO_MILLIONTHS),
    }))
    .sort((a, b) => a.at - b.at || longerWait(a.standing, b.standing));
  return soonest?.standing;
}

/** Owed more than the window allows before this arrival: whoever takes it does not make up for that. */
export const isBeyond = (level: number, share: number, size: number, window: number): boolean =>
  level - size * share > window + SLACK;

const allWithin = (standings: readonly Standing[], size: number, window: number): boolean =>
  standings.every(({ level, share }) => Math.abs(level - size * share) <= window + SLACK);

/**
 * Whose turn it is. The party furthest behind, provided that everyone can be kept within the window after it; otherwise the earliest
 * deadline (which keeps what can be kept); and once anybody is beyond the window already, the party furthest behind.
 * @param ordered those who share in the arrival, sorted by {@link byLevel}; at least one is able
 */
export function choose(
  ordered: readonly Standing[],
  size: number,
  window: number,
  largest: number,
): { readonly id: string; readonly because: Because } | undefined {
  const furthest = ordered.find((standing) => standing.able);
  if (furthest === undefined) return undefined;
  const behind = { id: furthest.id, because: 'furthest-behind' } as const;
  if (!allWithin(ordered, size, window)) return behind;
  if (everyoneCanBeKept(ordered, furthest, size, window, largest)) return behind;
  const soonest = soonestDue(ordered, size, window);
  if (soonest === undefined || soonest === furthest) return behind;
  return { id: soonest.id, because: 'earliest-deadline' };
}
