import { byFirstCode } from '../../../events/former-codes.ts';
import { movedTogether } from '../council/moved.ts';
import { defined } from '../defined.ts';
import type { PlaceChange } from './change.ts';

const sum = (a: PlaceChange, b: PlaceChange): PlaceChange => ({
  council: a.council,
  held: a.held + b.held,
  offered: a.offered + b.offered,
  incoming: a.incoming + b.incoming,
  netSince: a.netSince + b.netSince,
  used: {
    fosterCare: a.used.fosterCare + b.used.fosterCare,
    supportedAccommodation: a.used.supportedAccommodation + b.used.supportedAccommodation,
  },
  mustFit: a.mustFit || b.mustFit,
  mustBeDeclared: a.mustBeDeclared || b.mustBeDeclared,
  ...defined({ placedIn: b.placedIn ?? a.placedIn }),
  // Whoever answers is heard, whatever ran out before in the same breath.
  ...defined({
    moved: movedTogether(a.moved, b.moved),
    hearing: a.hearing?.kind === 'heard' ? a.hearing : (b.hearing ?? a.hearing),
  }),
});

/** One change for each council, in order of code: what a commit gives a council and takes from it is judged as a whole. */
export const mergedByCouncil = (changes: readonly PlaceChange[]): readonly PlaceChange[] => {
  const merged = new Map<string, PlaceChange>();
  for (const change of changes) {
    const before = merged.get(change.council);
    merged.set(change.council, before ? sum(before, change) : change);
  }
  return [...merged.values()].sort((a, b) => byFirstCode(a.council, b.council));
};

/** Children by which a change lowers a council's headroom; below zero where it gives places back. */
export const headroomTaken = (change: PlaceChange): number => change.held + change.incoming + change.netSince;
