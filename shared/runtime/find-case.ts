import type { Case } from '../core/case/case.ts';
import { caseReference } from '../core/case/reference.ts';
import type { CaseStore } from '../ports/case-store.ts';

/**
 * Forty bits clash rarely, and five times running never in the life of the scheme. Nobody moves first here (retry-on-conflict.ts): the next
 * reference is tried at once, and when all are taken, trying later does not help.
 */
const ATTEMPTS = 5;

/**
 * The case of a referral, or the reference under which it is to be opened.
 *
 * @throws Error when five references in a row belong to other referrals
 */
export async function findCase(
  cases: Pick<CaseStore, 'read'>,
  referralId: string,
): Promise<{ readonly caseId: string; readonly current: Case | undefined }> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const caseId = caseReference(referralId, attempt);
    const current = await cases.read(caseId);
    if (current === undefined || current.referralId === referralId) return { caseId, current };
  }
  throw new Error(
    `${ATTEMPTS} references in a row belong to other referrals. Look at how references are derived.`,
  );
}
