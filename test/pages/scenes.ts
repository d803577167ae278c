/** Every page there is, in a state worth looking at: for the browser tests and their screenshots. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../events/envelope.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { careRecords } from '../../shared/core/figures/care-record.ts';
import { runCouncilCommand } from '../../shared/runtime/run-council-command.ts';
import { aChild, SOCIAL_WORKER } from '../builders.ts';
import { TEST_FILE } from '../contract/document-store-promises.ts';
import { accepted, asked, children, handedOver, missing, referred, trailOf } from '../core/a-trail.ts';
import { answeredWhole } from './answered-whole.ts';
import { sessionOf } from './forms.ts';
import { actsAsCoordinator, Site } from './site.ts';

export interface Scene {
  readonly name: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
  /** The session's cookie, as a browser sends it. */
  readonly cookie?: string;
}

const KENT = 'E10000016';
const HERTFORDSHIRE = 'E10000015';
const PAUSED = {
  fosterCare: 1,
  supportedAccommodation: 0,
  supports: ['trained-carers', 'medical-care'],
  pausedUntil: '2027-02-01',
} as const;
const council = (code: string): Actor => ({ kind: 'council', code, name: 'Sam Okafor' });
const coordinator: Actor = { kind: 'coordinator', name: 'Robin Hale' };

/** A council that declared a pause so long ago that coordinators are asked whether it still counts. */
async function longDeclared(site: Site, code: string): Promise<void> {
  const now = site.clock.now();
  site.clock.set('2026-10-19T09:00:00.000Z');
  const said = [
    [{ kind: 'declare', declared: { ...PAUSED, meantSo: true } }, council(code)],
    [{ kind: 'question-exemptions' }, { kind: 'system', name: 'remind-capacity' }],
  ] as const;
  for (const [command, actor] of said)
    await runCouncilCommand({ ...site, pause: async () => undefined }, { code, command, actor, cause: 'c' });
  site.clock.set(now);
}

/** Two children whom Hampshire received, one of whom is missing; Kent had them for three nights, and none a month before. */
async function moneyScenes(
  site: Site,
  add: (name: string, path: string, more?: Partial<Scene>) => unknown,
): Promise<void> {
  const [hampshire, month] = ['E10000014', '2026-11'];
  const nights = trailOf(
    referred('2026-11-02 09:00', { children: children(2) }),
    asked('2026-11-02 11:00', '1-1', hampshire),
    accepted('2026-11-02 16:00', hampshire, '1-1'),
    handedOver('2026-11-05 14:00', hampshire),
    missing('2026-11-16 23:00', { council: hampshire, children: [2] }),
  );
  for (const record of careRecords(nights)) await site.figures.putCare(month, record);
  add('money', '/money', { cookie: await site.signedIn(hampshire) });
  add('money-none', '/money', { cookie: await site.signedIn(KENT), query: { of: '2026-10' } });
}

/** A region's lead is asked, and need not answer any more. */
async function regionScenes(
  site: Site,
  add: (name: string, path: string, more?: Partial<Scene>) => unknown,
): Promise<void> {
  const regional = await site.withTheRegion({
    trafficking: 'nrm-referred',
    areasToAvoid: ['E10000030', 'E09000003'],
    links: [{ council: 'E10000014', kind: 'community' }],
  });
  const { region = '', councils: [, another = ''] = [] } = regional.regionAsked ?? {};
  const lead = await site.link({ for: 'region', region, caseId: regional.id, version: 2 });
  add('region', lead);
  add('region-nothing-chosen', lead, { form: { step: 'choice' } });
  add('region-why', lead, { form: { step: 'choice', first: 'another' } });
  add('region-why-nothing-said', lead, {
    form: { step: 'why', first: 'another', named: '', namedBecause: '' },
  });
  add('region-check', lead, {
    form: { step: 'why', first: 'another', named: another, namedBecause: 'place-is-ready' },
  });
  add('case-region-asked', await site.caseLink(regional));
  const silent = await site.withTheRegion();
  const gone = silent.regionAsked?.region ?? '';
  const missing = { kind: 'child-missing', missingSince: site.clock.now() } as const;
  await site.tell(silent.id, missing, { kind: 'entry-authority', code: KENT });
  add('region-settled', await site.link({ for: 'region', region: gone, caseId: silent.id, version: 3 }));
}

