import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { offsets } from '../../infra/local-aws/endpoints.ts';
import { Judge } from '../../infra/local-aws/iam/denials.ts';
import type { Access } from '../../infra/local-aws/iam/iam.ts';
import { gatherPolicies } from '../../infra/local-aws/iam/iam-policies.ts';
import { type CommittedEvent, type LocalRun, startLocalRun } from '../../infra/local-aws/local-run.ts';
import { DynamoDb } from '../../infra/local-aws/services/dynamodb.ts';
import type { Plan } from '../../infra/local-aws/template/plan.ts';
import { synthesizeFixture } from './fixture/app.ts';

const PORT = 23_400;
const START = '2026-11-23T07:50:00.000Z'; // A Monday.
let folder: string;
let run: LocalRun;
let queues: SQSClient;
let mail: SESClient;
let tables: DynamoDBClient;

const clientsOf = ({ endpoints }: LocalRun) => {
  const { region, aws: endpoint, accessKeyId, secretAccessKey } = endpoints;
  return { region, endpoint, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
};

beforeAll(async () => {
  folder = synthesizeFixture(10);
  run = await startLocalRun({ port: PORT, assembly: folder, startAt: new Date(START) });
  const config = clientsOf(run);
  queues = new SQSClient(config);
  mail = new SESClient(config);
  tables = new DynamoDBClient(config);
});
afterAll(async () => {
  await run?.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  run.faults.clear();
  run.denials.length = 0;
});

const url = (name: string, of = run) => of.endpoints.queues[name] ?? '';
const tell = (...messages: object[]) =>
  queues.send(
    new SendMessageBatchCommand({
      QueueUrl: url('work'),
      Entries: messages.map((message, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(message),
      })),
    }),
  );

async function taken(name: string): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const messages = await run.sqs.receive(url(name), 10, 0);
    if (messages.length === 0) return all;
    for (const { Body, ReceiptHandle } of messages) {
      all.push(Body);
      await run.sqs.ask('DeleteMessage', { QueueUrl: url(name), ReceiptHandle });
    }
  }
}

const order = async (id: string) => {
  const Key = { pk: { S: `ORDER#${id}` }, sk: { S: 'EVENT#1' } };
  return (await tables.send(new GetItemCommand({ TableName: run.endpoints.tables.orders, Key }))).Item;
};

