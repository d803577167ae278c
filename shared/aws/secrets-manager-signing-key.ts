import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SigningKey } from '../ports/secrets.ts';

/** A key that was turned by hand is taken up by a running instance within this time. */
const KEPT_MILLISECONDS = 5 * 60 * 1000;

/** The key in Secrets Manager, asked for once in five minutes by each instance. */
export class SecretsManagerSigningKey implements SigningKey {
  readonly #client: SecretsManagerClient;
  readonly #secret: string;
  #kept: { readonly key: Promise<Uint8Array>; readonly until: number } | undefined;

  /** @param secret its ARN or name */
  constructor(client: SecretsManagerClient, secret: string) {
    this.#client = client;
    this.#secret = secret;
  }

  async read(): Promise<Uint8Array> {
    const now = performance.now();
    if (!this.#kept || this.#kept.until <= now)
      this.#kept = { key: this.#fetch(), until: now + KEPT_MILLISECONDS };
    try {
      return await this.#kept.key;
    } catch (error) {
      this.#kept = undefined;
      throw error;
    }
  }

  async #fetch(): Promise<Uint8Array> {
    const { SecretString } = await this.#client.send(new GetSecretValueCommand({ SecretId: this.#secret }));
    // RFC 7518, 3.2: a key for HS256 has at least 256 bits.
    if (SecretString === undefined || SecretString.length < 32)
      throw new Error(
        `The secret ${this.#secret} holds no signing key: it has to be text of 32 characters or more.`,
      );
    return new TextEncoder().encode(SecretString);
  }
}
