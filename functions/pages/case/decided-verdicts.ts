import type { AnyEvent, EventOf } from '../../../events/catalogue.ts';
import { checkAllocation } from '../../../shared/core/allocation/allocation.ts';
import type { AllocationInputs, CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import type { CaseStore } from '../../../shared/ports/case-store.ts';

/** What the allocation check said of every council, derived again from the inputs that were kept. */
export interface Decided {
  /** The offers that were made; undefined when nobody could be asked. */
  readonly offers: EventOf<'offers-made.v1'> | undefined;
  readonly verdicts: readonly CouncilVerdict[];
  readonly inputs: AllocationInputs;
}

const isDecided = (event: AnyEvent): event is EventOf<'offers-made.v1'> | EventOf<'case-escalated.v1'> =>
  event.type === 'offers-made.v1' ||
  (event.type === 'case-escalated.v1' && event.data.decisionHash !== undefined);

/**
 * The decision behind a round.
 *
 * @param round which; when absent the last decision, also one that found nobody to ask
 * @returns undefined when nothing was decided, or when the inputs are no longer kept
 */
export async function decidedVerdicts(
  cases: Pick<CaseStore, 'decision'>,
  caseId: string,
  trail: readonly AnyEvent[],
  round?: number,
): Promise<Decided | undefined> {
  const decisive = trail
    .filter(isDecided)
    .findLast(({ type, data }) => round === undefined || (type === 'offers-made.v1' && data.round === round));
  const hash = decisive?.data.decisionHash;
  const kept = hash === undefined ? undefined : await cases.decision(caseId, hash);
  if (kept === undefined) return undefined;
  // Written by ourselves as canonical JSON and named by its own hash.
  const inputs = JSON.parse(kept) as AllocationInputs;
  const decision = checkAllocation(inputs);
  if (!('verdicts' in decision)) return undefined;
  const offers = decisive?.type === 'offers-made.v1' ? decisive : undefined;
  return { offers, verdicts: decision.verdicts, inputs };
}
