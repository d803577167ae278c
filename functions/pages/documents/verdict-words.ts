import type { DocumentVerdict } from '../../../shared/ports/document-store.ts';
import { beingChecked, documentShutWords, neverChecked } from '../../../shared/words/documents.ts';

/** A scan takes minutes. What has not been marked by then will not be. */
const SCAN_MILLISECONDS = 60 * 60 * 1000;

/**
 * What keeps a document from being opened, and what to do; undefined when nothing does.
 *
 * @param addedAt since when it is there
 */
export function verdictWords(verdict: DocumentVerdict, addedAt: string, now: string): string | undefined {
  if (verdict === 'cleared') return undefined;
  if (verdict !== 'waiting') return documentShutWords[verdict];
  return Date.parse(now) - Date.parse(addedAt) < SCAN_MILLISECONDS ? beingChecked : neverChecked;
}
