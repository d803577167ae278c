import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { DocumentStore, DocumentVerdict, KeptCopy } from '../ports/document-store.ts';
import { objectsBelow } from './objects-below.ts';

const PREFIX = 'documents/';
/** The tag with which GuardDuty says what it found, and what each of its values means. */
const SCAN_TAG = 'GuardDutyMalwareScanStatus';
const verdicts: Readonly<Record<string, DocumentVerdict>> = {
  NO_THREATS_FOUND: 'cleared',
  THREATS_FOUND: 'threat',
  UNSUPPORTED: 'unsupported',
  ACCESS_DENIED: 'no-access',
  FAILED: 'failed',
};

/**
 * Who may not list a bucket is not told that an object is missing: S3 refuses the call, as it does for one that may not be read. Of one that
 * was deleted, where versions are kept, a mark is left that has no tags: S3 refuses to ask it for them.
 */
const MISSING: ReadonlySet<string> = new Set(['NoSuchKey', 'AccessDenied', 'MethodNotAllowed']);
const isMissing = (error: unknown): boolean => error instanceof S3ServiceException && MISSING.has(error.name);

/** The sealed bucket: an object for each copy of a document, whose key says nothing of anybody. */
export class S3DocumentStore implements DocumentStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async put(referralId: string, copy: string, content: Uint8Array): Promise<void> {
    await this.#client.send(new PutObjectCommand({ ...this.#at(referralId, copy), Body: content }));
  }

  async verdict(referralId: string, copy: string): Promise<DocumentVerdict> {
    try {
      const { TagSet } = await this.#client.send(new GetObjectTaggingCommand(this.#at(referralId, copy)));
      const found = TagSet?.find(({ Key }) => Key === SCAN_TAG)?.Value;
      return found === undefined ? 'waiting' : (verdicts[found] ?? 'failed');
    } catch (error) {
      if (isMissing(error)) return 'lost';
      throw error;
    }
  }

  async read(referralId: string, copy: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand(this.#at(referralId, copy)));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async copies(): Promise<readonly KeptCopy[]> {
    const copies: KeptCopy[] = [];
    for await (const { Key, LastModified } of objectsBelow(this.#client, {
      Bucket: this.#bucket,
      Prefix: PREFIX,
    })) {
      const [referralId, copy] = Key.slice(PREFIX.length).split('/');
      if (referralId && copy && LastModified)
        copies.push({ referralId, copy, keptAt: LastModified.toISOString() });
    }
    return copies;
  }

  async remove(referralId: string, copy: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#at(referralId, copy)));
  }

  #at(referralId: string, copy: string) {
    return { Bucket: this.#bucket, Key: `${PREFIX}${referralId}/${copy}` };
  }
}
