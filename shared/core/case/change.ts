import type { AnyEvent } from '../../../events/catalogue.ts';
import type { RotaState } from '../allocation/rota.ts';
import type { Council } from '../council/council.ts';
import type { Hearing } from '../council/hearing.ts';
import type { NationalScope } from '../council/verification.ts';
import type { Case } from './case.ts';
import type { FingerprintClaim } from './duplicates.ts';
import type { Listing } from './lists.ts';

/** How a council's places change, in children; applied as increments in the same transaction as the case. */
export interface PlaceChange {
  readonly council: string;
  readonly held: number;
  readonly offered: number;
  readonly incoming: number;
  /** Children who come to its count, or leave it, beside its figure. */
  readonly netSince: number;
  /** The same by the day on which they came or left; absent where nobody did. */
  readonly moved?: Council['moved'];
  readonly used: { readonly fosterCare: number; readonly supportedAccommodation: number };
  /** A change that takes headroom may only commit while headroom stays at or above zero after it (a named person's override sets it false). */
  readonly mustFit: boolean;
  /** Voluntary policy: places that the change uses must be left of those declared. */
  readonly mustBeDeclared: boolean;
  /** The council found a child a home in the area of another, which was recorded on a day (Europe/London); absent where it did not. */
  readonly placedIn?: { readonly area: string; readonly on: string };
  /** What the change says of whether the council answers; absent where it says nothing. */
  readonly hearing?: Hearing;
}

/**
 * National rota: scope 'national', or that of made-up councils. A region's: its code. A stale writer loses: `seen` of a replace is the `version` read,
 * of a tick the `turn` read. A replace raises both, a tick only `turn`: new turns undo what was decided on the old ones,
 * while an offer made meanwhile does not keep an answer from being counted.
 */
export type RotaChange =
  | { readonly kind: 'replace'; readonly scope: string; readonly seen: number; readonly state: RotaState }
  /** An offer was made on the strength of what was read: whoever read the same loses and decides again. */
  | { readonly kind: 'tick'; readonly scope: NationalScope; readonly seen: number };

/** What one decision commits, whole or not at all: the case on the version seen, its events, places and turns. */
export interface CaseChange {
  /** Version the decision was taken on; 0 for a new case. */
  readonly seen: number;
  readonly case: Case;
  readonly events: readonly AnyEvent[];
  readonly places: readonly PlaceChange[];
  readonly rota: readonly RotaChange[];
  /** Children to look at again when their month comes: written with a new case, removed when settled. */
  readonly birthdays: readonly {
    readonly do: 'add' | 'remove';
    readonly month: string;
    readonly child: number;
  }[];
  /** The lists that the case stood on as it was; a new one on none. What they have of it now follows from the case. */
  readonly was: Listing;
  /** Fingerprints that become this case's. */
  readonly claims?: readonly FingerprintClaim[];
  /** The reference of a referral that was merged into this case; `council` sent it. */
  readonly merged?: { readonly reference: string; readonly council: string };
  /** The reference of a referral that was merged into this case, and no longer is. */
  readonly unmerged?: string;
}
