import type { ReferralFacts } from '../../../events/referral.ts';
import { predecessorsOf, successorsOf } from '../calendar/in-force.ts';

/**
 * Areas to avoid: whether a referral says that a council's area is not safe for the child; named by a council that has ended, or will, the whole
 * of its area is meant, whoever has it since. Every rule that keeps a child from an area asks this.
 */
export const isToAvoid = (facts: Pick<ReferralFacts, 'areasToAvoid'>, council: string): boolean =>
  facts.areasToAvoid?.includes(council) === true ||
  predecessorsOf(council).some((former) => facts.areasToAvoid?.includes(former) === true);

/** All of the area that is named by a council: the council, and those that take over from it. */
export const wholeArea = (council: string): readonly string[] => [council, ...successorsOf(council)];
