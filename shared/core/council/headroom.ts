import { addDays, londonDate } from '../calendar/working-days.ts';
import type { Policy } from '../policy.ts';
import type { CouncilFigures } from './council.ts';

const rounded = {
  down: (perMillion: number) => Math.floor(perMillion / 1_000_000),
  nearest: (perMillion: number) => Math.round(perMillion / 1_000_000),
  up: (perMillion: number) => Math.ceil(perMillion / 1_000_000),
} as const satisfies Record<Policy['threshold']['rounding'], (perMillion: number) => number>;

/** Unaccompanied children, whole, at which the council is no longer asked: the figure that is published for it, else the policy's share of its children aged 0 to 17. */
export const threshold = (
  council: Pick<CouncilFigures, 'childPopulation' | 'code'>,
  { threshold: { published, perMillion, rounding } }: Pick<Policy, 'threshold'>,
): number => published?.[council.code]?.children ?? rounded[rounding](council.childPopulation * perMillion);

/**
 * Unaccompanied children, whole, up to whom the council is asked: its threshold, or beyond it as far as it volunteers to go.
 *
 * @param today London's day, on which an old declaration may no longer count; left out, it counts however old it is
 */
export const ceiling = (
  council: Pick<CouncilFigures, 'childPopulation' | 'code' | 'declaration'>,
  policy: Pick<Policy, 'threshold'>,
  today?: string,
): number => {
  const limit = threshold(council, policy);
  const { volunteersForDays } = policy.threshold;
  const { volunteersUpTo = limit, declaredAt } = council.declaration ?? {};
  if (volunteersForDays === undefined || declaredAt === undefined) return limit;
  const isOld = today !== undefined && today >= addDays(londonDate(declaredAt), volunteersForDays);
  return isOld ? limit : Math.max(limit, volunteersUpTo);
};

/**
 * Unaccompanied children in the council's care now, as far as anyone knows: the last count and what the scheme moved since, never
 * below zero. Without a count it is only what the scheme placed there, the least it can be; `known` says which.
 */
export const caredForNow = ({
  caredFor,
  netSince,
}: Pick<CouncilFigures, 'caredFor' | 'netSince'>): {
  readonly children: number;
  readonly known: boolean;
} => ({
  children: Math.max(0, (caredFor.count ?? 0) + netSince),
  known: caredFor.count !== null,
});

/**
 * Children the council can still be asked to take: its ceiling less those in its care, on their way to it, and held for by
 * open offers. Below zero for a council over it. Rises when a child turns 18, because `netSince` then falls.
 *
 * @param today as for the ceiling: whoever asks a council now gives it; what a commit compares is without it, so that what was offered in time is kept
 */
export const headroom = (
  council: CouncilFigures,
  policy: Pick<Policy, 'threshold'>,
  today?: string,
): number =>
  ceiling(council, policy, today) - caredForNow(council).children - council.incoming - council.held;

/** Whether a council has, or is to have, as many children as that. Open offers are left out, for they may come to nothing. */
export const hasAsMany = (
  council: Pick<CouncilFigures, 'caredFor' | 'netSince' | 'incoming'>,
  children: number,
): boolean => caredForNow(council).children + council.incoming >= children;

/**
 * Whether a council has, or is to have, as many children as it is asked up to: it has no turn, and need not take more.
 *
 * @param today as for the ceiling
 */
export const isFull = (council: CouncilFigures, policy: Pick<Policy, 'threshold'>, today: string): boolean =>
  hasAsMany(council, ceiling(council, policy, today));

/**
 * The council's share of its region's turns, more than zero; only the ratios matter. It rests on published figures alone, so
 * no declaration, placement or birthday moves it. Where no count is published, the council is taken for an average one of its size
 * (`policy.unknownCountAssumedPercent`). At least one, so that a council that was full when the figures were published
 * can take its turn once it has room.
 */
export const councilWeight = (
  council: Pick<CouncilFigures, 'childPopulation' | 'code' | 'publishedCount'>,
  policy: Pick<Policy, 'councilWeight' | 'threshold' | 'unknownCountAssumedPercent'>,
): number => {
  if (policy.councilWeight === 'child-population') return Math.max(1, council.childPopulation);
  const limit = threshold(council, policy);
  const count = council.publishedCount ?? Math.round((limit * policy.unknownCountAssumedPercent) / 100);
  return Math.max(1, limit - count);
};
