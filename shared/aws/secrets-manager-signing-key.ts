import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { SigningKey } from '../ports/secrets.ts';

/** A key that was rotated, or an overlap that was ended, is taken up by a running instance within this time. */
const KEPT_MILLISECONDS = 5 * 60 * 1000;
/** Nobody who makes up signatures has us ask more often than this. */
const FRESH_MILLISECONDS = 5 * 1000;

type Stage = 'AWSCURRENT' | 'AWSPREVIOUS' | 'FORMER';
interface Kept {
  readonly value: Promise<Uint8Array | undefined>;
  readonly at: number;
}

/**
 * The key in Secrets Manager and, while it has the label AWSPREVIOUS, the one before it; each asked for once in five minutes by each
 * instance. Who only signs never asks for the second. The label FORMER is on the one whose overlap was ended last.
 */
export class SecretsManagerSigningKey implements SigningKey {
  readonly #client: SecretsManagerClient;
  readonly #secret: string;
  readonly #kept = new Map<Stage, Kept>();

  /** @param secret its ARN or name */
  constructor(client: SecretsManagerClient, secret: string) {
    this.#client = client;
    this.#secret = secret;
  }

  async read(): Promise<Uint8Array> {
    return (await this.#version('AWSCURRENT', KEPT_MILLISECONDS)) ?? this.#noKey();
  }

  async all(afresh = false): Promise<readonly Uint8Array[]> {
    const age = afresh ? FRESH_MILLISECONDS : KEPT_MILLISECONDS;
    const [current, previous] = await Promise.all([
      this.#version('AWSCURRENT', age),
      this.#version('AWSPREVIOUS', age),
    ]);
    return [current ?? this.#noKey(), ...(previous === undefined ? [] : [previous])];
  }

  former(): Promise<Uint8Array | undefined> {
    return this.#version('FORMER', FRESH_MILLISECONDS);
  }

  async #version(stage: Stage, mostOld: number): Promise<Uint8Array | undefined> {
    const now = performance.now();
    let kept = this.#kept.get(stage);
    if (kept === undefined || kept.at + mostOld <= now) {
      kept = { value: this.#fetch(stage), at: now };
      this.#kept.set(stage, kept);
    }
    try {
      return await kept.value;
    } catch (error) {
      if (this.#kept.get(stage) === kept) this.#kept.delete(stage);
      throw error;
    }
  }

  async #fetch(stage: Stage): Promise<Uint8Array | undefined> {
    try {
      const { SecretString } = await this.#client.send(
        new GetSecretValueCommand({ SecretId: this.#secret, VersionStage: stage }),
      );
      // RFC 7518, 3.2: a key for HS256 has at least 256 bits.
      if (SecretString === undefined || SecretString.length < 32) this.#noKey();
      return new TextEncoder().encode(SecretString);
    } catch (error) {
      // A secret that was never rotated, or whose overlap was ended, has no version with this label.
      if (stage !== 'AWSCURRENT' && error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  #noKey(): never {
    throw new Error(
      `The secret ${this.#secret} holds no signing key: it has to be text of 32 characters or more.`,
    );
  }
}
