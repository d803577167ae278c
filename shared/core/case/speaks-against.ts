import type { Overruling } from '../../../events/place-directed.v1.ts';
import { areasInQuestion } from '../allocation/areas-in-question.ts';
import { asked } from '../allocation/candidates.ts';
import { isClosed } from '../council/closing.ts';
import type { Council } from '../council/council.ts';
import { declaredLeft } from '../council/declared.ts';
import { exemptionState, isSpared } from '../council/exemptions.ts';
import { headroom } from '../council/headroom.ts';
import { actsThroughHub } from '../council/hubs.ts';
import type { Policy } from '../policy.ts';
import type { Case, Offer } from './case.ts';
import { heldBy } from './places.ts';

/** One thing that speaks against a council. */
export type Overruled = Omit<Overruling, 'because'>;

export const isSameThing = (one: Overruled, other: Overruled): boolean =>
  one.what === other.what && one.need === other.need;

const saysNo: readonly Offer['status'][] = ['declined', 'said-no'];

/** Places with a council that are this case's own: held by its offers, or on the way to it. */
const ownPlaces = ({ offers, placement }: Case, code: string, children: number): number =>
  offers
    .filter(({ council }) => council === code)
    .reduce((sum, offer) => sum + heldBy(offer, children).held, placement?.council === code ? children : 0);

/** Whether a council has fewer places left than these children need, of a kind that they need, by its own word, whatever the policy makes of that. */
function hasTooFew(
  council: Council,
  places: ReturnType<typeof asked>['places'],
  today: string,
  policy: Policy,
) {
  const left = declaredLeft(council);
  if (left === undefined || exemptionState(council, 'no-places', today, policy) === 'refused') return false;
  return left.fosterCare < places.fosterCare || left.supportedAccommodation < places.supportedAccommodation;
}

/**
 * What speaks against a council for the children of a case: each of these whoever places them there directly overrules, and gives a reason
 * for. An area to avoid is not among them: nobody overrules that.
 *
 * @param today London's day
 */
export function speaksAgainst(
  subject: Case,
  council: Council,
  policy: Policy,
  today: string,
): readonly Overruled[] {
  const { facts, turned18, offers } = subject;
  const { code } = council;
  const { children, needs, places } = asked({ facts, turned18, excluded: [] }, policy);
  const things: readonly (readonly [Overruled['what'], boolean])[] = [
    ['not-participating', !council.participates],
    ['through-its-hub', actsThroughHub(council, policy)],
    ['closed', isClosed(council, today)],
    ['area-in-question', areasInQuestion(subject).includes(code)],
    ['said-no', offers.some((offer) => offer.council === code && saysNo.includes(offer.status))],
    ['paused', isSpared(council, 'pause', today, policy)],
    ['no-room', headroom(council, policy, today) + ownPlaces(subject, code, children) < children],
    ['too-few-places', hasTooFew(council, places, today, policy)],
  ];
  return [
    ...things.flatMap(([what, speaks]) => (speaks ? [{ what }] : [])),
    ...needs
      .filter((need) => isSpared(council, need, today, policy))
      .map((need) => ({ what: 'need-not-met' as const, need })),
  ];
}
