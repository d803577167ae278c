import { randomInt } from 'node:crypto';
import {
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  type SecretVersionsListEntry,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** As CloudFormation makes the first one: 64 letters and digits, 381 bits. */
const newKey = (): string => Array.from({ length: 64 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** How a key stands. */
export interface KeyState {
  /** Since when the key that signs now does so. */
  readonly since: Date;
  /** Whether the key before it still counts. */
  readonly overlapping: boolean;
}

/** A key that signs, as whoever operates the scheme rotates it. Its value is never read, and never printed. */
export class RotatedKey {
  readonly #client: SecretsManagerClient;
  readonly #secret: string;

  /** @param secret its ARN */
  constructor(client: SecretsManagerClient, secret: string) {
    this.#client = client;
    this.#secret = secret;
  }

  async state(): Promise<KeyState> {
    const since = (await this.#version('AWSCURRENT'))?.CreatedDate;
    if (since === undefined) throw new Error(`The secret ${this.#secret} has no key that signs.`);
    return { since, overlapping: (await this.#version('AWSPREVIOUS')) !== undefined };
  }

  /** Signs with a new key from now on; the one before it counts until the overlap is ended. */
  async rotate(): Promise<void> {
    await this.#client.send(new PutSecretValueCommand({ SecretId: this.#secret, SecretString: newKey() }));
  }

  /** From now on only the key that signs now counts. Nothing to do when that is so already. */
  async endOverlap(): Promise<void> {
    const previous = await this.#version('AWSPREVIOUS');
    if (previous?.VersionId === undefined) return;
    // First, so that it can be told again when the second call fails: what the key signed is too old, and was not made up.
    const former = await this.#version('FORMER');
    if (former?.VersionId !== previous.VersionId)
      await this.#client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: this.#secret,
          VersionStage: 'FORMER',
          MoveToVersionId: previous.VersionId,
          ...(former?.VersionId === undefined ? {} : { RemoveFromVersionId: former.VersionId }),
        }),
      );
    await this.#client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: this.#secret,
        VersionStage: 'AWSPREVIOUS',
        RemoveFromVersionId: previous.VersionId,
      }),
    );
  }

  async #version(stage: string): Promise<SecretVersionsListEntry | undefined> {
    let from: string | undefined;
    do {
      const { Versions = [], NextToken } = await this.#client.send(
        new ListSecretVersionIdsCommand({ SecretId: this.#secret, ...(from ? { NextToken: from } : {}) }),
      );
      const found = Versions.find(({ VersionStages }) => VersionStages?.includes(stage));
      if (found !== undefined) return found;
      from = NextToken;
    } while (from !== undefined);
    return undefined;
  }
}
