import type { AnyEvent, EventOf } from '../../../events/catalogue.ts';
import { explainAllocation } from '../../../shared/core/allocation/allocation.ts';
import type { AllocationInputs, CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import { inOrderOfTurn, type Placed } from '../../../shared/core/allocation/turn-order.ts';
import type { CaseStore } from '../../../shared/ports/case-store.ts';

/** What the allocation check said of every council, derived again from the inputs that were kept. */
export interface Decided {
  /** What came of it: the offers that were made, the lead of a region who was asked, or a coordinator, because nobody could be. */
  readonly event: Decisive;
  readonly verdicts: readonly CouncilVerdict[];
  /** Those who can take the children, in turn. */
  readonly order: readonly Placed[];
  readonly inputs: AllocationInputs;
}

type Decisive = EventOf<'offers-made.v1'> | EventOf<'region-asked.v1'> | EventOf<'case-escalated.v1'>;

const isDecided = (event: AnyEvent): event is Decisive =>
  event.type === 'offers-made.v1' ||
  event.type === 'region-asked.v1' ||
  (event.type === 'case-escalated.v1' && event.data.decisionHash !== undefined);

/** Whether the check has decided in a case whom to ask, or that nobody can be. */
export const wasDecided = (trail: readonly AnyEvent[]): boolean => trail.some(isDecided);

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
  if (kept === undefined || decisive === undefined) return undefined;
  // Written by ourselves as canonical JSON and named by its own hash.
  const inputs = JSON.parse(kept) as AllocationInputs;
  const { decision, turns } = explainAllocation(inputs);
  if (!('verdicts' in decision)) return undefined;
  const { verdicts } = decision;
  return { event: decisive, verdicts, order: inOrderOfTurn(verdicts, turns), inputs };
}
