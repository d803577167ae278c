import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Judge } from '../../infra/local-aws/iam/denials.ts';
import { type Access, mayRole } from '../../infra/local-aws/iam/iam.ts';
import type { Policies, RolePolicies, Statement } from '../../infra/local-aws/iam/iam-policies.ts';
import { accessesOf } from '../../infra/local-aws/iam/iam-requests.ts';
import type { FunctionPlan, Plan } from '../../infra/local-aws/template/plan.ts';

const statement = (more: Partial<Statement>): Statement => ({
  effect: 'Allow',
  actions: [],
  notActions: [],
  resources: [],
  notResources: [],
  conditions: {},
  principals: [],
  where: 'Policy, statement 1',
  ...more,
});
const roleWith = (...statements: Statement[]): RolePolicies => ({
  arn: 'arn:aws:iam::000000000000:role/R',
  name: 'R',
  logicalId: 'WorkerRole',
  statements,
  trust: [],
});
const alone: Policies = { roles: new Map(), onResources: new Map() };
const judge = (access: Access, ...statements: Statement[]) =>
  mayRole(alone, roleWith(...statements), access).kind;

const table = 'arn:aws:dynamodb:eu-west-2:000000000000:table/T';
const key = 'arn:aws:kms:eu-west-2:000000000000:key/k';
const read: Access = { action: 'dynamodb:GetItem', resource: table };

