import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { KeptAnchor } from '../core/anchoring.ts';
import { defined } from '../core/defined.ts';
import type { AnchorStore } from '../ports/anchor-store.ts';
import { objectsBelow } from './objects-below.ts';

const PREFIX = 'anchors/';
const keyOf = (day: string): string => `${PREFIX}${day}.json`;

/** The bucket of anchors, whose lock and policy keep what is in it: an object a day, written once. */
export class S3AnchorStore implements AnchorStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async days(after?: string): Promise<readonly string[]> {
    const days: string[] = [];
    for await (const { Key } of objectsBelow(this.#client, {
      Bucket: this.#bucket,
      Prefix: PREFIX,
      ...defined({ StartAfter: after === undefined ? undefined : keyOf(after) }),
    }))
      days.push(Key.slice(PREFIX.length, -'.json'.length));
    return days.toSorted();
  }

  async read(day: string): Promise<KeptAnchor> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: keyOf(day) }));
    return { day, text: (await Body?.transformToString()) ?? '' };
  }

  async keep({ day, text }: KeptAnchor): Promise<'kept' | 'there-already'> {
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: keyOf(day),
          Body: text,
          ContentType: 'application/json',
          // The bucket's policy asks for it: what is there is not written over.
          IfNoneMatch: '*',
          // A locked bucket takes only what says its own checksum.
          ChecksumSHA256: createHash('sha256').update(text).digest('base64'),
        }),
      );
      return 'kept';
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return 'there-already';
      throw error;
    }
  }
}
