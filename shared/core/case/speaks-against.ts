import type { Overruling } from '../../../events/place-directed.v1.ts';
import { areasInQuestion } from '../allocation/areas-in-question.ts';
import { asked, type Places } from '../allocation/candidates.ts';
import { childrenWhoCount } from '../allocation/missing-facts.ts';
import { isClosed } from '../council/closing.ts';
import type { Council } from '../council/council.ts';
import { declaredLeft } from '../council/declared.ts';
import { exemptionState, isSpared } from '../council/exemptions.ts';
import { headroom } from '../council/headroom.ts';
import { actsThroughHub } from '../council/hubs.ts';
import type { Policy } from '../policy.ts';
import type { Case, Offer } from './case.ts';
import { heldByOwnOffers } from './kept-offers.ts';
import { heldForRegion } from './places.ts';

/** One thing that speaks against a council. */
export type Overruled = Omit<Overruling, 'because'>;

export const isSameThing = (one: Overruled, other: Overruled): boolean =>
  one.what === other.what && one.need === other.need;

const saysNo: readonly Offer['status'][] = ['declined', 'said-no'];

/**
 * Children whom a council has room for, whichever of its places are held for these: by an offer, while its region's lead is asked, or on their way to it.
 *
 * @param today London's day
 */
export function roomFor(subject: Case, council: Council, policy: Policy, today: string): number {
  const { code } = council;
  const forRegion = heldForRegion(subject).filter((shift) => shift.council === code);
  return (
    headroom(council, policy, today) +
    (heldByOwnOffers(subject)[code]?.held ?? 0) +
    forRegion.reduce((sum, { held = 0 }) => sum + held, 0) +
    (subject.placement?.council === code ? childrenWhoCount(subject).length : 0)
  );
}

/** Declared places of a council that these children could have: those left, and those that they have taken themselves. Undefined when it never declared. */
export function declaredFor({ placement }: Case, { code, declaration }: Council): Places | undefined {
  if (declaration === undefined) return undefined;
  const { used } = declaration;
  const own =
    placement?.council === code && placement.declared?.at === declaration.declaredAt
      ? placement.declared
      : undefined;
  if (own === undefined) return declaredLeft({ declaration });
  return declaredLeft({
    declaration: {
      ...declaration,
      used: {
        fosterCare: used.fosterCare - own.fosterCare,
        supportedAccommodation: used.supportedAccommodation - own.supportedAccommodation,
      },
    },
  });
}

/** Whether a council has fewer places left than these children need, of a kind that they need, by its own word, whatever the policy makes of that. */
function hasTooFew(subject: Case, council: Council, places: Places, today: string, policy: Policy): boolean {
  const left = declaredFor(subject, council);
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
    ['no-room', roomFor(subject, council, policy, today) < children],
    ['too-few-places', hasTooFew(subject, council, places, today, policy)],
  ];
  return [
    ...things.flatMap(([what, speaks]) => (speaks ? [{ what }] : [])),
    ...needs
      .filter((need) => isSpared(council, need, today, policy))
      .map((need) => ({ what: 'need-not-met' as const, need })),
  ];
}
