import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { permissionsTable, rightsIn } from '../../infra/permissions-table.ts';
import { kinds, type TableName } from '../../shared/aws/keys.ts';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { data, pipeline } = synthesize();
const functions = resources(pipeline, 'AWS::Lambda::Function');
const roles = resources(pipeline, 'AWS::IAM::Role');

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const listOf = <Item>(value: Item | Item[]): Item[] => (Array.isArray(value) ? value : [value]);

/** Everything that a role may do. */
function statementsOf(roleId: string): Statement[] {
  return resources(pipeline, 'AWS::IAM::Policy')
    .filter(({ properties }) => properties.Roles.some((role: { Ref: string }) => pointsAt(role) === roleId))
    .flatMap(({ properties }): Statement[] => properties.PolicyDocument.Statement);
}

/** What AWS knows no resource for, so that it can be granted on all or not at all. */
const ofNoResource = ['xray:PutTraceSegments,xray:PutTelemetryRecords', 'dynamodb:ListStreams'];
const namesNone = (statement: Statement): boolean => ofNoResource.includes(listOf(statement.Action).join());

test('no two functions share a role', () => {
  const used = functions.map(({ properties }) => pointsAt(properties.Role));
  expect(new Set(used).size).toBe(functions.length);
});

describe.each(roles)('$logicalId', ({ logicalId, properties }) => {
  test('has no policy that AWS or anybody else may widen', () => {
    expect(properties.ManagedPolicyArns ?? []).toEqual([]);
    expect(properties.Policies ?? []).toEqual([]);
  });

  test('may do named things to named resources, each for a named purpose', () => {
    const statements = statementsOf(logicalId).filter((statement) => !namesNone(statement));
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) {
      expect(statement.Sid).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(statement.Effect).toBe('Allow');
      expect(listOf(statement.Action).join()).not.toContain('*');
      // SES knows no resource for its one active set of rules.
      if (statement.Action === 'ses:DescribeActiveReceiptRuleSet') continue;
      // E-mails and documents are objects of their own, each below one name in one bucket.
      expect(JSON.stringify(statement.Resource).replace(/\/(mail|documents|anchors)\/\*/, '')).not.toContain(
        '*',
      );
      expect(Object.keys(statement)).not.toContain('NotAction');
      expect(Object.keys(statement)).not.toContain('NotResource');
    }
  });

  test('uses a key only by way of the service that it is for', () => {
    const keys = statementsOf(logicalId).filter(({ Action }) =>
      listOf(Action).some((action) => action.startsWith('kms:')),
    );
    const loose = keys.filter(
      ({ Condition }) =>
        !/^(dynamodb|sqs|s3)\.eu-west-2\.amazonaws\.com$/.test(
          String(Condition?.StringEquals?.['kms:ViaService']),
        ),
    );
    expect(loose).toEqual([]);
  });
});

const rights = rightsIn({ data: data.toJSON(), pipeline: pipeline.toJSON() });

/** Who may do these actions to this kind of item. */
const who = (table: TableName, kind: string, ...actions: string[]): string[] =>
  [
    ...new Set(
      rights
        .filter((one) => one.table === table && one.kind === kind && actions.includes(one.action))
        .map((one) => one.function),
    ),
  ].toSorted();
const changes = ['PutItem', 'UpdateItem', 'DeleteItem'];

test('infra/permissions.md says who may do what to which kind of item (npm run permissions writes it)', () => {
  const page = fileURLToPath(new URL('../../infra/permissions.md', import.meta.url));
  expect(readFileSync(page, 'utf8')).toBe(permissionsTable(rights));
});

test('every right is to known kinds of item, and does not hold for a request that names no key', () => {
  const known = (table: TableName): string[] => Object.keys(kinds[table]);
  expect(rights.length).toBeGreaterThan(80);
  expect(rights.filter(({ table, kind }) => !known(table).includes(kind))).toEqual([]);
});

