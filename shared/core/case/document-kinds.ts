import type { AnyEvent } from '../../../events/catalogue.ts';
import type { DocumentKind } from '../../../events/documents-changed.v1.ts';

/**
 * What the documents of a case are, by their ids, as its trail says: what was said last of each. Of one that was removed nothing is
 * known any more, also once it is added anew; one that is added again in the place of a copy that cannot be opened stays what it was.
 */
export function documentKindsIn(trail: readonly AnyEvent[]): ReadonlyMap<string, DocumentKind> {
  const kinds = new Map<string, DocumentKind>();
  for (const event of trail) {
    if (event.type !== 'documents-changed.v1') continue;
    const { change, document, documentKind } = event.data;
    if (change === 'removed') kinds.delete(document);
    else if (documentKind !== undefined) kinds.set(document, documentKind);
  }
  return kinds;
}
