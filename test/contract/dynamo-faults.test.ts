import {
  type CancellationReason,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '../../shared/aws/attributes.ts';
import { caseItem } from '../../shared/aws/case-item.ts';
import { councilItem, rotaItem } from '../../shared/aws/council-item.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoDraftStore } from '../../shared/aws/dynamo-draft-store.ts';
import { DynamoFigureStore } from '../../shared/aws/dynamo-figure-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { eventFromStream, eventItem } from '../../shared/aws/event-item.ts';
import { keys } from '../../shared/aws/keys.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { linesOf, listingOf } from '../../shared/core/case/lists.ts';
import { aCase, aCouncil, aDeclaration, anEntry, anEvent } from '../builders.ts';
import { all, next, opening, policy, taking } from './fleet.ts';
import { scripted } from './scripted.ts';

const client = new DynamoDBClient({ region: 'eu-west-2' });
const cases = new DynamoCaseStore(client, 'cases');
const councils = new DynamoCouncilStore(client, 'cases');
const mock = scripted(client);
const { on } = mock;

beforeEach(() => mock.reset());

const $metadata = {};
const turns = { state: emptyRota, version: 0, turn: 0 };
const cancelled = (...codes: readonly (string | CancellationReason)[]) =>
  new TransactionCanceledException({
    $metadata,
    message: 'cancelled',
    CancellationReasons: codes.map((code) => (typeof code === 'string' ? { Code: code } : code)),
  });
const named = (name: string) => Object.assign(new Error(name), { name });

describe('a commit of a case', () => {
  const change = {
    ...opening(1, {}, taking()),
    rota: [{ kind: 'tick', scope: 'national', seen: 0 } as const],
  };
  const lines = { case: 0, event: 1, place: 2, rota: 3 };
  const failing = (reasons: Partial<Record<keyof typeof lines, string | CancellationReason>>) =>
    cancelled(
      ...(Object.keys(lines) as (keyof typeof lines)[]).map((line): CancellationReason => {
        const reason = reasons[line] ?? 'None';
        return typeof reason === 'string' ? { Code: reason } : reason;
      }),
    );
  const failed = (Item?: CancellationReason['Item']): CancellationReason => ({
    Code: 'ConditionalCheckFailed',
    ...(Item ? { Item } : {}),
  });
  const someoneElses = caseItem(aCase({ id: change.case.id, lastHash: 'e'.repeat(64) }));

  test.each([
    {
      words: 'a conflict alone',
      reasons: { rota: 'TransactionConflict' },
      outcome: { kind: 'lost-race', over: 'other' },
    },
    {
      words: 'a conflict on several items',
      reasons: { case: 'TransactionConflict', place: 'TransactionConflict' },
      outcome: { kind: 'lost-race', over: 'other' },
    },
    {
      words: 'another case there',
      reasons: { case: failed(someoneElses), rota: failed() },
      outcome: { kind: 'lost-race', over: 'case' },
    },
    {
      words: 'an old turn',
      reasons: { rota: failed(), place: failed() },
      outcome: { kind: 'lost-race', over: 'rota' },
    },
    {
      words: 'no place beside a conflict',
      reasons: { place: failed(councilItem(aCouncil(), policy)), rota: 'TransactionConflict' },
      outcome: { kind: 'no-place', council: 'E10000014' },
    },
    { words: 'an event there', reasons: { event: failed() }, outcome: { kind: 'lost-race', over: 'case' } },
    {
      words: 'a case there that says nothing',
      reasons: { case: failed({}) },
      outcome: { kind: 'lost-race', over: 'case' },
    },
    {
      words: 'a case that is not there',
      reasons: { case: failed() },
      outcome: { kind: 'lost-race', over: 'case' },
    },
    {
      words: 'our own case there: the answer to an earlier attempt got lost',
      reasons: { case: failed(caseItem(change.case)), event: failed(), rota: failed() },
      outcome: { kind: 'committed' },
    },
    {
      words: 'our own event there, and the case gone on since',
      reasons: {
        case: failed(someoneElses),
        event: failed(eventItem(change.events[0] ?? anEntry('case-paused.v1'))),
        place: failed(),
      },
      outcome: { kind: 'committed' },
    },
  ])('$words -> $outcome.kind', async ({ reasons, outcome }) => {
    on(TransactWriteItemsCommand).rejects(failing(reasons));
    expect(await cases.commit(change)).toEqual(outcome);
  });

  test.each([
    { words: 'throttled', error: failing({ rota: 'ThrottlingError' }) },
    {
      words: 'throttled beside a conflict',
      error: failing({ rota: 'ThrottlingError', place: 'TransactionConflict' }),
    },
    { words: 'over the throughput', error: failing({ case: 'ProvisionedThroughputExceeded' }) },
    { words: 'cancelled without a reason', error: cancelled() },
    { words: 'out of time', error: named('TimeoutError') },
    { words: 'still in progress', error: named('TransactionInProgressException') },
  ])('$words is thrown, for the message to come again', async ({ error }) => {
    on(TransactWriteItemsCommand).rejects(error);
    await expect(cases.commit(change)).rejects.toBe(error);
  });

  test('has a token that follows from what it says', async () => {
    on(TransactWriteItemsCommand).resolves({});
    await cases.commit(change);
    await cases.commit(structuredClone(change));
    await cases.commit(next(change));
    const tokens = mock.sent().map(({ ClientRequestToken }) => ClientRequestToken);
    expect(tokens[0]).toMatch(/^.{30,36}$/);
    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[2]).not.toBe(tokens[0]);
  });

  test('of more than a transaction takes is refused before it is tried', async () => {
    const birthdays = Array.from(
      { length: 100 },
      (_, child) => ({ do: 'add', month: '2028-05', child }) as const,
    );
    await expect(cases.commit({ ...change, birthdays })).rejects.toThrow(/takes 100/);
    expect(mock.sent()).toHaveLength(0);
    on(TransactWriteItemsCommand).resolves({});
    await cases.commit({ ...change, birthdays: birthdays.slice(4 + linesOf(change.case).length) });
    expect(mock.sent()[0]?.TransactItems).toHaveLength(100);
  });

  test('writes nothing that it does not change, and asks what stands in its way', async () => {
    on(TransactWriteItemsCommand).resolves({});
    const nothing = taking({ held: 0, offered: 0, used: { fosterCare: 0, supportedAccommodation: 0 } });
    const listed = (one: ReturnType<typeof opening>) => ({ ...one, was: listingOf(linesOf(one.case)) });
    await cases.commit(listed(opening(2, {}, nothing)));
    const asking = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    expect(mock.sent()[0]?.TransactItems).toMatchObject([{ Put: asking }, { Put: asking }]);
    await cases.commit(listed(opening(3, {}, taking())));
    expect(mock.sent()[1]?.TransactItems).toMatchObject([
      { Put: asking },
      { Put: asking },
      {
        Update: {
          ...asking,
          UpdateExpression:
            'ADD held :held, offered :offered, headroom :headroom, leftFosterCare :leftFosterCare',
        },
      },
    ]);
  });
});

