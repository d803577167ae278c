import type { SealedDocument } from '../../../shared/ports/sealed-store.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { PagesTools } from '../tools.ts';
import { kindWords } from './document-kind.ts';
import { verdictWords } from './verdict-words.ts';

/** A document as a page lists it. */
export interface DocumentLine {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** What keeps it from being opened, and what to do; undefined when it can be. */
  readonly closed: string | undefined;
}

const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Documents in the order in which they were added, each with what the scan for threats says of it. */
export const documentLines = (
  { documents, clock }: Pick<PagesTools, 'documents' | 'clock'>,
  referralId: string,
  listed: readonly SealedDocument[],
): Promise<readonly DocumentLine[]> =>
  Promise.all(
    listed.map(async ({ id, copy, name, type, size, addedAt, council }) => ({
      id,
      name,
      about: `${kindWords(type)}, ${sizeWords(size)}. Added by ${authorityName(council)}, ${momentWords(addedAt)}.`,
      closed: verdictWords(await documents.verdict(referralId, copy), addedAt, clock.now()),
    })),
  );
