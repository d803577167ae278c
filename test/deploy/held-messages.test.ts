/** `npm run ops` before real queues: a work queue is never touched, and what waits for a person is taken off at once. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { standingOf, takeOff } from '../../infra/ops/messages.ts';
import { operate } from '../../infra/ops/operate.ts';
import type { Place } from '../../infra/ops/place.ts';
import { freePort } from '../contract/free-port.ts';

let server: FauxqsServer;
let sqs: SQSClient;
let place: Place;
/** Names of what SQS was asked to do. */
let asked: string[];
/** Whose log was searched, and from when on. */
let logged: (readonly [string, number])[];
let made = 0;
beforeAll(async () => {
  const port = await freePort();
  server = await startFauxqs({ port, logger: false, defaultRegion: 'eu-west-2' });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sqs = new SQSClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-2', credentials });
  sqs.middlewareStack.add(
    (next, { commandName }) =>
      (call) => {
        asked.push(commandName ?? '');
        return next(call);
      },
    {},
  );
});
afterAll(async () => {
  sqs?.destroy();
  await server?.stop();
});

const FUNCTION = 'arn:aws:lambda:eu-west-2:000000000000:function:';
const RENEW = `${FUNCTION}NtsPipeline-RenewApiKeys1`;

/** A bucket with one e-mail. */
const playedBucket: Pick<Place['s3'], 'send'> = {
  send: async () => ({ Body: { transformToByteArray: async () => Buffer.from('From: a stranger') } }),
};

/** A work queue that gives up what was received once, the queue for that, and one for what a person has to see. */
beforeEach(async () => {
  asked = [];
  logged = [];
  made += 1;
  const urls: Record<string, string> = {};
  const arnOf = (name: string) => `arn:aws:sqs:eu-west-2:000000000000:${made}-${name}`;
  for (const name of [
    'referrals-dlq',
    'referrals',
    'notifications',
    'returned',
    'quarantine',
    'schedules-dlq',
    'set-aside',
  ]) {
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: arnOf('referrals-dlq'),
      maxReceiveCount: 1,
    });
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({
        QueueName: `${made}-${name}`,
        Attributes: name === 'referrals' ? { RedrivePolicy } : {},
      }),
    );
    urls[name] = QueueUrl;
  }
  const played: Partial<Place> = {
    name: 'a test',
    sqs,
    now: async () => new Date(),
    queues: () => Object.keys(urls),
    queue: (name) => ({ url: urls[name] ?? '', arn: arnOf(name) }),
    oldest: async () => undefined,
    functions: async () => ['api', 'renew-api-keys'],
    functionOf: async (arn) => (arn === RENEW ? 'renew-api-keys' : undefined),
    invoke: async (functionName) => {
      asked.push(functionName);
      return { ok: true, said: '' };
    },
    triggers: async () => [],
    clocks: async () => [],
    alarms: async () => [],
    s3: playedBucket as Place['s3'],
    bucket: (name) => name,
    log: async (functionName, since) => {
      logged.push([functionName, since.getTime()]);
      return [];
    },
    close: () => {},
  };
  place = played as Place;
});

const type = async (line: string) => {
  const said: string[] = [];
  const code = await operate(
    line.split(' '),
    () => place,
    (words) => said.push(words),
  );
  return { code, words: said.join('\n') };
};
const send = async (queue: string, MessageBody: string): Promise<string> => {
  const QueueUrl = place.queue(queue).url;
  return (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))).MessageId ?? '';
};
const waiting = async (queue: string) => (await standingOf(place, queue)).waiting;

test('however often somebody looks at a work queue, none of its messages loses a try', async () => {
  const id = await send('referrals', 'a referral');
  for (const line of ['look', 'look referrals', 'look', 'look referrals'])
    expect((await type(line)).words).toContain('referrals: 1 waits, 0 are being handled');
  for (const line of [
    'redrive referrals',
    'redrive referrals --yes',
    `take-off referrals ${id} --yes`,
    `send-again referrals ${id} --to quarantine --yes`,
  ])
    expect(await type(line)).toEqual({
      code: 1,
      words: expect.stringContaining('What is in referrals was not given up'),
    });
  expect(asked).not.toContain('ReceiveMessageCommand');
  expect(await waiting('referrals')).toBe(1);
  expect(await waiting('referrals-dlq')).toBe(0);
});

