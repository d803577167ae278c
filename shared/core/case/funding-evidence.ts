import { type TimeKept, timeKept } from '../council/funding.ts';
import type { Case } from './case.ts';

/** What this service can prove of a move for whoever pays: it pays nothing, and decides on no payment. */
export interface FundingEvidence extends TimeKept {
  readonly referredAt: string;
  /** When the receiving council was first asked, or was told that a coordinator had placed the child there. */
  readonly notifiedAt: string;
  readonly handedOverAt: string;
}

/**
 * The instants that prove, or disprove, that a move kept to the time of an incentive; undefined before the handover. Read of the case as it
 * stands: where the child was is what the referral says now.
 * @throws {CalendarEndsError} when a day between has no known bank holidays.
 */
export function fundingEvidence({ facts, openedAt, offers, placement }: Case): FundingEvidence | undefined {
  if (placement?.handedOverAt === undefined) return undefined;
  const { handedOverAt, acceptedAt, offerId, council, movedFrom = council } = placement;
  const notifiedAt = offers.find(({ id }) => id === offerId)?.madeAt ?? acceptedAt;
  const move = { referredAt: openedAt, notifiedAt, handedOverAt };
  return { ...move, ...timeKept({ ...move, facts, council: movedFrom }) };
}
