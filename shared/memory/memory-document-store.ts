import type { DocumentStore, DocumentVerdict, KeptCopy } from '../ports/document-store.ts';

/** What every scanner knows as harmless and answers as if it were not (eicar.org). */
const TEST_FILE = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';

interface Kept {
  readonly content: Uint8Array;
  readonly verdict: DocumentVerdict;
  readonly keptAt: string;
}

/** Documents in memory: the promises of `S3DocumentStore`, with a scan that knows the test file of the trade. */
export class MemoryDocumentStore implements DocumentStore {
  readonly #copies = new Map<string, Kept>();
  readonly #now: () => string;

  constructor(now: () => string = () => new Date().toISOString()) {
    this.#now = now;
  }

  async put(referralId: string, copy: string, content: Uint8Array): Promise<void> {
    const verdict = Buffer.from(content).includes(TEST_FILE) ? 'threat' : 'cleared';
    this.#copies.set(`${referralId}/${copy}`, { content: content.slice(), verdict, keptAt: this.#now() });
  }

  async verdict(referralId: string, copy: string): Promise<DocumentVerdict> {
    return this.#copies.get(`${referralId}/${copy}`)?.verdict ?? 'lost';
  }

  async read(referralId: string, copy: string): Promise<Uint8Array | undefined> {
    const kept = this.#copies.get(`${referralId}/${copy}`);
    return kept?.verdict === 'cleared' ? kept.content.slice() : undefined;
  }

  async copies(): Promise<readonly KeptCopy[]> {
    return [...this.#copies]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([at, { keptAt }]) => {
        const [referralId = '', copy = ''] = at.split('/');
        return { referralId, copy, keptAt };
      });
  }

  async remove(referralId: string, copy: string): Promise<void> {
    this.#copies.delete(`${referralId}/${copy}`);
  }

  /** Gives every copy of a referral another verdict, as a scan may that ends otherwise. */
  scannedAs(referralId: string, verdict: DocumentVerdict): void {
    for (const [at, kept] of this.#copies)
      if (at.startsWith(`${referralId}/`)) this.#copies.set(at, { ...kept, verdict });
  }
}
