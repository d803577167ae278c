import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe } from 'vitest';
import { S3DocumentStore } from '../../shared/aws/s3-document-store.ts';
import { MemoryDocumentStore } from '../../shared/memory/memory-document-store.ts';
import { keepsDocumentStorePromises } from './document-store-promises.ts';
import { freePort } from './dynamodb-local.ts';

let server: FauxqsServer;
let client: S3Client;
let made = 0;

beforeAll(async () => {
  const port = await freePort();
  server = await startFauxqs({ port, logger: false, defaultRegion: 'eu-west-2' });
  client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-2',
    forcePathStyle: true,
    credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
  });
});
afterAll(async () => {
  client?.destroy();
  await server?.stop();
});

describe('S3DocumentStore', () =>
  keepsDocumentStorePromises(async () => {
    made += 1;
    const bucket = `documents-${made}`;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    return new S3DocumentStore(client, bucket);
  }));
describe('MemoryDocumentStore', () => keepsDocumentStorePromises(async () => new MemoryDocumentStore()));
