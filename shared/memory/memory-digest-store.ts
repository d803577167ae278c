import type { EventOf } from '../../events/catalogue.ts';
import type { Digest, DigestStore, Waiting } from '../ports/digest-store.ts';
import { copyOf } from './copies.ts';

interface Kept {
  readonly request: EventOf<'email-requested.v1'>;
  readonly since: string;
}

/** What waits to be told together, in memory: the promises of `DynamoDigestStore`. */
export class MemoryDigestStore implements DigestStore {
  readonly #waiting = new Map<string, Map<string, Kept>>();
  readonly #begun = new Map<string, Digest>();
  readonly #kept = new Map<string, Digest>();

  async add(desk: string, request: EventOf<'email-requested.v1'>, now: string): Promise<void> {
    this.#of(desk).set(request.id, copyOf({ request, since: now }));
  }

  async waiting(desk: string, until?: string): Promise<Waiting> {
    const requests = [...this.#of(desk)]
      .filter(([, { since }]) => until === undefined || since <= until)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { request }]) => request);
    const begun = this.#begun.get(desk);
    return copyOf({ requests, ...(begun === undefined ? {} : { begun }) });
  }

  async uncalled(since: (desk: string) => string): Promise<readonly string[]> {
    return [...this.#waiting]
      .flatMap(([desk, of]) => ([...of.values()].some((one) => one.since <= since(desk)) ? [desk] : []))
      .toSorted();
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

  #of(desk: string): Map<string, Kept> {
    const found = this.#waiting.get(desk) ?? new Map<string, Kept>();
    this.#waiting.set(desk, found);
    return found;
  }
}
