import { placesFor } from '../allocation/candidates.ts';
import { childrenWhoCount } from '../allocation/missing-facts.ts';
import { londonDate } from '../calendar/working-days.ts';
import type { Case, Offer } from './case.ts';
import { councilIn, dueIn, record, turn, type Unfolding, viewOf } from './decision-draft.ts';
import { heldBy } from './places.ts';
import { turnsOnAcceptance, turnsOnCancel } from './turns.ts';

export interface Taker {
  readonly council: string;
  readonly region: string;
  readonly how: NonNullable<Case['placement']>['how'];
  /** The offer by which it takes the children; none when a coordinator places them with a council that was not asked. */
  readonly offer?: Offer | undefined;
  readonly overCapacity?: boolean;
  /** The council whose placement was undone for this one. */
  readonly insteadOf?: string | undefined;
}

/**
 * A council takes the children: places held for it become incoming (or must be free, unless a person knowingly goes over),
 * its turn is counted on the rota, declared places are used.
 */
export const placeWith = (
  unfolding: Unfolding,
  { council, region, how, offer, overCapacity = false, insteadOf }: Taker,
): void => {
  const { now } = unfolding.context;
  const children = childrenWhoCount(unfolding.case).length;
  const held = offer === undefined ? { held: 0, offered: 0 } : heldBy(offer, children);
  const used = placesFor(unfolding.case);
  const declaration = councilIn(unfolding, council)?.declaration;
  unfolding.places.push({
    council,
    region,
    held: -held.held,
    offered: -held.offered,
    incoming: children,
    mustFit: !overCapacity,
    mustBeDeclared: !overCapacity && unfolding.policy.participation === 'voluntary',
    ...(declaration === undefined ? {} : { used }),
  });
  turn(unfolding, turnsOnAcceptance(viewOf(unfolding), council, children, unfolding.policy, londonDate(now)));
  const arrangeBy = dueIn(unfolding, 'arrangeTransfer', council);
  const { offers, moveBy } = unfolding.case;
  record(
    unfolding,
    'place-accepted.v1',
    {
      council,
      places: children,
      how,
      arrangeBy,
      moveBy: londonDate(moveBy),
      ...(offer === undefined ? {} : { offerId: offer.id }),
      ...(insteadOf === undefined ? {} : { insteadOf }),
    },
    {
      placement: {
        council,
        region,
        how,
        acceptedAt: now,
        children,
        arrangeBy,
        ...(offer === undefined ? {} : { offerId: offer.id }),
        ...(declaration === undefined ? {} : { declared: { at: declaration.declaredAt, ...used } }),
      },
      offers: offers.map((other) =>
        other.id === offer?.id
          ? { ...other, status: 'accepted', answeredAt: other.answeredAt ?? now }
          : other,
      ),
    },
  );
};

/**
 * Gives back what a placement took, before the children were handed over: places on their way, the turn, declared places of a
 * declaration that still stands. Returns the council, which has to be told; undefined when nobody had accepted.
 */
export const undoPlacement = (unfolding: Unfolding): string | undefined => {
  const { placement, offers } = unfolding.case;
  if (placement === undefined) return undefined;
  const { council, region, declared, offerId } = placement;
  const children = childrenWhoCount(unfolding.case).length;
  const stands =
    declared !== undefined && councilIn(unfolding, council)?.declaration?.declaredAt === declared.at;
  unfolding.places.push({
    council,
    region,
    incoming: -children,
    ...(stands
      ? {
          used: {
            fosterCare: -declared.fosterCare,
            supportedAccommodation: -declared.supportedAccommodation,
          },
        }
      : {}),
  });
  turn(
    unfolding,
    turnsOnCancel(
      viewOf(unfolding),
      council,
      placement.children,
      unfolding.policy,
      londonDate(unfolding.context.now),
    ),
  );
  const { placement: _, ...rest } = unfolding.case;
  unfolding.case = {
    ...rest,
    offers: offers.map((offer) =>
      offer.id === offerId ? { ...offer, status: 'withdrawn', withdrawnBecause: 'reallocated' } : offer,
    ),
  };
  return council;
};
