/** The tables in memory beside DynamoDB Local: whatever is asked of both, they answer alike and hold the same. */

import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DataStack } from '../../infra/data-stack.ts';
import { SHORT_NAME_TAG } from '../../infra/short-name-tag.ts';
import { defined } from '../../shared/core/defined.ts';
import { type LocalTables, startTables } from '../contract/dynamodb-local.ts';
import { runs } from '../how-much.ts';
import { anApp } from '../template/synthesis.ts';
import { quickClient, wholeClient } from './clients.ts';
import { Expressions, NotTaught } from './expressions.ts';
import { reservedWords } from './reserved-words.ts';
import { shapes } from './shapes.ts';
import { TablesInMemory } from './tables-in-memory.ts';

let tables: LocalTables;
beforeAll(async () => {
  tables = await startTables();
});
afterEach(() => tables.clear());
afterAll(async () => tables?.stop());

type Item = Record<string, AttributeValue>;
const S = (value: string): AttributeValue => ({ S: value });
const N = (value: number): AttributeValue => ({ N: String(value) });

const names = ['a', 'b', 'n', 'status', 'tags', 'dueShard', 'dueAt'] as const;
const aText = fc.constantFrom('', 'a', 'b', 'ab', 'zz', 'é', '😀', '1');
const aNumber = fc.integer({ min: -3, max: 12 }).map(N);
const aValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 4, arbitrary: aText.map(S) },
  { weight: 4, arbitrary: aNumber },
  { weight: 1, arbitrary: fc.boolean().map((BOOL) => ({ BOOL })) },
  { weight: 1, arbitrary: fc.constant({ NULL: true }) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 2 }).map((B) => ({ B })) },
  {
    weight: 1,
    arbitrary: fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { minLength: 1 }).map((SS) => ({ SS })),
  },
);
const aKey = fc.record({
  pk: fc.constantFrom('P#1', 'P#2').map(S),
  sk: fc.constantFrom('1', '2', '3', 'A#1', 'A#2').map(S),
});
const anItem = fc
  .tuple(
    aKey,
    fc.dictionary(fc.constantFrom(...names), aValue, { maxKeys: 5 }),
    fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
  )
  .map(
    ([key, rest, marks]): Item => ({
      ...rest,
      ...(marks.length > 0 ? { marks: { SS: marks } } : {}),
      ...key,
    }),
  );

