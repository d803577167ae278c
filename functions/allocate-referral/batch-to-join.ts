import type { Decision } from '../../shared/core/allocation/decision.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { batchOf, speaksForBatch } from '../../shared/core/case/held-alike.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import { heldAlike } from '../../shared/runtime/held-alike.ts';

/**
 * The case with which a hold comes to the coordinators, without an e-mail of its own: one of its batch of which they were told, about which
 * nobody has decided, and for which there is still time. The list may lag behind by moments: then each of two is told of.
 */
export async function batchToJoin(
  cases: Pick<CaseStore, 'neededBy' | 'read'>,
  subject: Case,
  decision: Decision,
  now: string,
): Promise<string | undefined> {
  const batch =
    decision.kind === 'held' ? batchOf(subject.facts.entryAuthority, decision.reasons) : undefined;
  if (batch === undefined) return undefined;
  for await (const other of heldAlike(cases, subject, batch))
    if (speaksForBatch(other) && (other.hold?.reviewAt ?? '') > now) return other.id;
  return undefined;
}