describe('the evaluator', () => {
  test('nothing is allowed until a statement allows it', () => {
    expect(judge(read)).toBe('denied');
    expect(judge(read, statement({ actions: ['dynamodb:GetItem'], resources: [table] }))).toBe('allowed');
  });

  test.each([
    ['dynamodb:Get*', '*', 'allowed'],
    ['dynamodb:getitem', table, 'allowed'],
    ['dynamodb:?etItem', `${table.slice(0, -1)}?`, 'allowed'],
    ['dynamodb:GetItem', `${table}/index/*`, 'denied'],
    ['dynamodb:Query', table, 'denied'],
    ['dynamodb:GetItem', table.toLowerCase(), 'denied'],
  ])('%s on %s: %s', (action, resource, verdict) => {
    expect(judge(read, statement({ actions: [action], resources: [resource] }))).toBe(verdict);
  });

  test('a denial wins over any permission', () => {
    const allow = statement({ actions: ['*'], resources: ['*'] });
    expect(
      judge(read, allow, statement({ effect: 'Deny', actions: ['dynamodb:*'], resources: [table] })),
    ).toBe('denied');
  });

  const send = (from: string): Access => ({
    action: 'ses:SendEmail',
    resource: 'i',
    context: { 'ses:FromAddress': [from] },
  });
  test.each([
    ['StringEquals', ['a@x'], 'a@x', 'allowed'],
    ['StringEquals', ['a@x'], 'b@x', 'denied'],
    ['StringLike', ['*@x'], 'b@x', 'allowed'],
    ['StringNotEquals', ['a@x'], 'a@x', 'denied'],
    ['ForAllValues:StringLike', ['*@x'], 'a@x', 'allowed'],
    ['ForAnyValue:StringEquals', ['b@x'], 'a@x', 'denied'],
  ])('%s %j against %s: %s', (operator, wanted, from, verdict) => {
    const one = statement({
      actions: ['ses:SendEmail'],
      resources: ['i'],
      conditions: { [operator]: { 'ses:FromAddress': wanted } },
    });
    expect(judge(send(from), one)).toBe(verdict);
  });

  test.each([
    [{ StringEquals: { 'aws:Moon': ['full'] } }, /cannot judge the condition key aws:Moon/],
    [
      { NumericLessThan: { 'ses:FromAddress': ['1'] } },
      /does not know the condition operator NumericLessThan/,
    ],
  ])('what it cannot judge it refuses to guess: %j', (conditions, message) => {
    const one = statement({ actions: ['*'], resources: ['*'], conditions });
    expect(() => judge(send('a@x'), one)).toThrow(message);
  });

  /** Leave to some kinds of item, which their partition keys tell apart. */
  const onOrders = statement({
    actions: ['dynamodb:GetItem'],
    resources: [table],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['ORDER#*', 'TOTAL'] },
      Null: { 'dynamodb:LeadingKeys': ['false'] },
    },
  });
  test.each<[readonly string[] | undefined, string]>([
    [['ORDER#1'], 'allowed'],
    [['ORDER#'], 'allowed'],
    [['TOTAL'], 'allowed'],
    [['ORDER#1', 'TOTAL'], 'allowed'],
    [['ORDERX#1'], 'denied'],
    [['ORDER'], 'denied'],
    [['XORDER#1'], 'denied'],
    [['order#1'], 'denied'],
    [['TOTALS'], 'denied'],
    [['ORDER#1', 'PARCEL#1'], 'denied'],
    [[], 'denied'],
    [undefined, 'denied'],
  ])('leave to items of some kinds, asked for the partitions %j: %s', (partitions, verdict) => {
    const context = partitions === undefined ? {} : { 'dynamodb:LeadingKeys': partitions };
    expect(judge({ ...read, context }, onOrders)).toBe(verdict);
  });

  test('without the guard against no key at all, a request that names none would be let in', () => {
    const { Null: _, ...unguarded } = onOrders.conditions;
    expect(judge({ ...read, context: {} }, { ...onOrders, conditions: unguarded })).toBe('allowed');
  });

  test.each<[string, Access['context'], boolean]>([
    ['ForAnyValue:StringNotEquals', {}, false],
    ['ForAnyValue:StringNotEquals', { 'dynamodb:Attributes': ['a'] }, false],
    ['ForAnyValue:StringNotEquals', { 'dynamodb:Attributes': ['a', 'b'] }, true],
    ['ForAnyValue:StringEquals', {}, false],
    ['ForAllValues:StringNotEquals', {}, true],
  ])('%s of %j against the attribute "a": %s', (operator, context, holds) => {
    const one = statement({
      actions: ['dynamodb:GetItem'],
      resources: [table],
      conditions: { [operator]: { 'dynamodb:Attributes': ['a'] } },
    });
    expect(judge({ ...read, ...(context ? { context } : {}) }, one)).toBe(holds ? 'allowed' : 'denied');
  });

  test('a condition on a key of many values that does not say "all" or "any" is refused', () => {
    const one = statement({
      actions: ['*'],
      resources: ['*'],
      conditions: { StringLike: { 'dynamodb:LeadingKeys': ['ORDER#*'] } },
    });
    expect(() => judge(read, one)).toThrow('Say ForAllValues or ForAnyValue');
  });

  test('what a table refuses everybody is refused, on the table and on its indexes', () => {
    const denied = statement({
      effect: 'Deny',
      actions: ['dynamodb:GetItem'],
      resources: ['*'],
      principals: ['*'],
    });
    const policies: Policies = { roles: new Map(), onResources: new Map([[table, [denied]]]) };
    const mine = roleWith(statement({ actions: ['dynamodb:*'], resources: ['*'] }));
    expect(mayRole(policies, mine, read).kind).toBe('denied');
    expect(mayRole(policies, mine, { ...read, resource: `${table}/index/due` }).kind).toBe('denied');
    expect(mayRole(policies, mine, { ...read, resource: `${table}2` }).kind).toBe('allowed');
    expect(mayRole(policies, mine, { ...read, action: 'dynamodb:Query' }).kind).toBe('allowed');
  });

  test('a key needs its own policy to hand over, or to name the role', () => {
    const decrypt: Access = { action: 'kms:Decrypt', resource: key };
    const mine = roleWith(statement({ actions: ['kms:Decrypt'], resources: [key] }));
    const withKeyPolicy = (...statements: Statement[]): Policies => ({
      roles: new Map(),
      onResources: new Map([[key, statements]]),
    });
    const root = statement({
      actions: ['kms:*'],
      resources: ['*'],
      principals: ['arn:aws:iam::000000000000:root'],
    });
    expect(mayRole(withKeyPolicy(), mine, decrypt).kind).toBe('denied');
    expect(mayRole(withKeyPolicy(root), mine, decrypt).kind).toBe('allowed');
    expect(mayRole(withKeyPolicy(root), roleWith(), decrypt).kind).toBe('denied');
    expect(mayRole(withKeyPolicy({ ...root, principals: [mine.arn] }), roleWith(), decrypt).kind).toBe(
      'allowed',
    );
  });
});