describe('a message on its way', () => {
  test('is taken from the queue, kept in the table, and passed on from the stream', async () => {
    const events: CommittedEvent[] = [];
    const listen = (event: CommittedEvent) => events.push(event);
    run.on('committed-event', listen);
    await tell({ do: 'put', id: 'one' }, { do: 'transact', id: 'two' });
    await run.idle();
    run.off('committed-event', listen);
    expect((await taken('out')).toSorted()).toEqual(['ORDER#one', 'ORDER#two']);
    expect((await order('one'))?.at?.S).toMatch(/^2026-11-23T07:/);
    expect(events.map((one) => [one.table, one.kind, one.keys.pk]).toSorted()).toEqual([
      ['orders', 'INSERT', 'ORDER#one'],
      ['orders', 'INSERT', 'ORDER#two'],
    ]);
  });

  test('of a batch only what failed comes back, and after three times goes to the dead letters', async () => {
    const before = run.clock.now().getTime();
    await tell({ do: 'say', text: 'fine' }, { do: 'fail' });
    await run.idle();
    expect(await taken('out')).toEqual(['fine']);
    expect(await taken('work-dlq')).toEqual([]);
    await run.advance('4m'); // Visibility is a minute: two more tries, then it is set aside.
    expect(run.clock.now().getTime() - before).toBeGreaterThanOrEqual(240_000);
    expect(await taken('work-dlq')).toEqual(['{"do":"fail"}']);
    expect((await taken('out')).filter((one) => one === 'fine')).toEqual([]);
  });

  test('that is delayed comes when its time has come by the run’s clock, and is waited for no sooner', async () => {
    const say = (text: string, DelaySeconds: number) => ({
      Id: text,
      MessageBody: JSON.stringify({ do: 'say', text }),
      DelaySeconds,
    });
    const { Successful = [], Failed = [] } = await queues.send(
      new SendMessageBatchCommand({
        QueueUrl: url('work'),
        Entries: [say('now', 0), say('later', 30), say('latest', 150)],
      }),
    );
    expect([Successful.map(({ Id }) => Id).toSorted(), Failed]).toEqual([['later', 'latest', 'now'], []]);
    await queues.send(
      new SendMessageCommand({
        QueueUrl: url('work'),
        MessageBody: JSON.stringify({ do: 'say', text: 'alone' }),
        DelaySeconds: 40,
      }),
    );
    await run.idle();
    const said = async () => (await taken('out')).filter((one) => !one.startsWith('{'));
    expect(await said()).toEqual(['now']);
    await run.advance('1m');
    expect(await said()).toEqual(['later', 'alone']);
    await run.advance('2m');
    expect(await said()).toEqual(['latest']);
  });

  test('comes back when the function is killed in the middle', async () => {
    const invoked = new Promise((resolve) => run.once('invocation', resolve));
    await tell({ do: 'stall' });
    await expect.poll(() => run.runner.active).toBe(1);
    run.killInstances('worker');
    await invoked;
    await run.idle();
    expect(await run.sqs.depth(url('work'))).toMatchObject({ ready: 0, inFlight: 1 });
    await run.advance('4m');
    expect(await taken('work-dlq')).toEqual(['{"do":"stall"}']);
    await taken('out');
  });

  test('what a function asked for before it was killed is waited for', async () => {
    run.faults.add({ kind: 'timeout', service: 'dynamodb', times: 1, milliseconds: 1_500 });
    const invoked = new Promise((resolve) => run.once('invocation', resolve));
    const puts = () =>
      run.usage.report().find(({ caller, operation }) => caller === 'worker' && operation === 'PutItem')
        ?.requests ?? 0;
    const before = puts();
    await tell({ do: 'put', id: 'outlived' });
    const from = performance.now();
    await expect.poll(puts).toBe(before + 1);
    run.killInstances('worker');
    await invoked;
    await run.idle();
    expect(performance.now() - from).toBeGreaterThan(1_000);
    await run.advance('4m');
    await taken('out');
  });

  test('a record that cannot be relayed is reported, and the others go on', async () => {
    await tell(...['x', 'poison', 'y'].map((id) => ({ do: 'put', id })));
    await run.idle();
    expect((await taken('out')).toSorted()).toEqual(['ORDER#x', 'ORDER#y']);
    const [lost = '{}'] = await taken('lost');
    expect(JSON.parse(lost)).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });
});

test('a function sees its own environment, and nothing of the machine’s', async () => {
  process.env.SECRET_OF_THE_MACHINE = 'x';
  await tell({ do: 'sayFrom', what: 'environment' });
  await run.idle();
  const environment = JSON.parse((await taken('out'))[0] ?? '{}') as Record<string, string>;
  expect(environment).toMatchObject({
    SENDER: 'team@fixture.example',
    AWS_REGION: 'eu-west-2',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_ENDPOINT_URL: run.endpoints.aws,
  });
  expect(
    Object.keys(environment).filter(
      (key) => key.startsWith('LOCAL_RUN') || key === 'SECRET_OF_THE_MACHINE' || key === 'HOME',
    ),
  ).toEqual([]);
});

test('a secret is made for the run, as long as the template asks', async () => {
  await tell({ do: 'secret' });
  await run.idle();
  expect((await taken('out'))[0]).toMatch(/^[A-Za-z0-9]{40}$/);
});

test('the clock moves, and schedules fire at their times with the function’s own clock there too', async () => {
  await run.advance('to 2026-11-24T09:02');
  const ticks = (await taken('out')).map(
    (one) => JSON.parse(one) as { name: string; at: string; left: number },
  );
  const mornings = ticks.filter((one) => one.name === 'Morning').map((one) => one.at.slice(0, 16));
  expect(mornings.at(-1)).toBe('2026-11-24T08:00');
  const often = ticks.filter((one) => one.name === 'Often').length;
  expect(often).toBeGreaterThanOrEqual(25);
  expect(often).toBeLessThanOrEqual(28);
  expect(ticks.every((one) => one.left > 5_000 && one.left <= 10_000)).toBe(true);
  await expect(run.advance('to 2020-01-01')).rejects.toThrow('not a later moment');
});