test('what somebody else has in hand is not waited for, and not said to be gone', async () => {
  await send('quarantine', 'of no form');
  const QueueUrl = place.queue('quarantine').url;
  const { Messages: [taken] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 60 }),
  );
  asked = [];
  expect((await type('look quarantine')).words).toBe('1 is in somebody’s hands: look again in a minute.');
  expect(asked.filter((name) => name === 'ReceiveMessageCommand')).toHaveLength(1);
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: taken?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  for (const _ of [1, 2])
    expect((await type('look quarantine')).words).toContain('something of no form of ours');
});

test('what somebody has looked at without hiding it is seen, although SQS counts it as in hand', async () => {
  for (let at = 0; at < 12; at += 1) await send('quarantine', `message ${at}`);
  const QueueUrl = place.queue('quarantine').url;
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, MaxNumberOfMessages: 10 }));
  expect((await type('look quarantine')).words.match(/^[0-9a-f-]{36}/gm)).toHaveLength(12);
});

test('each of many messages is shown once, and all of them are there for others at once', async () => {
  const ids: string[] = [];
  for (let at = 0; at < 25; at += 1) ids.push(await send('quarantine', `message ${at}`));
  const { words } = await type('look quarantine');
  expect(words.match(/^[0-9a-f-]{36}/gm)?.toSorted()).toEqual(ids.toSorted());
  expect(await standingOf(place, 'quarantine')).toMatchObject({ waiting: 25, inHand: 0 });
});

test('many messages are taken off in one pass, and all others are there for others at once', async () => {
  const ids: string[] = [];
  for (let at = 0; at < 25; at += 1) ids.push(await send('quarantine', `message ${at}`));
  asked = [];
  await takeOff(
    place,
    'quarantine',
    ids.filter((_, at) => at % 2 === 0),
  );
  expect(asked.filter((name) => name === 'ReceiveMessageCommand').length).toBeLessThanOrEqual(3);
  expect(await standingOf(place, 'quarantine')).toMatchObject({ waiting: 12, inHand: 0 });
  await expect(takeOff(place, 'quarantine', [ids[0] ?? '', ids[1] ?? ''])).rejects.toThrow(
    `There is no message ${ids[0]} in quarantine`,
  );
  expect(await standingOf(place, 'quarantine')).toMatchObject({ waiting: 11, inHand: 0 });
  expect(asked.filter((name) => name.startsWith('ChangeMessageVisibility')).length).toBeLessThanOrEqual(4);
});

test('that others are gone before they are handed back is no trouble', async () => {
  const ids = [await send('quarantine', 'one'), await send('quarantine', 'other')];
  const { url: QueueUrl } = place.queue('quarantine');
  await takeOff(place, 'quarantine', [ids[0] ?? ''], async () => {
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  });
  expect(asked).toContain('ChangeMessageVisibilityBatchCommand');
  expect(await type('look quarantine')).toEqual({ code: 0, words: 'Nothing is in quarantine.' });
});

test('what only says what was given up is sent to no queue: it is said how to do again what it is about', async () => {
  const requestContext = {
    functionArn: `${FUNCTION}NtsPipeline-RelayEvents1:$LATEST`,
    condition: 'RetriesExhausted',
    approximateInvokeCount: 3,
  };
  const whereabouts = { dynamodb: { Keys: { pk: { S: 'TRAIL#NTS-1' }, sk: { S: 'EVENT#000001' } } } };
  const stretch = {
    requestContext,
    DDBStreamBatchInfo: {
      approximateArrivalOfFirstRecord: '2026-11-23T09:00:00Z',
      approximateArrivalOfLastRecord: '2026-11-23T09:01:00Z',
      batchSize: 1,
    },
  };
  for (const body of [whereabouts, stretch, { requestContext }])
    for (const to of ['', ' --to referrals']) {
      const id = await send('quarantine', JSON.stringify(body));
      expect(await type(`send-again quarantine ${id} --yes${to}`)).toEqual({
        code: 1,
        words: expect.stringContaining('npm run ops -- redrive quarantine'),
      });
    }
  expect(await waiting('referrals')).toBe(0);
});

