import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { councilItem, rotaItem } from '../../shared/aws/council-item.ts';
import { DynamoApiStore } from '../../shared/aws/dynamo-api-store.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoDigestStore } from '../../shared/aws/dynamo-digest-store.ts';
import { DynamoDraftStore } from '../../shared/aws/dynamo-draft-store.ts';
import { DynamoPersonStore } from '../../shared/aws/dynamo-person-store.ts';
import { DynamoReplyStore } from '../../shared/aws/dynamo-reply-store.ts';
import { DynamoRosterStore } from '../../shared/aws/dynamo-roster-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { DynamoSignInStore } from '../../shared/aws/dynamo-sign-in-store.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { aCouncil, anEntry, anEvent, NOW } from '../builders.ts';
import { all, opening, policy, reference, taking } from './fleet.ts';
import { scripted } from './scripted.ts';

const client = new DynamoDBClient({ region: 'eu-west-2' });
const api = new DynamoApiStore(client, 'sealed');
const cases = new DynamoCaseStore(client, 'cases');
const councils = new DynamoCouncilStore(client, 'cases');
const digests = new DynamoDigestStore(client, 'cases');
const drafts = new DynamoDraftStore(client, 'sealed');
const people = new DynamoPersonStore(client, 'sealed');
const replies = new DynamoReplyStore(client, 'sealed');
const sealed = new DynamoSealedStore(client, 'sealed');
const rosters = new DynamoRosterStore(client, 'sealed');
const signIns = new DynamoSignInStore(client, 'sealed');
const mock = scripted(client);
const { on } = mock;

beforeEach(() => mock.reset());

const KENT = 'E10000016';
const ID = reference(1);
const LATER = 1_900_000_000;
const UUID = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const { code, region } = aCouncil();
const by = { at: NOW, by: 'Robin Hale' };
const turns = { state: emptyRota, version: 0, turn: 0 };
const document = {
  id: UUID,
  copy: UUID,
  name: 'a.pdf',
  type: 'application/pdf',
  size: 1,
  addedAt: NOW,
  council: KENT,
};
const draft = { id: 'a', council: KENT, version: 1, form: {}, state: 'open', at: NOW } as const;
const twice = { threshold: { ...policy.threshold, perMillion: policy.threshold.perMillion * 2 } };

const person = {
  id: UUID,
  desk: 'coordinators',
  address: 'a@transfers.example',
  state: 'new',
  version: 2,
  askedAt: NOW,
} as const;

const notice = anEvent('email-requested.v1', { id: `${ID}:1:case-held:coordinators` });