const plan = {
  tables: [{ name: 'T', arn: table, hashKey: 'pk', indexHashKeys: { due: 'shard' }, kmsKeyArn: key }],
  queues: [{ name: 'Q', arn: 'arn:aws:sqs:eu-west-2:000000000000:Q' }],
  secrets: [],
} as unknown as Plan;
const asked = (operation: string, body: object) =>
  accessesOf({ service: 'dynamodb', operation, body: body as Record<string, unknown> }, plan).filter(
    (one) => !one.action.startsWith('kms:'),
  );

describe('what a call asks for', () => {
  test('a transaction is judged item by item, and each item knows that it is in one', () => {
    const items = [
      { Put: { TableName: 'T', Item: { pk: { S: 'a' } } } },
      { ConditionCheck: { TableName: 'T', Key: { pk: { S: 'b' } } } },
    ];
    const within = { 'dynamodb:EnclosingOperation': ['TransactWriteItems'], 'dynamodb:Attributes': ['pk'] };
    expect(asked('TransactWriteItems', { TransactItems: items })).toEqual([
      {
        action: 'dynamodb:PutItem',
        resource: table,
        context: { 'dynamodb:LeadingKeys': ['a'], ...within },
      },
      {
        action: 'dynamodb:ConditionCheckItem',
        resource: table,
        context: { 'dynamodb:LeadingKeys': ['b'], ...within },
      },
    ]);
  });

  const Key = { pk: { S: 'ORDER#1' }, sk: { S: 'ORDER' } };
  test.each<[string, object, readonly string[] | undefined]>([
    ['GetItem', { Key }, ['ORDER#1']],
    ['PutItem', { Item: { ...Key, body: { S: 'x' } } }, ['ORDER#1']],
    ['UpdateItem', { Key }, ['ORDER#1']],
    ['DeleteItem', { Key }, ['ORDER#1']],
    ['GetItem', { Key: { sk: { S: 'ORDER#1' } } }, undefined],
    [
      'Query',
      { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'ORDER#1' } } },
      ['ORDER#1'],
    ],
    [
      'Query',
      {
        KeyConditionExpression: 'begins_with(#s, :s) AND #p=:p',
        ExpressionAttributeNames: { '#p': 'pk', '#s': 'sk' },
        ExpressionAttributeValues: { ':p': { S: 'ORDER#1' }, ':s': { S: 'EVENT#' } },
      },
      ['ORDER#1'],
    ],
    [
      'Query',
      { KeyConditionExpression: 'sk = :p', ExpressionAttributeValues: { ':p': { S: 'ORDER#1' } } },
      undefined,
    ],
    ['Query', { KeyConditions: { pk: { ComparisonOperator: 'EQ' } } }, undefined],
    ['Scan', {}, undefined],
  ])('%s of %j names the partitions %j', (operation, body, partitions) => {
    expect(asked(operation, { TableName: 'T', ...body })[0]?.context?.['dynamodb:LeadingKeys']).toEqual(
      partitions,
    );
  });

  test('a batch names the partitions of all its items', () => {
    const of = (id: string) => ({ pk: { S: id } });
    expect(asked('BatchGetItem', { RequestItems: { T: { Keys: [of('a'), of('b')] } } })[0]?.context).toEqual({
      'dynamodb:LeadingKeys': ['a', 'b'],
    });
    const written = [{ PutRequest: { Item: of('a') } }, { DeleteRequest: { Key: of('b') } }];
    expect(asked('BatchWriteItem', { RequestItems: { T: written } })[0]?.context).toEqual({
      'dynamodb:LeadingKeys': ['a', 'b'],
    });
  });

  test.each<[string, object, readonly string[] | undefined]>([
    ['GetItem', { Key }, undefined],
    [
      'GetItem',
      { Key, ProjectionExpression: 'body, #o.inner', ExpressionAttributeNames: { '#o': 'other' } },
      ['pk', 'sk', 'body', 'other'],
    ],
    [
      'PutItem',
      { Item: { ...Key, expiresAt: { N: '1' } }, ConditionExpression: 'attribute_not_exists(body)' },
      ['pk', 'sk', 'expiresAt', 'body'],
    ],
    [
      'UpdateItem',
      {
        Key,
        UpdateExpression: 'SET #s = if_not_exists(held, :none) REMOVE paused ADD places :one',
        ConditionExpression: 'version = :seen AND (NOT attribute_exists(gone) OR size(note) > :n)',
        ExpressionAttributeNames: { '#s': 'state' },
      },
      ['pk', 'sk', 'state', 'held', 'paused', 'places', 'version', 'gone', 'note'],
    ],
  ])('%s of %j names the attributes %j', (operation, body, attributes) => {
    expect(asked(operation, { TableName: 'T', ...body })[0]?.context?.['dynamodb:Attributes']).toEqual(
      attributes,
    );
  });

  test('a query of an index asks for the index, with the partition that it reads', () => {
    const body = {
      TableName: 'T',
      IndexName: 'due',
      KeyConditionExpression: '#s = :s AND dueAt < :now',
      ExpressionAttributeNames: { '#s': 'shard' },
      ExpressionAttributeValues: { ':s': { S: '3' }, ':now': { S: 'x' } },
    };
    expect(asked('Query', body)).toEqual([
      {
        action: 'dynamodb:Query',
        resource: `${table}/index/due`,
        context: { 'dynamodb:LeadingKeys': ['3'] },
      },
    ]);
  });

  test('a table with a key of its own asks for the key, through DynamoDB', () => {
    expect(
      accessesOf({ service: 'dynamodb', operation: 'GetItem', body: { TableName: 'T', Key: {} } }, plan)[1],
    ).toEqual({
      action: 'kms:Decrypt',
      resource: key,
      context: { 'kms:ViaService': ['dynamodb.eu-west-2.amazonaws.com'] },
    });
  });

  test('an operation or a service that cannot be judged is refused', () => {
    expect(() => asked('ExecuteStatement', { Statement: 'x' })).toThrow(
      'cannot judge dynamodb:ExecuteStatement',
    );
    expect(() => accessesOf({ service: 'ec2', operation: 'Run', body: {} }, plan)).toThrow(
      'No function may call ec2',
    );
  });
});