describe('a declaration', () => {
  const change = {
    code: 'E10000014',
    seen: 0,
    event: anEntry('capacity-declared.v1', { subject: 'E10000014', number: 1 }),
    declaration: aDeclaration(),
    reminders: { sinceDeclaration: 0 },
  };
  const declared = councilItem(
    aCouncil({ trail: { number: 1, hash: change.event.trail?.hash ?? '' } }),
    policy,
  );

  const goneOn = councilItem(aCouncil({ trail: { number: 2, hash: 'f'.repeat(64) } }), policy);

  test.each([
    { words: 'a conflict', error: cancelled('TransactionConflict', 'None'), outcome: 'lost-race' },
    {
      words: 'our own event there: the answer to an earlier attempt got lost',
      error: cancelled({ Code: 'ConditionalCheckFailed', Item: declared }, 'ConditionalCheckFailed'),
      outcome: 'committed',
    },
    {
      words: 'an event of that number only',
      error: cancelled('None', 'ConditionalCheckFailed'),
      outcome: 'lost-race',
    },
    {
      words: 'our own event there, and the council gone on since',
      error: cancelled(
        { Code: 'ConditionalCheckFailed', Item: goneOn },
        { Code: 'ConditionalCheckFailed', Item: eventItem(change.event) },
      ),
      outcome: 'committed',
    },
    {
      words: 'another event there, and the council gone on since',
      error: cancelled(
        { Code: 'ConditionalCheckFailed', Item: goneOn },
        {
          Code: 'ConditionalCheckFailed',
          Item: eventItem(anEntry('capacity-reminder-due.v1', { subject: 'E10000014', number: 1 })),
        },
      ),
      outcome: 'lost-race',
    },
    {
      words: 'our own event there, before the council says so',
      error: cancelled('None', { Code: 'ConditionalCheckFailed', Item: eventItem(change.event) }),
      outcome: 'committed',
    },
  ])('$words -> $outcome', async ({ error, outcome }) => {
    on(TransactWriteItemsCommand).rejects(error);
    expect(await councils.commit(change)).toBe(outcome);
    expect(mock.sent()).toHaveLength(1);
  });

  test('a word of its own loses against another commit that is under way, and any other fault is told', async () => {
    const conflict = new TransactionConflictException({ $metadata, message: 'conflict' });
    on(UpdateItemCommand).rejects(conflict);
    expect(await councils.hear('E10000014', { kind: 'heard' })).toBe('lost-race');
    on(UpdateItemCommand).rejects(named('AccessDeniedException'));
    await expect(councils.hear('E10000014', { kind: 'heard' })).rejects.toThrow('AccessDenied');
  });

  test('of a council that is not stored is a mistake, with a count or without', async () => {
    on(GetItemCommand).resolves({});
    on(TransactWriteItemsCommand).rejects(cancelled('ConditionalCheckFailed', 'None'));
    const caredFor = { count: 1, asAt: '2026-11-23', source: 'declared' } as const;
    for (const one of [change, { ...change, caredFor }])
      await expect(councils.commit(one)).rejects.toThrow(/No council E10000014 is stored.*seed/);
  });

  test('of another council’s event is a mistake', async () => {
    const event = anEntry('capacity-declared.v1', { subject: 'E10000016', number: 1 });
    await expect(councils.commit({ ...change, event })).rejects.toThrow(/has to be number 1/);
  });

  test('throttled is thrown', async () => {
    const error = cancelled('ThrottlingError', 'None');
    on(TransactWriteItemsCommand).rejects(error);
    await expect(councils.commit(change)).rejects.toBe(error);
  });

  test('with a count gives up when the places never stand still', async () => {
    const stored = councilItem(aCouncil(), policy);
    on(GetItemCommand).resolves({ Item: stored });
    on(TransactWriteItemsCommand).rejects(
      cancelled({ Code: 'ConditionalCheckFailed', Item: stored }, 'None'),
    );
    const caredFor = { count: 1, asAt: '2026-11-23', source: 'declared' } as const;
    expect(await councils.commit({ ...change, caredFor })).toBe('lost-race');
    expect(mock.sent().filter(({ TransactItems }) => TransactItems)).toHaveLength(5);
  });
});

