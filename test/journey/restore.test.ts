/** A table that lost what it had, put back from a copy as AWS restores one: rows and trails are as they were, and nobody hears of it. */
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { putBack, putBackTable } from '../../infra/ops/put-back.ts';
import { verifyTrails } from '../../infra/ops/verify-trails.ts';
import { keyOf } from '../../shared/aws/attributes.ts';
import { DynamoDigestStore } from '../../shared/aws/dynamo-digest-store.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { keys, kinds } from '../../shared/aws/keys.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { DAILY_LIST } from '../../shared/core/case/told-daily.ts';
import { anEvent } from '../builders.ts';
import { type Run, startRun, tableName, withoutCapacityReminders } from './a-run.ts';
import { send } from './queues.ts';
import { caseIdOf, referral } from './referring.ts';

const COPY = 'restored-cases';
/** Of the moment, or of this very day: the stream passed here. What waits to be told is looked at by itself. */
const passing = [kinds.cases.heartbeat, kinds.cases.grown, kinds.cases.notice];

let run: Run;
const said: string[] = [];
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
  run.localRun.on('log', (_name, line) => said.push(line));
});
afterAll(async () => {
  await run?.localRun.dynamoDb.ask('DeleteTable', { TableName: COPY }).catch(() => undefined);
  await run?.stop();
});

type Items = Map<string, Record<string, AttributeValue>>;
async function items(table: string): Promise<Items> {
  const found: Items = new Map();
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await run.dynamo.send(
      new ScanCommand({ TableName: table, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }),
    );
    for (const item of page.Items ?? []) found.set(`${item.pk?.S} ${item.sk?.S}`, item);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}
const linesIn = (all: Items) =>
  [...all].flatMap(([key, item]) => (key.startsWith(kinds.cases.listed) ? [item] : []));
const lasting = (all: Items) =>
  Object.fromEntries([...all].filter(([key]) => !passing.some((kind) => key.startsWith(kind))));

/** What AWS leaves of a restored table: its items and its key, under another name, without stream or time to live. */
async function restoredCopy(of: Items): Promise<void> {
  const { dynamoDb } = run.localRun;
  const attributes = ['pk', 'sk'];
  await dynamoDb.ask('CreateTable', {
    TableName: COPY,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: attributes.map((AttributeName, at) => ({
      AttributeName,
      KeyType: at === 0 ? 'HASH' : 'RANGE',
    })),
  });
  for (const Item of of.values()) await dynamoDb.ask('PutItem', { TableName: COPY, Item: asSent(Item) });
}
/** Bytes as the wire has them. */
const asSent = (item: Record<string, AttributeValue>) =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
    ]),
  );

