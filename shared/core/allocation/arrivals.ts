import { instantAt } from '../calendar/working-days.ts';
import { isInFigure } from '../council/moved.ts';
import type { Policy } from '../policy.ts';
import type { AllocationInputs } from './decision.ts';
import { childrenWhoCount } from './missing-facts.ts';
import type { SchemeView } from './scheme.ts';

/** What a case says of its children in their entry authority's count. */
type Arrivals = Pick<AllocationInputs, 'facts' | 'turned18'> & {
  readonly arrivalsCounted?: number;
  readonly arrivalsCountedFrom?: string;
};

/**
 * Since when the entry authority has the children in its care, as far as anyone knows: UTC; of who arrived, the beginning of the day.
 *
 * @param today London's, on which somebody first looks
 */
export const inCareSince = ({ facts, arrivalsCountedFrom }: Arrivals, today: string): string =>
  arrivalsCountedFrom ?? instantAt(facts.arrivedOn ?? today, '00:00');

/** Children of a case whom its entry authority has in care and who are not entered there yet; below zero where more are. */
export const arrivalsToEnter = (subject: Arrivals): number => {
  const inCare = subject.facts.inCareOfAuthority === false ? 0 : childrenWhoCount(subject).length;
  return inCare - (subject.arrivalsCounted ?? 0);
};

/**
 * Of these, those whom its count does not hold yet: they came after its figure. Nothing where the policy goes by the figure alone.
 */
export const arrivalsNotCounted = (
  subject: Arrivals,
  { councils }: Pick<SchemeView, 'councils'>,
  { countsArrivals }: Pick<Policy, 'countsArrivals'>,
  today: string,
): number => {
  const entry = councils.find(({ code }) => code === subject.facts.entryAuthority);
  return countsArrivals !== true || entry === undefined || isInFigure(entry, inCareSince(subject, today))
    ? 0
    : arrivalsToEnter(subject);
};
