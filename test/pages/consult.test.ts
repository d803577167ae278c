/** A coordinator opens what is sealed: for a named reason, while something waits for a decision, and for both councils to see. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { AsCoordinator, formOf } from './as-coordinator.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const FILE = 'Synthetic Marker care plan.pdf';
const DOCUMENT = '5f0c7e1a-3b1d-8f6e-9a2c-000000000001';
const coordinator = { kind: 'coordinator', name: 'Robin Hale' } as const;
const who = {
  name: 'Synthetic Marker Child',
  dateOfBirth: '2010-05-20',
  documentedBirth: '2009-01-01',
  documentedBirthSource: 'A copy of a certificate',
  homeOfficeReference: 'H1234567',
  nhsNumber: '9434765919',
};
const how = {
  wishes: 'Wants to be near the uncle',
  bestInterests: 'An uncle nearby',
  health: 'Asthma',
  faithAndCulture: 'Orthodox',
  whyToAvoid: 'community',
} as const;
const WHO = [
  'Synthetic Marker Child',
  '20 May 2010',
  '1 January 2009',
  'A copy of a certificate',
  'Which date counts',
  'H1234567',
];
const HOW = [
  'Wants to be near the uncle',
  'An uncle nearby',
  'Asthma',
  'Orthodox',
  'a threat from a community',
];

let site: Site;
let held: Case;
let at: AsCoordinator;

beforeEach(async () => {
  site = await Site.seeded();
  held = await site.referred({ familyInUk: 'may-care' });
  await site.sealed.sealFirst(held.referralId, KENT, [
    {
      number: 1,
      ...who,
      ...how,
      entryContact: 'Duty 01632 960 002',
      dutyTelephone: '01632 960 003',
      dutyHours: 'Weekdays, 9am to 5pm',
    },
  ]);
  await site.sealed.addDocument(held.referralId, KENT, document(), 20, 2_000_000_000);
  at = await AsCoordinator.signedIn(site, `/sealed/${held.id}`);
});

const document = () => ({
  id: DOCUMENT,
  copy: 'c1',
  name: FILE,
  type: 'application/pdf',
  size: 20,
  addedAt: site.clock.now(),
  council: KENT,
});
const consulted = async () =>
  (await site.cases.trail(held.id)).filter(({ type }) => type === 'sealed-details-consulted.v1');
const why = (consultReason: string, more = {}) => ({
  consultReason,
  consultNote: 'The uncle has written.',
  confirm: 'yes',
  ...more,
});
const open = async (reason: string, more = {}) => (await at.answer(why(reason, more))).last;

describe('a coordinator with a decision to take', () => {
  test('finds the way from the page of the case, and is told that both councils will see it', async () => {
    expect(held.status).toBe('held');
    expect((await site.get(await site.caseLink(held))).body).toContain(`href="/sealed/${held.id}"`);
    const { body } = await at.get();
    expect(body).toContain('Both councils of the case see when it was opened and for what');
    expect(body).not.toContain(who.name);
    expect(await consulted()).toEqual([]);
  });

  test.each([
    ['best-interests', HOW, WHO],
    ['same-child', WHO, HOW],
    ['age', WHO, HOW],
    ['safety', [...WHO, ...HOW], []],
  ])('sees for %s what that needs, and nothing more', async (reason, seen, hidden) => {
    const { status, body } = await open(reason);
    expect(status).toBe(200);
    for (const words of [...seen, 'Duty 01632 960 002', '01632 960 003', 'Weekdays, 9am to 5pm'])
      expect(body).toContain(words);
    for (const words of hidden) expect(body).not.toContain(words);
    expect(body.includes('>Documents<')).toBe(reason === 'age' || reason === 'safety');
    expect(body.includes(FILE)).toBe(reason === 'age' || reason === 'safety');
    expect(await consulted()).toMatchObject([
      {
        actor: coordinator,
        data: { reason, note: 'The uncle has written.', session: expect.stringMatching(/^[\w-]{16}$/) },
      },
    ]);
  });

  test.each([
    ['the reason', { consultReason: '' }, 'Select what you have to decide'],
    ['the note', { consultNote: ' ' }, 'Write a note that says why'],
    ['the tick', { confirm: 'no' }, 'Tick the box to say that you need these details'],
  ])('opens nothing without %s, and is told so', async (_, without, words) => {
    const { status, body } = await open('safety', without);
    expect(status).toBe(422);
    expect(body).toContain(words);
    expect(body).not.toContain(who.name);
    expect(await consulted()).toEqual([]);
  });

  test('has it in the trail, on the entry authority’s page and on that of who takes the child', async () => {
    await open('best-interests');
    await open('safety');
    const entry = (await site.get(await site.entryLink(await site.current(held.id)))).body;
    expect(entry).toContain('Coordinators have opened sealed details');
    expect(entry).toContain('To keep the child safe, or to find the child');
    expect(entry).not.toMatch(/uncle|Robin Hale/i);
    const placed = await site.tell(
      held.id,
      { kind: 'place-directly', council: 'E08000035', reason: 'family-link', note: 'n', overCapacity: true },
      coordinator,
    );
    const receiving = (await site.get(await site.transferLink(placed))).body;
    expect(receiving.match(/To decide what is best for the child/g)).toHaveLength(1);
    const timeline = (await site.get(await site.caseLink(placed))).body;
    expect(timeline.match(/A coordinator opened the sealed details/g)).toHaveLength(2);
    expect(timeline).toContain('The uncle has written.');
    expect(timeline).toContain('Trail intact');
  });

  test('opens a document for the same reason, as an opening of its own', async () => {
    await site.documents.put(held.referralId, 'c1', new Uint8Array(20));
    await open('safety');
    await at.post({ ...formOf((await at.get()).body), ...why('safety'), document: DOCUMENT });
    expect((await consulted()).map(({ data }) => 'document' in data && data.document)).toEqual([
      false,
      DOCUMENT,
    ]);
    // For these no document opens, whoever asks for it by hand: the details do, once more.
    for (const [reason, seen] of [
      ['same-child', who.name],
      ['best-interests', how.wishes],
    ] as const) {
      const form = { ...formOf((await at.get()).body), ...why(reason), document: DOCUMENT };
      expect((await at.post(form)).body).toContain(seen);
      expect((await consulted()).at(-1)?.data).toMatchObject({ reason });
      expect((await consulted()).at(-1)?.data).not.toHaveProperty('document');
    }
  });

  test('is stopped once the desk has opened forty times in a quarter of an hour, and each is counted', async () => {
    const form = { ...formOf((await at.get()).body), ...why('safety') };
    const statuses: number[] = [];
    for (let times = 0; times < 41; times += 1) statuses.push((await at.post(form)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(40);
    expect(statuses.at(-1)).toBe(429);
    expect(await consulted()).toHaveLength(40);
    expect((await site.current(held.id)).consulted).toHaveLength(20);
    expect(site.meter.total('SealedDetailsConsulted')).toBe(40);
  });

  test('need not look again when a colleague opened meanwhile', async () => {
    const link = await site.caseLink(held);
    const lookedAt = /name="lookedAt" value="(\d+)"/.exec((await site.get(link)).body)?.[1] ?? '';
    await open('safety');
    const form = {
      action: 'release',
      releaseNote: 'n',
      step: 'confirm',
      lookedAt,
      name: 'Robin Hale',
      confirm: 'yes',
    };
    expect((await site.post(link, form)).status).toBe(200);
    expect((await site.current(held.id)).status).not.toBe('held');
  });
});

describe('a coordinator with nothing to decide', () => {
  test.each(['asked', 'placed'])('opens nothing of a child who is %s', async (stage) => {
    const asked = await site.referred();
    const offerId = asked.offers[0]?.id ?? '';
    const council = asked.offers[0]?.council ?? '';
    if (stage === 'placed')
      await site.tell(
        asked.id,
        { kind: 'answer', offerId, answer: 'accept' },
        { kind: 'council', code: council },
      );
    const path = `/sealed/${asked.id}`;
    expect((await site.get(await site.caseLink(asked))).body).not.toContain(path);
    const form = { ...formOf((await at.get()).body), ...why('safety') };
    for (const seen of [await at.get(path), await at.post(form, path)]) {
      expect(seen.status).toBe(403);
      expect(seen.body).toContain('Nothing here waits for your decision');
    }
  });

  test('opens nothing from the moment the decision is taken', async () => {
    const form = { ...formOf((await at.get()).body), ...why('safety') };
    await site.tell(held.id, { kind: 'stay', reason: 'settled', note: 'n' }, coordinator);
    expect((await at.post(form)).status).toBe(403);
    expect(await consulted()).toEqual([]);
  });
});

test('a coordinator’s link alone opens nothing sealed, and leads to sign in', async () => {
  const path = `/sealed/${held.id}`;
  expect((await site.get(path)).headers.location).toBe('/sign-in');
  expect((await site.visit({ method: 'POST', path, form: why('safety') })).headers.location).toBe('/sign-in');
  const lead = await site.link({ for: 'coordinator', caseId: held.id, version: 1, seeOnly: true });
  expect((await site.get(lead)).body).not.toContain('/sealed/');
});
