/** The bucket of anchors as the template has it: its lock, its policy and the leave of the one function that uses it. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Denial, Judge } from '../../infra/local-aws/iam/denials.ts';
import { gatherPolicies } from '../../infra/local-aws/iam/iam-policies.ts';
import { Faults } from '../../infra/local-aws/services/faults.ts';
import { type GatewayOptions, gateway } from '../../infra/local-aws/services/gateway.ts';
import { S3 } from '../../infra/local-aws/services/s3.ts';
import { Usage } from '../../infra/local-aws/services/usage.ts';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { planOf } from '../../infra/local-aws/template/read-plan.ts';
import { SHORT_NAME_TAG } from '../../infra/short-name-tag.ts';
import { objectsBelow } from '../../shared/aws/objects-below.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { MemoryAnchorStore } from '../../shared/memory/memory-anchor-store.ts';
import { synthesize } from '../template/synthesis.ts';
import { anchorsOf } from './judged-buckets.ts';
import { judgedAws } from './one-dynamodb.ts';
import { keepsAnchorStorePromises } from './trail-store-promises.ts';

let server: Server;
let s3: S3;
let bucket: string;
let clientOf: (name: string) => S3Client;
const denials: Denial[] = [];

const judged = judgedAws();

beforeAll(async () => {
  if (judged !== undefined) return;
  const urls = { httpApiUrl: 'http://127.0.0.1:1', awsUrl: 'http://127.0.0.1:2', nameTag: SHORT_NAME_TAG };
  const plan = planOf(readAssembly(synthesize().folder, urls));
  bucket = plan.buckets.find(({ shortName }) => shortName === 'anchors')?.name ?? '';
  const judge = new Judge(gatherPolicies(plan.resources));
  judge.on('denied', (denial) => denials.push(denial));
  s3 = new S3({
    buckets: plan.buckets,
    queues: [],
    judge,
    sqs: {},
    guardDuty: { scan: async () => ({}) },
    now: () => new Date(),
  } as never);
  server = gateway({
    plan,
    s3,
    judge,
    faults: new Faults(),
    usage: new Usage(),
    callerOf: (key: string) => ({ caller: plan.functions.find(({ shortName }) => shortName === key) }),
    onTrouble: (error: unknown) => {
      throw error;
    },
  } as unknown as GatewayOptions);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  clientOf = (accessKeyId) =>
    new S3Client({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-west-2',
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey: 'contract' },
    });
});
afterAll(async () => {
  if (judged !== undefined) return;
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

const store = async () => {
  if (judged !== undefined) return anchorsOf(judged);
  for (const day of ['22', '23', '24']) s3.lose(bucket, `anchors/2026-11-${day}.json`);
  return new S3AnchorStore(clientOf('anchor-trails'), bucket);
};
describe('S3AnchorStore', () => keepsAnchorStorePromises(store));
describe('MemoryAnchorStore', () => keepsAnchorStorePromises(async () => new MemoryAnchorStore()));

describe('the bucket', () => {
  const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
  const anchor = () => ({ Bucket: bucket, Key: 'anchors/2026-11-23.json' });

  test('lets nobody delete an anchor or write over one, the function that makes them least of all', async () => {
    const anchors = await store();
    await anchors.keep({ day: '2026-11-23', text: '{}' });
    const own = clientOf('anchor-trails');
    await expect(own.send(new DeleteObjectCommand(anchor()))).rejects.toMatchObject(denied);
    expect(denials.at(-1)?.message).toContain('AnchorsStay denies it');
    const over = { ...anchor(), Body: 'x', ChecksumSHA256: 'LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=' };
    await expect(own.send(new PutObjectCommand(over))).rejects.toMatchObject(denied);
    expect(denials.at(-1)?.message).toContain('AnchorsAreNotWrittenOver denies it');
    await expect(own.send(new PutObjectCommand({ ...over, IfNoneMatch: '*' }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect((await anchors.read('2026-11-23')).text).toBe('{}');
  });

  test('takes only what says its own checksum, as S3 asks of a bucket with a lock', async () => {
    await store();
    const { Bucket, Key } = anchor();
    const raw = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${Bucket}/${Key}`, {
      method: 'PUT',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=anchor-trails/20261123/eu-west-2/s3/aws4_request',
        'if-none-match': '*',
      },
      body: '{}',
    });
    expect([raw.status, await raw.text()]).toEqual([400, expect.stringContaining('InvalidRequest')]);
    const wrong = { ...anchor(), Body: '{}', IfNoneMatch: '*', ChecksumSHA256: `${'A'.repeat(43)}=` };
    await expect(clientOf('anchor-trails').send(new PutObjectCommand(wrong))).rejects.toMatchObject({
      name: 'BadDigest',
    });
  });

  test('opens to the pages, which put anchors into an audit and make none, and to no other function', async () => {
    const anchors = await store();
    await anchors.keep({ day: '2026-11-23', text: '{}' });
    const pages = new S3AnchorStore(clientOf('pages'), bucket);
    expect(await pages.read('2026-11-23')).toMatchObject({ text: '{}' });
    await expect(pages.keep({ day: '2026-11-24', text: '{}' })).rejects.toMatchObject(denied);
    for (const name of ['allocate-referral', 'send-notification', 'keep-figures']) {
      const other = clientOf(name);
      await expect(other.send(new ListObjectsV2Command({ Bucket: bucket }))).rejects.toMatchObject(denied);
      await expect(new S3AnchorStore(other, bucket).read('2026-11-23')).rejects.toMatchObject(denied);
    }
  });

  test('is listed page by page', async () => {
    const anchors = await store();
    for (const day of ['2026-11-22', '2026-11-23', '2026-11-24']) await anchors.keep({ day, text: '{}' });
    const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: 'anchors/', MaxKeys: 2 });
    const page = await clientOf('anchor-trails').send(list);
    expect(page.Contents?.map(({ Key }) => Key)).toEqual([
      'anchors/2026-11-22.json',
      'anchors/2026-11-23.json',
    ]);
    expect([page.IsTruncated, page.NextContinuationToken]).toEqual([true, 'anchors/2026-11-23.json']);
    const listed: string[] = [];
    for await (const { Key } of objectsBelow(clientOf('anchor-trails'), list.input)) listed.push(Key);
    expect(listed).toEqual(['22', '23', '24'].map((day) => `anchors/2026-11-${day}.json`));
  });
});
