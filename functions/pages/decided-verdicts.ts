import type { AnyEvent, EventOf } from '../../events/catalogue.ts';
import { checkAllocation } from '../../shared/core/allocation.ts';
import type { AllocationInputs, CouncilVerdict } from '../../shared/core/decision.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';

/** A round of offers and what the allocation check said of every council, derived again from the inputs that were kept. */
export interface Decided {
  readonly offers: EventOf<'offers-made.v1'>;
  readonly verdicts: readonly CouncilVerdict[];
  readonly inputs: AllocationInputs;
}

/**
 * The decision behind a round.
 *
 * @param round which; the last when absent
 * @returns undefined when no offers were made, or when the inputs are no longer kept
 */
export async function decidedVerdicts(
  cases: Pick<CaseStore, 'decision'>,
  caseId: string,
  trail: readonly AnyEvent[],
  round?: number,
): Promise<Decided | undefined> {
  const offers = trail
    .filter((event) => event.type === 'offers-made.v1')
    .findLast(({ data }) => round === undefined || data.round === round);
  if (offers === undefined) return undefined;
  const kept = await cases.decision(caseId, offers.data.decisionHash);
  if (kept === undefined) return undefined;
  // Written by ourselves as canonical JSON and named by its own hash.
  const inputs = JSON.parse(kept) as AllocationInputs;
  const decision = checkAllocation(inputs);
  return 'verdicts' in decision ? { offers, verdicts: decision.verdicts, inputs } : undefined;
}
