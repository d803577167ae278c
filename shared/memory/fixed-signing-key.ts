import type { SigningKey } from '../ports/secrets.ts';

/** A signing key that is given, not fetched. */
export class FixedSigningKey implements SigningKey {
  readonly #key: Uint8Array;

  /** @param key text of 32 characters or more */
  constructor(key: string) {
    this.#key = new TextEncoder().encode(key);
  }

  async read(): Promise<Uint8Array> {
    return this.#key.slice();
  }
}