const writes: Readonly<Record<string, () => Promise<unknown>>> = {
  'commit of a case': () => cases.commit(opening(1, {}, taking())),
  keepDecision: () => cases.keepDecision(ID, 'a', '{}'),
  claimEmail: () => cases.claimEmail(ID, 'email-1', NOW, NOW),
  releaseEmail: () => cases.releaseEmail(ID, 'email-1', NOW),
  recordEmail: () => cases.recordEmail(ID, anEvent('email-sent.v1')),
  'commit of a council': () =>
    councils.commit({
      code,
      seen: 0,
      event: anEntry('capacity-reminder-due.v1', { subject: code, number: 1 }),
      reminders: { sinceDeclaration: 1 },
    }),
  'seeding of a new council': () => councils.seed([aCouncil({ code: 'E06000046' })], policy),
  'seeding of a council that is there': () =>
    councils.seed([aCouncil({ caredFor: { count: 1, asAt: '2027-03-31', source: 'published' } })], policy),
  recount: () => councils.recount(code, twice),
  replaceKey: () => api.replaceKey(KENT, 'a'.repeat(64), by),
  revokeKeys: () => api.revokeKeys(KENT, { ...by, seen: 1 }),
  rememberReferral: () =>
    api.rememberReferral(ID, { council: KENT, referralId: UUID, acceptedAt: NOW }, 'mac'),
  referralIdFor: () => api.referralIdFor(KENT, 'first', UUID),
  rememberAmendment: () => api.rememberAmendment(ID, 'one', 'mac'),
  'countRequest of the API': () => api.countRequest(KENT, NOW.slice(0, 16)),
  'a notice': () => digests.add('coordinators', notice, NOW),
  'begin of a digest': () => digests.begin('coordinators', { id: 'digest:a', requests: [notice] }),
  'what a digest tells': () => digests.keep({ id: 'digest:a', requests: [notice] }, NOW),
  'end of a digest': () => digests.end('coordinators', { id: 'digest:a', requests: [notice] }),
  save: () => drafts.save(draft, LATER),
  sealFirst: () => sealed.sealFirst(UUID, KENT, [{ number: 1 }], LATER),
  keepAmendment: () => sealed.keepAmendment(UUID, 'api:1', KENT, [{ number: 1 }], NOW, LATER),
  applyAmendment: () => sealed.applyAmendment(UUID, 'api:1', KENT, LATER),
  setAmendmentAside: () => sealed.setAmendmentAside(UUID, 'api:1', KENT),
  sealSocialWorker: () => sealed.sealSocialWorker(UUID, 'mark', KENT, { name: 'Robin Hale' }, LATER),
  keepUntil: () => sealed.keepUntil(UUID, 'mark', KENT, LATER),
  addDocument: () => sealed.addDocument(UUID, KENT, document, 3, LATER),
  'putContacts of a council': () => sealed.putContacts(`council:${KENT}`, { dutyDesk: 'a@kent.example' }),
  'putContacts of a desk': () => sealed.putContacts('coordinators', { dutyDesk: 'a@transfers.example' }),
  noteReturned: async () => {
    await sealed.putContacts('coordinators', { dutyDesk: 'a@transfers.example' });
    return sealed.noteReturned('coordinators', ['a@transfers.example'], { at: NOW, why: 'unwanted' });
  },
  forgetReturned: () => sealed.forgetReturned('coordinators', NOW),
  changeContacts: () =>
    sealed.changeContacts(
      `council:${KENT}`,
      { dutyDesk: 'a@kent.example' },
      { seen: 0, at: NOW, by: 'Robin Hale' },
    ),
  countAnswer: () => sealed.countAnswer('thread', '2026-11-23', 'mail-1', 5, LATER),
  mailSeed: () => sealed.mailSeed('mail-1', UUID, LATER),
  putSender: () => sealed.putSender('mail-1', 'a@kent.example', LATER),
  'a person': () => people.add('coordinators', person.address, UUID, NOW, LATER),
  'a change of a person': () => people.change(person, LATER),
  noteSignIn: () => people.noteSignIn('coordinators', UUID, { at: NOW, role: 'Manager' }, LATER),
  'forget of a person': () => people.forget('coordinators', UUID, 0),
  'countRequest of a sign-in': () => signIns.countRequest('somebody', 'nine', 4, LATER),
  open: () => signIns.open('coordinators', UUID, LATER, { openedAt: NOW }),
  end: () => signIns.end('coordinators', UUID),
  noteLink: () => signIns.noteLink('coordinators/second', { signInId: UUID, at: NOW }, LATER),
  'the first roster': () => rosters.write('coordinators', { people: [], left: [] }, 0),
  'another roster': () => rosters.write('coordinators', { people: [], left: [] }, 1),
  voidLinks: () => signIns.voidLinks('coordinators', NOW),
};

