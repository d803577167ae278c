/** How long children waited in a replay: what follows from the answers that are assumed. */
import { workingDaysBetween } from '../../../shared/core/calendar/working-days.ts';
import type { Replayed } from './replayed.ts';

export interface Waits {
  /** Working days from referral to yes: half waited no longer, and nine in ten. */
  readonly median: number;
  readonly ninety: number;
  /** Working days from referral to the move. */
  readonly toMove: number;
  /** Part of the children moved within the time limit of the policy. */
  readonly inTime: number;
  readonly offersEach: number;
  /** Children of those placed who waited for at least one council that did not answer in time. */
  readonly forSilence: number;
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

export const waitsOf = ({ outcomes, policy }: Replayed): Waits => {
  const nation = 'England';
  const waits = outcomes.map(({ referral, acceptedOn, movedOn, children }) => {
    const from = referral.facts.referredOn;
    const toMove = workingDaysBetween(from, movedOn, nation);
    const limit = referral.facts.inCareOfAuthority
      ? policy.workingDays.moveInCare
      : policy.workingDays.moveNotInCare;
    return {
      toYes: workingDaysBetween(from, acceptedOn, nation),
      toMove,
      inTime: toMove <= limit ? children : 0,
    };
  });
  const children = outcomes.reduce((sum, one) => sum + one.children, 0);
  const toYes = waits.map((wait) => wait.toYes).sort((a, b) => a - b);
  return {
    median: quantile(toYes, 0.5),
    ninety: quantile(toYes, 0.9),
    toMove: quantile(
      waits.map((wait) => wait.toMove).sort((a, b) => a - b),
      0.5,
    ),
    inTime: waits.reduce((sum, { inTime }) => sum + inTime, 0) / children,
    forSilence: outcomes.reduce((sum, one) => sum + (one.unanswered > 0 ? one.children : 0), 0),
    offersEach: outcomes.reduce((sum, { offers }) => sum + offers, 0) / outcomes.length,
  };
};
