/** What a replay is asked, and what it answers. */
import type { Candidate, Decision } from '../../../shared/core/allocation/decision.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { Referral } from './arrivals.ts';
import type { Assumptions } from './assumptions.ts';

export const FIRST_DAY = '2016-07-01';
/** Nobody comes after September 2023; whoever waits then has the rest of the year. */
export const LAST_DAY = '2023-12-31';

export interface Asked {
  readonly policy: Policy;
  readonly referrals: readonly Referral[];
  readonly seed: number;
  readonly assumptions: Assumptions;
  readonly closing?: readonly { readonly council: string; readonly year: number }[];
  readonly times?: number;
  /** First day, the first of a quarter; July 2016 when absent. */
  readonly from?: string;
  readonly onMonth?: (done: number, of: number) => void;
  /** Hears every decision of the check, in their order. */
  readonly onDecision?: (decision: Decision) => void;
}

/** What became of one referral. */
export interface Outcome {
  readonly referral: Referral;
  /** Children who count: those who turned 18 while they waited do not. */
  readonly children: number;
  readonly council: string;
  readonly because: Candidate['because'];
  readonly acceptedOn: string;
  readonly movedOn: string;
  /** Offers made, the accepted one among them. */
  readonly offers: number;
  /** First offers of which the time ran out before it. */
  readonly unanswered: number;
}

/** A council on a month's last day, in children. */
interface MonthOfCouncil {
  readonly threshold: number;
  /** In its care besides those moved here; null: not published. */
  readonly own: number | null;
  /** Moved here and under 18. */
  readonly moved: number;
}

/** A month's last day. */
export interface Month {
  readonly month: string;
  readonly arrived: number;
  readonly placed: number;
  readonly waiting: number;
  /** Children in Kent's care who wait to be accepted or moved. */
  readonly waitingInKent: number;
  /** Furthest that any region, and any council within its region, was from its share at any moment of the month, in children. */
  readonly furthestRegion: number;
  readonly furthestCouncil: number;
  readonly councils: ReadonlyMap<string, MonthOfCouncil>;
}

export interface Replayed {
  readonly policy: Policy;
  readonly outcomes: readonly Outcome[];
  /** Children not placed on the last day. */
  readonly waiting: number;
  /** Children who turned 18 before anybody accepted them. */
  readonly turned18: number;
  readonly months: readonly Month[];
  readonly decisions: number;
}
