import type { Policy } from '../policy.ts';
import type { AllocationInputs } from './decision.ts';
import { childrenWhoCount } from './missing-facts.ts';
import type { SchemeView } from './scheme.ts';

/**
 * Children of a case whom its entry authority has in care and whom its count does not hold yet: they arrived after the day that the
 * figure is of. Below zero where more were counted than are in its care now. Nothing where the policy goes by the figure alone.
 */
export const arrivalsNotCounted = (
  subject: Pick<AllocationInputs, 'facts' | 'turned18'> & {
    /** Of the children, how many were added to the count before; absent where none ever were. */
    readonly arrivalsCounted?: number;
  },
  { councils }: Pick<SchemeView, 'councils'>,
  { countsArrivals }: Pick<Policy, 'countsArrivals'>,
  today: string,
): number => {
  const { facts, arrivalsCounted } = subject;
  const entry = councils.find(({ code }) => code === facts.entryAuthority);
  if (countsArrivals !== true || entry === undefined) return 0;
  if (facts.inCareOfAuthority === false) return -(arrivalsCounted ?? 0);
  const isNew = arrivalsCounted !== undefined || (facts.arrivedOn ?? today) > entry.caredFor.asAt;
  return isNew ? childrenWhoCount(subject).length - (arrivalsCounted ?? 0) : 0;
};
