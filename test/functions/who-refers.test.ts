/** Who sends a referral is named in its trail, and in nothing that a queue, its dead letters, an e-mail, a log or an address carries. */
import { expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import { wholeReferral } from '../pages/answered-whole.ts';
import { sessionOf } from '../pages/forms.ts';
import { Site } from '../pages/site.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const KENT = 'E10000016';
const ID = '11111111-1111-4111-8111-111111111111';
const WHO = { name: 'Zebedee Canary-Worker', role: 'canary of the duty desk' };
const NEVER = /canary|zebedee/i;

/** A council's form and the functions behind the queue, over one set of stores; a whole draft that waits to be sent. */
async function atTheForm() {
  const scheme = await SchemeInMemory.open();
  const { councils, cases, clock, sealed, referrals, notifications } = scheme;
  const site = new Site({ councils, cases, clock, sealed, referrals, notifications });
  const form = wholeReferral(KENT);
  await site.drafts.save({ id: ID, council: KENT, version: 1, form, state: 'open', at: clock.now() });
  const signIn = async (who: Partial<typeof WHO>) => {
    const address = 'duty@kent.example';
    await sealed.putContacts(`council:${KENT}`, { dutyDesk: address });
    const path = await site.askedLink(KENT, address);
    const form = { step: 'sign', confirm: 'yes', ...who };
    const { cookies } = await site.visit({ method: 'POST', path, form });
    return cookies.find((one) => one.includes('nts-session'))?.split(';')[0] ?? '';
  };
  const send = async (cookie: string) => {
    const cookies = [cookie];
    const home = await site.visit({ path: '/home', cookies });
    const session = sessionOf(home.body);
    const path = `/refer/${ID}/check`;
    return site.visit({ method: 'POST', path, form: { session, shown: '1', confirm: 'yes' }, cookies });
  };
  const sent = () => scheme.referrals.snapshot().at(-1)?.body ?? '';
  const actor = async () => {
    const [first] = await scheme.cases.trail((await scheme.onlyCase()).id);
    return first?.actor;
  };
  return { scheme, site, signIn, send, sent, actor };
}

const kent = { kind: 'entry-authority', code: KENT };

test('who sends the form is in the trail with name and role, and in no queue, e-mail, log, metric or address', async () => {
  const { scheme, site, signIn, send, sent, actor } = await atTheForm();
  const answer = await send(await signIn(WHO));
  expect(answer.headers.location).toBe(`/refer/${ID}`);
  expect(JSON.parse(sent()).actor).toEqual(kent);
  await scheme.receive(sent());
  await scheme.settle();
  expect(await actor()).toEqual({ ...kent, ...WHO });
  const said = JSON.stringify([
    scheme.referrals.snapshot(),
    scheme.notifications.snapshot(),
    scheme.mailer.snapshot(),
    scheme.quarantine.snapshot(),
    scheme.log.lines,
    scheme.meter.values,
    site.log.lines,
    site.meter.values,
    answer.headers,
  ]);
  expect(scheme.mailer.snapshot().length).toBeGreaterThan(1);
  expect(said).not.toMatch(NEVER);
});

test('sent twice, and by somebody else once more after a crash: one referral, in the name of who sealed it', async () => {
  const { scheme, signIn, send, sent, actor } = await atTheForm();
  const publish = scheme.referrals.publish.bind(scheme.referrals);
  scheme.referrals.publish = () => Promise.reject(new Error('The queue is out of reach.'));
  expect((await send(await signIn(WHO))).status).toBe(500);
  scheme.referrals.publish = publish;
  await send(await signIn({ name: 'Somebody Else', role: 'manager' }));
  // From the dead letters, the longest that a queue keeps anything.
  scheme.clock.set('2026-12-14T09:00:00.000Z');
  await scheme.receive(sent(), sent());
  await scheme.receive(sent());
  expect(await actor()).toEqual({ ...kent, ...WHO });
  const trail = await scheme.cases.trail((await scheme.onlyCase()).id);
  expect(trail.filter(({ type }) => type === 'referral-received.v2')).toHaveLength(1);
});

test('a referral whose sender was sealed nowhere is received all the same, in the name of its council', async () => {
  const { scheme, sent, signIn, send, actor } = await atTheForm();
  await send(await signIn(WHO));
  scheme.sealed.referrer = async () => ({});
  await scheme.receive(sent());
  expect(await actor()).toEqual(kent);
});

test('a message of before that names its sender keeps the name', async () => {
  const { scheme, actor } = await atTheForm();
  const event = anEvent('referral-received.v2');
  const actorBefore = { ...kent, ...WHO };
  const data = { ...event.data, channel: 'form', facts: { ...event.data.facts, entryAuthority: KENT } };
  await scheme.receive(JSON.stringify({ ...event, actor: actorBefore, data }));
  expect(await actor()).toEqual(actorBefore);
});

test('what another sealed under the id of a referral names nobody in it', async () => {
  const { scheme, sent, signIn, send } = await atTheForm();
  await send(await signIn(WHO));
  const event = JSON.parse(sent());
  const LEEDS = 'E08000035';
  const imitated = {
    ...event,
    actor: { ...kent, code: LEEDS },
    data: { ...event.data, facts: { ...event.data.facts, entryAuthority: LEEDS } },
  };
  await scheme.receive(JSON.stringify(imitated));
  expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['referral-of-another']);
  expect(JSON.stringify([scheme.cases.snapshot(), scheme.quarantine.snapshot()])).not.toMatch(NEVER);
});

test('a session from before names were asked for signs in again where only it says who acts, and nothing is lost', async () => {
  const { scheme, site, signIn, send } = await atTheForm();
  const cookie = await signIn(WHO);
  const session = site.signIns.session.bind(site.signIns);
  site.signIns.session = async (...given) => {
    const { name: _, role: __, ...open } = (await session(...given)) ?? { openedAt: '' };
    return open;
  };
  expect((await site.visit({ path: '/home', cookies: [cookie] })).status).toBe(200);
  const answer = await send(cookie);
  expect(answer.headers.location).toBe('/sign-in');
  expect(answer.cookies.join()).toContain(encodeURIComponent(`/refer/${ID}/check`));
  expect(scheme.referrals.snapshot()).toEqual([]);
  expect((await site.drafts.read(KENT, ID))?.state).toBe('open');
  site.signIns.session = session;
  await send(await signIn(WHO));
  expect(scheme.referrals.snapshot()).toHaveLength(1);
});
