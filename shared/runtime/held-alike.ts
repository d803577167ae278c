import type { Case } from '../core/case/case.ts';
import { canBeAskedIn } from '../core/case/commands/may-be-asked.ts';
import { heldInBatch } from '../core/case/held-alike.ts';
import type { CaseStore } from '../ports/case-store.ts';

/** Other cases that are held in a batch, as they are now; those whose decision is due first come first. */
export async function* heldAlike(
  cases: Pick<CaseStore, 'neededBy' | 'read'>,
  { id, facts }: Case,
  batch: string,
): AsyncIterable<Case> {
  for await (const { caseId, status, entryAuthority } of cases.neededBy('coordinators')) {
    if (caseId === id || entryAuthority !== facts.entryAuthority || !canBeAskedIn(status, 'release-hold'))
      continue;
    const other = await cases.read(caseId);
    if (other !== undefined && heldInBatch(other) === batch) yield other;
  }
}