test('items whose time is over go, by the run’s clock', async () => {
  const TableName = run.endpoints.tables.orders;
  const soon = Math.floor(run.clock.now().getTime() / 1_000) + 3_600;
  await tables.send(
    new PutItemCommand({
      TableName,
      Item: { pk: { S: 'ORDER#old' }, sk: { S: 'EVENT#1' }, expiresAt: { N: String(soon) } },
    }),
  );
  await run.idle();
  expect(await order('old')).toBeDefined();
  await run.advance('25h');
  expect(await order('old')).toBeUndefined();
  await taken('out');
});

test('the HTTP API answers from the function', async () => {
  const response = await fetch(`${run.endpoints.pages}/things/7?x=1`);
  expect(response.headers.get('x-seen')).toBe('GET /things/{id}');
  expect(await response.json()).toMatchObject({
    version: '2.0',
    pathParameters: { id: '7' },
    rawQueryString: 'x=1',
  });
  expect((await fetch(`${run.endpoints.pages}/broken`)).status).toBe(500);
  expect((await fetch(`${run.endpoints.pages}/nothing`)).status).toBe(404);
});

describe('the mailbox', () => {
  const letter = (from: string, to: string[]) =>
    new SendEmailCommand({
      Source: from,
      Destination: { ToAddresses: to, CcAddresses: ['lead@customer.example'] },
      Message: {
        Subject: { Data: 'Ein Kind – a place' },
        Body: {
          Text: { Data: 'See http://127.0.0.1:1/things/x' },
          Html: { Data: '<p>Hello <script>alert(1)</script></p>' },
        },
      },
    });

  test('keeps every recipient and the message as it went out', async () => {
    const { MessageId } = await mail.send(
      letter('team@fixture.example', ['a@customer.example', 'b@customer.example']),
    );
    const list = (await (await fetch(`${run.endpoints.mailbox}/messages.json`)).json()) as Record<
      string,
      unknown
    >[];
    expect(list.at(-1)).toMatchObject({
      id: MessageId,
      from: 'team@fixture.example',
      to: ['a@customer.example', 'b@customer.example'],
      cc: ['lead@customer.example'],
      subject: 'Ein Kind – a place',
      at: expect.stringMatching(/^2026-11-2/),
    });
    const raw = await (await fetch(`${run.endpoints.mailbox}/messages/${MessageId}.eml`)).text();
    expect(raw).toContain('multipart/alternative');
    const page = await (await fetch(`${run.endpoints.mailbox}/`)).text();
    expect(page).toContain(`href="/messages/${MessageId}"`);
    const message = await (await fetch(`${run.endpoints.mailbox}/messages/${MessageId}`)).text();
    expect(message).toContain('sandbox=');
    const text = await (await fetch(`${run.endpoints.mailbox}/messages/${MessageId}/text`)).text();
    expect(text).toContain('<a href="http://127.0.0.1:1/things/x"');
  });

  test.each([
    ['an address that nobody verified', letter('x@elsewhere.example', ['a@b.example']), 'MessageRejected'],
    [
      'no recipient',
      new SendRawEmailCommand({
        Source: 'team@fixture.example',
        RawMessage: { Data: Buffer.from('Subject: x\r\n\r\n') },
      }),
      'InvalidParameterValue',
    ],
    ['an address that is none', letter('team@fixture.example', ['nobody']), 'InvalidParameterValue'],
    [
      'a set that is not there',
      new SendRawEmailCommand({
        Source: 'team@fixture.example',
        Destinations: ['a@b.example'],
        ConfigurationSetName: 'none',
        RawMessage: { Data: Buffer.from('Subject: x\r\n\r\n') },
      }),
      'ConfigurationSetDoesNotExist',
    ],
  ])('refuses %s, as SES does', async (_, command, name) => {
    const before = run.messages.length;
    await expect(mail.send(command as SendEmailCommand)).rejects.toMatchObject({
      name: expect.stringContaining(name),
    });
    expect(run.messages.length).toBe(before);
  });

  test.each([
    ['throttle', 0, /Throttling/],
    ['refuse', 0, /MessageRejected/],
    ['accept-then-fail', 1, /./],
  ] as const)('fails on request: %s', async (kind, kept, name) => {
    const before = run.messages.length;
    run.faults.add({ kind, service: 'ses', times: 1 });
    await expect(mail.send(letter('team@fixture.example', ['a@b.example']))).rejects.toMatchObject({
      name: expect.stringMatching(name),
    });
    expect(run.messages.length - before).toBe(kept);
    await expect(mail.send(letter('team@fixture.example', ['a@b.example']))).resolves.toBeDefined();
  });
});