test('the view reads the nation’s turns before any council: whoever was torn by a commit loses the tick', async () => {
  on(GetItemCommand).resolves({ Item: rotaItem('national', turns) });
  on(QueryCommand).resolves({ Items: [rotaItem('E12000008', turns)] });
  await councils.view();
  const [first, ...others] = mock.sent();
  expect(first).toMatchObject({ Key: { pk: { S: 'ROTA' } }, ConsistentRead: true });
  expect(others).toHaveLength(1);
  expect(others.every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
});

describe('a fault while reading or keeping', () => {
  test.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'TimeoutError'])(
    '%s is thrown, never taken for "nothing there"',
    async (name) => {
      for (const command of [GetItemCommand, QueryCommand, PutItemCommand]) on(command).rejects(named(name));
      await expect(cases.read('NTS-7F3K-2M9Q')).rejects.toThrow(name);
      await expect(cases.trail('NTS-7F3K-2M9Q')).rejects.toThrow(name);
      await expect(cases.claimEmail('NTS-7F3K-2M9Q', 'email-1', '1', '2')).rejects.toThrow(name);
      await expect(cases.recordEmail('NTS-7F3K-2M9Q', anEvent('email-sent.v1'))).rejects.toThrow(name);
      await expect(councils.view()).rejects.toThrow(name);
    },
  );

  test('a page that fails ends the list with the error, not early', async () => {
    on(QueryCommand)
      .resolvesOnce({ Items: [eventItem(anEntry('case-paused.v1'))], LastEvaluatedKey: { pk: { S: 'a' } } })
      .rejects(named('ThrottlingException'));
    await expect(cases.trail('NTS-7F3K-2M9Q')).rejects.toThrow('ThrottlingException');
  });
});