const reads: Readonly<Record<string, () => Promise<unknown>>> = {
  'a case': () => cases.read(ID),
  'its trail': () => cases.trail(ID),
  'an event': () => cases.event(ID, 1),
  'a list of cases': () => all(cases.listed('all')),
  'a part of one': () => cases.listedIn('all', { most: 2 }),
  'what became of moves': () => all(cases.moves()),
  'holders of fingerprints': () => cases.holders(['a', 'b']),
  'where a referral went': () => cases.mergedInto(ID),
  birthdays: () => all(cases.birthdays('2027-01')),
  'a decision': () => cases.decision(ID, 'a'),
  'a council': () => councils.read(code),
  'the turns of a region': () => councils.turns(region),
  'a council’s trail': () => councils.trail(code),
  'the councils seeded': () => councils.seed([aCouncil()], policy),
  'a recount': () => councils.recount(code, policy),
  'whose a key is': () => api.councilOf('a'.repeat(64), NOW),
  'the state of a key': () => api.keyState(KENT),
  'a referral by the API': () => api.referral(ID),
  'what waits for a desk': () => digests.waiting('coordinators'),
  'a digest': () => digests.digest('digest:a'),
  'whether an email has ended': () => cases.emailEnded(ID, 'email-1'),
  'a draft': () => drafts.read(KENT, 'a'),
  'a reply': () => replies.read('name', 0),
  'a list of drafts': () => drafts.list(KENT),
  particulars: () => sealed.particulars(UUID),
  'whose particulars are': () => sealed.owner(UUID),
  'who sent a referral': () => sealed.referrer(UUID),
  'particulars after an amendment': () => sealed.particularsAfter(UUID, 'api:1'),
  'a social worker': () => sealed.socialWorker(UUID, 'mark'),
  documents: () => sealed.documents(UUID),
  'the state of a desk': () => sealed.deskState(`council:${KENT}`),
  'councils at a domain': () => sealed.councilsAt('kent.example'),
  'a sender': () => sealed.sender('mail-1'),
  'whoever has an address': () => people.find('coordinators', person.address, 0),
  'a desk’s person': () => people.read('coordinators', UUID, 0),
  'a desk’s people': () => people.people('coordinators', 0),
  'a session': () => signIns.session('coordinators', UUID, 0),
  'whether a link was used': () => signIns.isUsed('coordinators', UUID),
  'a desk’s sessions': () => signIns.sessions('coordinators', 0),
  'a roster': () => rosters.read('coordinators'),
  'the last link': () => signIns.lastLink('coordinators/second'),
  'which links are void': () => signIns.linksVoidUpTo('coordinators'),
};

const stored = councilItem(aCouncil(), policy);
/** Calls that find a council where the others find nothing. */
const getsACouncil = new Set(['recount', 'a recount', 'a council']);
/** Calls that find what an amendment keeps. */
const getsAnAmendment = new Set(['applyAmendment', 'setAmendmentAside']);
const kept = {
  body: { S: '[{"number":1,"name":"Synthetic One"}]' },
  owner: { S: KENT },
  saidAt: { S: NOW },
  state: { S: 'waits' },
  expiresAt: { N: String(LATER) },
};
const listsACouncil = new Set(['seeding of a council that is there']);
const answering = (name: string) => {
  on(GetItemCommand).resolves(
    getsACouncil.has(name) ? { Item: stored } : getsAnAmendment.has(name) ? { Item: kept } : {},
  );
  on(QueryCommand).resolves({ Items: listsACouncil.has(name) ? [stored] : [] });
};

describe('a fault of the server is thrown, never taken for an answer', () => {
  test.each(Object.keys(writes))('%s', async (name) => {
    answering(name);
    const throttled = Object.assign(new Error('throttled'), { name: 'ThrottlingException' });
    for (const command of [PutItemCommand, UpdateItemCommand, DeleteItemCommand, TransactWriteItemsCommand])
      on(command).rejects(throttled);
    await expect(writes[name]?.()).rejects.toBe(throttled);
  });
});

test.each([
  { name: 'seeding of a new council', command: PutItemCommand },
  { name: 'seeding of a council that is there', command: UpdateItemCommand },
])('$name: one fault among many writes is thrown', async ({ name, command }) => {
  answering(name);
  const throttled = Object.assign(new Error('throttled'), { name: 'ThrottlingException' });
  for (const one of [PutItemCommand, UpdateItemCommand]) on(one).resolves({});
  on(command).rejects(throttled);
  await expect(writes[name]?.()).rejects.toBe(throttled);
});

