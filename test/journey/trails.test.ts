/** Evidence: what somebody does to events behind everybody's back is seen, by the stream at once and by the anchors for ever. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { verifyTrails } from '../../infra/ops/verify-trails.ts';
import { keyOf } from '../../shared/aws/attributes.ts';
import { caseItem } from '../../shared/aws/case-item.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { eventItem } from '../../shared/aws/event-item.ts';
import { keys } from '../../shared/aws/keys.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { appendTo, type EventDraft } from '../../shared/core/audit-trail.ts';
import { defaultPolicyId } from '../../shared/core/policies.ts';
import { type Run, startRun, tableName, withoutCapacityReminders } from './a-run.ts';
import { type Operator, operatorOf } from './operating.ts';
import { send } from './queues.ts';
import { caseIdOf, referral } from './referring.ts';

let run: Run;
let s3: S3Client;
let operator: Operator;
const said: string[] = [];
const subject = caseIdOf(1);
const VERIFY = 'npm run ops -- trails';
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
  run.localRun.on('log', (name, line) => {
    if (name === 'relay-events' && line.includes('EVENT_TAMPERED')) said.push(line);
  });
  const { aws: endpoint, region, accessKeyId, secretAccessKey } = run.localRun.endpoints;
  s3 = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  });
  operator = await operatorOf(run);
  await send(run, referral(run, 1));
  await run.localRun.idle();
  await run.localRun.advance('to 2026-11-24T02:00');
});
afterAll(async () => {
  s3?.destroy();
  operator?.stop();
  await run?.stop();
});

const table = () => tableName(run, 'cases');
const verified = () =>
  verifyTrails({
    trails: new DynamoTrailStore(run.dynamo, table()),
    anchors: new S3AnchorStore(s3, run.localRun.endpoints.buckets.anchors ?? ''),
    cases: run.cases,
    councils: run.councils,
    now: '2026-11-24T02:00:00.000Z',
  });
const words = async () => (await verified()).findings.map((found) => `${found.subject}: ${found.words}`);

/** The events as they were, put back after each test; the stream tells of that too. */
let restore: () => Promise<unknown> = async () => {};
afterEach(async () => {
  await restore();
  await run.localRun.idle();
});

async function theTrail() {
  const trail = await run.cases.trail(subject);
  restore = () =>
    Promise.all(
      trail.map((event) =>
        run.dynamo.send(new PutItemCommand({ TableName: table(), Item: eventItem(event) })),
      ),
    );
  return trail;
}

test('the night anchors what happened, and untouched trails hold', async () => {
  const verification = await verified();
  expect(verification).toMatchObject({ findings: [], anchors: 1, notAnchored: 0 });
  expect(verification.trails).toBeGreaterThanOrEqual(1);
  expect((await theTrail()).length).toBeGreaterThan(1);
  expect(said).toEqual([]);
});

test('what is taken out of a period holds by itself, and not with a byte changed', async () => {
  const into = mkdtempSync(path.join(tmpdir(), 'audit-'));
  const taking = `npm run ops -- audit --from 2026-11-23 --to 2026-11-23 --into ${into}`;
  const taken = await operator.type(taking);
  expect(taken.words).toMatch(/Saved in .*audit-2026-11-23-2026-11-23\.jsonl\.\n.* 1 anchors: all hold\./);
  expect(taken.code).toBe(0);
  expect(await operator.type(taking)).toMatchObject({
    code: 1,
    words: expect.stringContaining('is there already'),
  });
  const file = path.join(into, 'audit-2026-11-23-2026-11-23.jsonl');
  expect(await operator.type(`npm run ops -- verify ${file}`)).toMatchObject({ code: 0 });
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(`"subject":"${subject}"`);
  writeFileSync(file, text.replace('"round":1', '"round":2'));
  expect(await operator.type(`npm run ops -- verify ${file}`)).toMatchObject({
    code: 1,
    words: expect.stringContaining('It is not what was taken out.'),
  });
  rmSync(into, { recursive: true });
});

test('a trail whose last events were deleted is found, and the stream has told of it', async () => {
  const trail = await theTrail();
  const before = said.length;
  await run.dynamo.send(
    new DeleteItemCommand({ TableName: table(), Key: keyOf(keys.event(subject, trail.length)) }),
  );
  await vi.waitFor(() => expect(said.length).toBe(before + 1), { timeout: 120_000 });
  expect(said.at(-1)).toContain('REMOVE');
  expect(await words()).toEqual([
    expect.stringContaining(`${subject}: event ${trail.length}: the trail ends at ${trail.length - 1}`),
    `${subject}: it is cut: it ends at ${trail.length - 1}, and on 2026-11-23 it had ${trail.length} events`,
  ]);
});

test('one byte of one event, changed by a put that overwrites, is found, and the stream has told of it', async () => {
  const [first] = await theTrail();
  if (first === undefined) throw new Error('There are no events.');
  const before = said.length;
  const item = eventItem(first);
  const Item = { ...item, body: { S: `${item.body?.S}`.replace(defaultPolicyId, 'nts-2024') } };
  // In a transaction, as the functions write: what the table's policy cannot refuse them.
  await run.dynamo.send(
    new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: table(), Item } }] }),
  );
  await vi.waitFor(() => expect(said.length).toBe(before + 1), { timeout: 120_000 });
  expect(said.at(-1)).toContain('MODIFY');
  expect(await words()).toEqual([
    `${subject}: event 1: the event does not say what it said when it was recorded`,
  ]);
});

test('a chain rewritten from its second event on, with every hash and the case’s own head, is found by its anchor', async () => {
  const trail = await theTrail();
  const [first, ...others] = trail;
  if (first?.trail === undefined) throw new Error('There are no events.');
  const rewritten = appendTo(
    { subject, number: 1, hash: first.trail.hash },
    others.map(({ type, data }) => ({ type, data }) as EventDraft),
    { at: '2026-11-23T09:00:01.000Z', actor: first.actor, policy: 'nts-2025', cause: 'forged' },
  );
  for (const event of rewritten)
    await run.dynamo.send(new PutItemCommand({ TableName: table(), Item: eventItem(event) }));
  const current = await run.cases.read(subject);
  if (current === undefined) throw new Error('There is no case.');
  const forged = { ...current, lastHash: rewritten.at(-1)?.trail?.hash ?? '' };
  await run.dynamo.send(new PutItemCommand({ TableName: table(), Item: caseItem(forged) }));
  try {
    expect(await words()).toEqual([
      `${subject}: event ${trail.length} is not the one that was anchored on 2026-11-23`,
    ]);
    const { code, words: printed } = await operator.type(VERIFY);
    expect(code).toBe(1);
    expect(printed).toContain(`${subject}  event ${trail.length} is not the one that was anchored`);
  } finally {
    await run.dynamo.send(new PutItemCommand({ TableName: table(), Item: caseItem(current) }));
  }
});

test('what was put back holds again, and the command says so', async () => {
  expect(await words()).toEqual([]);
  const { code, words: printed } = await operator.type(VERIFY);
  expect([code, printed]).toEqual([0, expect.stringMatching(/^1 anchors, \d+ trails .*: all hold\.$/)]);
});

test('an anchor that is gone is found', async () => {
  run.localRun.s3.lose(run.localRun.endpoints.buckets.anchors ?? '', 'anchors/2026-11-23.json');
  expect(await words()).toContain('anchors: there is none yet');
});
