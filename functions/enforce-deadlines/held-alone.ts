import type { Case } from '../../shared/core/case/case.ts';
import { canBeAskedIn } from '../../shared/core/case/commands/may-be-asked.ts';
import { cameWithAnother, heldInBatch, speaksForBatch } from '../../shared/core/case/held-alike.ts';
import { awaitsPlace } from '../../shared/core/case/standing.ts';
import type { CaseStore, CaseSummary } from '../../shared/ports/case-store.ts';
import { mayBe } from './may-be.ts';

const since = ({ hold, id }: Case): string => `${hold?.since} ${id}`;

/**
 * Of each batch of holds that none of its cases speaks for any more, because the one that did was decided, withdrawn or amended without the others:
 * the case that has waited longest. Coordinators are told of it, and the others come with it.
 */
export async function* heldAlone(
  { cases }: { readonly cases: Pick<CaseStore, 'read'> },
  open: readonly CaseSummary[],
): AsyncIterable<string> {
  const held: Case[] = [];
  const keep = (found: Case): boolean => {
    held.push(found);
    return false;
  };
  // A move that waits is decided for itself: it comes with no other.
  for (const { caseId, status } of open)
    if (awaitsPlace({ status }) && canBeAskedIn(status, 'release-hold') && (await mayBe(cases, caseId, keep)))
      yield caseId;
  for (const batch of Map.groupBy(held, heldInBatch).values()) {
    const [next] = batch.filter(cameWithAnother).toSorted((a, b) => (since(a) < since(b) ? -1 : 1));
    if (next !== undefined && !batch.some(speaksForBatch)) yield next.id;
  }
}
