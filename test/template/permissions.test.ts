import { describe, expect, test } from 'vitest';
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

const traces = (statement: Statement): boolean =>
  JSON.stringify(statement.Action) === '["xray:PutTraceSegments","xray:PutTelemetryRecords"]';

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
    const statements = statementsOf(logicalId).filter((statement) => !traces(statement));
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) {
      expect(statement.Sid).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(statement.Effect).toBe('Allow');
      expect(listOf(statement.Action).join()).not.toContain('*');
      // E-mails and documents are objects of their own, each below one name in one bucket.
      expect(JSON.stringify(statement.Resource).replace(/\/(mail|documents)\/\*/, '')).not.toContain('*');
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

/** The functions that may touch a table, with what they may do to it. */
function whoMayTouch(table: string): Record<string, string[]> {
  const [{ logicalId } = { logicalId: '' }] = resources(data, 'AWS::DynamoDB::Table').filter(
    ({ name }) => name === table,
  );
  return Object.fromEntries(
    functions.flatMap(({ name, properties }) => {
      const actions = statementsOf(pointsAt(properties.Role))
        .filter(({ Resource }) => JSON.stringify(Resource).includes(`${logicalId}`))
        .flatMap(({ Action }) => listOf(Action))
        .filter((action) => action.startsWith('dynamodb:'));
      return actions.length === 0 ? [] : [[name, [...new Set(actions)].toSorted()]];
    }),
  );
}

test('names and dates of birth are read by five functions, one at a time, and written by the three that take them in; the pages keep sessions and drafts beside them', () => {
  expect(whoMayTouch('sealed')).toEqual({
    api: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    'allocate-referral': ['dynamodb:GetItem'],
    'receive-email': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    'send-notification': ['dynamodb:GetItem'],
    pages: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    'recount-headroom': ['dynamodb:GetItem'],
  });
});

test('each function may do to the cases what it does, and no more', () => {
  const decides = ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'];
  const named = Object.entries(whoMayTouch('cases')).map(([name, actions]) => [
    name,
    actions.map((action) => action.replace('dynamodb:', '')),
  ]);
  expect(Object.fromEntries(named)).toEqual({
    'allocate-referral': decides,
    api: ['GetItem'],
    pages: decides,
    'recount-headroom': decides,
    'enforce-deadlines': ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    'remind-capacity': ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    'receive-email': ['GetItem', 'PutItem', 'Query', 'UpdateItem'],
    'send-notification': ['GetItem', 'PutItem', 'Query'],
    'relay-events': ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'],
  });
});

test('only the sweep and the councils’ lists query an index', () => {
  const readers = functions.filter(({ properties }) =>
    statementsOf(pointsAt(properties.Role)).some(({ Resource }) =>
      JSON.stringify(Resource).includes('/index/'),
    ),
  );
  expect(readers.map(({ name }) => name).toSorted()).toEqual(['enforce-deadlines', 'pages'].toSorted());
});

test('e-mail leaves from one address, through one function', () => {
  const senders = functions.flatMap(({ name, properties }) =>
    statementsOf(pointsAt(properties.Role))
      .filter(({ Action }) => listOf(Action).some((action) => action.startsWith('ses:')))
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
  const secret = resources(pipeline, 'AWS::SecretsManager::Secret').find(({ properties }) =>
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

test('documents are kept, read and removed by the pages alone, below one name, and nobody lists them', () => {
  const users = functions.flatMap(({ name, properties }) =>
    statementsOf(pointsAt(properties.Role))
      .filter(({ Resource }) => JSON.stringify(Resource).includes('/documents/*'))
      .map(({ Action }) => [name, Action]),
  );
  expect(users).toEqual([
    ['pages', ['s3:PutObject', 's3:GetObject', 's3:GetObjectTagging', 's3:DeleteObject']],
  ]);
  const onBuckets = functions.filter(({ properties }) =>
    statementsOf(pointsAt(properties.Role)).some(({ Action }) =>
      listOf(Action).some((action) => action.startsWith('s3:')),
    ),
  );
  expect(onBuckets.map(({ name }) => name).toSorted()).toEqual(['pages', 'receive-email']);
});
