import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Json } from '../../infra/local-aws/template/assembly.ts';
import type { Plan } from '../../infra/local-aws/template/plan.ts';
import { keyOf } from '../../shared/aws/attributes.ts';
import { type Key, keys } from '../../shared/aws/keys.ts';
import { aCase, aCaseChange, anEntry, anEvent } from '../builders.ts';
import { freeBasePort, type Run, startRun, tableName } from './a-run.ts';
import { send } from './queues.ts';
import { referral, referralId } from './referring.ts';
import { npmStart, projectFolder, type Spawned } from './spawned.ts';

/** For each function the statement that is taken away, and the call that then fails. */
const taken: Readonly<Record<string, readonly [sid: string, denied: string]>> = {
  'allocate-referral': ['DecideOnCasesGetItem', 'dynamodb:GetItem'],
  'relay-events': ['PublishEvents', 'sqs:SendMessage'],
  'send-notification': ['ReadContactsGetItem', 'dynamodb:GetItem'],
  pages: ['CheckLinks', 'secretsmanager:GetSecretValue'],
  api: ['KnowCallersGetItem', 'dynamodb:GetItem'],
  'receive-email': ['ReadMail', 's3:GetObject'],
  'enforce-deadlines': ['FindWhatIsDue', 'dynamodb:Query'],
  'remind-capacity': ['RemindCouncilsGetItem', 'dynamodb:GetItem'],
  'recount-headroom': ['DecideOnCasesQuery', 'dynamodb:Query'],
};

interface PolicyStatement {
  readonly Sid?: string;
}

/** Takes one statement away from each function's policy. @throws Error when a function has no such statement */
function withoutStatements(plan: Plan): Plan {
  const roles = new Map(
    plan.functions.map(({ shortName, roleArn }) => [roleArn.slice(roleArn.lastIndexOf('/') + 1), shortName]),
  );
  const missing = new Set(Object.keys(taken));
  const resources = plan.resources.map((resource) => {
    if (resource.type !== 'AWS::IAM::Policy') return resource;
    const owner = (resource.properties.Roles as string[]).map((role) => roles.get(role)).find(Boolean) ?? '';
    const [sid] = taken[owner] ?? [];
    const document = resource.properties.PolicyDocument as { Statement: PolicyStatement[] };
    const kept = document.Statement.filter(({ Sid }) => Sid !== sid);
    if (kept.length < document.Statement.length) missing.delete(owner);
    const properties: Json = { ...resource.properties, PolicyDocument: { ...document, Statement: kept } };
    return { ...resource, properties };
  });
  if (missing.size > 0) throw new Error(`No statement was taken from ${[...missing].join(', ')}.`);
  return { ...plan, resources };
}

let run: Run;
beforeAll(async () => {
  run = await startRun({ alter: withoutStatements });
});
afterAll(() => run?.stop());

const denialOf = (name: string) => run.localRun.denials.find(({ who }) => who === name);

const byTheClock = (name: string) =>
  run.localRun.runner.invoke(run.localRun.functionNamed(name).name, {}, 'test');

/** What sets each function off, so that it makes the call that it may no longer make. */
const setOff: Readonly<Record<string, () => Promise<unknown>>> = {
  'allocate-referral': () => send(run, referral(run, 1)),
  'relay-events': async () => {
    const subject = aCase({ id: 'NTS-0000-0001', referralId: referralId(2) });
    const paused = anEntry('case-paused.v1', { subject: subject.id });
    await run.cases.commit(aCaseChange({ case: subject, events: [paused] }));
  },
  'send-notification': async () => {
    const resumed = anEntry('case-resumed.v1');
    await run.cases.commit(aCaseChange({ events: [resumed] }));
    await send(
      run,
      anEvent('email-requested.v1', {
        id: `${resumed.id}:case-resumed:entry-authority`,
        data: {
          template: 'case-resumed',
          to: { role: 'entry-authority' },
          about: { kind: 'case', caseId: aCaseChange().case.id, eventNumber: 1 },
        },
      }),
      'notifications',
    );
  },
  pages: () => fetch(`${run.localRun.endpoints.pages}/offers/eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl`),
  api: () =>
    fetch(`${run.localRun.endpoints.pages}/api/referrals/NTS-0000-0000`, {
      headers: { authorization: `Bearer ${'k'.repeat(43)}` },
    }),
  'receive-email': async () => {
    const transport = createTransport({ url: run.localRun.endpoints.smtp, ignoreTLS: true });
    await transport.sendMail({
      from: 'officer@kent.councils.example',
      to: 'referrals@transfers.example',
      subject: 'A referral',
      text: 'Sex: female',
    });
    transport.close();
  },
  'enforce-deadlines': () => byTheClock('enforce-deadlines'),
  'remind-capacity': () => byTheClock('remind-capacity'),
  'recount-headroom': () => byTheClock('recount-headroom'),
};
/** What reads the stream comes last, because a stream waits for its oldest record. */
const inOrder = [
  'allocate-referral',
  'send-notification',
  'pages',
  'api',
  'receive-email',
  'enforce-deadlines',
  'recount-headroom',
  'remind-capacity',
  'relay-events',
];