describe('faults', () => {
  test('a transaction conflict reaches the function in AWS’s own shape', async () => {
    const lines: string[] = [];
    const listen = (_: string, line: string) => lines.push(line);
    run.on('log', listen);
    run.faults.add({ kind: 'transaction-conflict', caller: 'worker', times: 1 });
    await tell({ do: 'transact', id: 'late' });
    await run.idle();
    expect(await order('late')).toBeUndefined();
    await run.advance('2m');
    run.off('log', listen);
    expect(lines.join()).toContain('TransactionCanceledException');
    expect(await order('late')).toBeDefined();
    await taken('out');
  });

  test('half of a batch is left undone and named', async () => {
    run.faults.add({ kind: 'half-batch', service: 'sqs', times: 1 });
    const Entries = ['a', 'b', 'c', 'd'].map((Id) => ({ Id, MessageBody: Id }));
    const answer = await queues.send(new SendMessageBatchCommand({ QueueUrl: url('out'), Entries }));
    expect(answer.Successful?.map((one) => one.Id)).toEqual(['a', 'b']);
    expect(answer.Failed?.map((one) => one.Id)).toEqual(['c', 'd']);
    expect((await taken('out')).toSorted()).toEqual(['a', 'b']);
  });
});

test('requests are counted by caller', async () => {
  run.usage.reset();
  await tell({ do: 'put', id: 'counted' });
  await run.idle();
  const line = run.usage.report().find((one) => one.operation === 'PutItem');
  expect(line).toEqual({
    caller: 'worker',
    service: 'dynamodb',
    operation: 'PutItem',
    requests: 1,
  });
  await taken('out');
});

