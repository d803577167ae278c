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
