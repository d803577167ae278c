import type { Overruling } from '../../../events/place-directed.v1.ts';
import { placesFor } from '../allocation/candidates.ts';
import { childrenWhoCount } from '../allocation/missing-facts.ts';
import { londonDate } from '../calendar/working-days.ts';
import { defined } from '../defined.ts';
import type { Case, Offer } from './case.ts';
import {
  councilIn,
  type DecisionDraft,
  decidedWhere,
  dueIn,
  record,
  turn,
  viewOf,
} from './decision-draft.ts';
import { heldBy } from './places.ts';
import { turnsOnAcceptance, turnsOnCancel } from './turns.ts';

/** A council finds children a home in the area of another, or in its own, of which nothing is kept: it may do so for others. */
export const foundHome = (draft: DecisionDraft, council: string, area: string): void => {
  if (area !== council) draft.places.push({ council, placedIn: { area, on: londonDate(draft.context.now) } });
};

export interface Taker {
  readonly council: string;
  readonly region: string;
  readonly how: NonNullable<Case['placement']>['how'];
  /** The offer by which it takes the children; none when a coordinator places them with a council that was not asked. */
  readonly offer?: Offer | undefined;
  readonly overCapacity?: boolean;
  readonly overruled?: readonly Overruling[];
  /** The council whose placement was undone for this one. */
  readonly insteadOf?: string | undefined;
}

/**
 * A council takes the children: places held for it become incoming (or must be free, unless a person knowingly goes over),
 * its turn is counted on the rota, declared places are used.
 */
export const placeWith = (
  draft: DecisionDraft,
  { council, region, how, offer, overCapacity = false, overruled = [], insteadOf }: Taker,
): void => {
  const { now } = draft.context;
  const children = childrenWhoCount(draft.case).length;
  const held = offer === undefined ? { held: 0, offered: 0 } : heldBy(offer, children);
  const used = placesFor(draft.case);
  const declaration = councilIn(draft, council)?.declaration;
  draft.places.push({
    council,
    held: -held.held,
    offered: -held.offered,
    incoming: children,
    mustFit: !overCapacity,
    mustBeDeclared:
      !overCapacity &&
      !overruled.some(({ what }) => what === 'too-few-places') &&
      draft.policy.participation === 'voluntary',
    ...(declaration === undefined ? {} : { used }),
  });
  turn(draft, turnsOnAcceptance(viewOf(draft), council, children, draft.policy, londonDate(now)));
  const arrangeBy = dueIn(draft, 'arrangeTransfer', council);
  const { offers, moveBy } = draft.case;
  record(
    draft,
    'place-accepted.v1',
    {
      council,
      places: children,
      how,
      arrangeBy,
      moveBy: londonDate(moveBy),
      ...(offer === undefined ? {} : { offerId: offer.id }),
      ...defined({ insteadOf }),
    },
    {
      ...decidedWhere(draft),
      // What held it before is decided by whoever places the child nonetheless.
      hold: undefined,
      placement: {
        council,
        region,
        how,
        acceptedAt: now,
        children,
        arrangeBy,
        ...(offer === undefined ? {} : { offerId: offer.id }),
        ...(overruled.length === 0 ? {} : { overruled }),
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
export const undoPlacement = (draft: DecisionDraft): string | undefined => {
  const { placement, offers } = draft.case;
  if (placement === undefined) return undefined;
  const { council, declared, offerId } = placement;
  const children = childrenWhoCount(draft.case).length;
  const stands = declared !== undefined && councilIn(draft, council)?.declaration?.declaredAt === declared.at;
  draft.places.push({
    council,
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
    draft,
    turnsOnCancel(viewOf(draft), council, placement.children, draft.policy, londonDate(draft.context.now)),
  );
  const { placement: _, ...rest } = draft.case;
  draft.case = {
    ...rest,
    offers: offers.map((offer) =>
      offer.id === offerId ? { ...offer, status: 'withdrawn', withdrawnBecause: 'reallocated' } : offer,
    ),
  };
  return council;
};