describe('what is read is what was last written', () => {
  const sentReads = () => mock.sent().filter(({ Item, UpdateExpression }) => !Item && !UpdateExpression);

  test.each(Object.keys(reads))('%s', async (name) => {
    answering(name);
    if (name === 'whose a key is') on(GetItemCommand).resolves({ Item: { council: { S: KENT } } });
    on(PutItemCommand).resolves({});
    await reads[name]?.();
    const sent = sentReads();
    expect(sent.length).toBeGreaterThan(0);
    for (const one of sent) expect(one).toMatchObject({ ConsistentRead: true });
  });

  test('a desk’s addresses are asked for at half the price, and again only when there are none', async () => {
    answering('a desk');
    expect(await sealed.contacts('coordinators')).toBeUndefined();
    expect(sentReads().map(({ ConsistentRead }) => ConsistentRead)).toEqual([false, true]);
    mock.reset();
    on(GetItemCommand).resolves({ Item: { body: { S: '{"dutyDesk":"a@transfers.example"}' } } });
    expect(await sealed.contacts('coordinators')).toStrictEqual({ dutyDesk: 'a@transfers.example' });
    expect(sentReads().map(({ ConsistentRead }) => ConsistentRead)).toEqual([false]);
  });

  test('what came back from a desk’s addresses is asked for at half the price too', async () => {
    answering('a desk');
    await sealed.reachable('coordinators');
    const marks = sentReads().filter(({ Key }) => JSON.stringify(Key).includes('RETURNED'));
    expect(marks.map(({ ConsistentRead }) => ConsistentRead)).toEqual([false]);
  });

  test('what coordinators have to do is asked for at half the price: each case that is shown is read as it is', async () => {
    on(QueryCommand).resolves({ Items: [] });
    await cases.work({ most: 25 });
    expect(sentReads().map(({ ConsistentRead, Limit }) => [ConsistentRead, Limit])).toEqual([
      [undefined, 25],
    ]);
  });

  test('the view, of nation and regions', async () => {
    on(GetItemCommand).resolves({ Item: rotaItem('national', turns) });
    on(QueryCommand).resolves({ Items: [stored, rotaItem(region, turns)] });
    await councils.view();
    expect(sentReads().map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true]);
  });
});

const refused = (Item?: Record<string, { S: string }>) =>
  new ConditionalCheckFailedException({ $metadata: {}, message: 'refused', ...(Item ? { Item } : {}) });

describe('whoever comes too late', () => {
  test.each(['applyAmendment', 'addDocument'])('%s tries five times, and then says so', async (name) => {
    answering(name);
    on(PutItemCommand).rejects(refused());
    await expect(writes[name]?.()).rejects.toThrow(/Others changed the (particulars|documents) .* 5 times/);
    expect(mock.sent().filter(({ Item }) => Item)).toHaveLength(5);
  });

  test('seeding tries five times, and then says so; a council that is gone is a fault', async () => {
    const name = 'seeding of a council that is there';
    answering(name);
    on(PutItemCommand).resolves({});
    const gone = new ConditionalCheckFailedException({ $metadata: {}, message: 'refused' });
    on(UpdateItemCommand).rejects(
      new ConditionalCheckFailedException({ $metadata: {}, message: 'refused', Item: stored }),
    );
    await expect(writes[name]?.()).rejects.toThrow(/places of E10000014 changed 5 times.*seed again/);
    expect(mock.sent().filter(({ UpdateExpression }) => UpdateExpression)).toHaveLength(5);
    on(UpdateItemCommand).rejects(gone);
    await expect(writes[name]?.()).rejects.toBe(gone);
  });

  test('recount tries five times, and then says so', async () => {
    answering('recount');
    on(UpdateItemCommand).rejects(
      new ConditionalCheckFailedException({ $metadata: {}, message: 'refused', Item: stored }),
    );
    await expect(writes.recount?.()).rejects.toThrow(/places of E10000014 changed 5 times/);
    expect(mock.sent().filter(({ UpdateExpression }) => UpdateExpression)).toHaveLength(5);
  });

  const ours = { changedAt: { S: by.at }, changedBy: { S: by.by } };
  const keyHash = { S: 'a'.repeat(64) };
  test.each([
    { found: { keyHash }, replaced: 'changed', revoked: 'overtaken' },
    { found: { ...ours, keyHash: { S: 'b' } }, replaced: 'overtaken', revoked: 'overtaken' },
    { found: ours, replaced: 'overtaken', revoked: 'changed' },
    {
      found: { ...ours, changedAt: { S: '2026-11-24T09:00:00.000Z' } },
      replaced: 'overtaken',
      revoked: 'overtaken',
    },
    { found: { ...ours, changedBy: { S: 'Somebody Else' } }, replaced: 'overtaken', revoked: 'overtaken' },
    { found: { changedBy: ours.changedBy }, replaced: 'overtaken', revoked: 'overtaken' },
    { found: { changedAt: ours.changedAt }, replaced: 'overtaken', revoked: 'overtaken' },
    { found: undefined, replaced: 'overtaken', revoked: 'overtaken' },
  ])('a key changed to $found is $replaced or $revoked', async ({ found, replaced, revoked }) => {
    on(PutItemCommand).resolves({});
    on(UpdateItemCommand).rejects(refused(found));
    expect(await api.replaceKey(KENT, keyHash.S, { ...by, seen: 1 })).toBe(replaced);
    expect(await api.revokeKeys(KENT, { ...by, seen: 1 })).toBe(revoked);
  });
});

