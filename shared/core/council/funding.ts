import type { ReferralFacts } from '../../../events/referral.ts';
import { nationOf } from '../calendar/nation.ts';
import { londonDate, workingDaysBetween } from '../calendar/working-days.ts';
import funding from '../reference/funding.json' with { type: 'json' };
import type { CouncilFigures } from './council.ts';
import { caredForNow } from './headroom.ts';

/** Where a child moves from, and from which moment the days count, as the figures name them; a test holds the file to it. */
export const origins = ['hotel', 'reception-in-kent', 'kent'] as const;
export const clocks = ['referral', 'notification'] as const;

/** A payment for a quick move, as it was offered to receiving councils between two days. Both days count, and so does the last working day. */
export interface Incentive {
  readonly pounds: number;
  readonly origin: (typeof origins)[number];
  /** Absent: however long the move took. */
  readonly withinWorkingDays?: number;
  readonly clock: (typeof clocks)[number];
  readonly from: string;
  readonly to: string;
  readonly source: string;
}

/** Every one that is known, in force or over. */
export const incentives: readonly Incentive[] = funding.incentives as readonly Incentive[];

/** The instants of a move that an incentive goes by, who received the children, and what the referral says now of where they were. */
export interface TimedMove {
  readonly facts: Pick<ReferralFacts, 'entryAuthority' | 'inCareOfAuthority' | 'inReception'>;
  readonly council: string;
  readonly referredAt: string;
  readonly notifiedAt: string;
  readonly handedOverAt: string;
}

/** What the instants of a move say of incentives. */
export interface TimeKept {
  /** Working days of the receiving council's nation, from the referral and from the notification to the handover. */
  readonly workingDays: { readonly referral: number; readonly notification: number };
  /** Incentives that were in force on the day of the handover for a move from where the child was, and whether it kept to their time. */
  readonly incentives: readonly { readonly incentive: Incentive; readonly inTime: boolean }[];
}

const KENT = 'E10000016';

const comesFrom: Readonly<Record<Incentive['origin'], (facts: TimedMove['facts']) => boolean>> = {
  hotel: ({ inCareOfAuthority }) => inCareOfAuthority === false,
  kent: ({ entryAuthority }) => entryAuthority === KENT,
  'reception-in-kent': ({ entryAuthority, inReception }) => entryAuthority === KENT && inReception === true,
};

/** @throws {CalendarEndsError} when a day between has no known bank holidays. */
export function timeKept({ facts, council, referredAt, notifiedAt, handedOverAt }: TimedMove): TimeKept {
  const day = londonDate(handedOverAt);
  const since = (instant: string) => workingDaysBetween(londonDate(instant), day, nationOf(council));
  const workingDays = { referral: since(referredAt), notification: since(notifiedAt) };
  return {
    workingDays,
    incentives: incentives
      .filter(({ origin, from, to }) => from <= day && day <= to && comesFrom[origin](facts))
      .map((incentive) => ({
        incentive,
        inTime: workingDays[incentive.clock] <= (incentive.withinWorkingDays ?? Number.POSITIVE_INFINITY),
      })),
  };
}

/** Which nightly rate a council's share of unaccompanied children is in: a threshold of funding, beside that of the transfer. Undefined where no count is known. */
export function fundingBand(council: Pick<CouncilFigures, 'caredFor' | 'netSince' | 'childPopulation'>):
  | {
      readonly atOrOver: boolean;
      readonly from: number;
      readonly pounds: number;
      readonly perMillion: number;
      /** Month of the figures, YYYY-MM. */
      readonly asAt: string;
    }
  | undefined {
  const { children, known } = caredForNow(council);
  if (!known) return undefined;
  const { perMillion, poundsAtOrOver, poundsBelow, asAt } = funding.nightly;
  const from = Math.ceil((council.childPopulation * perMillion) / 1_000_000);
  const atOrOver = children >= from;
  return { atOrOver, from, pounds: atOrOver ? poundsAtOrOver : poundsBelow, perMillion, asAt };
}
