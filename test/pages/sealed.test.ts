import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { asItStands } from './forms.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const NAME = 'Synthetic Marker Child';
const WORKER = 'Synthetic Worker';
const sources = {
  claimedBirthSource: 'The child, to an officer at the port',
  documentedBirthSource: 'A copy of a certificate',
  assessedBirthSource: 'Leeds, in October',
};

let site: Site;
let placed: Case;
let receiver: string;
let backUp: string;

beforeEach(async () => {
  site = await Site.seeded();
  const asked = await site.referred();
  receiver = asked.offers[0]?.council ?? '';
  backUp = asked.offers[1]?.council ?? '';
  await site.sealed.sealFirst(asked.referralId, asked.facts.entryAuthority, [
    {
      number: 1,
      name: NAME,
      dateOfBirth: '2010-05-20',
      claimedBirth: '2010-05-20',
      documentedBirth: '2009-01-01',
      assessedBirth: '2009-08-02',
      ...sources,
      nationality: 'ERI',
      homeOfficeReference: 'H1234567',
      portReference: 'DOV/123',
      languages: 'Speaks Tigrinya',
    },
    { number: 2, name: 'No Child Of This Case' },
  ]);
  await site.sealed.sealSocialWorker(asked.referralId, SOCIAL_WORKER, asked.facts.entryAuthority, {
    name: WORKER,
    phone: '01632 960 001',
  });
  placed = await site.tell(
    asked.id,
    { kind: 'answer', offerId: asked.offers[0]?.id ?? '', answer: 'accept' },
    { kind: 'council', code: receiver },
  );
});

const path = () => `/sealed/${placed.id}`;
const look = (cookie: string, at = path()) => site.visit({ path: at, cookies: [cookie] });
/** The form of the page that asks, not the one in its head that signs out. */
const formOn = (body: string) => ({
  ...asItStands(body.slice(body.indexOf('<main'))),
  confirm: 'yes',
});
async function openBy(council: string) {
  const cookie = await site.signedIn(council);
  const form = formOn((await look(cookie)).body);
  return site.visit({ method: 'POST', path: path(), form, cookies: [cookie] });
}
const openings = async () =>
  (await site.cases.trail(placed.id)).filter(({ type }) => type === 'sealed-details-opened.v1');
const arrange = () =>
  site.tell(
    placed.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    { kind: 'council', code: receiver },
  );