/** The people of a desk, and the pages behind links to sign in that went to their own addresses. */
/** The desk of a region's lead: with what waits for them, and a region in which nothing runs. */
async function leadScenes(
  site: Site,
  add: (name: string, path: string, more?: Partial<Scene>) => unknown,
): Promise<void> {
  add('lead-sign-in', await site.link({ for: 'lead-sign-in', region: 'E12000008', signInId: randomUUID() }));
  const regional = await site.withTheRegion();
  const cookie = await site.leadSignedIn(regional.regionAsked?.region ?? '');
  add('region-home', '/home', { cookie });
  add('region-case-not-there', '/case/NTS-0000-0000', { cookie });
  add('region-home-quiet', '/home', { cookie: await site.leadSignedIn('N92000002') });
}

async function peopleScenes(
  site: Site,
  add: (name: string, path: string, more?: Partial<Scene>) => unknown,
  cookie: string,
): Promise<void> {
  const desk = `council:${KENT}`;
  const [now, until] = [site.clock.now(), Number.MAX_SAFE_INTEGER];
  const signInId = 'c3a6f0de-3b1d-4f6e-9a2c-8d4e6b7f1a20';
  const by = { decidedAt: now, decidedBy: { name: 'Jo Smith', role: 'Duty manager' } };
  add('people-nobody', await site.link({ for: 'people', council: 'E10000014' }));
  for (const [name, state] of [
    ['New', 'new'],
    ['Robin Hale', 'asked'],
    ['Aisha Khan', 'let-in'],
    ['Chris Stone', 'refused'],
  ] as const) {
    const address = `${name.toLowerCase().replace(' ', '.')}.childrens.services@e10000016.example`;
    const { id, ...added } = await site.people.add(desk, address, signInId, now, until);
    const who = { name, role: 'Social worker', ...(state === 'asked' ? {} : by) };
    if (state !== 'new') await site.people.change({ id, ...added, ...who, state, version: 2 }, until);
    add(`sign-in-own-${state}`, await site.link({ for: 'sign-in', council: KENT, signInId, person: id }));
    if (state === 'asked')
      add('people-check', '/people', { cookie, form: { step: 'person', decision: `let-in.2.${id}` } });
  }
  add('people', '/people', { cookie });
  const mailed = await site.link({ for: 'people', council: KENT });
  add('people-by-link', mailed);
  add('people-done', mailed, { query: { done: 'let-in' } });
}

/** What finance officers and readers of figures see, and the page on which coordinators let readers in. */
async function scenesApart(
  site: Site,
  add: (name: string, path: string, more?: Partial<Scene>) => unknown,
  cookie: string,
): Promise<void> {
  const readers = '/readers';
  add('readers-nobody', readers, { cookie });
  const session = sessionOf((await site.visit({ path: readers, cookies: [cookie] })).body);
  const changing = (form: Record<string, string>) => ({ cookie, form: { session, ...form } });
  const ash = { newName: 'Ash Lee', newRole: 'inspector at Ofsted', newAddress: 'ash.lee@gmail.com' };
  add('readers-who', readers, changing({ step: 'what', what: 'new' }));
  add('readers-public-address', readers, changing({ step: 'who', what: 'new', ...ash }));
  const own = { ...ash, newAddress: 'ash.lee@inspectors.example' };
  add('readers-check', readers, changing({ step: 'who', what: 'new', ...own }));
  const reader = await site.readerSignedIn();
  const { id } = await site.letIn('readers', own.newAddress, ash.newName);
  add('readers', readers, { cookie, query: { done: 'let-in' } });
  add('reader-sign-in', await site.link({ for: 'reader-sign-in', signInId: randomUUID(), person: id }));
  add('reader-figures', '/figures', { cookie: reader });
  add('reader-nts-01', '/figures/nts-01', { cookie: reader });
  add('reader-sessions', '/sessions', { cookie: reader });
  const finance = await site.financeSignedIn('E10000014');
  add('finance-home', '/home', { cookie: finance });
  add('finance-link-of-council', await site.link({ for: 'people', council: 'E10000014' }), {
    cookie: finance,
  });
}

