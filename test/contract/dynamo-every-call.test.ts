import {
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
import { DynamoDraftStore } from '../../shared/aws/dynamo-draft-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { DynamoSignInStore } from '../../shared/aws/dynamo-sign-in-store.ts';
import { emptyRota } from '../../shared/core/rota.ts';
import { aCouncil, anEntry, anEvent, NOW } from '../builders.ts';
import { all, opening, policy, reference, taking } from './fleet.ts';
import { scripted } from './scripted.ts';

const client = new DynamoDBClient({ region: 'eu-west-2' });
const api = new DynamoApiStore(client, 'sealed');
const cases = new DynamoCaseStore(client, 'cases');
const councils = new DynamoCouncilStore(client, 'cases');
const drafts = new DynamoDraftStore(client, 'sealed');
const sealed = new DynamoSealedStore(client, 'sealed');
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
const { perMillion, rounding } = policy.threshold;

const writes: Readonly<Record<string, () => Promise<unknown>>> = {
  'commit of a case': () => cases.commit(opening(1, {}, taking())),
  keepDecision: () => cases.keepDecision(ID, 'a', '{}'),
  claimEmail: () => cases.claimEmail(ID, 'email-1', NOW, NOW),
  releaseEmail: () => cases.releaseEmail(ID, 'email-1', NOW),
  recordEmail: () => cases.recordEmail(ID, anEvent('email-sent.v1')),
  'commit of a council': () =>
    councils.commit({
      code,
      region,
      seen: 0,
      event: anEntry('capacity-reminder-due.v1', { subject: code, number: 1 }),
      reminders: { sinceDeclaration: 1 },
    }),
  'seeding of a new council': () => councils.seed([aCouncil({ code: 'E06000046' })], policy),
  'seeding of a council that is there': () =>
    councils.seed([aCouncil({ caredFor: { count: 1, asAt: '2027-03-31', source: 'published' } })], policy),
  recount: () => councils.recount(region, code, perMillion * 2, rounding),
  replaceKey: () => api.replaceKey(KENT, 'a'.repeat(64), by),
  revokeKeys: () => api.revokeKeys(KENT, { ...by, seen: 1 }),
  rememberReferral: () =>
    api.rememberReferral(ID, { council: KENT, referralId: UUID, acceptedAt: NOW }, 'mac'),
  rememberAmendment: () => api.rememberAmendment(ID, 'one', 'mac'),
  'countRequest of the API': () => api.countRequest(KENT, NOW.slice(0, 16)),
  save: () => drafts.save(draft, LATER),
  seal: () => sealed.seal(UUID, [{ number: 1 }], LATER),
  sealFirst: () => sealed.sealFirst(UUID, [{ number: 1 }], LATER),
  addParticulars: () => sealed.addParticulars(UUID, [{ number: 1 }], LATER),
  sealSocialWorker: () => sealed.sealSocialWorker(UUID, 'mark', { name: 'Robin Hale' }, LATER),
  addDocument: () => sealed.addDocument(UUID, document, 3, LATER),
  'putContacts of a council': () => sealed.putContacts(`council:${KENT}`, { dutyDesk: 'a@kent.example' }),
  'putContacts of a desk': () => sealed.putContacts('coordinators', { dutyDesk: 'a@transfers.example' }),
  putSender: () => sealed.putSender('mail-1', 'a@kent.example', LATER),
  'countRequest of a sign-in': () => signIns.countRequest('somebody', 'nine', 4, LATER),
  open: () => signIns.open(UUID, LATER),
  end: () => signIns.end(UUID),
};

const reads: Readonly<Record<string, () => Promise<unknown>>> = {
  'a case': () => cases.read(ID),
  'its trail': () => cases.trail(ID),
  'an event': () => cases.event(ID, 1),
  'declines to review': () => all(cases.toReview()),
  'holders of fingerprints': () => cases.holders(['a', 'b']),
  'where a referral went': () => cases.mergedInto(ID),
  birthdays: () => all(cases.birthdays('2027-01')),
  'a decision': () => cases.decision(ID, 'a'),
  'a council': () => councils.read(region, code),
  'a council’s trail': () => councils.trail(code),
  'the councils seeded': () => councils.seed([aCouncil()], policy),
  'a recount': () => councils.recount(region, code, perMillion, rounding),
  'whose a key is': () => api.councilOf('a'.repeat(64), NOW),
  'the state of a key': () => api.keyState(KENT),
  'a referral by the API': () => api.referral(ID),
  'a draft': () => drafts.read(KENT, 'a'),
  'a list of drafts': () => drafts.list(KENT),
  particulars: () => sealed.particulars(UUID),
  'a social worker': () => sealed.socialWorker(UUID, 'mark'),
  documents: () => sealed.documents(UUID),
  'councils at a domain': () => sealed.councilsAt('kent.example'),
  'a sender': () => sealed.sender('mail-1'),
  'a session': () => signIns.session(UUID, 0),
};

const stored = councilItem(aCouncil(), policy);
/** Calls that find a council where the others find nothing. */
const getsACouncil = new Set(['recount', 'a recount', 'a council']);
const listsACouncil = new Set(['seeding of a council that is there']);
const answering = (name: string) => {
  on(GetItemCommand).resolves(getsACouncil.has(name) ? { Item: stored } : {});
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
    expect(await sealed.contacts('coordinators')).toEqual({ dutyDesk: 'a@transfers.example' });
    expect(sentReads().map(({ ConsistentRead }) => ConsistentRead)).toEqual([false]);
  });

  test('the view, of nation and regions', async () => {
    on(GetItemCommand).resolves({ Item: { ...rotaItem('national', turns), regions: { SS: [region] } } });
    on(QueryCommand).resolves({ Items: [stored, rotaItem(region, turns)] });
    await councils.view();
    expect(sentReads().map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true]);
  });
});
