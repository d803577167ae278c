import type { ReferralFacts } from '../../../events/referral.ts';
import type { ChildAge } from '../calendar/ages.ts';
import type { CouncilFigures, Unanswered } from '../council/council.ts';
import type { Policy } from '../policy.ts';
import type { Comparison } from '../referral/same-child.ts';
import type { EarlierReferral } from './earlier-referrals.ts';
import type { RotaState } from './rota.ts';

/** Everything an allocation decision rests on. Stored (canonical JSON) so that the decision can be derived again, byte for byte. */
export interface AllocationInputs {
  readonly policy: Policy['id'];
  /** Day of the decision, Europe/London, YYYY-MM-DD. */
  readonly today: string;
  readonly facts: ReferralFacts;
  /** Open cases that may be about the same child; absent when there is none. */
  readonly possibleDuplicates?: readonly string[];
  /** Referrals that ended, of children who may be these; absent when there is none, and where the policy holds nothing for them. */
  readonly earlier?: readonly EarlierReferral[];
  /** How the case compares with those of them that nobody has said are another child's; absent when there is none. */
  readonly comparisons?: readonly Comparison[];
  /** Hold reasons cleared by a named person. */
  readonly cleared: readonly string[];
  readonly excluded: readonly string[];
  /** The council that its region's lead chose for this case; absent where none did. */
  readonly leadChose?: string;
  /** Areas that an e-mail says to avoid which nobody has confirmed yet; absent when there is none. */
  readonly inQuestion?: readonly string[];
  /** Children of this referral whom the entry authority's count does not hold yet; absent when there is none, and where the policy goes by the figure alone. */
  readonly arriving?: number;
  /** Children of the group who no longer count. */
  readonly turned18: readonly number[];
  /** From exact dates of birth where the sealed part gives them: whole years, and days to the end of the month of the 18th birthday (null from that birthday on), so that no more than the month is stored. See ages.ts. */
  readonly ages: readonly ChildAge[];
  readonly councils: readonly CouncilFigures[];
  readonly national: RotaState;
  readonly regions: Readonly<Record<string, RotaState>>;
}

export interface MissingFact {
  readonly field: string;
  readonly problem: 'missing' | 'contradictory';
  readonly words: string;
}

export type Eligibility =
  | { readonly kind: 'eligible'; readonly warnings: readonly Reason[] }
  | { readonly kind: 'incomplete'; readonly fields: readonly MissingFact[] }
  | { readonly kind: 'held'; readonly reasons: readonly Reason[]; readonly warnings: readonly Reason[] };

/** Why a council was not asked. One code each, the first that applies in this order. */
export type PassedOverCode =
  | 'entry-authority'
  | 'not-participating'
  | 'through-its-hub'
  | 'closed'
  | 'area-to-avoid'
  | 'asked-before'
  | 'paused'
  | 'at-threshold'
  | 'no-headroom-for-group'
  | 'no-declared-place'
  | 'declared-none-of-kind'
  | 'declared-places-taken'
  | 'needs-not-supported'
  | 'not-answering'
  | 'later-in-turn';

/** One council's part in a decision: the outcome, why, and the numbers used. */
export interface CouncilVerdict {
  readonly council: string;
  readonly region: string;
  readonly outcome: 'chosen' | 'back-up' | 'passed-over';
  readonly rank?: number;
  readonly because: Candidate['because'] | PassedOverCode;
  readonly numbers: {
    readonly threshold: number;
    /** Children up to whom the council volunteers, beyond its threshold; absent when it does not. */
    readonly volunteersUpTo?: number;
    /** Null: no figure is published or declared. */
    readonly caredFor: number | null;
    readonly incoming: number;
    readonly held: number;
    readonly headroom: number;
    readonly weight: number;
    /** Places of the needed kinds the council declared and has left; absent when it never declared. */
    readonly declared?: { readonly fosterCare: number; readonly supportedAccommodation: number };
    /** What the council left unanswered since it was last heard of; absent when that is nothing, and where the policy asks everyone alike. */
    readonly unanswered?: Unanswered;
    /** Children the council is behind (above zero) or ahead of its share of its region's turns. */
    readonly lag?: number;
    /** The same for its region's share of the nation's turns. */
    readonly regionLag?: number;
  };
}

export interface Candidate {
  readonly council: string;
  readonly region: string;
  /** Family covers siblings and goes before the rota; a community link goes first when its region's turn comes. Whom its region's lead chose goes before the rota too. Who is asked beside has not answered lately. */
  readonly because: 'family-link' | 'lead-chose' | 'community-link' | 'turn' | 'asked-beside';
}

export type Decision =
  | Exclude<Eligibility, { kind: 'eligible' }>
  | {
      readonly kind: 'no-candidate';
      readonly verdicts: readonly CouncilVerdict[];
      readonly warnings: readonly Reason[];
    }
  | {
      readonly kind: 'offer';
      readonly chosen: Candidate;
      readonly backUps: readonly Candidate[];
      /** Councils of the chosen one's region that can take the children, in the rota's order: where the policy has the region's lead confirm or name one, and there is a choice. */
      readonly forLead?: readonly string[];
      readonly verdicts: readonly CouncilVerdict[];
      readonly warnings: readonly Reason[];
    };

export interface Reason {
  readonly code: string;
  readonly words: string;
}
