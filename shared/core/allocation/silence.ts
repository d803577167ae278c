import type { CouncilFigures } from '../council/council.ts';
import type { Policy } from '../policy.ts';

/** What tells that a council does not answer. */
export type SignOfSilence = 'offers' | 'reminders';

/**
 * Why a council counts as one that does not answer, from what is recorded of it: first offers that ran out, and reminders to declare its places
 * that brought nothing, since it was last heard of. Empty for one that answers, and under a policy that asks everyone alike. One answer of any
 * kind ends it. E-mail that came back belongs here too, once it is recorded of a council that its mail bounced.
 */
export const signsOfSilence = (
  { unanswered }: Pick<CouncilFigures, 'unanswered'>,
  { silence }: Pick<Policy, 'silence'>,
): readonly SignOfSilence[] => {
  if (unanswered === undefined || silence === undefined) return [];
  return [
    ...(unanswered.offers >= silence.afterOffers ? ['offers' as const] : []),
    ...(unanswered.reminders >= silence.afterReminders ? ['reminders' as const] : []),
  ];
};

export const isSilent = (
  council: Pick<CouncilFigures, 'unanswered'>,
  policy: Pick<Policy, 'silence'>,
): boolean => signsOfSilence(council, policy).length > 0;
