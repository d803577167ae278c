/** Stores of documents, mails and anchors in buckets of another AWS that is judged: what SES and GuardDuty do there is done here. */
import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { S3DocumentStore } from '../../shared/aws/s3-document-store.ts';
import { S3MailStore } from '../../shared/aws/s3-mail-store.ts';
import { TEST_FILE } from './document-store-promises.ts';
import type { MailStoreUnderTest } from './mail-store-promises.ts';

/** Its clock is its own. */
export const AT_SOME_MOMENT: unknown = expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/);

const connect = (endpoint: string): S3Client =>
  new S3Client({
    endpoint,
    region: 'eu-west-2',
    forcePathStyle: true,
    credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
  });

async function aBucket(client: S3Client): Promise<string> {
  const Bucket = `promises-${randomUUID()}`;
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-2' as const };
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  return Bucket;
}

/** Tags each copy as GuardDuty would. */
class ScannedDocumentStore extends S3DocumentStore {
  readonly #tag: (key: string, found: string) => Promise<unknown>;

  constructor(client: S3Client, bucket: string) {
    super(client, bucket);
    this.#tag = (Key, Value) =>
      client.send(
        new PutObjectTaggingCommand({
          Bucket: bucket,
          Key,
          Tagging: { TagSet: [{ Key: 'GuardDutyMalwareScanStatus', Value }] },
        }),
      );
  }

  override async put(referralId: string, copy: string, content: Uint8Array): Promise<void> {
    await super.put(referralId, copy, content);
    const found = Buffer.compare(content, TEST_FILE) === 0 ? 'THREATS_FOUND' : 'NO_THREATS_FOUND';
    await this.#tag(`documents/${referralId}/${copy}`, found);
  }
}

/** A store of documents in a bucket that keeps versions, as the template’s does. */
export async function documentsOf(endpoint: string): Promise<S3DocumentStore> {
  const client = connect(endpoint);
  const Bucket = await aBucket(client);
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return new ScannedDocumentStore(client, Bucket);
}

export async function mailsOf(endpoint: string): Promise<MailStoreUnderTest> {
  const client = connect(endpoint);
  const Bucket = await aBucket(client);
  const store = new S3MailStore(client, Bucket);
  return {
    store,
    looked: store,
    async put(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
  };
}

export async function anchorsOf(endpoint: string): Promise<S3AnchorStore> {
  const client = connect(endpoint);
  return new S3AnchorStore(client, await aBucket(client));
}