describe('policies are enforced', () => {
  test('a stranger is turned away', async () => {
    const stranger = new SQSClient({
      ...clientsOf(run),
      credentials: { accessKeyId: 'X', secretAccessKey: 'y' },
    });
    await expect(stranger.send(new ReceiveMessageCommand({ QueueUrl: url('out') }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  const uses: [string, object][] = [
    ['UseOrders', { do: 'put', id: 'p' }],
    ['UseOrdersKey', { do: 'put', id: 'p' }],
    ['QueryKinds', { do: 'query' }],
    ['Say', { do: 'say', text: 't' }],
    ['ReadSecret', { do: 'secret' }],
    ['Mail', { do: 'mail', to: ['a@b.example'] }],
  ];

  test('with every statement in place nothing is denied; without any one that was used, the call is, and it is named', async () => {
    const used: { who: string; access: Access; by: string }[] = [];
    run.judge.on('allowed', (one) => used.push(one));
    await tell(...uses.map(([, deed]) => deed));
    await run.idle();
    run.judge.removeAllListeners('allowed');
    expect(run.denials).toEqual([]);
    expect(await run.sqs.depth(url('work'))).toMatchObject({ ready: 0, inFlight: 0 });
    await taken('out');

    const worker = run.functionNamed('worker');
    const mine = used.filter((one) => one.who === 'worker');
    expect([...new Set(mine.map((one) => one.by.split(' ').at(-1)))].toSorted()).toEqual(
      uses.map(([sid]) => sid).toSorted(),
    );
    for (const gone of mine) {
      const policies = gatherPolicies(run.plan.resources);
      const role = policies.roles.get(worker.roleArn);
      if (!role) throw new Error('The worker has no role.');
      const rest = { ...role, statements: role.statements.filter((one) => one.where !== gone.by) };
      const judge = new Judge({ ...policies, roles: new Map([[role.arn, rest]]) });
      const { action, resource } = gone.access;
      const message = judge.function(worker, [gone.access])?.message;
      expect(message).toContain(`is not authorized to perform: ${action} on resource: ${resource}`);
      expect(message).toMatch(/add \{ Effect: Allow, .* to workerServiceRole\w+$/);
    }
  });

  test('end to end: the function sees AccessDenied, the message goes back, and the run is told what is missing', async () => {
    const altered = await startLocalRun({
      port: PORT + 10,
      dynamoDbPort: PORT + offsets.dynamoDb,
      assembly: folder,
      alter: without('worker', 'UseOrdersKey'),
    });
    const lines: string[] = [];
    try {
      altered.on('log', (_, line) => lines.push(line));
      await new SQSClient(clientsOf(altered)).send(
        new SendMessageCommand({
          QueueUrl: url('work', altered),
          MessageBody: JSON.stringify({ do: 'put', id: 'p' }),
        }),
      );
      await altered.idle();
      expect(altered.denials[0]?.message).toMatch(
        /perform: kms:Decrypt on resource: arn:aws:kms:\S+ because .* to workerServiceRole/,
      );
      expect(lines.join()).toContain('AccessDeniedException');
      expect(await altered.sqs.depth(url('work', altered))).toMatchObject({ inFlight: 1 });
    } finally {
      await altered.stop();
    }
  });
});

test('runs that share a DynamoDB have tables of their own there, and take only those away at their end', async () => {
  const [one, another] = [0, 1].map(() => DynamoDb.at(PORT + offsets.dynamoDb));
  if (one === undefined || another === undefined) throw new Error('There are two.');
  const names = run.plan.tables.map(({ name }) => name);
  const tablesOf = async (of: DynamoDb) => (await of.ask('ListTables', {})).TableNames;
  for (const each of [one, another]) await each.createTables(run.plan.tables);
  const [table] = run.plan.tables;
  const schema = table?.create.KeySchema as readonly { readonly AttributeName: string }[];
  const key = Object.fromEntries(schema.map(({ AttributeName }) => [AttributeName, { S: 'mine' }]));
  const name = table?.name;
  await one.ask('PutItem', { TableName: name, Item: key });
  for (const other of [another, run.dynamoDb])
    expect(await other.ask('GetItem', { TableName: name, Key: key })).toEqual({});
  await one.stop();
  expect(await tablesOf(one)).toEqual([]);
  expect(await tablesOf(another)).toEqual(names.toSorted());
  await another.stop();
  expect(await tablesOf(run.dynamoDb)).toEqual(names.toSorted());
});

/** Takes a statement away from the policy of a function, as an edit of the template would. */
const without =
  (functionName: string, sid: string) =>
  (plan: Plan): Plan => ({
    ...plan,
    resources: plan.resources.map((one) => {
      if (one.type !== 'AWS::IAM::Policy' || !one.logicalId.startsWith(functionName)) return one;
      const document = one.properties.PolicyDocument as { Statement: { Sid?: string }[] };
      const Statement = document.Statement.filter((other) => other.Sid !== sid);
      return {
        ...one,
        id: one.id,
        arn: one.arn,
        properties: { ...one.properties, PolicyDocument: { ...document, Statement } },
      };
    }),
  });

const aws = promisify(execFile);
const hasCli = await aws('aws', ['--version']).then(
  () => true,
  () => false,
);

test.skipIf(!hasCli)('the AWS command line works on it', async () => {
  const { accessKeyId, secretAccessKey, region, aws: endpoint } = run.endpoints;
  const cli = async (...args: string[]) => {
    const { stdout } = await aws('aws', [...args, '--endpoint-url', endpoint, '--output', 'json'], {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_DEFAULT_REGION: region,
      },
    });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  await cli('sqs', 'send-message', '--queue-url', url('out'), '--message-body', 'from the CLI');
  const received = await cli('sqs', 'receive-message', '--queue-url', url('out'));
  expect(received).toMatchObject({ Messages: [{ Body: 'from the CLI' }] });
  const key = JSON.stringify({ pk: { S: 'ORDER#one' }, sk: { S: 'EVENT#1' } });
  const item = await cli(
    'dynamodb',
    'get-item',
    '--table-name',
    run.endpoints.tables.orders ?? '',
    '--key',
    key,
  );
  expect(item).toHaveProperty('Item.at');
});

describe('SQS’s older Query protocol', () => {
  const ask = async (fields: Record<string, string>) => {
    const response = await fetch(url('out'), {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${run.endpoints.accessKeyId}/20261123/eu-west-2/sqs/aws4_request, SignedHeaders=host, Signature=0`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ Version: '2012-11-05', ...fields }),
    });
    return { status: response.status, text: await response.text() };
  };

  test('sends, receives and deletes', async () => {
    const sent = await ask({
      Action: 'SendMessage',
      MessageBody: 'old & <tired>',
      'MessageAttribute.1.Name': 'k',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'v',
    });
    expect(sent.text).toMatch(/<SendMessageResult>.*<MessageId>/s);
    const { text } = await ask({
      Action: 'ReceiveMessage',
      'AttributeName.1': 'All',
      'MessageAttributeName.1': 'All',
      MaxNumberOfMessages: '10',
    });
    expect(text).toContain('<Body>old &amp; &lt;tired&gt;</Body>');
    expect(text).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
    expect(text).toContain('<MessageAttribute><Name>k</Name><Value>');
    const [, handle = ''] = /<ReceiptHandle>([^<]+)</.exec(text) ?? [];
    expect((await ask({ Action: 'DeleteMessage', ReceiptHandle: handle })).status).toBe(200);
  });

  test('refuses in XML', async () => {
    const refused = await ask({
      Action: 'SendMessage',
      QueueUrl: `${run.endpoints.aws}/000000000000/none`,
      MessageBody: 'x',
    });
    expect(refused.status).toBe(400);
    expect(refused.text).toMatch(/<Code>[^<]*NonExistentQueue<\/Code>/);
  });
});

test('a run that is watched rings when work is given up, tells whoever subscribed, and shows it', async () => {
  const watched = await startLocalRun({
    port: PORT + 20,
    assembly: folder,
    startAt: new Date(START),
    dynamoDbPort: PORT + offsets.dynamoDb,
    schedulesWait: true,
    watched: true,
  });
  try {
    const ops = async (path: string) => (await fetch(`${watched.endpoints.ops}${path}`)).text();
    await watched.advance('20m');
    expect(await ops('/alarms')).toContain('No alarm rings');
    expect(await ops('/')).toMatch(/Ticks.*<path class="line" d="M[^"]+L/s);
    const MessageBody = JSON.stringify({ do: 'fail' });
    await watched.sqs.ask('SendMessage', { QueueUrl: url('work', watched), MessageBody });
    await watched.advance('6m');
    expect(await ops('/alarms')).toContain('1 of 1 alarms ring');
    expect(watched.denials).toEqual([]);
    const subjects = () => watched.messages.map(({ subject, to }) => [subject, ...to]);
    const rang = ['ALARM: "Fixture-dead" in EU (London)', 'duty@fixture.example'];
    expect(subjects()).toEqual([rang]);
    const [lying] = await watched.sqs.receive(url('work-dlq', watched), 1, 0);
    expect(Number(lying?.Attributes?.SentTimestamp)).toBeGreaterThanOrEqual(Date.parse(START));
    expect(Number(lying?.Attributes?.SentTimestamp)).toBeLessThan(watched.clock.now().getTime());
    await watched.sqs.ask('DeleteMessage', {
      QueueUrl: url('work-dlq', watched),
      ReceiptHandle: lying?.ReceiptHandle,
    });
    await watched.advance('2m');
    expect(subjects()).toEqual([rang, ['OK: "Fixture-dead" in EU (London)', 'duty@fixture.example']]);
  } finally {
    await watched.stop();
  }
});