test.each(inOrder)(
  '%s without one of its statements is denied, and the message names the statement',
  async (name) => {
    const [, denied = ''] = taken[name] ?? [];
    await setOff[name]?.();
    await vi.waitFor(() => expect(denialOf(name)).toBeDefined(), { timeout: 120_000 });
    const { action, message = '', resource } = denialOf(name) ?? {};
    expect(action).toBe(denied);
    expect(message).toContain(`is not authorized to perform: ${denied} on resource: ${resource}`);
    expect(message).toMatch(
      new RegExp(
        `add { Effect: Allow, Action: ${denied}, Resource: arn:.* } to \\w*Role\\w*|statement \\w+ would, but not when`,
      ),
    );
  },
);

/** DynamoDB as somebody sees it who has got hold of what a function signs its calls with. */
function as(name: string): DynamoDBClient {
  const { endpoints, plan } = run.localRun;
  const index = plan.functions.findIndex(({ shortName }) => shortName === name);
  return new DynamoDBClient({
    endpoint: endpoints.aws,
    region: endpoints.region,
    credentials: { accessKeyId: `LOCALFUNCTION${index}`, secretAccessKey: 'anything' },
    maxAttempts: 1,
  });
}

describe('whoever has taken over a function does not reach', () => {
  const table = (name: 'cases' | 'sealed') => tableName(run, name);
  const stored = async (key: Key) =>
    (await run.dynamo.send(new GetItemCommand({ TableName: table('cases'), Key: keyOf(key) }))).Item;
  const caseId = 'NTS-0000-0077';
  const event = keys.event(caseId, 1);
  const attacks: Readonly<Record<string, () => Promise<unknown>>> = {
    'api: a key of the API of its own making': () =>
      as('api').send(
        new PutItemCommand({
          TableName: table('sealed'),
          Item: { ...keyOf(keys.apiKey('f'.repeat(64))), council: { S: 'E10000016' } },
        }),
      ),
    'api: which key is a council’s': () =>
      as('api').send(
        new UpdateItemCommand({
          TableName: table('sealed'),
          Key: keyOf(keys.apiKeyOf('E10000016')),
          UpdateExpression: 'SET keyHash = :mine',
          ExpressionAttributeValues: { ':mine': { S: 'f'.repeat(64) } },
        }),
      ),
    'send-notification: the particulars of a child': () =>
      as('send-notification').send(
        new GetItemCommand({
          TableName: table('sealed'),
          Key: keyOf(keys.sealedChildren(referralId(1))),
        }),
      ),
    'receive-email: the addresses of a desk, to change them': () =>
      as('receive-email').send(
        new PutItemCommand({
          TableName: table('sealed'),
          Item: {
            ...keyOf(keys.contacts('council:E10000016')),
            body: { S: '{"dutyDesk":"evil@evil.example"}' },
          },
        }),
      ),
    'pages: an event, to delete it': () =>
      as('pages').send(new DeleteItemCommand({ TableName: table('cases'), Key: keyOf(event) })),
    'pages: an event, to change it': () =>
      as('pages').send(
        new UpdateItemCommand({
          TableName: table('cases'),
          Key: keyOf(event),
          UpdateExpression: 'SET body = :forged',
          ExpressionAttributeValues: { ':forged': { S: '{}' } },
        }),
      ),
    'pages: an event, to put another in its place outside a transaction': () =>
      as('pages').send(
        new PutItemCommand({ TableName: table('cases'), Item: { ...keyOf(event), body: { S: '{}' } } }),
      ),
    'pages: an event, to let it expire': () =>
      as('pages').send(
        new TransactWriteItemsCommand({
          TransactItems: [
            {
              Put: {
                TableName: table('cases'),
                Item: { ...keyOf(event), body: { S: '{}' }, expiresAt: { N: '1' } },
              },
            },
          ],
        }),
      ),
    'pages: what is in the table, whole': () =>
      as('pages').send(new ScanCommand({ TableName: table('sealed') })),
    'enforce-deadlines: what waits for whom': () =>
      as('enforce-deadlines').send(
        new QueryCommand({
          TableName: table('cases'),
          IndexName: 'needs',
          KeyConditionExpression: 'needsParty = :p',
          ExpressionAttributeValues: { ':p': { S: 'coordinators' } },
        }),
      ),
    'relay-events: a case': () =>
      as('relay-events').send(
        new GetItemCommand({ TableName: table('cases'), Key: keyOf(keys.case(caseId)) }),
      ),
  };

  test.each(Object.keys(attacks))('%s', async (name) => {
    const subject = aCase({ id: caseId, referralId: referralId(77) });
    await run.cases.commit(
      aCaseChange({ case: subject, events: [anEntry('case-paused.v1', { subject: caseId })] }),
    );
    const before = await stored(event);
    expect(before).toBeDefined();
    await expect(attacks[name]?.()).rejects.toThrow(/is not authorized to perform: dynamodb:/);
    expect(await stored(event)).toEqual(before);
  });

  test('and the same keys open what the function is there for', async () => {
    const own = new GetItemCommand({
      TableName: table('sealed'),
      Key: keyOf(keys.contacts('council:E10000016')),
    });
    expect((await as('pages').send(own)).Item).toBeDefined();
  });
});