describe('sealed details', () => {
  test('open to both councils of the placement, each opening an event of its own before anything is shown', async () => {
    await arrange();
    for (const [council, part, kind] of [
      [receiver, 'receiving-authority', 'council'],
      [KENT, 'entry-authority', 'entry-authority'],
      [KENT, 'entry-authority', 'entry-authority'],
    ] as const) {
      const before = (await openings()).length;
      const { status, body, headers } = await openBy(council);
      expect(status).toBe(200);
      expect(headers['cache-control']).toBe('no-store');
      for (const told of [
        NAME,
        '20 May 2010',
        'Eritrea',
        'Speaks Tigrinya',
        'H1234567',
        'DOV/123',
        WORKER,
        '01632 960 001',
      ])
        expect(body).toContain(told);
      expect(body).toContain(`duty@${council.toLowerCase()}.example`);
      expect(body).not.toContain('No Child Of This Case');
      const recorded = await openings();
      expect(recorded).toHaveLength(before + 1);
      expect(recorded.at(-1)).toMatchObject({
        actor: { kind, code: council },
        data: { council, part, session: expect.stringMatching(/^[\w-]{16}$/) },
      });
    }
    const { cases, trails } = site.cases.snapshot();
    expect(JSON.stringify([cases, trails, site.log.lines])).not.toMatch(
      /Synthetic|H1234567|Tigrinya|2010-05-20/,
    );
    const timeline = (await site.get(await site.caseLink(await site.current(placed.id)))).body;
    expect(timeline.match(/<h3[^>]*>[^<]*opened the sealed details/g)).toHaveLength(3);
    expect(timeline).toContain('Trail intact');
  });

  test('keep apart what was claimed, documented and assessed, each with its source, and say which date counts', async () => {
    const told = readPage((await openBy(KENT)).body).join('\n');
    for (const words of ['1 January 2009', '2 August 2009', ...Object.values(sources)])
      expect(told).toContain(words);
    expect(told).toContain('The first: the entry authority works with it.');
  });

  test('stay shut when only looked at, and without a form of the session', async () => {
    const cookie = await site.signedIn(KENT);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const seen = await site.visit({ method, path: path(), cookies: [cookie] });
      expect(seen.status).toBe(200);
      expect(seen.body).not.toContain(NAME);
    }
    expect((await look(cookie)).body).toContain(
      'Each opening is recorded in this case with your name, role, council and the time',
    );
    const other = formOn((await look(await site.signedIn(receiver))).body);
    for (const form of [{ step: 'open' }, { step: 'open', session: 'guess' }, other]) {
      const seen = await site.visit({ method: 'POST', path: path(), form, cookies: [cookie] });
      expect(seen.status).toBe(403);
      expect(seen.body).not.toContain(NAME);
    }
    const form = formOn((await look(cookie)).body);
    const foreign = await site.visit({
      method: 'POST',
      path: path(),
      form,
      cookies: [cookie],
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(foreign.status).toBe(403);
    // A link in an e-mail is no session.
    expect((await site.visit({ method: 'POST', path: path(), form })).headers.location).toBe('/sign-in');
    expect((await site.get(path())).headers.location).toBe('/sign-in');
    expect(await openings()).toEqual([]);
  });

  test('are refused to every other council alike, whether the case is there or not', async () => {
    for (const council of [backUp, 'E09000008']) {
      const cookie = await site.signedIn(council);
      const own = formOn((await site.visit({ path: '/refer', cookies: [cookie] })).body);
      for (const at of [path(), '/sealed/NTS-0000-0000'])
        for (const visit of [{ path: at }, { method: 'POST', path: at, form: own }]) {
          const seen = await site.visit({ ...visit, cookies: [cookie] });
          expect(seen.status).toBe(403);
          expect(seen.body).toContain('These details are not open to your council');
          expect(seen.body).not.toMatch(/Synthetic|Kent/);
        }
    }
    expect(await openings()).toEqual([]);
  });

  test('open by the reference of a referral that was joined to the case, to the council that sent it, and to no other', async () => {
    const data = {
      referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a99',
      channel: 'api' as const,
      facts: placed.facts,
    };
    await site.tell(placed.id, { kind: 'merge', data, reference: 'NTS-0000-0009' });
    const kent = await site.signedIn(KENT);
    for (const page of ['sealed', 'documents']) {
      const { status, body } = await look(kent, `/${page}/NTS-0000-0009`);
      expect([status, body.includes(`Reference ${placed.id}`)], page).toEqual([200, true]);
      const other = await look(await site.signedIn(receiver), `/${page}/NTS-0000-0009`);
      expect(other.status, page).toBe(403);
    }
    const form = formOn((await look(kent, '/sealed/NTS-0000-0009')).body);
    const seen = await site.visit({ method: 'POST', path: '/sealed/NTS-0000-0009', form, cookies: [kent] });
    expect(seen.body).toContain(NAME);
    expect(await openings()).toHaveLength(1);
  });

  test('stay shut when the button is pressed and the box is not ticked, and say so', async () => {
    const cookie = await site.signedIn(KENT);
    const { confirm: _, ...form } = formOn((await look(cookie)).body);
    const seen = await site.visit({ method: 'POST', path: path(), form, cookies: [cookie] });
    expect(seen.status).toBe(422);
    expect(seen.body).toContain('Tick the box to say that you need these details');
    expect(seen.body).not.toContain(NAME);
    expect(await openings()).toEqual([]);
  });

  test('are shut before acceptance, and again once a placement was undone, to all but the entry authority', async () => {
    const waiting = await site.referred();
    const kent = await site.signedIn(KENT);
    const former = await site.signedIn(receiver);
    const asked = await site.signedIn(waiting.offers[0]?.council ?? '');
    expect((await look(kent, `/sealed/${waiting.id}`)).status).toBe(200);
    expect((await look(asked, `/sealed/${waiting.id}`)).status).toBe(403);
    const form = formOn((await look(former)).body);
    await site.tell(
      placed.id,
      { kind: 'reallocate', because: 'coordinator', note: 'n' },
      { kind: 'coordinator', name: 'Robin Hale' },
    );
    const seen = await site.visit({ method: 'POST', path: path(), form, cookies: [former] });
    expect(seen.status).toBe(403);
    expect(seen.body).not.toContain(NAME);
    expect((await look(kent)).status).toBe(200);
    expect(await openings()).toEqual([]);
    // Once the case is closed, to nobody.
    await site.tell(
      placed.id,
      { kind: 'withdraw', reason: 'no-longer-needed' },
      { kind: 'entry-authority', code: KENT },
    );
    expect((await look(kent)).status).toBe(403);
  });

  test('show nothing when the opening cannot be recorded', async () => {
    const cookie = await site.signedIn(KENT);
    const form = formOn((await look(cookie)).body);
    const commit = site.cases.commit.bind(site.cases);
    site.cases.commit = async () => ({ kind: 'lost-race', over: 'case' });
    const contended = await site.visit({ method: 'POST', path: path(), form, cookies: [cookie] });
    expect(contended.status).toBe(409);
    site.cases.commit = async () => {
      throw new Error('The table does not answer.');
    };
    const broken = await site.visit({ method: 'POST', path: path(), form, cookies: [cookie] });
    expect(broken.status).toBe(500);
    for (const { body } of [contended, broken]) expect(body).not.toMatch(/Synthetic|Eritrea/);
    site.cases.commit = commit;
    expect(await openings()).toEqual([]);
  });

  test('close to who handed over, name no sibling who left care, and close to all once nobody is in care', async () => {
    await arrange();
    const duty = { kind: 'council', code: receiver } as const;
    await site.tell(placed.id, { kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' }, duty);
    const kent = await site.signedIn(KENT);
    const seen = await look(kent);
    expect(seen.status).toBe(403);
    expect(seen.body).toContain('From the handover on they are open only to the council that has the child');
    const entry = await site.get(await site.entryLink(await site.current(placed.id)));
    expect(entry.body).not.toContain('/sealed/');
    expect((await openBy(receiver)).body).toContain(NAME);
    await site.tell(placed.id, { kind: 'leave-care', outcome: 'joined-family', on: '2026-11-23' }, duty);
    expect((await look(await site.signedIn(receiver))).status).toBe(403);
    expect(await openings()).toHaveLength(1);
  });

  test('open after the handover, and for a while not when a council opens them without end', async () => {
    await arrange();
    await site.tell(
      placed.id,
      { kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' },
      { kind: 'council', code: receiver },
    );
    const cookie = await site.signedIn(receiver);
    const form = formOn((await look(cookie)).body);
    const statuses: number[] = [];
    for (let times = 0; times < 42; times += 1)
      statuses.push((await site.visit({ method: 'POST', path: path(), form, cookies: [cookie] })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(40);
    expect(statuses.slice(-2)).toEqual([429, 429]);
    expect(await openings()).toHaveLength(40);
  });

  test('are found from both councils’ pages and from the list, and at no reference that is nobody’s', async () => {
    for (const link of [await site.transferLink(placed), await site.entryLink(placed)])
      expect((await site.get(link)).body).toContain(`href="${path()}"`);
    for (const council of [receiver, KENT]) {
      const cookie = await site.signedIn(council);
      expect((await look(cookie, '/home')).body).toContain(`href="${path()}"`);
      const nobodys = await site.visit({ path: '/sealed/NTS-0000-0000', cookies: [cookie] });
      expect(nobodys.status).toBe(403);
    }
    const waiting = await site.referred();
    expect((await site.get(await site.entryLink(waiting))).body).not.toContain('/sealed/');
  });

  test('do not make a coordinator look again who was deciding meanwhile', async () => {
    const link = await site.caseLink(placed);
    const lookedAt = /name="lookedAt" value="(\d+)"/.exec((await site.get(link)).body)?.[1] ?? '';
    await openBy(KENT);
    const form = { action: 'stays', stayReason: 'settled', stayNote: 'n', step: 'confirm' };
    const done = await site.post(link, { ...form, lookedAt, name: 'Robin Hale', confirm: 'yes' });
    expect(done.status).toBe(200);
    expect((await site.current(placed.id)).status).toBe('stayed');
  });
});