describe('a view', () => {
  const nation = rotaItem('national', turns);

  test('of a nation without turns says what to do', async () => {
    on(GetItemCommand).resolves({});
    on(QueryCommand).resolves({ Items: [stored, rotaItem(region, turns)] });
    await expect(councils.view()).rejects.toThrow('The table cases has no councils: seed them first.');
  });

  test('of a region without turns says what to do', async () => {
    on(GetItemCommand).resolves({ Item: nation });
    on(QueryCommand).resolves({ Items: [stored] });
    await expect(councils.view()).rejects.toThrow(
      `The region ${region} has no rota: seed its councils again.`,
    );
  });
});

describe('a page', () => {
  test('holds as many items as were asked for, or as many as fit', async () => {
    on(QueryCommand).resolves({ Items: [] });
    for (const options of [{ pageSize: 3 }, {}]) {
      await new DynamoCaseStore(client, 'cases', options).trail(ID);
      await new DynamoCouncilStore(client, 'cases', options).trail(code);
    }
    await cases.trail(ID);
    const limits = mock.sent().map((sent) => ('Limit' in sent ? sent.Limit : 'as many as fit'));
    expect(limits).toEqual([3, 3, 'as many as fit', 'as many as fit', 'as many as fit']);
  });
});

test('a referrer that was never sealed, or cannot be read, is nobody: it holds up no referral', async () => {
  const item = { body: { S: '[]' }, owner: { S: KENT }, expiresAt: { N: '1' } };
  for (const referrer of [undefined, 'x', '[]', '{"name":""}', 'null']) {
    on(GetItemCommand).resolves({
      Item: { ...item, ...(referrer === undefined ? {} : { referrer: { S: referrer } }) },
    });
    expect(await sealed.referrer(UUID), referrer).toStrictEqual({});
  }
});

describe('keys of an earlier version', () => {
  test('a key whose council knows none any more opens nothing', async () => {
    on(GetItemCommand)
      .resolvesOnce({ Item: { council: { S: KENT } } })
      .resolves({});
    expect(await api.councilOf('a'.repeat(64), NOW)).toBeUndefined();
  });

  test('the state of a key that says less', async () => {
    on(GetItemCommand).resolves({ Item: { keyHash: { S: 'a' }, madeAt: { S: NOW } } });
    expect(await api.keyState(KENT)).toStrictEqual({ version: 0, changedAt: NOW, since: NOW });
    on(GetItemCommand).resolves({ Item: { changes: { N: '2' } } });
    expect(await api.keyState(KENT)).toStrictEqual({ version: 2, changedAt: '' });
  });
});

