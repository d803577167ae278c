import { byFirstCode } from '../../../events/former-codes.ts';
import type { Council, CouncilFigures, Unanswered } from '../council/council.ts';
import type { Policy } from '../policy.ts';
import { lags } from './rota.ts';
import type { SchemeView } from './scheme.ts';

/** What tells that a council does not answer. */
export type SignOfSilence = 'offers' | 'reminders';

/**
 * Why a council counts as one that does not answer, from what is recorded of it: first offers that ran out, and reminders to declare its places
 * that brought nothing, since it was last heard of. Empty for one that answers, and under a policy that asks everyone alike. One word of any
 * kind ends it; after so many offers in a row as the policy says, an answer to an offer in time. E-mail that came back belongs here too, once it is recorded of a council that its mail bounced.
 */
export const signsOfSilence = (
  { unanswered }: Pick<CouncilFigures, 'unanswered'>,
  { silence }: Pick<Policy, 'silence'>,
): readonly SignOfSilence[] => {
  if (unanswered === undefined || silence === undefined) return [];
  return [
    ...(offersSinceDeclaring(unanswered) >= silence.afterOffers ||
    unanswered.offers >= silence.afterOffersDespiteDeclaring
      ? ['offers' as const]
      : []),
    ...(unanswered.reminders >= silence.afterReminders ? ['reminders' as const] : []),
  ];
};

const offersSinceDeclaring = ({ offers, offersBefore = 0 }: Unanswered): number => offers - offersBefore;

export const isSilent = (
  council: Pick<CouncilFigures, 'unanswered'>,
  policy: Pick<Policy, 'silence'>,
): boolean => signsOfSilence(council, policy).length > 0;

/** Whether a coordinator may say of a council that it did not answer: an offer ran out since it was last heard of, or it counts as silent. */
export const didNotAnswer = (
  council: Pick<CouncilFigures, 'unanswered'>,
  policy: Pick<Policy, 'silence'>,
): boolean =>
  (council.unanswered !== undefined && offersSinceDeclaring(council.unanswered) > 0) ||
  isSilent(council, policy);

/** Of a child: what rounds to less than a tenth is not worth a word. */
const LEAST_OWED = 0.05;

/** A council that did not answer, and what it owes. */
export interface Owing {
  readonly council: Council;
  readonly unanswered: Unanswered;
  /** Children that it is behind its share of its region's turns. */
  readonly owes: number;
}

/** The councils that did not answer and owe their region children; whoever owes most goes first. */
export const owingCouncils = (
  { councils, regions }: Pick<SchemeView, 'councils' | 'regions'>,
  policy: Pick<Policy, 'silence'>,
): readonly Owing[] => {
  const behind = ({ code, region }: Council): number => {
    const turns = regions[region]?.state;
    return turns === undefined ? 0 : (lags(turns, [{ id: code }])[code] ?? 0);
  };
  return councils
    .flatMap((council) => {
      const { unanswered } = council;
      if (unanswered === undefined || !didNotAnswer(council, policy)) return [];
      const owes = behind(council);
      return owes < LEAST_OWED ? [] : [{ council, unanswered, owes }];
    })
    .toSorted((a, b) => b.owes - a.owes || byFirstCode(a.council.code, b.council.code));
};