/** A piece of an expression, with the values that it names. */
interface Piece {
  readonly words: string;
  readonly values: Readonly<Record<string, AttributeValue>>;
}
let count = 0;
const placed = (value: AttributeValue): Piece => {
  count += 1;
  return { words: `:v${count}`, values: { [`:v${count}`]: value } };
};
/** `status` is reserved and goes by another name; once in a while it is forgotten. */
const aName = fc.constantFrom('a', 'b', 'n', '#status', 'tags', 'pk', 'dueAt', 'a', 'b', 'n', 'status');
const joined = (pieces: readonly Piece[], words: (...texts: readonly string[]) => string): Piece => ({
  words: words(...pieces.map((piece) => piece.words)),
  values: Object.assign({}, ...pieces.map((piece) => piece.values)) as Item,
});
const { condition: aCondition } = fc.letrec<{ condition: Piece; clause: Piece }>((tie) => ({
  clause: fc.oneof(
    fc
      .tuple(aName, fc.constantFrom('=', '<>', '<', '<=', '>', '>='), aValue)
      .map(([name, is, value]) => joined([placed(value)], (one) => `${name} ${is} ${one}`)),
    fc
      .tuple(aName, aValue, aValue)
      .map(([name, low, high]) =>
        joined([placed(low), placed(high)], (one, other) => `${name} BETWEEN ${one} AND ${other}`),
      ),
    // Nothing but a set stands there, so that both are taught enough.
    fc.integer({ min: 0, max: 4 }).map((most) => joined([placed(N(most))], (one) => `size(marks) < ${one}`)),
    fc
      .constantFrom('x', 'y', 'q')
      .map((mark) => joined([placed(S(mark))], (one) => `contains(marks, ${one})`)),
    aName.map((name) => joined([], () => `attribute_exists(${name})`)),
    aName.map((name) => joined([], () => `attribute_not_exists(${name})`)),
    fc
      .tuple(aName, aText)
      .map(([name, start]) => joined([placed(S(start))], (one) => `begins_with(${name}, ${one})`)),
  ),
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('clause'),
    fc
      .tuple(tie('condition'), tie('clause'))
      .map((both) => joined(both, (one, other) => `${one} AND ${other}`)),
    fc
      .tuple(tie('condition'), tie('clause'))
      .map((both) => joined(both, (one, other) => `(${one}) OR ${other}`)),
    tie('condition').map((one) => joined([one], (words) => `NOT (${words})`)),
  ),
}));
/** A key is never updated. */
const aTarget = fc.constantFrom('a', 'b', 'n', '#status', 'tags', 'dueAt', 'a', 'b', 'n', 'status');
const anUpdate = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc
          .tuple(aTarget, aValue)
          .map(([name, value]) => joined([placed(value)], (one) => `${name} = ${one}`)),
        fc
          .tuple(aTarget, aTarget, fc.constantFrom('+', '-'), aNumber)
          .map(([name, from, sign, value]) =>
            joined([placed(value)], (one) => `${name} = ${from} ${sign} ${one}`),
          ),
        fc
          .tuple(aTarget, aTarget, aNumber)
          .map(([name, from, value]) =>
            joined(
              [placed(value), placed(N(1))],
              (one, by) => `${name} = if_not_exists(${from}, ${one}) + ${by}`,
            ),
          ),
      ),
      { maxLength: 2 },
    ),
    fc.array(
      fc
        .tuple(aTarget, fc.oneof(aNumber, fc.constant<AttributeValue>({ SS: ['x', 'q'] })))
        .map(([name, value]) => joined([placed(value)], (one) => `${name} ${one}`)),
      { maxLength: 2 },
    ),
    fc.array(
      aTarget.map((name) => joined([], () => name)),
      { maxLength: 1 },
    ),
  )
  .map(([set, add, remove]) =>
    joined([...set, ...add, ...remove], (...words) => {
      const [sets, adds, removes] = [
        words.slice(0, set.length),
        words.slice(set.length, set.length + add.length),
        words.slice(set.length + add.length),
      ];
      return [
        ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
        ...(adds.length > 0 ? [`ADD ${adds.join(', ')}`] : []),
        ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
      ].join(' ');
    }),
  );

