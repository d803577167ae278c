import { nationOf } from '../calendar/nation.ts';
import { londonDate, workingDaysBetween } from '../calendar/working-days.ts';
import { type Incentive, incentives } from '../council/funding.ts';
import type { Case } from './case.ts';

/** What this service can prove of a move for whoever pays: it pays nothing, and decides on no payment. */
export interface FundingEvidence {
  readonly referredAt: string;
  /** When the receiving council was first asked, or was told that a coordinator had placed the child there. */
  readonly notifiedAt: string;
  readonly handedOverAt: string;
  /** Working days of the receiving council's nation, from each of the two to the handover. */
  readonly workingDays: { readonly referral: number; readonly notification: number };
  /** Incentives that were in force on the day of the handover for a move from where the child was, and whether it kept to their time. */
  readonly incentives: readonly { readonly incentive: Incentive; readonly inTime: boolean }[];
}

const KENT = 'E10000016';

const comesFrom: Readonly<Record<Incentive['origin'], (facts: Case['facts']) => boolean>> = {
  hotel: ({ inCareOfAuthority }) => inCareOfAuthority === false,
  kent: ({ entryAuthority }) => entryAuthority === KENT,
  'reception-in-kent': ({ entryAuthority, inReception }) => entryAuthority === KENT && inReception === true,
};

/**
 * The instants that prove, or disprove, that a move kept to the time of an incentive; undefined before the handover. Read of the case as it
 * stands: where the child was is what the referral says now.
 * @throws {CalendarEndsError} when a day between has no known bank holidays.
 */
export function fundingEvidence({ facts, openedAt, offers, placement }: Case): FundingEvidence | undefined {
  if (placement?.handedOverAt === undefined) return undefined;
  const { handedOverAt, acceptedAt, offerId, council, movedFrom = council } = placement;
  const notifiedAt = offers.find(({ id }) => id === offerId)?.madeAt ?? acceptedAt;
  const day = londonDate(handedOverAt);
  const since = (instant: string) => workingDaysBetween(londonDate(instant), day, nationOf(movedFrom));
  const workingDays = { referral: since(openedAt), notification: since(notifiedAt) };
  return {
    referredAt: openedAt,
    notifiedAt,
    handedOverAt,
    workingDays,
    incentives: incentives
      .filter(({ origin, from, to }) => from <= day && day <= to && comesFrom[origin](facts))
      .map((incentive) => ({
        incentive,
        inTime: workingDays[incentive.clock] <= (incentive.withinWorkingDays ?? Number.POSITIVE_INFINITY),
      })),
  };
}
