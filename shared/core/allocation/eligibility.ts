import type { HoldCode } from '../../words/hold-reasons.ts';
import type { Policy } from '../policy.ts';
import type { AllocationInputs, Eligibility } from './decision.ts';
import { held, holdReasons, type Known, warnings } from './hold-reasons.ts';
import { childrenWhoCount, missingFacts } from './missing-facts.ts';

/**
 * Whether a referral can go to the rota now. Missing facts are asked for before anyone is troubled with a hold, because the answer may
 * settle it; only an entry authority nobody knows is held first, since there is nobody to ask. Hold reasons in `cleared` no
 * longer hold. There is no "rejected": the software never decides a child's age or best interests.
 */
export const eligibility = (
  inputs: Known & Pick<AllocationInputs, 'cleared'>,
  policy: Policy,
): Eligibility => {
  const said = warnings(inputs, policy);
  // Nobody can clear this one: no child is left for whom a place could be asked.
  if (childrenWhoCount(inputs).length === 0)
    return {
      kind: 'held',
      reasons: [held('nobody-left')],
      warnings: said,
    };
  const reasons = holdReasons(inputs, policy).filter(({ code }) => !inputs.cleared.includes(code));
  const fields = missingFacts(inputs, policy);
  const nobodyToAsk = reasons.some(({ code }) => code === ('unknown-entry-authority' satisfies HoldCode));
  if (fields.length > 0 && !nobodyToAsk) return { kind: 'incomplete', fields };
  return reasons.length > 0
    ? { kind: 'held', reasons, warnings: said }
    : { kind: 'eligible', warnings: said };
};
