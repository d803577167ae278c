import type { Case } from '../../../shared/core/case/case.ts';
import { heldInBatch } from '../../../shared/core/case/held-alike.ts';
import { partsOf } from '../../../shared/core/case/succession.ts';
import type { CaseStore } from '../../../shared/ports/case-store.ts';
import { heldAlike } from '../../../shared/runtime/held-alike.ts';

/** As many as one request decides in good time; those that wait longest come first, and the rest can be decided next. */
const MOST_TOGETHER = 40;

type Reads = { readonly cases: Pick<CaseStore, 'neededBy' | 'read'> };

/** The first of them, as many as one request decides. */
async function together(others: AsyncIterable<Case>): Promise<readonly Case[]> {
  const found: Case[] = [];
  for await (const other of others) {
    found.push(other);
    if (found.length === MOST_TOGETHER) break;
  }
  return found;
}

/** Those in which nobody has taken over yet from a council that has ended. */
async function* leftBy({ cases }: Reads, theCase: Case, ended: string): AsyncIterable<Case> {
  for await (const { caseId } of cases.neededBy('coordinators')) {
    const other = caseId === theCase.id ? undefined : await cases.read(caseId);
    if (other !== undefined && partsOf(other, ended).length > 0) yield other;
  }
}

/** The other cases for which the same can be decided at once; looked for only where what was chosen is such a decision. */
export async function othersAlike(
  tools: Reads,
  theCase: Case,
  chosen: string | undefined,
): Promise<readonly Case[]> {
  const batch = chosen === 'release' || chosen === 'keep' ? heldInBatch(theCase) : undefined;
  if (batch !== undefined) return together(heldAlike(tools.cases, theCase, batch));
  const ended = /^succeed-(.+)$/.exec(chosen ?? '')?.[1];
  return ended === undefined || partsOf(theCase, ended).length === 0
    ? []
    : together(leftBy(tools, theCase, ended));
}