describe('what is kept for a time says until when', () => {
  test.each([
    'sealFirst',
    'keepAmendment',
    'applyAmendment',
    'setAmendmentAside',
    'sealSocialWorker',
    'addDocument',
    'putSender',
    'mailSeed',
    'save',
    'open',
    'noteLink',
  ])('%s', async (name) => {
    answering(name);
    on(PutItemCommand).resolves({});
    await writes[name]?.();
    const put = mock.sent().findLast(({ Item }) => Item !== undefined);
    expect(put).toMatchObject({ Item: { expiresAt: { N: String(LATER) } } });
  });

  test('what is kept longer is so only where it is there, ends earlier and is one’s own', async () => {
    on(UpdateItemCommand).rejects(refused());
    await sealed.keepUntil(UUID, 'mark', KENT, LATER);
    await sealed.keepUntil(UUID, undefined, KENT, LATER);
    expect(
      mock.sent().map(({ Key }) =>
        JSON.stringify(Key)
          .match(/REFERRAL|WORKER|DOCUMENTS/g)
          ?.at(-1),
      ),
    ).toEqual(['REFERRAL', 'DOCUMENTS', 'WORKER', 'REFERRAL', 'DOCUMENTS']);
    for (const sent of mock.sent())
      expect(sent).toMatchObject({
        UpdateExpression: 'SET expiresAt = :expiresAt',
        ConditionExpression: 'expiresAt < :expiresAt AND (attribute_not_exists(#owner) OR #owner = :owner)',
        ExpressionAttributeValues: { ':expiresAt': { N: String(LATER) }, ':owner': { S: KENT } },
      });
  });

  test('a list of documents is never to end earlier than it was to, whatever is said when it changes', async () => {
    const listed = { body: { S: '[]' }, owner: { S: KENT }, expiresAt: { N: String(LATER + 1) } };
    on(GetItemCommand).resolves({ Item: listed });
    on(PutItemCommand).resolves({});
    const document = {
      id: UUID,
      copy: UUID,
      name: 'a.pdf',
      type: 'application/pdf',
      size: 1,
      addedAt: '2026-11-23T09:00:00.000Z',
      council: KENT,
    };
    for (const [until, ends] of [
      [LATER, LATER + 1],
      [LATER + 2, LATER + 2],
    ] as const) {
      await sealed.addDocument(UUID, KENT, document, 20, until);
      expect(mock.sent().at(-1)).toMatchObject({ Item: { expiresAt: { N: String(ends) } } });
    }
  });

  test('counts of requests: an hour after their minute, and what whoever asks says', async () => {
    on(UpdateItemCommand).resolves({ Attributes: { requests: { N: '1' } } });
    await api.countRequest(KENT, '2026-11-23T09:00');
    await signIns.countRequest('somebody', 'nine', 4, LATER);
    await sealed.countAnswer('thread', '2026-11-23', 'mail-1', 5, LATER);
    const hourAfter = Date.parse('2026-11-23T10:00:00Z') / 1000;
    expect(mock.sent()).toMatchObject(
      [hourAfter, LATER, LATER].map((time) => ({
        ExpressionAttributeValues: { ':expiresAt': { N: String(time) } },
      })),
    );
  });
});

describe('addresses of a desk', () => {
  const putOf = async (desk: string, contacts: { dutyDesk: string; second?: string }) => {
    on(GetItemCommand).resolves({});
    for (const command of [PutItemCommand, DeleteItemCommand]) on(command).resolves({});
    await sealed.putContacts(desk, contacts);
    return mock.sent().flatMap(({ Item, Key, ConsistentRead }) => {
      const { pk, sk } = (Item ?? Key) as Record<string, { S: string }>;
      return ConsistentRead === undefined ? [`${pk?.S} ${sk?.S}`] : [];
    });
  };

  test('of a council name its domains, each once, whatever stands before the last @', async () => {
    expect(
      await putOf(`council:${KENT}`, { dutyDesk: '"duty@desk"@Kent.example', second: 'b@kent.example' }),
    ).toEqual([`DOMAIN#kent.example COUNCIL#${KENT}`, `DESK#council:${KENT} CONTACTS`]);
  });

  test('of a council with one address name no other domain, and take none away', async () => {
    expect(await putOf(`council:${KENT}`, { dutyDesk: 'a@kent.example' })).toEqual([
      `DOMAIN#kent.example COUNCIL#${KENT}`,
      `DESK#council:${KENT} CONTACTS`,
    ]);
  });

  test.each(['coordinators', 'council', `elsewhere:${KENT}`])('of %s name no domain', async (desk) => {
    expect(await putOf(desk, { dutyDesk: 'a@kent.example' })).toEqual([`DESK#${desk} CONTACTS`]);
  });
});
