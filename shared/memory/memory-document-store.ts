import type { DocumentStore } from '../ports/document-store.ts';

/** Documents in memory: the promises of `S3DocumentStore`. */
export class MemoryDocumentStore implements DocumentStore {
  readonly #contents = new Map<string, Uint8Array>();

  async put(referralId: string, id: string, content: Uint8Array): Promise<void> {
    this.#contents.set(`${referralId}/${id}`, content.slice());
  }

  async read(referralId: string, id: string): Promise<Uint8Array | undefined> {
    return this.#contents.get(`${referralId}/${id}`)?.slice();
  }

  async remove(referralId: string, id: string): Promise<void> {
    this.#contents.delete(`${referralId}/${id}`);
  }
}
