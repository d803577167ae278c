import type { ReferralFacts } from '../../../events/referral.ts';

/** Areas to avoid: whether a referral says that a council's area is not safe for the child. Every rule that keeps a child from an area asks this. */
export const isToAvoid = (facts: Pick<ReferralFacts, 'areasToAvoid'>, council: string): boolean =>
  facts.areasToAvoid?.includes(council) === true;