const saying = (...pieces: readonly (Piece | undefined)[]) => {
  const said = pieces.filter((piece) => piece !== undefined);
  const values = Object.assign({}, ...said.map((piece) => piece.values)) as Item;
  return {
    ...(said.some(({ words }) => words.includes('#status'))
      ? { ExpressionAttributeNames: { '#status': 'status' } }
      : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
};
const returned = fc.constantFrom(undefined, 'ALL_OLD' as const);
const aWrite = fc
  .record({
    kind: fc.constantFrom(
      'Put' as const,
      'Put' as const,
      'Update' as const,
      'Update' as const,
      'Delete' as const,
    ),
    item: anItem,
    condition: fc.option(aCondition, { nil: undefined, freq: 2 }),
    update: anUpdate,
    returned,
  })
  .map(({ kind, item, condition, update, returned: what }) => {
    const { pk, sk } = item;
    const rest = {
      ...(condition ? { ConditionExpression: condition.words } : {}),
      ...(what ? { ReturnValuesOnConditionCheckFailure: what } : {}),
      ...saying(condition, kind === 'Update' ? update : undefined),
    };
    if (kind === 'Put') return { kind, write: { Item: item, ...rest } };
    const Key = { pk: pk ?? S(''), sk: sk ?? S('') };
    return kind === 'Update'
      ? { kind, write: { Key, UpdateExpression: update.words, ...rest } }
      : { kind, write: { Key, ...rest } };
  });
const aQuery = fc
  .record({
    index: fc.constantFrom(undefined, undefined, 'due'),
    sort: fc.option(
      fc.oneof(
        fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.constantFrom('2', 'A#1', 'a', 'é')),
        fc.tuple(fc.constant('begins_with'), fc.constantFrom('A#', 'a')),
        fc.tuple(fc.constant('BETWEEN'), fc.constantFrom('1', 'A')),
      ),
      { nil: undefined },
    ),
    partition: fc.constantFrom('P#1', 'P#2', 'a', 'b'),
    Limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    forward: fc.boolean(),
  })
  .map(({ index, sort, partition, Limit, forward }) => {
    const [own, order] = index === undefined ? ['pk', 'sk'] : ['dueShard', 'dueAt'];
    const of: Piece | undefined =
      sort === undefined
        ? undefined
        : sort[0] === 'begins_with'
          ? joined([placed(S(sort[1]))], (one) => `begins_with(${order}, ${one})`)
          : sort[0] === 'BETWEEN'
            ? joined(
                [placed(S(sort[1])), placed(S('z'))],
                (one, other) => `${order} BETWEEN ${one} AND ${other}`,
              )
            : joined([placed(S(sort[1]))], (one) => `${order} ${sort[0]} ${one}`);
    const first = joined([placed(S(partition))], (one) => `${own} = ${one}`);
    return {
      ...defined({ IndexName: index }),
      KeyConditionExpression: [first.words, ...(of ? [of.words] : [])].join(' AND '),
      ScanIndexForward: forward,
      ...defined({ Limit }),
      ...saying(first, of),
    };
  });
const itemOf = ({ write }: typeof aWrite extends fc.Arbitrary<infer One> ? One : never): string => {
  const { pk, sk } = ('Item' in write ? write.Item : write.Key) as Item;
  return JSON.stringify([pk, sk]);
};
const aStep = fc.oneof(
  { weight: 6, arbitrary: aWrite.map((write) => ({ do: 'write', ...write }) as const) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        // One for each item: of two, DynamoDB Local says now that they may not be, now that a condition is not met.
        writes: fc.uniqueArray(aWrite, { minLength: 1, maxLength: 3, selector: itemOf }),
        token: fc.constantFrom(undefined, 'one', 'two'),
      })
      .map((all) => ({ do: 'transact', ...all }) as const),
  },
  { weight: 1, arbitrary: aKey.map((Key) => ({ do: 'get', Key }) as const) },
  { weight: 3, arbitrary: aQuery.map((query) => ({ do: 'query', query }) as const) },
);
type Step = typeof aStep extends fc.Arbitrary<infer One> ? One : never;

const commandOf = (kind: 'Put' | 'Update' | 'Delete', input: object) =>
  kind === 'Put'
    ? (new PutItemCommand(input as never) as never)
    : kind === 'Update'
      ? (new UpdateItemCommand(input as never) as never)
      : (new DeleteItemCommand(input as never) as never);

/**
 * Every page of a query. A last page that is empty, and the key that leads to it, count for nothing: a key need not mean that there is more
 * (DynamoDB, Developer Guide, "Paginating table query results"), and DynamoDB Local gives none where a range ends with the item that fills a page.
 */
async function pages(client: DynamoDBClient, input: object): Promise<unknown> {
  const all: [unknown[], unknown][] = [];
  let from: unknown;
  do {
    const page = await client.send(
      new QueryCommand({ ...input, ...(from ? { ExclusiveStartKey: from } : {}) } as never),
    );
    const items = page.Items ?? [];
    const before = all.at(-1);
    if (before !== undefined && items.length === 0 && !page.LastEvaluatedKey) before[1] = undefined;
    else all.push([items, page.LastEvaluatedKey]);
    from = page.LastEvaluatedKey;
  } while (from);
  return all;
}

