import type { AnyEvent } from '../../../events/catalogue.ts';
import type { DocumentKind } from '../../../events/documents-changed.v1.ts';
import { sealedUntil } from '../referral/particulars.ts';

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

/**
 * Whether documents of a case, of which none is listed any more, went in their time: one was added last, long enough ago. Where one was
 * added lately and is not listed, it is being added.
 */
export function areDocumentsOver(trail: readonly AnyEvent[], now: string): boolean {
  const added = new Map<string, string>();
  for (const event of trail) {
    if (event.type !== 'documents-changed.v1') continue;
    const { change, document } = event.data;
    if (change === 'removed') added.delete(document);
    if (change === 'added') added.set(document, event.at);
  }
  return added.size > 0 && [...added.values()].every((at) => sealedUntil([], at) * 1_000 <= Date.parse(now));
}