/** A scheme with cases in every state, and the pages of each. */
export async function scenes(): Promise<{ readonly site: Site; readonly all: readonly Scene[] }> {
  const site = await Site.seeded();
  const all: Scene[] = [];
  // The pages that coordinators act on open only in a session, and take forms of that session alone.
  const decider = await site.coordinatorSignedIn('Robin Hale');
  const ofDecider = sessionOf((await site.visit({ path: '/home', cookies: [decider] })).body);
  const add = (name: string, path: string, { form, ...more }: Partial<Scene> = {}) => {
    const acts = actsAsCoordinator(path) && more.cookie === undefined;
    return all.push({
      name,
      path,
      ...(acts ? { cookie: decider } : {}),
      ...more,
      ...(form === undefined ? {} : { form: acts ? { session: ofDecider, ...form } : form }),
    });
  };

  const offered = await site.referred({
    children: [
      aChild({ number: 1, needs: ['trained-carers', 'medical-care'] }),
      aChild({ number: 2, sex: 'female', turns18Month: '2027-08', placementKind: 'supported-accommodation' }),
    ],
    trafficking: 'nrm-referred',
    areasToAvoid: ['E10000030'],
    links: [{ council: 'E10000014', kind: 'community' }],
  });
  const offer = await site.offerLink(offered);
  add('offer', offer);
  add('offer-nothing-chosen', offer, { form: { step: 'choice' } });
  add('offer-why', offer, { form: { step: 'choice', answer: 'decline' } });
  add('offer-why-nothing-said', offer, { form: { step: 'why', answer: 'decline', reason: '', text: '' } });
  add('offer-check', offer, {
    form: {
      step: 'why',
      answer: 'decline',
      reason: 'no-safe-placement',
      text: 'Both foster homes are full.',
    },
  });
  add('offer-check-not-ticked', offer, { form: { step: 'confirm', answer: 'accept' } });
  add('offer-back-up', await site.offerLink(offered, 1));
  add('case-offered', await site.caseLink(offered));
  await regionScenes(site, add);
  add('referral', await site.entryLink(offered));
  const correcting = { action: 'correct', facts: ['child1-needs', 'child1-name', 'avoid'] };
  add('referral-correct', await site.entryLink(offered), { form: { ...correcting, step: 'correct' } });
  add('referral-corrected', await site.entryLink(offered), {
    form: {
      ...correcting,
      step: 'avoid2',
      behind: ['action', 'correct'],
      'child1-needs': ['medical-care', 'mental-health-support'],
      'child1-name': '',
      avoid: 'yes',
      'avoid1-council': 'E10000030',
      'avoid1-another': 'yes',
      'avoid2-council': 'E10000014',
      'avoid2-another': 'no',
    },
  });

  const answered = await site.referred();
  const [first, second] = answered.offers;
  if (first === undefined || second === undefined) throw new Error('Two councils have to be asked.');
  await site.tell(
    answered.id,
    { kind: 'answer', offerId: first.id, answer: 'decline', reason: 'no-safe-placement', text: 'Full.' },
    council(first.council),
  );
  const accepted = await site.tell(
    answered.id,
    { kind: 'answer', offerId: second.id, answer: 'accept' },
    council(second.council),
  );
  add('offer-declined', await site.offerLink(answered));
  add('offer-accepted', await site.offerLink(answered, 1));
  add('offer-withdrawn', await site.offerLink(answered, 2));
  const decline = await site.caseLink(accepted);
  add('case-decline-to-review', decline);
  add('case-review', decline, { form: { step: 'action', action: `review-${first.id}` } });
  const transfer = await site.transferLink(accepted);
  add('transfer', transfer);
  add('transfer-arrange', transfer, { form: { step: 'action', action: 'arrange' } });
  add('transfer-arrange-wrong', transfer, {
    form: {
      step: 'arrange',
      action: 'arrange',
      'moveOn-day': '31',
      'moveOn-month': '11',
      'moveOn-year': '2026',
    },
  });
  add('transfer-check', transfer, {
    form: {
      step: 'arrange',
      action: 'arrange',
      'moveOn-day': '30',
      'moveOn-month': '11',
      'moveOn-year': '2026',
      socialWorker: 'Synthetic Worker',
      socialWorkerPhone: '01632 960 001',
    },
  });

  const arranging = await site.referred();
  const [taker] = arranging.offers;
  if (taker === undefined) throw new Error('A council has to be asked.');
  await site.tell(
    arranging.id,
    { kind: 'answer', offerId: taker.id, answer: 'accept' },
    council(taker.council),
  );
  const arranged = await site.tell(
    arranging.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    council(taker.council),
  );
  const onTheDay = await site.transferLink(arranged);
  add('transfer-on-the-day', onTheDay, { query: { event: String(arranged.version) } });
  add('transfer-handover', onTheDay, { form: { step: 'action', action: 'handover' } });
  add('referral-handover', await site.entryLink(arranged), { form: { step: 'action', action: 'handover' } });

  const held = await site.referred({ familyInUk: 'may-care' });
  const heldLink = await site.caseLink(held);
  add('case-held', heldLink);
  add('case-release', heldLink, { form: { step: 'action', action: 'release' } });
  add('case-place', heldLink, { form: { step: 'action', action: 'place' } });
  add('case-place-too-full', heldLink, {
    form: {
      step: 'place',
      action: 'place',
      council: 'E09000008',
      directReason: 'family-link',
      directNote: 'Aunt',
    },
  });
  add('case-check', heldLink, {
    form: { step: 'release', action: 'release', releaseNote: 'The uncle cannot care for the child.' },
  });
  await site.sealed.sealFirst(held.referralId, KENT, [
    { number: 1, name: 'Synthetic Child', wishes: 'To be near the uncle' },
  ]);
  const deciding = decider;
  const consult = `/sealed/${held.id}`;
  add('sealed-why', consult, { cookie: deciding });
  const asksWhy = (await site.visit({ path: consult, cookies: [deciding] })).body;
  const deciderToken = sessionOf(asksWhy);
  const because = { consultReason: 'best-interests', consultNote: 'The uncle has written.' };
  add('sealed-consulted', consult, {
    cookie: deciding,
    form: { step: 'open', session: deciderToken, confirm: 'yes', ...because },
  });
  add('sealed-why-missing', consult, { cookie: deciding, form: { step: 'open', session: deciderToken } });
  const keeping = await site.referred({ familyInUk: 'may-care' });
  const kept = await site.tell(
    keeping.id,
    { kind: 'keep-hold', note: 'Waiting for the uncle.' },
    coordinator,
  );
  add('case-hold-kept', await site.caseLink(kept), { query: { event: String(kept.version) } });

  // Lists of more than one page: of a case, of the coordinators and of the entry authority.
  let long = keeping;
  for (let number = 1; number <= 25; number += 1) {
    long = await site.tell(
      keeping.id,
      { kind: 'keep-hold', note: `Call ${number} to the uncle.` },
      coordinator,
    );
    await site.referred({ familyInUk: 'may-care' });
  }
  add('case-many-events', await site.caseLink(long));
  add('case-many-events-last', await site.caseLink(long), { query: { page: '2' } });

  const incomplete = await site.referred({ familyInUk: undefined, children: [{ number: 1 }] } as never);
  add('referral-incomplete', await site.entryLink(incomplete));
  add('referral-missing', await site.entryLink(incomplete), { form: { step: 'action', action: 'missing' } });
  const lost = await site.referred();
  const paused = await site.tell(
    lost.id,
    { kind: 'child-missing', missingSince: '2026-11-23T08:00:00.000Z' },
    { kind: 'entry-authority', code: KENT },
  );
  add('referral-paused', await site.entryLink(paused));

  const capacity = await site.link({
    for: 'capacity',
    council: 'E10000014',
    region: 'E12000008',
    version: 0,
  });
  const unknown = await site.link({
    for: 'capacity',
    council: 'W06000015',
    region: 'W92000004',
    version: 0,
  });
  add('capacity', capacity);
  add('capacity-nothing-given', capacity, { form: { step: 'places' } });
  add('capacity-unknown-count', unknown);
  const places = {
    fosterCare: '2',
    supportedAccommodation: '3',
    supports: ['trained-carers', 'medical-care'],
  };
  add('capacity-check', capacity, { form: { step: 'places', ...places } });
  await site.post(capacity, { step: 'confirm', ...places, confirm: 'yes', name: 'Sam Okafor' });
  add('capacity-receipt', capacity, { query: { event: '1' } });
  add('capacity-unchanged', capacity, { query: { unchanged: 'yes' } });
  add('capacity-changed', capacity, { form: { step: 'changed', changed: 'yes' } });

  add('start', '/');
  add('sign-in', '/sign-in');
  add('sign-in-nothing-given', '/sign-in', { form: { step: 'ask' } });
  add('sign-in-asked', '/sign-in', { query: { asked: 'yes' } });
  const cookie = await site.signedIn(KENT);
  const { signInId } = JSON.parse(site.notifications.snapshot().at(-1)?.body ?? '{}').data;
  const signingIn = await site.link({ for: 'sign-in', council: KENT, signInId });
  add('sign-in-confirm', signingIn);
  add('sign-in-used', signingIn, { form: { step: 'sign', confirm: 'yes' } });
  add('sign-in-expired', '/sign-in/not-a-token');
  add('home-entry-authority', '/home', { cookie });
  await site.sealed.sealFirst(arranged.referralId, KENT, [
    {
      number: 1,
      name: 'Synthetic Child',
      dateOfBirth: '2010-05-20',
      claimedBirth: '2010-05-20',
      claimedBirthSource: 'The child, to a screening officer on 15 November',
      documentedBirth: '2009-01-01',
      documentedBirthSource: 'A copy of a birth certificate, seen by Kent on 18 November',
      nationality: 'ERI',
      homeOfficeReference: 'H1234567',
    },
  ]);
  await site.sealed.sealSocialWorker(arranged.referralId, SOCIAL_WORKER, KENT, {
    name: 'Synthetic Worker',
    phone: '01632 960 001',
    email: 'worker@leeds.example',
  });
  const listed = (n: number) => ({
    id: `5f0c7e1a-3b1d-8f6e-9a2c-${String(n).padStart(12, '0')}`,
    copy: `6f0c7e1a-3b1d-4f6e-9a2c-${String(n).padStart(12, '0')}`,
    name: 'Report of the doctor.pdf',
    type: 'application/pdf',
    size: 40_000 * n,
    addedAt: site.clock.now(),
    council: KENT,
  });
  for (const { referralId } of [arranged, offered])
    for (const [n, content] of [
      [1, Buffer.from('%PDF-1.7')],
      [40, TEST_FILE],
    ] as const) {
      await site.sealed.addDocument(referralId, KENT, listed(n), 20, 0);
      await site.documents.put(referralId, listed(n).copy, content);
    }
  for (const { id } of [arranged, offered])
    await site.tell(
      id,
      { kind: 'change-documents', change: 'kind-said', document: listed(1).id, documentKind: 'health' },
      { kind: 'entry-authority', code: KENT },
    );
  const sealed = `/sealed/${arranged.id}`;
  add('sealed', sealed, { cookie });
  const asking = (await site.visit({ path: sealed, cookies: [cookie] })).body;
  const token = sessionOf(asking);
  add('sealed-opened', sealed, { cookie, form: { step: 'open', session: token, confirm: 'yes' } });
  const { entryAuthority: authority } = offered.facts;
  const { id: caseId, version } = offered;
  const ofList = await site.link({ for: 'entry', authority, caseId, version, inSession: true });
  add('referral-correct-signed-in', ofList, {
    cookie,
    form: { session: token, action: 'correct', step: 'action' },
  });
  add('referral-correct-opened', ofList, {
    cookie,
    form: { session: token, ...correcting, shows: 'yes', step: 'correct' },
  });
  const documents = `/documents/${offered.id}`;
  add('documents', documents, { cookie });
  add('documents-added', documents, { cookie, query: { done: 'added' } });
  const saying = { step: 'kind', session: token, document: listed(1).id };
  add('documents-kind', documents, { cookie, form: saying });
  add('documents-kind-not-said', documents, { cookie, form: { ...saying, asked: 'yes' } });
  const removing = { step: 'remove', session: token, document: listed(1).id };
  add('documents-remove', documents, { cookie, form: removing });
  add('documents-remove-not-ticked', documents, { cookie, form: { ...removing, asked: 'yes' } });
  add('documents-none-chosen', documents, { cookie, form: { step: 'add', session: token } });
  add('documents-of-a-placement', `/documents/${arranged.id}`, { cookie });
  add('documents-gone', `/documents/${arranged.id}`, {
    cookie,
    form: { step: 'open', session: token, document: 'none' },
  });
  add('documents-with-a-threat', `/documents/${arranged.id}`, {
    cookie,
    form: { step: 'open', session: token, document: listed(40).id },
  });
  const stranger = second.council === taker.council ? first.council : second.council;
  add('sealed-refused', sealed, { cookie: await site.signedIn(stranger) });
  add('documents-refused', documents, { cookie: await site.signedIn(stranger) });
  add('case-of-others', '/case/NTS-0000-0000', { cookie });
  add('home-entry-authority-last', '/home', { cookie, query: { referrals: '2' } });
  add('found', '/home', { cookie, query: { councils: KENT } });
  add('found-none', '/home', { cookie, query: { cases: '' } });
  add('home-receiving-authority', '/home', { cookie: await site.signedIn(first.council) });

  const caring = await site.referred();
  const [carer] = caring.offers;
  const received = { kind: 'council', code: carer?.council ?? '' } as const;
  await site.tell(caring.id, { kind: 'answer', offerId: carer?.id ?? '', answer: 'accept' }, received);
  await site.tell(
    caring.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    received,
  );
  await site.tell(
    caring.id,
    { kind: 'complete-transfer', handedOverAt: site.clock.now() },
    { kind: 'entry-authority', code: KENT },
  );
  add('calendar', '/calendar', { cookie });
  add('received', '/received', { cookie: await site.signedIn(received.code) });
  add('received-none', '/received', { cookie });

  add('link-of-another-desk', await site.offerLink(offered), { cookie });
  const leaving = await site.signedIn('E10000013');
  add('sessions-done', '/sessions', { cookie: leaving, query: { done: 'ended' } });
  const mailed = await site.link({ for: 'sign-in', council: 'E10000013', signInId });
  await site.signIns.voidLinks('council:E10000013', site.clock.now());
  add('link-closed', mailed);
  await site.signedIn(KENT);
  add('sessions', '/sessions', { cookie });
  await peopleScenes(site, add, cookie);

  const coordinating = await site.coordinatorSignedIn();
  const entering = await site.link({ for: 'coordinator-sign-in', signInId: randomUUID() });
  add('coordinator-sign-in', entering);
  const { roster } = await site.rosters.read('coordinators');
  const robin = roster.people[0]?.id ?? '';
  add('coordinator-nobody-chosen', entering, { form: { step: 'sign' } });
  add('coordinator-code', entering, { form: { step: 'sign', person: robin } });
  add('coordinator-code-missing', entering, { form: { step: 'second-step', person: robin, code: '' } });
  const access = '/coordinators';
  const accessToken = sessionOf((await site.visit({ path: access, cookies: [coordinating] })).body);
  const changing = (form: Record<string, string>) => ({
    cookie: coordinating,
    form: { session: accessToken, ...form },
  });
  const letIn = { step: 'who', access: 'let-in', newName: 'Noor Aziz' };
  await site.visit({
    method: 'POST',
    path: access,
    cookies: [coordinating],
    form: { session: accessToken, ...letIn, step: 'confirm', confirm: 'yes' },
  });
  const noor = (await site.rosters.read('coordinators')).roster.people.at(-1)?.id ?? '';
  add('coordinator-set-up', entering, { form: { step: 'sign', person: noor } });
  add('coordinator-set-up-missing', entering, { form: { step: 'second-step', person: noor, code: '12' } });
  add('coordinators', access, { cookie: coordinating, query: { done: 'let-in' } });
  add('coordinators-nothing-chosen', access, changing({ step: 'what' }));
  add('coordinators-who', access, changing({ step: 'what', access: 'let-in' }));
  add('coordinators-on-the-list', access, changing({ ...letIn, newName: 'noor aziz' }));
  add('coordinators-let-in', access, changing({ ...letIn, newName: 'Ash Lee' }));
  add('coordinators-off', access, changing({ step: 'what', access: `off-${noor}` }));
  add('home-coordinator', '/home', { cookie: coordinating });
  add('home-coordinator-list', '/home', { cookie: coordinating, query: { list: 'held' } });
  add('home-coordinator-narrowed', '/home', {
    cookie: coordinating,
    query: { council: 'E10000016', due: 'overdue' },
  });
  add('found-by-coordinator', '/home', { cookie: coordinating, query: { councils: KENT } });
  add('moves', '/moves', { cookie: coordinating });
  await leadScenes(site, add);
  add('cases', '/cases', { cookie: coordinating });
  add('cases-of-kent', '/cases', { cookie: coordinating, query: { council: KENT, status: 'held' } });
  add('cases-wrong-day', '/cases', {
    cookie: coordinating,
    form: { session: accessToken, from: '31 2 2026' },
  });
  add('found-nothing-typed', '/find', { cookie: coordinating, form: { session: accessToken, find: ' ' } });
  add('cases-not-found', '/cases', { cookie: coordinating, query: { named: '' } });
  await site.count();
  add('figures', '/figures', { cookie: coordinating });
  add('figures-nts-01', '/figures/nts-01', { cookie: coordinating });
  await site.keepFairness();
  add('figures-fairness', '/figures/fairness', { cookie: coordinating });
  add('figures-fairness-region', '/figures/fairness', {
    cookie: coordinating,
    query: { region: 'E12000008', of: '2026-q3' },
  });
  await moneyScenes(site, add);
  await scenesApart(site, add, coordinating);
  add('home-coordinator-last', '/home', { cookie: coordinating, query: { page: '2' } });
  const sam = await site.coordinatorSignedIn('Sam Okafor');
  add('sessions-coordinators', '/sessions', { cookie: sam });
  const samsId = (await site.rosters.read('coordinators')).roster.people.at(-1)?.id ?? '';
  add('coordinators-reset', access, changing({ step: 'what', access: `reset-${samsId}` }));
  const oldUntil = '2026-11-30T09:00:00.000Z';
  for (const hash of ['a', 'b'])
    await site.apiKeys.replaceKey(KENT, hash, { at: site.clock.now(), by: 'Robin Hale', oldUntil });
  const coordinatorToken = sessionOf((await site.visit({ path: '/home', cookies: [coordinating] })).body);
  for (const { code } of publishedCouncils().slice(0, 80))
    if (!['E10000014', 'E09000008'].includes(code))
      await site.apiKeys.replaceKey(code, `of ${code}`, {
        at: site.clock.now(),
        by: 'Robin Hale',
        oldUntil,
      });
  add('councils', '/councils', { cookie: coordinating });
  add('council', '/councils/E10000014', { cookie: coordinating });
  add('council-turn', '/councils/E10000014/turn', { cookie: coordinating });
  const children = '/councils/E10000014/children';
  add('council-answers', '/councils/E10000014/answers', { cookie: coordinating });
  add('council-children', children, { cookie: coordinating });
  add('council-history', '/councils/E09000008/history', { cookie: coordinating });
  add('council-sheet', '/councils/E10000014/sheet', { cookie: coordinating });
  add('sheet', '/sheet', { cookie });
  add('published', '/published');
  add('turn', '/turn', { cookie });
  add('turn-in-own-case', `/turn/${answered.id}`, { cookie });
  add('turn-in-case', `/turn/${answered.id}`, { cookie: await site.signedIn(first.council) });
  add('turn-no-such-case', '/turn/NTS-0000-0000', { cookie });
  add('council-closed', '/councils/E09000008', { cookie: coordinating });
  add('contacts', '/councils/E10000014/contacts', { cookie: coordinating });
  const unreached = '/councils/E10000025/contacts';
  await site.sealed.putContacts('council:E10000025', {
    dutyDesk: 'duty@oxfordshire.example',
    second: 'second@oxfordshire.example',
  });
  for (const [address, why] of [
    ['duty@oxfordshire.example', 'no-such-mailbox'],
    ['second@oxfordshire.example', 'not-delivered'],
  ] as const)
    await site.sealed.noteReturned('council:E10000025', [address], { at: site.clock.now(), why });
  add('contacts-unreached', unreached, { cookie: coordinating });
  const changes = { session: coordinatorToken, step: 'what', todo: 'duty-desk' };
  add('contacts-address', unreached, { cookie: coordinating, form: changes });
  const wrong = { ...changes, step: 'address', address: 'duty desk' };
  add('contacts-address-wrong', unreached, { cookie: coordinating, form: wrong });
  const elsewhere = { ...changes, step: 'address', address: 'duty@new.example' };
  add('contacts-domain', unreached, { cookie: coordinating, form: elsewhere });
  const own = { ...changes, step: 'address', address: 'desk@oxfordshire.example' };
  add('contacts-check', unreached, { cookie: coordinating, form: own });
  add('contacts-changed', unreached, { cookie: coordinating, query: { done: 'duty-desk.replaced' } });
  await longDeclared(site, HERTFORDSHIRE);
  add('council-long-declared', `/councils/${HERTFORDSHIRE}`, { cookie: coordinating });
  add(
    'capacity-long-declared',
    await site.link({ for: 'capacity', council: HERTFORDSHIRE, region: 'E12000006', version: 0 }),
  );
  add('offer-not-kept', offer, { query: { shown: randomUUID() } });
  add('keys-middle', '/keys', { cookie: coordinating, query: { page: '2' } });
  add('keys', '/keys', { cookie: coordinating });
  add('keys-taken-away', '/keys', { cookie: coordinating, query: { done: 'taken-away' } });
  add('key', `/keys/${KENT}`, { cookie: coordinating });
  add('key-none', '/keys/E10000014', { cookie: coordinating });
  // Each look makes another key: the form does not say which one was seen.
  add('key-made', '/keys/E09000008', {
    cookie: coordinating,
    form: { session: coordinatorToken, step: 'confirm', todo: 'replace', days: '7', confirm: 'yes' },
  });

  add('refer', '/refer', { cookie });
  const draft = {
    council: KENT,
    version: 1,
    state: 'open',
    at: site.clock.now(),
  } as const;
  const child = (number: number, another: string) => ({
    [`child${number}-name`]: ['Synthetic Child'],
    [`child${number}-born-day`]: ['28'],
    [`child${number}-born-month`]: ['1'],
    [`child${number}-born-year`]: ['2010'],
    [`child${number}-hasOtherBirths`]: number === 1 ? ['yes'] : [],
    [`child${number}-sex`]: ['male'],
    [`child${number}-assessment`]: [number === 1 ? 'complete' : 'not-required'],
    [`child${number}-placement`]: ['foster-care'],
    [`child${number}-needs`]: ['medical-care', 'trained-carers'],
    [`child${number}-another`]: [another],
  });
  const on = (name: string, day: string) => ({
    [`${name}-day`]: [day],
    [`${name}-month`]: ['11'],
    [`${name}-year`]: ['2026'],
  });
  const whole = {
    ...on('referredOn', '23'),
    ...child(1, 'yes'),
    ...child(2, 'no'),
    definition: ['under18AtClaim', 'claimsInOwnRight', 'separatedFromParents', 'noResponsibleAdult'],
    ...on('asylumClaimOn', '12'),
    inCare: ['yes'],
    family: ['none'],
    links: ['yes'],
    'link1-council': ['E10000014'],
    'link1-another': ['no'],
    avoid: ['no'],
    wishes: ['yes'],
    ...on('proposedMoveOn', '30'),
  };
  for (let number = 0; number < 30; number += 1)
    await site.drafts.save({ ...draft, council: 'E10000013', id: randomUUID(), form: {} });
  add('refer-many-drafts', '/refer', { cookie: leaving });
  const half = '11111111-1111-4111-8111-111111111111';
  const full = '22222222-2222-4222-8222-222222222222';
  const gone = '33333333-3333-4333-8333-333333333333';
  await site.drafts.save({ ...draft, id: half, form: {} });
  await site.drafts.save({ ...draft, id: full, form: answeredWhole(KENT, '2026-11-23', whole) });
  await site.drafts.save({ ...draft, id: gone, form: {}, state: 'sent' });
  add('refer-first', `/refer/${half}/referredOn`, { cookie });
  for (const step of [
    'child1-who',
    'child1-otherBirths',
    'child1-background',
    'child1-needed',
    'child1-assessor',
    'child1-well',
    'child1-daily',
    'child2-who',
    'claim',
    'arrival',
    'care',
    'relatives',
    'link1',
    'safety',
    'move',
    'says',
  ])
    add(`refer-${step}`, `/refer/${full}/${step}`, { cookie });
  add('refer-tasks', `/refer/${half}/tasks`, { cookie });
  add('refer-tasks-done', `/refer/${full}/tasks`, { cookie });
  add('refer-check', `/refer/${full}/check`, { cookie });
  add('refer-sent', `/refer/${gone}/sent`, { cookie });
  const session = sessionOf((await site.visit({ path: '/home', cookies: [cookie] })).body);
  add('refer-needs-nothing-chosen', `/refer/${full}/child1-needed`, {
    cookie,
    form: { session, step: 'child1-needed' },
  });

  add('link-invalid', '/offers/not-a-token');
  const old = await site.link(
    { for: 'coordinator', caseId: held.id, version: 1 },
    '2026-01-05T09:00:00.000Z',
  );
  add('link-expired', old);
  add(
    'link-looks-no-more',
    await site.link(
      { for: 'coordinator', caseId: held.id, version: 1, seeOnly: true },
      '2026-01-05T09:00:00.000Z',
    ),
  );
  return { site, all };
}