const copies: string[] = [];
const started: Spawned[] = [];
afterEach(() => {
  for (const one of started.splice(0)) one.signal('SIGKILL');
  for (const folder of copies.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A copy of the sources, as a newcomer has them, in which a statement of a file is gone. */
function copyWithout(file: string, line: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'nts-without-'));
  copies.push(folder);
  for (const name of [
    'infra',
    'functions',
    'shared',
    'events',
    'package.json',
    'package-lock.json',
    'cdk.json',
    'tsconfig.json',
    '.npmrc',
  ])
    cpSync(path.join(projectFolder, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(projectFolder, 'node_modules'), path.join(folder, 'node_modules'));
  const java = path.join(projectFolder, '.cache', 'jre');
  mkdirSync(path.join(folder, '.cache'));
  if (existsSync(java)) symlinkSync(java, path.join(folder, '.cache', 'jre'));
  const changed = path.join(folder, file);
  const text = readFileSync(changed, 'utf8');
  if (text.split(line).length !== 2) throw new Error(`${file} does not have the line "${line}" once.`);
  writeFileSync(changed, text.replace(line, ''));
  return folder;
}

test('npm start ends with an error that names the statement which was taken away', async () => {
  const folder = copyWithout(
    'infra/flows/notifications.ts',
    `...useItems('RecordWhatWasSent', cases, {
          email: ['GetItem', 'PutItem'],
          notice: ['Query', 'PutItem', 'DeleteItem'],
          digest: ['PutItem'],
        }),`,
  );
  const start = npmStart(['--port', String(await freeBasePort())], folder);
  started.push(start);
  const [code] = await start.over;
  expect(code).toBe(1);
  expect(start.said()).toMatch(
    /DENIED BY POLICY: send-notification\. .*is not authorized to perform: dynamodb:PutItem on resource: .*table\/.*add \{ Effect: Allow, Action: dynamodb:PutItem/,
  );
}, 240_000);