const accesses: Access[] = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'sqs:SendMessage',
  'ses:SendRawEmail',
].map((action, index) => ({
  action,
  resource: `arn:aws:x:::thing/${index}`,
}));

test('taking away any one statement that is used refuses the call and names what is missing', () => {
  const used = fc.uniqueArray(fc.nat(accesses.length - 1), { minLength: 1 });
  fc.assert(
    fc.property(used, fc.nat(), (indexes, pick) => {
      const wanted = indexes.flatMap((index) => accesses[index] ?? []);
      const statements = wanted.map((one) => statement({ actions: [one.action], resources: [one.resource] }));
      const gone = pick % wanted.length;
      const judged = (some: Statement[]) => {
        const role = roleWith(...some);
        const plans = { roleArn: role.arn, name: 'F', shortName: 'worker' } as FunctionPlan;
        return new Judge({ roles: new Map([[role.arn, role]]), onResources: new Map() }).function(
          plans,
          wanted,
        );
      };
      expect(judged(statements)).toBeUndefined();
      const message = judged(statements.toSpliced(gone, 1))?.message ?? '';
      expect(message).toContain(
        `not authorized to perform: ${wanted[gone]?.action} on resource: ${wanted[gone]?.resource}`,
      );
      expect(message).toContain('to WorkerRole');
    }),
  );
});

test('a statement whose condition alone stands in the way is named', () => {
  const role = roleWith(
    statement({
      actions: ['ses:SendRawEmail'],
      resources: ['*'],
      conditions: { StringEquals: { 'ses:FromAddress': ['a@x'] } },
      where: 'MailPolicy, statement Mail',
    }),
  );
  const judge = new Judge({ roles: new Map([[role.arn, role]]), onResources: new Map() });
  const access = { action: 'ses:SendRawEmail', resource: 'i', context: { 'ses:FromAddress': ['b@x'] } };
  const message = judge.function({ roleArn: role.arn, name: 'F', shortName: 'worker' } as FunctionPlan, [
    access,
  ])?.message;
  expect(message).toContain('MailPolicy, statement Mail would, but not when {"ses:FromAddress":["b@x"]}');
});
