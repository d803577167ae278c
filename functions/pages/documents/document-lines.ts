import type { SealedDocument } from '../../../shared/ports/sealed-store.ts';
import { authorityName } from '../words/authority-names.ts';
import { momentWords } from '../words/times.ts';
import { kindWords } from './document-kind.ts';

/** A document as a page lists it. */
export interface DocumentLine {
  readonly id: string;
  readonly name: string;
  readonly about: string;
}

const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Documents in the order in which they were added. */
export const documentLines = (documents: readonly SealedDocument[]): readonly DocumentLine[] =>
  documents.map(({ id, name, type, size, addedAt, council }) => ({
    id,
    name,
    about: `${kindWords(type)}, ${sizeWords(size)}. Added by ${authorityName(council)}, ${momentWords(addedAt)}.`,
  }));