/** What a step answers; of an error, what the stores look at. */
async function done(client: DynamoDBClient, TableName: string, step: Step): Promise<unknown> {
  try {
    switch (step.do) {
      case 'write':
        await client.send(commandOf(step.kind, { TableName, ...step.write }));
        return 'written';
      case 'get':
        return (await client.send(new GetItemCommand({ TableName, Key: step.Key, ConsistentRead: true })))
          .Item;
      case 'query':
        return await pages(client, { TableName, ...step.query });
      case 'transact': {
        const TransactItems = step.writes.map(({ kind, write }) => ({ [kind]: { TableName, ...write } }));
        await client.send(
          new TransactWriteItemsCommand({
            TransactItems: TransactItems as never,
            // Of this table alone: the server remembers tokens for all.
            ...(step.token ? { ClientRequestToken: `${TableName.slice(-20)} ${step.token}` } : {}),
          }),
        );
        return 'written';
      }
    }
  } catch (error) {
    const { name, Item, CancellationReasons } = error as {
      name: string;
      Item?: unknown;
      CancellationReasons?: readonly { Code?: string; Item?: unknown }[];
    };
    if (error instanceof NotTaught) throw error;
    // No store sends what cannot be right: whether that is said of a whole transaction, of a line of it or of its token is all the same.
    const wrong = ['ValidationException', 'IdempotentParameterMismatchException'];
    if (wrong.includes(name) || CancellationReasons?.some(({ Code }) => Code === 'ValidationError'))
      return 'refused';
    return {
      name,
      Item,
      reasons: CancellationReasons?.map((reason) => [reason.Code, reason.Item]),
    };
  }
}

const everything = (client: DynamoDBClient, TableName: string): Promise<unknown> =>
  Promise.all(
    ['P#1', 'P#2'].map((pk) =>
      pages(client, {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': S(pk) },
      }),
    ),
  );

test('a range that ends with the item that fills a page reads alike, forwards and backwards', async () => {
  const memory = new TablesInMemory();
  const table = await tables.make('cases');
  memory.create(table, shapes.cases);
  const clients = [wholeClient(memory), tables.client];
  for (const client of clients)
    for (const sk of ['1', '2', 'A#1'])
      await client.send(new PutItemCommand({ TableName: table, Item: { pk: S('P#1'), sk: S(sk) } }));
  for (const [range, first, last] of [
    ['sk <= :to', '', '2'],
    ['sk >= :from', '2', ''],
    ['sk BETWEEN :from AND :to', '1', '2'],
  ] as const)
    for (const ScanIndexForward of [true, false])
      for (const Limit of [1, 2, 3]) {
        const bounds = Object.entries({ ':from': first, ':to': last }).filter(([name]) =>
          range.includes(name),
        );
        const [ours, theirs] = await Promise.all(
          clients.map((client) =>
            pages(client, {
              TableName: table,
              KeyConditionExpression: `pk = :pk AND ${range}`,
              ExpressionAttributeValues: {
                ':pk': S('P#1'),
                ...Object.fromEntries(bounds.map(([name, bound]) => [name, S(bound)])),
              },
              ScanIndexForward,
              Limit,
            }),
          ),
        );
        expect(ours, `${range}, ${Limit}, ${ScanIndexForward}`).toEqual(theirs);
      }
});

test('whatever is asked of DynamoDB Local and of the tables in memory, they answer alike and hold the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 25 }), async (steps) => {
      const memory = new TablesInMemory();
      const table = await tables.make('cases');
      memory.create(table, shapes.cases);
      const clients = [wholeClient(memory), quickClient(memory)];
      for (const [at, step] of steps.entries()) {
        // One client for each step, in turn: both speak to the same tables.
        const ours = await done(clients[at % 2] as DynamoDBClient, table, step);
        expect(ours, JSON.stringify(step)).toEqual(await done(tables.client, table, step));
      }
      expect(await everything(clients[0] as DynamoDBClient, table)).toEqual(
        await everything(tables.client, table),
      );
    }),
    { numRuns: runs(12) },
  );
});

