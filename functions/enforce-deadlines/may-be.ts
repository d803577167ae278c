import type { Case } from '../../shared/core/case/case.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';

/** Whether something is so of a case; one that cannot be read is to be looked at, and what fails there is counted. */
export async function mayBe(
  cases: Pick<CaseStore, 'read'>,
  caseId: string,
  is: (found: Case) => boolean,
): Promise<boolean> {
  try {
    const found = await cases.read(caseId);
    return found !== undefined && is(found);
  } catch {
    return true;
  }
}
