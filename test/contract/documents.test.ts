/** The sealed buckets as the template has them: their policies, the scan and the grants of the functions that use them. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Denial, Judge } from '../../infra/local-aws/iam/denials.ts';
import { gatherPolicies } from '../../infra/local-aws/iam/iam-policies.ts';
import { EventBus } from '../../infra/local-aws/services/event-bus.ts';
import { Faults } from '../../infra/local-aws/services/faults.ts';
import { type GatewayOptions, gateway } from '../../infra/local-aws/services/gateway.ts';
import { GuardDuty } from '../../infra/local-aws/services/guard-duty.ts';
import { S3 } from '../../infra/local-aws/services/s3.ts';
import { Usage } from '../../infra/local-aws/services/usage.ts';
import { type Json, readAssembly } from '../../infra/local-aws/template/assembly.ts';
import type { Plan } from '../../infra/local-aws/template/plan.ts';
import { planOf } from '../../infra/local-aws/template/read-plan.ts';
import { SHORT_NAME_TAG } from '../../infra/short-name-tag.ts';
import { S3DocumentStore } from '../../shared/aws/s3-document-store.ts';
import { S3MailStore } from '../../shared/aws/s3-mail-store.ts';
import { MemoryDocumentStore } from '../../shared/memory/memory-document-store.ts';
import { MemoryMailStore } from '../../shared/memory/memory-mail-store.ts';
import { synthesize } from '../template/synthesis.ts';
import { KEPT_AT, keepsDocumentStorePromises, TEST_FILE } from './document-store-promises.ts';
import { AT_SOME_MOMENT, documentsOf, mailsOf } from './judged-buckets.ts';
import { keepsMailStorePromises, MAIL_KEPT_AT } from './mail-store-promises.ts';
import { judgedAws } from './one-dynamodb.ts';

const KEYS = {
  pages: 'pages',
  other: 'api',
  clock: 'forget-documents',
  reader: 'receive-email',
  watch: 'keep-watch',
} as const;
const REFERRAL = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const COPY = '0d3a7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const at = (Key = `documents/${REFERRAL}/${COPY}`) => ({ Bucket: bucket, Key });

const judged = judgedAws();

let plan: Plan;
let bucket: string;
let server: Server;
let s3: S3;
let guardDuty: GuardDuty;
let pages: S3Client;
let other: S3Client;
let clock: S3Client;
let reader: S3Client;
let watch: S3Client;
let said: { readonly queue: string; readonly body: Json }[] = [];
let denials: Denial[] = [];

beforeAll(async () => {
  if (judged !== undefined) return;
  const urls = { httpApiUrl: 'http://127.0.0.1:1', awsUrl: 'http://127.0.0.1:2', nameTag: SHORT_NAME_TAG };
  plan = planOf(readAssembly(synthesize().folder, urls));
  bucket = plan.buckets.find(({ shortName }) => shortName === 'documents')?.name ?? '';
  const judge = new Judge(gatherPolicies(plan.resources));
  judge.on('denied', (denial) => denials.push(denial));
  const sqs = {
    ask: async (_operation: string, { QueueUrl, MessageBody }: Json) => {
      said.push({ queue: String(QueueUrl), body: JSON.parse(String(MessageBody)) as Json });
      return {};
    },
  };
  const now = () => new Date(KEPT_AT);
  const bus = new EventBus({ rules: plan.eventRules, queues: plan.queues, judge, sqs, now });
  guardDuty = new GuardDuty({ plans: plan.malwareScans, buckets: plan.buckets, judge, bus });
  const scan: GuardDuty['scan'] = (...given) => guardDuty.scan(...given);
  s3 = new S3({ buckets: plan.buckets, queues: [], judge, sqs, guardDuty: { scan }, bus, now } as never);
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
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  [pages, other, clock, reader, watch] = Object.values(KEYS).map(
    (accessKeyId) =>
      new S3Client({
        endpoint,
        region: 'eu-west-2',
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey: 'contract' },
      }),
  ) as [S3Client, S3Client, S3Client, S3Client, S3Client];
});
beforeEach(() => {
  said = [];
  denials = [];
});
afterAll(async () => {
  if (judged !== undefined) return;
  for (const client of [pages, other, clock, reader, watch]) client?.destroy();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

const store = async () => {
  for (const key of [COPY, '1e4b7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20'])
    s3.lose(bucket, `documents/${REFERRAL}/${key}`);
  return new S3DocumentStore(pages, bucket);
};
describe('S3DocumentStore', () =>
  judged === undefined
    ? keepsDocumentStorePromises(store, () => new S3DocumentStore(clock, bucket))
    : keepsDocumentStorePromises(() => documentsOf(judged), undefined, AT_SOME_MOMENT));
describe('MemoryDocumentStore', () =>
  keepsDocumentStorePromises(async () => new MemoryDocumentStore(() => KEPT_AT)));

describe('S3MailStore', () =>
  keepsMailStorePromises(
    async () => {
      if (judged !== undefined) return mailsOf(judged);
      const mail = plan.buckets.find(({ shortName }) => shortName === 'mail');
      if (mail === undefined) throw new Error('The template has no bucket of e-mails.');
      for (const key of ['one', 'two', 'a b+c', 'AMAZON_SES_SETUP_NOTIFICATION'])
        s3.lose(mail.name, `mail/${key}`);
      return {
        store: new S3MailStore(reader, mail.name),
        looked: new S3MailStore(watch, mail.name),
        put: (key, raw) => s3.put(mail, key, Buffer.from(raw)),
      };
    },
    judged === undefined ? MAIL_KEPT_AT : AT_SOME_MOMENT,
  ));
describe('MemoryMailStore', () =>
  keepsMailStorePromises(async () => {
    const store = new MemoryMailStore(() => MAIL_KEPT_AT);
    return { store, looked: store, put: (key, raw) => store.put(key, raw) };
  }));

describe('the bucket', () => {
  const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

  test('lets nobody read what is not tagged as free of threats, whatever their role allows, and nobody but GuardDuty tag', async () => {
    const documents = await store();
    await documents.put(REFERRAL, COPY, TEST_FILE);
    await expect(pages.send(new GetObjectCommand(at()))).rejects.toMatchObject(denied);
    expect(denials.at(-1)?.message).toContain('NoReadUnlessCleared denies it');
    const Tagging = { TagSet: [{ Key: 'GuardDutyMalwareScanStatus', Value: 'NO_THREATS_FOUND' }] };
    await expect(pages.send(new PutObjectTaggingCommand({ ...at(), Tagging }))).rejects.toMatchObject(denied);
    expect(denials.at(-1)?.message).toContain('OnlyGuardDutyTags denies it');
    expect(await documents.verdict(REFERRAL, COPY)).toBe('threat');
    await documents.put(REFERRAL, COPY, Buffer.from('%PDF-1.7'));
    await expect(other.send(new GetObjectCommand(at()))).rejects.toMatchObject(denied);
    await expect(other.send(new DeleteObjectCommand(at()))).rejects.toMatchObject(denied);
    expect(await documents.read(REFERRAL, COPY)).toBeDefined();
  });

  test('is listed and emptied by whoever may read none of it, and listed by nobody else', async () => {
    const documents = await store();
    await documents.put(REFERRAL, COPY, Buffer.from('%PDF-1.7'));
    const byTheClock = new S3DocumentStore(clock, bucket);
    await expect(clock.send(new GetObjectCommand(at()))).rejects.toMatchObject(denied);
    for (const client of [pages, other])
      await expect(new S3DocumentStore(client, bucket).copies()).rejects.toMatchObject(denied);
    await byTheClock.remove(REFERRAL, COPY);
    expect(await documents.verdict(REFERRAL, COPY)).toBe('lost');
  });

  test('says of a missing object that it may not be read, as S3 does to whoever may not list', async () => {
    const documents = await store();
    await documents.put(REFERRAL, COPY, Buffer.from('%PDF-1.7'));
    s3.lose(bucket, `documents/${REFERRAL}/${COPY}`);
    await expect(pages.send(new GetObjectCommand(at()))).rejects.toMatchObject(denied);
    expect(await documents.verdict(REFERRAL, COPY)).toBe('lost');
    expect(await documents.read(REFERRAL, COPY)).toBeUndefined();
  });

  test('keeps what was deleted under a mark, which may not be asked what the scan found until the copy is kept anew', async () => {
    const documents = await store();
    await documents.put(REFERRAL, COPY, Buffer.from('%PDF-1.7'));
    await documents.remove(REFERRAL, COPY);
    await expect(pages.send(new GetObjectTaggingCommand(at()))).rejects.toMatchObject({
      name: 'MethodNotAllowed',
      $metadata: { httpStatusCode: 405 },
    });
    expect(await documents.verdict(REFERRAL, COPY)).toBe('lost');
    expect(await documents.read(REFERRAL, COPY)).toBeUndefined();
    await documents.put(REFERRAL, COPY, Buffer.from('%PDF-1.7'));
    expect(await documents.verdict(REFERRAL, COPY)).toBe('cleared');
  });

  test('each finding that is not "no threats" goes to the queue of e-mails, and says nothing of the document', async () => {
    const documents = await store();
    for (const content of ['%PDF-1.7', '%PDF-1.7 /Encrypt'].map((text) => Buffer.from(text)))
      await documents.put(REFERRAL, COPY, content);
    await documents.put(REFERRAL, COPY, TEST_FILE);
    const queue = plan.queues.find(({ shortName }) => shortName === 'notifications')?.url;
    const object = `documents/${REFERRAL}/${COPY}`;
    expect(said).toEqual(
      ['UNSUPPORTED', 'THREATS_FOUND'].map((found) => ({
        queue,
        body: {
          id: `scan:${object}:${found}`,
          type: 'document-not-cleared.v1',
          at: '2026-11-23T09:00:00Z',
          actor: { kind: 'system', name: 'guardduty' },
          data: { object, found },
        },
      })),
    );
    expect(denials).toEqual([]);
  });

  test('GuardDuty may do what its guide asks for, and is told when a statement of its role is missing', async () => {
    expect(() => guardDuty.enable()).not.toThrow();
    const whole = guardDuty;
    for (const sid of [
      'AllowManagedRuleToSendS3EventsToGuardDuty',
      'AllowGuardDutyToMonitorEventBridgeManagedRule',
      'AllowEnableS3EventBridgeEvents',
      'AllowPutValidationObject',
      'AllowCheckBucketOwnership',
      'AllowMalwareScan',
      'AllowDecryptForMalwareScan',
    ])
      expect(() => scanWithout(sid).enable(), sid).toThrow(/GuardDuty cannot protect documents/);
    const documents = await store();
    guardDuty = scanWithout('AllowMalwareScan');
    await documents.put(REFERRAL, COPY, Buffer.from('%PDF-1.7'));
    expect(await documents.verdict(REFERRAL, COPY)).toBe('no-access');
    guardDuty = scanWithout('AllowPostScanTag');
    await documents.put(REFERRAL, COPY, Buffer.from('%PDF-1.7'));
    expect(await documents.verdict(REFERRAL, COPY)).toBe('waiting');
    expect(await documents.read(REFERRAL, COPY)).toBeUndefined();
    guardDuty = whole;
  });
});

/** GuardDuty under a role that lacks one statement. */
function scanWithout(sid: string): GuardDuty {
  const resources = plan.resources.map((resource) => {
    if (resource.arn !== plan.malwareScans[0]?.roleArn) return resource;
    const Policies = (
      resource.properties.Policies as { PolicyDocument: { Statement: { Sid: string }[] } }[]
    ).map((policy) => ({
      ...policy,
      PolicyDocument: { Statement: policy.PolicyDocument.Statement.filter(({ Sid }) => Sid !== sid) },
    }));
    return {
      ...resource,
      id: resource.id,
      arn: resource.arn,
      properties: { ...resource.properties, Policies },
    };
  });
  return new GuardDuty({
    plans: plan.malwareScans,
    buckets: plan.buckets,
    judge: new Judge(gatherPolicies(resources)),
    bus: { put: async () => {} },
  });
}
