import { childrenWhoCount } from '../allocation/missing-facts.ts';
import type { Case, Offer } from './case.ts';
import type { PlaceChange } from './change.ts';
import { headroomTaken, mergedByCouncil } from './place-changes.ts';

/** One council's part in a change: only what moves is given. */
export type Shift = Pick<PlaceChange, 'council'> & Partial<PlaceChange>;

/** What an offer holds of its council's places: live primaries and promised back-ups hold one for each child. */
export const heldBy = (offer: Offer, children: number): Pick<PlaceChange, 'held' | 'offered'> => ({
  held: offer.status === 'live' || offer.status === 'promised' ? children : 0,
  offered: offer.status === 'live' ? children : 0,
});

export const holding = (offer: Offer, children: number): Shift => ({
  council: offer.council,
  ...heldBy(offer, children),
  mustFit: true,
});

export const letGo = (offer: Offer, children: number): Shift => {
  const { held, offered } = heldBy(offer, children);
  return { council: offer.council, held: -held, offered: -offered };
};

/** What a case holds with the council whose turn it is while its region's lead is asked: as a live offer does, so that the next referral does not count on it. */
export const heldForRegion = (subject: Case): readonly Shift[] => {
  const [council] = subject.regionAsked?.councils ?? [];
  const children = childrenWhoCount(subject).length;
  return council === undefined ? [] : [{ council, held: children, offered: children, mustFit: true }];
};

/** How a decision changes what is held while a region's lead is asked. */
export const placesForRegion = (before: Case, after: Case): readonly Shift[] => [
  ...heldForRegion(before).map(({ council, held = 0, offered = 0 }) => ({
    council,
    held: -held,
    offered: -offered,
  })),
  ...heldForRegion(after),
];

/** An offer to a council ran out: it left it unanswered. */
export const ranOut = ({ council }: Offer, at: string): Shift => ({
  council,
  hearing: { kind: 'unanswered', what: 'offers', at },
});

const whole = (shift: Shift): PlaceChange => ({
  held: 0,
  offered: 0,
  incoming: 0,
  netSince: 0,
  used: { fosterCare: 0, supportedAccommodation: 0 },
  mustFit: false,
  mustBeDeclared: false,
  ...shift,
});

const isNothing = ({
  held,
  offered,
  incoming,
  netSince,
  moved,
  used,
  hearing,
  placedIn,
}: PlaceChange): boolean =>
  hearing === undefined &&
  moved === undefined &&
  placedIn === undefined &&
  [held, offered, incoming, netSince, used.fosterCare, used.supportedAccommodation].every((n) => n === 0);

/**
 * One change for each council, without those that come to nothing. A change that takes no place must not be stopped for want
 * of one: a council over its threshold can always give places back.
 */
export const mergedPlaces = (shifts: readonly Shift[]): readonly PlaceChange[] =>
  mergedByCouncil(shifts.map(whole))
    .filter((change) => !isNothing(change))
    .map((change) => ({
      ...change,
      mustFit: change.mustFit && headroomTaken(change) > 0,
      mustBeDeclared:
        change.mustBeDeclared && (change.used.fosterCare > 0 || change.used.supportedAccommodation > 0),
    }));
