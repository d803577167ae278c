import type { DocumentKind } from '../../../events/documents-changed.v1.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { documentKindsIn } from '../../../shared/core/case/documents-in-trail.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { SealedDocument } from '../../../shared/ports/sealed-store.ts';
import type { PagesTools } from '../tools.ts';

/** A document of a case, with what it is as the case's trail says; unless given, nobody has said. */
export type ListedDocument = SealedDocument & { readonly kind?: DocumentKind };

/**
 * Documents of a case that are still kept: their list goes in its time, as what else is sealed of the children, and they go with it.
 *
 * @param read its trail, where that is read already
 */
export async function documentsOf(
  { sealed, cases }: Pick<PagesTools, 'sealed' | 'cases'>,
  theCase: Case,
  read = cases.trail(theCase.id),
): Promise<readonly ListedDocument[]> {
  const [listed, trail] = await Promise.all([sealed.documents(theCase.referralId), read]);
  const kinds = documentKindsIn(trail);
  return listed.map((document) => ({ ...document, ...defined({ kind: kinds.get(document.id) }) }));
}