test('two writes of one item in one transaction are refused, and neither is made', async () => {
  const memory = new TablesInMemory();
  const table = await tables.make('cases');
  memory.create(table, shapes.cases);
  const write = { Item: { pk: S('P#1'), sk: S('1') } };
  const step: Step = {
    do: 'transact',
    writes: [
      { kind: 'Put', write },
      { kind: 'Put', write },
    ],
    token: undefined,
  };
  for (const client of [wholeClient(memory), quickClient(memory), tables.client]) {
    expect(await done(client, table, step)).toBe('refused');
    expect(await done(client, table, { do: 'get', Key: write.Item })).toBeUndefined();
  }
});

test('the words that DynamoDB keeps for itself are refused as names', async () => {
  const table = await tables.make('sealed');
  const refused = async (name: string): Promise<boolean> => {
    try {
      await tables.client.send(
        new GetItemCommand({ TableName: table, Key: { pk: S('1'), sk: S('1') }, ProjectionExpression: name }),
      );
      return false;
    } catch (error) {
      return (error as Error).name === 'ValidationException';
    }
  };
  const own = [
    'body',
    'state',
    'turn',
    'version',
    'expiresAt',
    'headroom',
    'declaredAt',
    'regions',
    'caseId',
    'status',
  ];
  const differing: string[] = [];
  for (const word of [...reservedWords, ...own])
    if ((await refused(word.toLowerCase())) !== reservedWords.has(word.toUpperCase())) differing.push(word);
  // Four that AWS names and DynamoDB Local takes.
  expect(differing).toEqual(['CONVERT', 'SIZE', 'TERMINATE', 'VARIABLES']);
});

test('what is named and not used, used and not named, or not known here, is refused', () => {
  const said = (condition: string, values: Item = {}, more: Readonly<Record<string, string>> = {}) => {
    const expressions = new Expressions({
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
      ...(Object.keys(more).length > 0 ? { ExpressionAttributeNames: more } : {}),
    });
    expressions.condition(condition);
    expressions.finish();
  };
  expect(() => said('a = :a', { ':a': N(1), ':b': N(1) })).toThrow(/unused/);
  expect(() => said('attribute_exists(a)', {}, { '#b': 'b' })).toThrow(/unused/);
  expect(() => said('a = :b', { ':a': N(1) })).toThrow(/not defined/);
  expect(() => said('#a = :a', { ':a': N(1) })).toThrow(/not defined/);
  expect(() => said('attribute_type(a, :a)', { ':a': S('S') })).toThrow(NotTaught);
  expect(() => said('a.b = :a', { ':a': N(1) })).toThrow(NotTaught);
  const memory = new TablesInMemory();
  memory.create('t', shapes.sealed);
  expect(() => memory.answer('Scan', { TableName: 't' })).toThrow(NotTaught);
  expect(() => memory.answer('GetItem', { TableName: 't', AttributesToGet: ['a'] })).toThrow(NotTaught);
});

test('the tables in memory have the keys and indexes of the data stack', () => {
  const found = Object.values(
    Template.fromStack(new DataStack(anApp(), 'NtsData')).findResources('AWS::DynamoDB::Table'),
  ).map(({ Properties }) => Properties);
  const keysOf = (schema: readonly { AttributeName: string; KeyType: string }[]) => ({
    partition: schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName,
    sort: schema.find(({ KeyType }) => KeyType === 'RANGE')?.AttributeName,
  });
  const nameOf = (tags: readonly { Key: string; Value: string }[]) =>
    tags.find(({ Key }) => Key === SHORT_NAME_TAG)?.Value ?? '';
  expect(
    Object.fromEntries(
      found.map(({ Tags, KeySchema, GlobalSecondaryIndexes = [] }) => [
        nameOf(Tags),
        {
          ...keysOf(KeySchema),
          indexes: Object.fromEntries(
            (GlobalSecondaryIndexes as readonly Readonly<Record<string, unknown>>[]).map((index) => [
              String(index.IndexName),
              {
                ...keysOf(index.KeySchema as never),
                holds: (index.Projection as { NonKeyAttributes: unknown }).NonKeyAttributes,
              },
            ]),
          ),
        },
      ]),
    ),
  ).toEqual(shapes);
});