test('the sign of an e-mail in hand goes by itself, also when it was given back', async () => {
  on(PutItemCommand).resolves({});
  const [nine, ten] = ['2026-11-23T09:00:00.000Z', '2026-11-23T10:00:00.000Z'];
  await cases.claimEmail('NTS-7F3K-2M9Q', 'email-1', nine, ten);
  await cases.releaseEmail('NTS-7F3K-2M9Q', 'email-1', nine);
  const dayAfter = (instant: string) => ({ N: String(Date.parse(instant) / 1000 + 86_400) });
  expect(mock.sent()).toMatchObject([
    { Item: { inHandUntil: { S: ten }, expiresAt: dayAfter(ten) } },
    { Item: { inHandUntil: { S: '' }, expiresAt: dayAfter(nine) } },
  ]);
});

describe('a corrupt item gives an error that names its key and not what it says', () => {
  const council = councilItem(aCouncil(), policy);
  const { held: _, ...withoutHeld } = council;
  test.each([
    {
      words: 'an attribute missing',
      item: withoutHeld,
      problem: /COUNCILS \/ COUNCIL#E10000014.*"held"/,
    },
    { words: 'a number that is none', item: { ...council, held: { S: 'secret' } }, problem: /"held"/ },
    { words: 'a word nobody knows', item: { ...council, nation: { S: 'secret' } }, problem: /"nation"/ },
    {
      words: 'a need nobody knows',
      item: {
        ...councilItem(aCouncil({ declaration: aDeclaration() }), policy),
        supports: { S: '["secret"]' },
      },
      problem: /"supports"/,
    },
  ])('council: $words', async ({ item, problem }) => {
    on(GetItemCommand).resolves({ Item: item });
    const error: unknown = await councils.read('E10000014').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'CorruptItem', message: expect.stringMatching(problem) });
    expect(String(error)).not.toContain('secret');
  });

  const stored = caseItem(aCase());
  test.each([
    {
      words: 'facts of another type',
      item: { ...stored, facts: { B: Buffer.from('secret') } },
      problem: /CASE#NTS-7F3K-2M9Q \/ CASE.*facts/,
    },
    { words: 'a status nobody knows', item: { ...stored, status: { S: 'secret' } }, problem: /status/ },
    {
      words: 'a version that is no number',
      item: { ...stored, version: { N: 'secret' } },
      problem: /version/,
    },
  ])('case: $words', async ({ item, problem }) => {
    on(GetItemCommand).resolves({ Item: item });
    const error: unknown = await cases.read('NTS-7F3K-2M9Q').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'CorruptItem', message: expect.stringMatching(problem) });
    expect(String(error)).not.toContain('secret');
  });

  const unreadableRow = { ...stored, status: { S: 'secret' } };
  const telling = () => {
    const told: string[] = [];
    return { told, options: { unreadable: (error: Error) => void told.push(error.message) } };
  };

  test.each(['due', 'open', 'neededBy'] as const)(
    'in the list of %s: ends it, unless somebody is told',
    async (list) => {
      on(QueryCommand)
        .resolvesOnce({ Items: [unreadableRow, stored] })
        .resolves({ Items: [] });
      await expect(all(cases[list]('2026-12-01T00:00:00.000Z'))).rejects.toThrow(
        /CASE#NTS-7F3K-2M9Q.*"status"/,
      );
      mock.reset();
      on(QueryCommand)
        .resolvesOnce({ Items: [unreadableRow, stored] })
        .resolves({ Items: [] });
      const { told, options } = telling();
      const tolerant = new DynamoCaseStore(client, 'cases', options);
      expect(await all(tolerant[list]('2026-12-01T00:00:00.000Z'))).toMatchObject([
        { caseId: 'NTS-7F3K-2M9Q' },
      ]);
      expect(told).toEqual([expect.stringMatching(/CASE#NTS-7F3K-2M9Q.*"status"/)]);
    },
  );

  test('a record of the figures: the others of its month are there, and somebody is told', async () => {
    const of = (caseId: string, body: string) => ({
      ...keyOf(keys.figureRecord('2026-11', caseId)),
      body: { S: body },
    });
    const Items = [of('NTS-0000-0001', 'secret'), of('NTS-0000-0002', '{"caseId":"NTS-0000-0002"}')];
    on(QueryCommand).resolves({ Items });
    await expect(new DynamoFigureStore(client, 'cases').records('2026-11')).rejects.toThrow(
      /NTS-0000-0001.*JSON/,
    );
    const { told, options } = telling();
    expect(await new DynamoFigureStore(client, 'cases', options).records('2026-11')).toEqual([
      { caseId: 'NTS-0000-0002' },
    ]);
    expect(told).toEqual([expect.stringMatching(/2026-11 \/ NTS-0000-0001.*"body"/)]);
  });

  test('a case read alone is still an error, and somebody is told', async () => {
    on(GetItemCommand).resolves({ Item: { ...stored, version: { N: 'x' } } });
    const { told, options } = telling();
    await expect(new DynamoCaseStore(client, 'cases', options).read('NTS-7F3K-2M9Q')).rejects.toThrow(
      /version/,
    );
    expect(told).toHaveLength(1);
  });

  test('a council in the view: the others are there, and somebody is told', async () => {
    const other = councilItem(aCouncil({ code: 'E10000030' }), policy);
    on(GetItemCommand).resolves({ Item: rotaItem('national', turns) });
    on(QueryCommand).resolves({ Items: [withoutHeld, other, rotaItem('E12000008', turns)] });
    const { told, options } = telling();
    const view = await new DynamoCouncilStore(client, 'cases', options).view();
    expect(view.councils.map(({ code }) => code)).toEqual(['E10000030']);
    expect(told).toEqual([expect.stringMatching(/COUNCIL#E10000014.*"held"/)]);
    await expect(councils.view()).rejects.toThrow(/"held"/);
  });

  test('event, decision and sealed particulars', async () => {
    on(QueryCommand).resolves({
      Items: [{ ...eventItem(anEntry('case-paused.v1')), body: { S: '{"type":"never-heard-of.v1"}' } }],
    });
    await expect(cases.trail('NTS-7F3K-2M9Q')).rejects.toThrow(/EVENT#000001.*known version/);
    on(GetItemCommand).resolves({
      Item: { pk: { S: 'a' }, sk: { S: 'b' }, inputs: { B: new Uint8Array([1, 2, 3]) } },
    });
    await expect(cases.decision('NTS-7F3K-2M9Q', 'a')).rejects.toThrow(/DECISION#a.*unpacked/);
    on(GetItemCommand).resolves({
      Item: { pk: { S: 'a' }, sk: { S: 'b' }, body: { S: '[{"number":"secret"}]' } },
    });
    await expect(new DynamoSealedStore(client, 'sealed').datesOfBirth('a')).rejects.toThrow(
      /"body" should be a list/,
    );
  });

  const sealed = new DynamoSealedStore(client, 'sealed');
  const drafts = new DynamoDraftStore(client, 'sealed');
  const document = {
    id: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
    copy: '6f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
    name: 'a.pdf',
    type: 'application/pdf',
    size: 0,
    addedAt: '2026-11-23T09:00:00.000Z',
    council: 'E10000016',
  };
  const named = { name: 'Robin Hale', phone: '01632 960001', email: 'robin@kent.example' };
  const desk = { dutyDesk: 'a@kent.example', second: 'b@kent.example' };
  const body = (value: unknown) => ({ pk: { S: 'a' }, sk: { S: 'b' }, body: { S: JSON.stringify(value) } });
  const shapes: readonly {
    words: string;
    read: () => Promise<unknown>;
    right: object;
    isList?: boolean;
    wrong: readonly object[];
  }[] = [
    {
      words: 'a list of children',
      read: () => sealed.particulars('a'),
      right: { number: 1, name: 'Canary' },
      isList: true,
      wrong: [{ number: 0 }, { number: 'secret' }, { name: '' }],
    },
    {
      words: 'a list of documents',
      read: () => sealed.documents('a'),
      right: document,
      isList: true,
      wrong: [
        { id: 'secret' },
        { copy: 'secret' },
        { name: '' },
        { type: '' },
        { size: -1 },
        { addedAt: 'secret' },
        { council: '' },
      ],
    },
    {
      words: 'a social worker',
      read: () => sealed.socialWorker('a', 'mark'),
      right: named,
      wrong: [{ name: '' }, { phone: '' }, { email: '' }],
    },
    {
      words: 'the addresses of a desk',
      read: () => sealed.contacts('coordinators'),
      right: desk,
      wrong: [{ dutyDesk: '' }, { second: '' }],
    },
  ];
  test.each(shapes)('$words: every part has its shape', async ({ words, read, right, isList, wrong }) => {
    const holding = (value: object) =>
      on(GetItemCommand).resolves({ Item: body(isList ? [right, value] : value) });
    holding(right);
    expect(await read()).toEqual(isList ? [right, right] : right);
    for (const part of wrong) {
      holding({ ...right, ...part });
      await expect(read(), JSON.stringify(part)).rejects.toThrow(`"body" should be ${words}.`);
    }
  });

  test('documents of which one is to be taken away', async () => {
    on(GetItemCommand).resolves({ Item: body('secret') });
    await expect(sealed.removeDocument('a', 'E10000016', document.copy, 1)).rejects.toThrow(
      '"body" should be a list of documents.',
    );
  });

  test('an address and a draft', async () => {
    on(GetItemCommand).resolves({ Item: body('secret') });
    await expect(sealed.sender('mail-1')).rejects.toThrow('"body" should be an address.');
    const draft = {
      ...body({ name: ['Canary'] }),
      council: { S: 'E10000016' },
      version: { N: '1' },
      state: { S: 'sending' },
      at: { S: '2026-11-23T09:00:00.000Z' },
    };
    on(GetItemCommand).resolves({ Item: draft });
    expect(await drafts.read('E10000016', 'b')).toMatchObject({
      state: 'sending',
      form: { name: ['Canary'] },
    });
    // Of before November 2026, when what the Home Office has decided had another name.
    on(GetItemCommand).resolves({ Item: { ...draft, ...body({ legalStatus: ['other'] }) } });
    expect((await drafts.read('E10000016', 'b'))?.form).toEqual({ immigrationStatus: ['other'] });
    on(GetItemCommand).resolves({ Item: { ...draft, state: { S: 'secret' } } });
    await expect(drafts.read('E10000016', 'b')).rejects.toThrow(
      '"state" should be one of open, sending, sent, moved.',
    );
    on(GetItemCommand).resolves({ Item: { ...draft, ...body({ name: 'secret' }) } });
    await expect(drafts.read('E10000016', 'b')).rejects.toThrow('"body" should be the fields of a form.');
  });
});

describe('the stream', () => {
  const event = anEntry('case-paused.v1');

  test('an event is read from a new image', () => {
    const image = Object.fromEntries(
      Object.entries(eventItem(event)).map(([name, { S = '' }]) => [name, { S }]),
    );
    expect(eventFromStream(image)).toEqual(event);
  });

  test('what is no event of a trail is passed over; what should be one and is not is an error', () => {
    expect(eventFromStream(undefined)).toBeUndefined();
    expect(eventFromStream({ pk: { S: 'CASE#NTS-7F3K-2M9Q' }, sk: { S: 'CASE' } })).toBeUndefined();
    expect(() => eventFromStream({ pk: { S: 'TRAIL#NTS-7F3K-2M9Q' }, sk: { S: 'EVENT#000001' } })).toThrow(
      /"body"/,
    );
  });
});
