import type { Case } from './case.ts';

/** The referrals of which something may be sealed that a legal hold of this case keeps: its own, and those that were merged into it, also where that was undone. */
export const referralsOf = ({
  referralId,
  merged = [],
}: Pick<Case, 'referralId' | 'merged'>): readonly string[] => [
  ...new Set([referralId, ...merged.map((one) => one.referralId)]),
];
