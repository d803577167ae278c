import { documentKinds } from '../../../events/documents-changed.v1.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { documentKindWords, noKindSaid } from '../../../shared/words/documents.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import type { PagesTools } from '../tools.ts';
import { fileTypeWords } from './file-type.ts';
import type { ListedDocument } from './listed-documents.ts';
import { verdictWords } from './verdict-words.ts';

/** A document as a page lists it. */
export interface DocumentLine {
  readonly id: string;
  readonly name: string;
  /** What it is. */
  readonly kind: string;
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
  listed: readonly ListedDocument[],
): Promise<readonly DocumentLine[]> =>
  Promise.all(
    listed.map(async ({ id, copy, kind, name, type, size, addedAt, council }) => ({
      id,
      name,
      kind: kind === undefined ? noKindSaid : capitalised(documentKindWords[kind]),
      about: `${fileTypeWords(type)}, ${sizeWords(size)}. Added by ${authorityName(council)}, ${momentWords(addedAt)}.`,
      closed: verdictWords(await documents.verdict(referralId, copy), addedAt, clock.now()),
    })),
  );

/** What a council that is asked learns of documents: how many there are of each kind. They open once it has accepted. */
export function documentRows(listed: readonly Pick<ListedDocument, 'kind'>[]): Row[] {
  if (listed.length === 0) return [];
  const kinds = [...documentKinds, undefined].flatMap((kind) => {
    const count = listed.filter((one) => one.kind === kind).length;
    if (count === 0) return [];
    const words = kind === undefined ? noKindSaid : capitalised(documentKindWords[kind]);
    return count === 1 ? words : `${words} (${count})`;
  });
  return [{ label: 'Documents', value: [...kinds, 'They open to you once you have accepted.'].join('\n') }];
}