test('no function deletes or updates an event, or lists anything whole', () => {
  expect(who('cases', 'event', 'UpdateItem', 'DeleteItem')).toEqual([]);
  const actions = new Set(rights.map(({ action }) => action));
  expect([...actions].toSorted()).toEqual(['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']);
});

test('names and dates of birth are read where they are needed and written where they are taken in or corrected', () => {
  expect(who('sealed', 'particulars', 'GetItem', 'Query')).toEqual([
    'allocate-referral',
    'api',
    'pages',
    'receive-email',
    'recount-headroom',
  ]);
  expect(who('sealed', 'particulars', 'PutItem', 'DeleteItem')).toEqual([
    'allocate-referral',
    'api',
    'pages',
    'receive-email',
  ]);
  // These move ends too: with the months of the children, and of what is under legal hold (decision 63).
  expect(who('sealed', 'particulars', 'UpdateItem')).toEqual([
    'allocate-referral',
    'forget-documents',
    'pages',
  ]);
  expect(who('sealed', 'amendment', 'GetItem')).toEqual(['allocate-referral', 'pages']);
  const named = (...actions: readonly string[]) => who('sealed', 'socialWorker', ...actions);
  expect(named('GetItem', ...changes.filter((action) => action !== 'UpdateItem'))).toEqual(['pages']);
  // To move the end of each that is under legal hold they have to be found: by their keys alone.
  expect(named('Query')).toEqual(['forget-documents', 'pages']);
  // Until when it is kept follows the months that the case says, or the hold; nothing is read there.
  expect(named('UpdateItem')).toEqual(['allocate-referral', 'forget-documents', 'pages']);
});

test('keys of the API are made by the pages alone, and the API only knows them again', () => {
  expect(who('sealed', 'apiKey', ...changes)).toEqual(['pages']);
  expect(who('sealed', 'councilKey', ...changes)).toEqual(['pages']);
  expect(who('sealed', 'apiKey', 'GetItem', 'Query')).toEqual(['api']);
});

test('addresses of a desk, and whose a domain is, are changed on a page alone', () => {
  expect(who('sealed', 'contacts', ...changes)).toEqual(['pages']);
  expect(who('sealed', 'domain', ...changes)).toEqual(['pages']);
});

test('only lists are ever deleted from: birthdays, lists of cases, domains, where merged referrals went, and what waits to be told', () => {
  const deleted = rights.filter(({ action }) => action === 'DeleteItem').map(({ kind }) => kind);
  expect(new Set(deleted)).toEqual(new Set(['birthday', 'domain', 'listed', 'merger', 'notice']));
});

describe('the table of cases refuses everybody', () => {
  const [table] = resources(data, 'AWS::DynamoDB::Table').filter(({ name }) => name === 'cases');
  const guard: Statement[] = table?.properties.ResourcePolicy.PolicyDocument.Statement;
  const about = (action: string) =>
    guard.filter(({ Effect, Action }) => Effect === 'Deny' && listOf(Action).includes(`dynamodb:${action}`));

  test.each([
    'DeleteItem',
    'UpdateItem',
    'BatchWriteItem',
    'PartiQLDelete',
    'PartiQLUpdate',
    'PartiQLInsert',
  ])('%s on an event', (action) => {
    expect(about(action)).toEqual([
      expect.objectContaining({
        Principal: { AWS: '*' },
        Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['TRAIL#*'] } },
      }),
    ]);
  });

  test('to put an event outside a transaction, or one that would expire', () => {
    expect(about('PutItem').map(({ Condition }) => Object.keys(Condition ?? {}).toSorted())).toEqual([
      ['ForAnyValue:StringLike', 'StringNotEquals'],
      ['ForAnyValue:StringLike', 'ForAnyValue:StringNotEquals'],
    ]);
  });
});

/** IAM's own limit on what stands in a role, blanks not counted; the names of stacks and tables are not known yet. */
const MOST_CHARACTERS = 10_240;