const example = (sent: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../events/examples', `${sent}.json`), 'utf8');

test('what waits for a person goes back to the queue whose function acts on it, in whatever version it came', async () => {
  for (const [sent, home] of [
    ['referral-received.v2', 'referrals'],
    ['email-requested.v1', 'notifications'],
    ['digest-due.v1', 'notifications'],
    ['sign-in-requested.v1', 'notifications'],
    ['coordinator-sign-in-requested.v1', 'notifications'],
    ['lead-sign-in-requested.v1', 'notifications'],
    ['reader-changed.v1', 'notifications'],
    ['reader-sign-in-requested.v1', 'notifications'],
    ['sign-in-stopped.v1', 'notifications'],
    ['coordinator-access-changed.v1', 'notifications'],
    ['person-changed.v1', 'notifications'],
    ['mail-set-aside.v1', 'notifications'],
    ['alarms-unheard.v1', 'notifications'],
    ['document-not-cleared.v1', 'notifications'],
    ['email-returned.v1', 'returned'],
  ] as const)
    for (const body of [example(sent), example(sent).replace(sent, sent.replace(/\d+$/, '99'))]) {
      const id = await send('quarantine', body);
      expect((await type(`send-again quarantine ${id}`)).words).toContain(`Would send it to ${home} `);
    }
});

test('what no queue’s function acts on goes where somebody says, or stays', async () => {
  const id = await send('quarantine', example('offer-expired.v1'));
  expect(await type(`send-again quarantine ${id} --yes`)).toEqual({
    code: 1,
    words: expect.stringContaining('No queue of ours reads offer-expired.v1. Say which: --to'),
  });
  expect((await type(`send-again quarantine ${id} --to referrals`)).words).toContain('Would send it to');
});

test('a call for what waits to be told says whose, and nothing else that stands there in its place', async () => {
  const desk = 'council:E10000016';
  for (const [written, words] of [
    [desk, `digest-due.v1 for ${desk}`],
    [`${desk}>second`, `digest-due.v1 for ${desk}>second`],
    ['coordinators', 'digest-due.v1 for coordinators'],
    ['coordinators>coordinators-second', 'digest-due.v1 for coordinators>coordinators-second'],
    ['yusuf', 'digest-due.v1'],
  ] as const) {
    const id = await send(
      'quarantine',
      example('digest-due.v1').replace(/"desk": "[^"]*"/, `"desk": "${written}"`),
    );
    expect((await type(`take-off quarantine ${id}`)).words.split('\n')[0]).toBe(`${id}: ${words}`);
  }
});

test('the function whose run failed is started, not one that is called like a part of it', async () => {
  const run = (name: string) =>
    JSON.stringify({ requestContext: { functionArn: `${name}:$LATEST`, condition: 'RetriesExhausted' } });
  await send('schedules-dlq', run(RENEW));
  expect((await type('redrive schedules-dlq --yes')).words).toContain('renew-api-keys has run.');
  expect(asked).toContain('renew-api-keys');
  expect(await waiting('schedules-dlq')).toBe(0);
  await send('schedules-dlq', run(`${FUNCTION}NtsPipeline-RenewApiKeys12`));
  expect(await type('redrive schedules-dlq --yes')).toMatchObject({
    code: 1,
    words: expect.stringContaining('names no function of ours'),
  });
});

test('why a message failed is looked for in the log from when it was sent', async () => {
  const before = Date.now();
  await send('referrals-dlq', '{}');
  expect((await type('look referrals-dlq')).code).toBe(0);
  expect(logged).toEqual([['allocate-referral', expect.any(Number)]]);
  expect(logged[0]?.[1]).toBeGreaterThanOrEqual(before);
});

test('an e-mail is written into a new file, and never over one that is there', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fetched-'));
  try {
    const id = await send('set-aside', JSON.stringify({ Records: [{ s3: { object: { key: 'raw/1' } } }] }));
    const [file, there] = [path.join(folder, 'new.eml'), path.join(folder, 'there.eml')];
    writeFileSync(there, 'something else');
    expect(await type(`fetch ${id} --into ${file}`)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe('From: a stranger');
    expect(await type(`fetch ${id} --into ${there}`)).toEqual({
      code: 1,
      words: `${there} is there already, and stays as it is. Say another file: --into <file>`,
    });
    expect(readFileSync(there, 'utf8')).toBe('something else');
    expect(await type(`fetch ${id} --into ${path.join(folder, 'no', 'where.eml')}`)).toMatchObject({
      code: 1,
      words: expect.stringContaining('It cannot be written'),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
