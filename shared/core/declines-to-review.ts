import type { Case, Offer } from './case.ts';
import type { CaseChange } from './change.ts';
import { isFinal } from './life-of-a-case.ts';

/** Declines that a coordinator has yet to accept or refuse. What a case that ended without a transfer left open stays open. */
export const declinesToReview = ({ offers, status }: Case): readonly Offer[] =>
  isFinal(status) && status !== 'transferred' ? [] : offers.filter(({ review }) => review === 'pending');

/**
 * What a change does to the coordinators' list of declines: a case comes on it with a decline, and leaves it with the last review or
 * when it ends.
 */
export function listingOfDeclines({ case: subject, events }: CaseChange): 'add' | 'remove' | undefined {
  const touched = events.some(
    ({ type, data }) =>
      (type === 'offer-answered.v1' && data.answer === 'declined') || type === 'decline-reviewed.v1',
  );
  if (!touched && !isFinal(subject.status)) return undefined;
  if (declinesToReview(subject).length > 0) return 'add';
  return subject.offers.some(({ review }) => review !== undefined) ? 'remove' : undefined;
}