test('every role has less in it than half of what IAM takes', () => {
  const sizes = roles.map(({ logicalId }) => JSON.stringify(statementsOf(logicalId)).length);
  expect(Math.max(...sizes)).toBeGreaterThan(1_000);
  expect(Math.max(...sizes)).toBeLessThan(MOST_CHARACTERS * 0.8);
});

test('only the sweep, the lists of cases and the search for holds alike query an index', () => {
  const readers = functions.filter(({ properties }) =>
    statementsOf(pointsAt(properties.Role)).some(({ Resource }) =>
      JSON.stringify(Resource).includes('/index/'),
    ),
  );
  expect(readers.map(({ name }) => name).toSorted()).toEqual(
    ['allocate-referral', 'enforce-deadlines', 'pages'].toSorted(),
  );
});

test('e-mail leaves from one address, through one function', () => {
  const senders = functions.flatMap(({ name, properties }) =>
    statementsOf(pointsAt(properties.Role))
      .filter(({ Action }) => listOf(Action).some((action) => action.startsWith('ses:Send')))
      .map(({ Action, Condition }) => ({ name, Action, Condition })),
  );
  expect(senders).toEqual([
    {
      name: 'send-notification',
      Action: 'ses:SendRawEmail',
      Condition: { StringEquals: { 'ses:FromAddress': 'no-reply@transfers.example' } },
    },
  ]);
});

/** The functions that read the secret with this description. */
function readersOf(description: RegExp): string[] {
  const secret = resources(data, 'AWS::SecretsManager::Secret').find(({ properties }) =>
    description.test(properties.Description),
  );
  return functions
    .filter(({ properties }) =>
      statementsOf(pointsAt(properties.Role)).some(
        ({ Action, Resource }) =>
          Action === 'secretsmanager:GetSecretValue' &&
          JSON.stringify(Resource).includes(secret?.logicalId ?? 'none'),
      ),
    )
    .map(({ name }) => name)
    .toSorted();
}

test('the key of the links is read by the function that signs and the one that checks', () => {
  expect(readersOf(/^Signs the links/)).toEqual(['pages', 'send-notification']);
});

test('the key of the fingerprints is read where particulars are sealed, and nowhere else', () => {
  expect(readersOf(/^Fingerprints/)).toEqual(['api', 'pages', 'receive-email']);
});

test('e-mails are read by one function alone; who looks of which nobody was told may not read one', () => {
  const users = functions.flatMap(({ name, properties }) =>
    statementsOf(pointsAt(properties.Role))
      .filter(({ Resource }) => JSON.stringify(Resource).includes('/mail/*'))
      .map(({ Action }) => [name, Action]),
  );
  expect(users).toEqual([
    ['receive-email', ['s3:GetObject', 's3:PutObjectTagging']],
    ['keep-watch', ['s3:GetObjectTagging', 's3:PutObjectTagging']],
  ]);
});

test('documents are kept and read by the pages alone, below one name, and who lists them for their end may not read one', () => {
  const users = functions.flatMap(({ name, properties }) =>
    statementsOf(pointsAt(properties.Role))
      .filter(({ Resource }) => JSON.stringify(Resource).includes('/documents/*'))
      .map(({ Action }) => [name, Action]),
  );
  expect(users).toEqual([
    ['pages', ['s3:PutObject', 's3:GetObject', 's3:GetObjectTagging', 's3:DeleteObject']],
    ['forget-documents', 's3:DeleteObject'],
    ['keep-watch', 's3:GetObjectTagging'],
  ]);
  const onBuckets = functions.filter(({ properties }) =>
    statementsOf(pointsAt(properties.Role)).some(({ Action }) =>
      listOf(Action).some((action) => action.startsWith('s3:')),
    ),
  );
  expect(onBuckets.map(({ name }) => name).toSorted()).toEqual([
    'anchor-trails',
    'forget-documents',
    'keep-watch',
    'pages',
    'receive-email',
  ]);
});
