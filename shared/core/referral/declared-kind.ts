import type { PlacementKind } from '../../../events/referral.ts';
import type { Nation } from '../calendar/nation.ts';
import type { DeclaredKind } from '../policy.ts';

/**
 * The kinds of places that councils declare and policies speak of, by each kind that a child may need: where a child of any age may be
 * looked after, and where only those of 16 and over may live. That is how the law parts them in all four nations; within a half the
 * council that is asked finds the place, and says so if it has none.
 */
export const declaredKind = {
  'foster-care': 'foster-care',
  'childrens-home': 'foster-care',
  'supported-lodgings': 'supported-accommodation',
  'supported-accommodation': 'supported-accommodation',
  'shared-accommodation': 'supported-accommodation',
} as const satisfies Readonly<Record<PlacementKind, DeclaredKind>>;

/** Kinds of placement that a council of a nation is asked about: what the law of England calls supported accommodation is nowhere else. */
export const kindsIn = (nation: Nation): readonly PlacementKind[] =>
  (Object.keys(declaredKind) as PlacementKind[]).filter(
    (kind) => kind !== 'supported-accommodation' || nation === 'England',
  );
