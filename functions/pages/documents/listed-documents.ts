import type { DocumentKind } from '../../../events/documents-changed.v1.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { documentKindsIn } from '../../../shared/core/case/document-kinds.ts';
import { defined } from '../../../shared/core/defined.ts';
import { sealedUntil } from '../../../shared/core/referral/particulars.ts';
import type { SealedDocument } from '../../../shared/ports/sealed-store.ts';
import type { PagesTools } from '../tools.ts';

/** A document of a case, with what it is as the case's trail says; unless given, nobody has said. */
export type ListedDocument = SealedDocument & { readonly kind?: DocumentKind };

/**
 * Documents of a case that are still kept. The bucket lets each go in its time; the list goes with the last.
 *
 * @param read its trail, where that is read already
 */
export async function documentsOf(
  { sealed, cases, clock }: Pick<PagesTools, 'sealed' | 'cases' | 'clock'>,
  theCase: Case,
  read = cases.trail(theCase.id),
): Promise<readonly ListedDocument[]> {
  const [listed, trail] = await Promise.all([sealed.documents(theCase.referralId), read]);
  const now = Date.parse(clock.now());
  const kinds = documentKindsIn(trail);
  return listed
    .filter(({ addedAt }) => now < sealedUntil([], addedAt) * 1000)
    .map((document) => ({ ...document, ...defined({ kind: kinds.get(document.id) }) }));
}