test('rows and trails are as they were, the chains hold, and not one e-mail goes out', async () => {
  const { localRun, dynamo } = run;
  const table = tableName(run, 'cases');
  await send(run, referral(run, 1));
  await localRun.idle();
  // What happened to the first child is older than a day by then, what happened to the second is new.
  await localRun.advance('to 2026-11-25T09:00');
  await send(run, referral(run, 2));
  await localRun.idle();
  const before = await items(table);
  const trails = await Promise.all([1, 2].map((one) => run.cases.trail(caseIdOf(one))));
  expect(trails.map(({ length }) => length > 1)).toEqual([true, true]);
  await restoredCopy(before);
  // The copy was taken while something waited to be told with others. It was, a minute later.
  const about = { kind: 'case', caseId: caseIdOf(1), eventNumber: 1 } as const;
  // Other things wait for the morning, when they are told.
  const to = { role: 'coordinators' } as const;
  const [held, daily] = (['case-held', 'moves'] as const).map((template) =>
    anEvent('email-requested.v1', { id: template, data: { template, to, together: true, about } }),
  ) as [EventOf<'email-requested.v1'>, EventOf<'email-requested.v1'>];
  const [of, used] = [COPY, table].map((name) => new DynamoDigestStore(dynamo, name)) as [
    DynamoDigestStore,
    DynamoDigestStore,
  ];
  await of.add('coordinators', held, localRun.clock.now().toISOString());
  await of.add(DAILY_LIST, daily, localRun.clock.now().toISOString());
  const mails = localRun.messages.length;
  expect(mails).toBeGreaterThan(1);

  // Nobody may delete an event; a disaster does not ask.
  for (const item of before.values())
    if (item.pk?.S !== kinds.cases.heartbeat)
      await localRun.dynamoDb.ask('DeleteItem', { TableName: table, Key: { pk: item.pk, sk: item.sk } });
  await localRun.idle();
  expect(lasting(await items(table))).toEqual({});

  const copy = { client: dynamo, from: COPY, to: table, changed: false, now: localRun.clock.now() };
  const looked = await putBack({ ...copy, write: false });
  expect(looked.written).toBe(0);
  expect(putBackTable(looked)).toMatch(/TRAIL# +0 +[1-9]\d* +0 +0/);
  expect(lasting(await items(table))).toEqual({});

  const done = await putBack({ ...copy, write: true });
  await localRun.idle();
  // What is told with others waits a minute before it is seen that it was told.
  await localRun.advance('2m');
  expect(done.written).toBeGreaterThanOrEqual(Object.keys(lasting(before)).length);
  expect(lasting(await items(table))).toEqual(lasting(before));
  expect(await Promise.all([1, 2].map((one) => run.cases.trail(caseIdOf(one))))).toEqual(trails);
  expect(localRun.messages.length).toBe(mails);
  expect(said.some((line) => line.includes('EVENT_PUT_BACK'))).toBe(true);
  expect(said.some((line) => line.includes('EMAIL_SENT_BEFORE'))).toBe(true);

  // What the copy has on a list of a case that is in use, the case has left since.
  const at = new Date(localRun.clock.now()).toISOString();
  const left = { ...keyOf(keys.listed('status:held', `${at}#${caseIdOf(1)}`)), caseId: { S: caseIdOf(1) } };
  await localRun.dynamoDb.ask('PutItem', { TableName: COPY, Item: left });
  const again = await putBack({ ...copy, write: true });
  expect(again.written).toBe(0);
  // A line that was lost while its case is there, one that says something else, and one that the case has left: they follow from the case.
  const [lost, other] = linesIn(before);
  await localRun.dynamoDb.ask('DeleteItem', { TableName: table, Key: { pk: lost?.pk, sk: lost?.sk } });
  for (const Item of [{ ...other, status: { S: 'held' } }, left])
    await localRun.dynamoDb.ask('PutItem', { TableName: table, Item });
  const relisted = await putBack({ ...copy, write: true });
  const n = linesIn(before).length;
  expect([relisted.written, relisted.kinds.get(kinds.cases.listed)]).toEqual([
    3,
    { same: n - 2, missing: 1, different: 1, onlyHere: 1 },
  ]);
  expect(lasting(await items(table))).toEqual(lasting(before));
  expect(await used.waiting('coordinators')).toEqual({ requests: [] });
  expect(await used.waiting(DAILY_LIST)).toEqual({ requests: [daily] });
  const { aws: endpoint, region, accessKeyId, secretAccessKey } = localRun.endpoints;
  const s3 = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  });
  const verified = await verifyTrails({
    trails: new DynamoTrailStore(dynamo, table),
    anchors: new S3AnchorStore(s3, localRun.endpoints.buckets.anchors ?? ''),
    cases: run.cases,
    councils: run.councils,
    now: localRun.clock.now().toISOString(),
  });
  s3.destroy();
  expect(verified.findings).toEqual([]);
  expect(run.troubles).toEqual([]);

  // Set back to what they were, cases stand on the lists on which they stood.
  await localRun.advance('to 2026-12-02T09:00');
  expect(linesIn(await items(table))).not.toEqual(linesIn(before));
  await putBack({ ...copy, changed: true, write: true });
  expect(linesIn(await items(table))).toEqual(linesIn(before));
});
