import type { SigningKey } from '../ports/secrets.ts';

/** A signing key that is given, not fetched, and can be rotated: the promises of `SecretsManagerSigningKey`. */
export class FixedSigningKey implements SigningKey {
  #keys: readonly Uint8Array[];
  #former: Uint8Array | undefined;

  /** @param key text of 32 characters or more */
  constructor(key: string) {
    this.#keys = [new TextEncoder().encode(key)];
  }

  async read(): Promise<Uint8Array> {
    const [key = new Uint8Array()] = this.#keys;
    return key.slice();
  }

  async all(): Promise<readonly Uint8Array[]> {
    return this.#keys.map((key) => key.slice());
  }

  async former(): Promise<Uint8Array | undefined> {
    return this.#former?.slice();
  }

  /** Signs with another key from now on. The one before it counts until the overlap ends or the key is rotated again. */
  rotate(key: string): void {
    this.#keys = [new TextEncoder().encode(key), ...this.#keys.slice(0, 1)];
  }

  /** Only the key that signs now counts. */
  endOverlap(): void {
    this.#former = this.#keys[1] ?? this.#former;
    this.#keys = this.#keys.slice(0, 1);
  }
}
