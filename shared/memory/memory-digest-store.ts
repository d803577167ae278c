import type { EventOf } from '../../events/catalogue.ts';
import type { Digest, DigestStore, Waiting } from '../ports/digest-store.ts';
import { copyOf } from './copies.ts';

/** What waits to be told together, in memory: the promises of `DynamoDigestStore`. */
export class MemoryDigestStore implements DigestStore {
  readonly #waiting = new Map<string, Map<string, EventOf<'email-requested.v1'>>>();
  readonly #begun = new Map<string, Digest>();
  readonly #kept = new Map<string, Digest>();

  async add(desk: string, request: EventOf<'email-requested.v1'>): Promise<void> {
    this.#of(desk).set(request.id, copyOf(request));
  }

  async waiting(desk: string): Promise<Waiting> {
    const requests = [...this.#of(desk)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const begun = this.#begun.get(desk);
    return copyOf({ requests, ...(begun === undefined ? {} : { begun }) });
  }

  async begin(desk: string, digest: Digest): Promise<Digest> {
    const standing = this.#begun.get(desk);
    if (standing !== undefined) return copyOf(standing);
    this.#begun.set(desk, copyOf(digest));
    return copyOf(digest);
  }

  async keep(digest: Digest): Promise<void> {
    this.#kept.set(digest.id, copyOf(digest));
  }

  async end(desk: string, { id, requests }: Digest): Promise<void> {
    for (const request of requests) this.#of(desk).delete(request.id);
    if (this.#begun.get(desk)?.id === id) this.#begun.delete(desk);
  }

  async digest(id: string): Promise<Digest | undefined> {
    return copyOf(this.#kept.get(id));
  }

  #of(desk: string): Map<string, EventOf<'email-requested.v1'>> {
    const found = this.#waiting.get(desk) ?? new Map<string, EventOf<'email-requested.v1'>>();
    this.#waiting.set(desk, found);
    return found;
  }
}
