/** Signing in per person: by an own address at the domain of a desk, once the desk has let somebody in. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { AnyEvent, EventOf } from '../../events/catalogue.ts';
import { offeredBy, sessionOf } from './forms.ts';
import { type Seen, Site } from './site.ts';

const [KENT, HAMPSHIRE] = ['E10000016', 'E10000014'];
const DESK = `council:${KENT}`;
const ROBIN = 'robin.hale@kent.example';
const robin = { name: 'Robin Hale', role: 'Social worker' };

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
  await site.sealed.putContacts(DESK, { dutyDesk: 'duty@kent.example' });
  await site.sealed.putContacts(`council:${HAMPSHIRE}`, { dutyDesk: 'duty@hants.example' });
  await site.sealed.putContacts('coordinators', { dutyDesk: 'desk@coordinators.example' });
});

const messages = <T extends AnyEvent['type']>(type: T) =>
  site.notifications
    .snapshot()
    .map(({ body }) => JSON.parse(body) as AnyEvent)
    .filter((message) => message.type === type) as unknown as readonly EventOf<T>[];
const told = () => messages('person-changed.v1').map(({ data }) => data.state);
const later = (hours: number) =>
  site.clock.set(new Date(Date.parse(site.clock.now()) + hours * 3_600_000).toISOString());
const words = ({ body }: Seen) =>
  body
    .slice(body.indexOf('<main'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const cookieOf = ({ cookies }: Seen) => cookies[0]?.split(';')[0] ?? '';

const post = (path: string, form: Record<string, string>, cookie?: string) =>
  site.visit({ method: 'POST', path, form, cookies: cookie === undefined ? [] : [cookie] });

/** Shows that the address is theirs, and asks. @returns the path of their link */
async function asks(address = ROBIN, who = robin, council = KENT): Promise<string> {
  const link = await site.askedLink(council, address);
  expect((await post(link, { step: 'ask', ...who, confirm: 'yes' })).status).toBe(303);
  return link;
}

const mailbox = () => site.link({ for: 'people', council: KENT });

/** Decides behind the link in the email to the desk's mailbox, on the first who is offered so. */
async function decides(to: string, path?: string, cookie?: string): Promise<Seen> {
  const page = path ?? (await mailbox());
  const { body } = await site.visit({ path: page, cookies: cookie === undefined ? [] : [cookie] });
  const decision = offeredBy(body, 'decision').find((value) => value.startsWith(`${to}.`)) ?? '';
  return post(
    page,
    {
      step: 'confirm',
      decision,
      name: 'Jo Smith',
      role: 'Duty manager',
      confirm: 'yes',
      ...(cookie === undefined ? {} : { session: sessionOf(body) }),
    },
    cookie,
  );
}

/** Signs somebody in who is let in. @returns the cookie of the session */
async function signsIn(address = ROBIN, role = 'Social worker'): Promise<string> {
  later(1);
  const link = await site.askedLink(KENT, address);
  return cookieOf(await post(link, { step: 'sign', role, confirm: 'yes' }));
}

describe('somebody with an own address at the council’s domain', () => {
  test('asks, is let in by the desk, signs in under the name it knows, and is taken away at once', async () => {
    const link = await site.askedLink(KENT, ROBIN);
    expect(messages('sign-in-requested.v1').at(-1)?.data).toMatchObject({ contact: 'duty-desk' });
    const first = await site.get(link);
    expect(words(first)).toContain('Ask to sign in for Kent');
    expect(first.body).not.toContain(ROBIN);
    await asks();
    expect(words(await site.get(link))).toContain('You have asked to sign in');
    expect(told()).toEqual(['asked']);

    const page = await site.get(await mailbox());
    expect(words(page)).toMatch(/Waiting for your answer Robin Hale Social worker robin\.hale@kent\.example/);
    expect((await decides('let-in')).headers.location).toMatch(/\?done=let-in$/);
    expect(told()).toEqual(['asked', 'let-in']);
    expect(words(await site.get(await mailbox()))).toMatch(
      /May sign in Robin Hale .* Let in at 9am on Monday 23 November 2026 by Jo Smith, Duty manager, for Kent/,
    );

    later(1);
    const again = await site.askedLink(KENT, ROBIN.toUpperCase());
    const sign = await site.get(again);
    expect(words(sign)).toContain('You are Robin Hale. Not you?');
    expect(sign.body).toMatch(/name="role"[^>]*value="Social worker"/);
    const signed = await post(again, { step: 'sign', role: 'Team manager', confirm: 'yes' });
    expect(signed.headers.location).toBe('/home');
    const cookie = cookieOf(signed);
    expect(words(await site.visit({ path: '/sessions', cookies: [cookie] }))).toContain(
      'Robin Hale, Team manager, by a link to their own address',
    );
    expect((await site.visit({ path: '/refer', cookies: [cookie] })).status).toBe(200);
    // A link signs in once.
    expect((await post(again, { step: 'sign', role: 'x', confirm: 'yes' })).status).toBe(409);

    expect((await decides('taken-away')).status).toBe(303);
    expect(told()).toEqual(['asked', 'let-in', 'taken-away']);
    for (const path of ['/home', '/refer', '/people'])
      expect((await site.visit({ path, cookies: [cookie] })).headers.location).toBe('/sign-in');
  });

  test('is let in by a colleague who is signed in, in whose name it stands', async () => {
    await asks();
    const cookie = await site.signedIn(KENT);
    await site.sealed.putContacts(DESK, { dutyDesk: 'duty@kent.example' });
    const page = await site.visit({ path: '/people', cookies: [cookie] });
    expect(page.body).toContain(ROBIN);
    expect((await decides('let-in', '/people', cookie)).headers.location).toBe('/people?done=let-in');
    const { decidedBy } = (await site.people.find(DESK, ROBIN, 0)) ?? {};
    expect(decidedBy).toEqual({ name: 'Sam Okafor', role: 'duty manager' });
  });

  test('who is refused gets no link any more, and can be let in after all', async () => {
    const link = await asks();
    await decides('refused');
    expect(words(await site.get(link))).toContain('You cannot sign in by this email address');
    later(1);
    const before = messages('sign-in-requested.v1').length;
    await post('/sign-in', { step: 'ask', council: KENT, address: ROBIN });
    expect(messages('sign-in-requested.v1')).toHaveLength(before);
    await decides('let-in');
    expect(await signsIn()).toContain('session');
  });

  test('who is taken away while the link is open gets in no more', async () => {
    await asks();
    await decides('let-in');
    later(1);
    const link = await site.askedLink(KENT, ROBIN);
    await decides('taken-away');
    expect((await site.get(link)).body).not.toContain('name="confirm"');
    // Between what the page read and the session that it opens.
    await decides('let-in');
    const { noteSignIn } = site.people;
    site.people.noteSignIn = async (...given) => {
      await decides('taken-away');
      return noteSignIn.apply(site.people, given);
    };
    const seen = await post(link, { step: 'sign', role: 'x', confirm: 'yes' });
    expect(seen.status).toBe(409);
    expect(seen.cookies).toEqual([]);
    expect(await site.signIns.sessions(DESK, 0)).toEqual([]);
  });

  test('is forgotten a year after the last time, and asks anew', async () => {
    await asks();
    await decides('let-in');
    later(24 * 300);
    expect(await signsIn()).toContain('session');
    later(24 * 364);
    expect(words(await site.get(await site.askedLink(KENT, ROBIN)))).toContain('You are Robin Hale');
    later(24 * 2);
    expect(words(await site.get(await site.askedLink(KENT, ROBIN)))).toContain('Ask to sign in for Kent');
  });

  test('works for two councils, each of which lets them in by itself', async () => {
    await site.sealed.putContacts(`council:${HAMPSHIRE}`, {
      dutyDesk: 'duty@hants.example',
      second: 'shared@kent.example',
    });
    await asks();
    await decides('let-in');
    const other = await asks(ROBIN, robin, HAMPSHIRE);
    expect(words(await site.get(other))).toContain('Somebody at Hampshire can let you in');
    expect(await site.people.find(DESK, ROBIN, 0)).toMatchObject({ state: 'let-in' });
    const cookie = await signsIn();
    expect((await site.visit({ path: '/people', cookies: [cookie] })).body).toContain('Kent');
  });
});

describe('who is nobody there', () => {
  test.each(['robin@elsewhere.example', 'robin@mail.kent.example', 'robin@xkent.example'])(
    'is sent nothing, and hears the same: %s',
    async (address) => {
      const known = await post('/sign-in', { step: 'ask', council: KENT, address: 'duty@kent.example' });
      const count = site.notifications.snapshot().length;
      const stranger = await post('/sign-in', { step: 'ask', council: KENT, address });
      const colleague = await post('/sign-in', { step: 'ask', council: KENT, address: ROBIN });
      expect(site.notifications.snapshot()).toHaveLength(count + 1);
      for (const seen of [stranger, colleague])
        expect([seen.status, seen.headers.location]).toEqual([known.status, known.headers.location]);
      expect(await site.people.find(DESK, address, 0)).toBeUndefined();
    },
  );

  test('is anybody at a provider where everybody can have an address', async () => {
    await site.sealed.putContacts(DESK, { dutyDesk: 'kentduty@gmail.com' });
    await post('/sign-in', { step: 'ask', council: KENT, address: 'robin@gmail.com' });
    expect(site.notifications.snapshot()).toEqual([]);
    expect(words(await site.get(await mailbox()))).toContain('at a mail provider where anybody can have one');
  });

  test.each([
    'é@kent.example',
    'a,b@kent.example',
    '<x@kent.example',
    'a..b@kent.example',
    `${'a'.repeat(65)}@kent.example`,
  ])('is nobody whom no email can be sent to: %s', async (address) => {
    await post('/sign-in', { step: 'ask', council: KENT, address });
    expect(site.notifications.snapshot()).toEqual([]);
  });

  test('is sent no more than twenty links a day from one place, whatever desks they ask, and the let-in theirs', async () => {
    await asks();
    await decides('let-in');
    const before = site.notifications.snapshot().length;
    for (let n = 0; n < 30; n += 1) {
      const [council, domain] = n % 2 === 0 ? [KENT, 'kent'] : [HAMPSHIRE, 'hants'];
      await post('/sign-in', { step: 'ask', council, address: `made-up-${n}@${domain}.example` });
    }
    // The one who was let in had asked, too.
    expect(site.notifications.snapshot()).toHaveLength(before + 19);
    const refused = site.log.lines.filter(({ level }) => level === 'warn').map(({ code }) => code);
    expect(new Set(refused)).toEqual(new Set(['SIGN_IN_STRANGERS_TOO_MANY']));
    later(1);
    await post('/sign-in', { step: 'ask', council: KENT, address: ROBIN });
    expect(site.notifications.snapshot()).toHaveLength(before + 20);
  });

  test('of one place uses up nobody else’s links, however often it asks', async () => {
    const ask = (n: number, sourceIp: string) =>
      site.visit({
        method: 'POST',
        path: '/sign-in',
        form: {
          step: 'ask',
          council: n % 2 === 0 ? KENT : HAMPSHIRE,
          address: `p${n}@${n % 2 === 0 ? 'kent' : 'hants'}.example`,
        },
        sourceIp,
      });
    for (let n = 0; n < 230; n += 1) await ask(n, '192.0.2.1');
    const before = site.notifications.snapshot().length;
    await ask(900, '198.51.100.7');
    expect(site.notifications.snapshot()).toHaveLength(before + 1);
  });

  test('of everywhere together is sent no more than 200 links a day: the coordinators are told, once', async () => {
    const desks = [KENT, HAMPSHIRE, 'E08000035', 'E10000013', 'E10000011', 'E09000008'];
    for (const code of desks)
      await site.sealed.putContacts(`council:${code}`, { dutyDesk: `duty@${code.toLowerCase()}.example` });
    const ask = (n: number, council = desks[n % desks.length] ?? KENT) =>
      site.visit({
        method: 'POST',
        path: '/sign-in',
        form: {
          step: 'ask',
          council,
          address: `p${n}@${council.toLowerCase()}.example`,
        },
        sourceIp: `198.51.100.${n % 25}`,
      });
    for (let n = 0; n < 220; n += 1) await ask(n);
    expect(messages('sign-in-requested.v1')).toHaveLength(200);
    const stopped = messages('sign-in-stopped.v1');
    expect(stopped.map(({ id, data }) => [id, data])).toEqual([
      [
        'sign-in-stopped:coordinators:strangers:2026-11-23',
        { who: 'strangers', until: '2026-11-24T00:00:00.000Z' },
      ],
    ]);
    later(24);
    // What could not be handed over is handed over by whoever asks next.
    const publish = site.notifications.publish.bind(site.notifications);
    const lost: string[] = [];
    site.notifications.publish = async (given) => {
      const [one] = given;
      if (one === undefined || !one.id.startsWith('sign-in-stopped') || lost.length > 1)
        return publish(given);
      lost.push(one.id);
      if (lost.length === 1) throw new Error('The queue does not answer.');
      return { failed: [one.id] };
    };
    for (let n = 0; n < 220; n += 1) await ask(n);
    expect(lost).toEqual(
      Array.from({ length: 2 }, () => 'sign-in-stopped:coordinators:strangers:2026-11-24'),
    );
    expect(messages('sign-in-stopped.v1')).toHaveLength(2);
  });

  test('is whoever was let in, once the desk’s domain is another', async () => {
    await asks();
    await decides('let-in');
    await site.sealed.putContacts(DESK, { dutyDesk: 'duty@medway-kent.example' });
    const before = site.notifications.snapshot().length;
    await post('/sign-in', { step: 'ask', council: KENT, address: ROBIN });
    expect(site.notifications.snapshot()).toHaveLength(before);
  });
});

describe('a desk', () => {
  test('is written to once while somebody waits, and anew once that is answered', async () => {
    for (const n of ['Ada', 'Ben', 'Cat']) {
      later(0.1);
      await asks(`${n}@kent.example`, { ...robin, name: n });
    }
    expect(told()).toEqual(['asked']);
    for (const _ of [1, 2, 3]) await decides('let-in');
    await asks('dan@kent.example', { ...robin, name: 'Dan' });
    expect(told().filter((state) => state === 'asked')).toHaveLength(2);
  });

  test('is told of the next who asks where what told it of the first broke off', async () => {
    const { publish } = site.notifications;
    const link = await site.askedLink(KENT, ROBIN);
    site.notifications.publish = async () => Promise.reject(new Error('The queue is away.'));
    await post(link, { step: 'ask', ...robin, confirm: 'yes' });
    site.notifications.publish = publish;
    expect(told()).toEqual([]);
    await asks('ben@kent.example', { ...robin, name: 'Ben' });
    expect(told()).toEqual(['asked']);
  });

  test('is told of others on a day on which one who waits has it told again and again', async () => {
    await asks();
    later(24);
    const again = await site.askedLink(KENT, ROBIN);
    for (let n = 0; n < 7; n += 1) await post(again, { step: 'again', confirm: 'yes' });
    await decides('let-in');
    const before = told().filter((state) => state === 'asked').length;
    await asks('ben@kent.example', { ...robin, name: 'Ben' });
    expect(told().filter((state) => state === 'asked')).toHaveLength(before + 1);
  });

  test('is reminded of who still waits, once a day however often they ask', async () => {
    const link = await asks();
    later(24);
    const again = await site.askedLink(KENT, ROBIN);
    expect(words(await site.get(link))).not.toContain('Nobody has answered?');
    for (const _ of [1, 2, 3]) await post(again, { step: 'again', confirm: 'yes' });
    const ids = messages('person-changed.v1').map(({ id }) => id);
    expect(ids).toHaveLength(4);
    // The same email, which is sent once.
    expect(new Set(ids).size).toBe(2);
  });

  test('is written to five times a day at most, however many ask, and sees all of them', async () => {
    for (let n = 0; n < 12; n += 1) {
      later(0.1);
      await asks(`more${n}@kent.example`, { ...robin, name: `More ${'abcdefghijkl'[n]}` });
      if (n < 8) await decides('refused');
    }
    expect(told().filter((state) => state === 'asked')).toHaveLength(5);
    expect(site.log.codes()).toContain('PERSON_ASKS_TOO_OFTEN');
    expect(words(await site.get(await mailbox()))).toContain('More l');
  });

  test('of two windows that let in and refuse at once one decides, and the other is told who did', async () => {
    await asks();
    const path = await mailbox();
    const { body } = await site.get(path);
    const all = offeredBy(body, 'decision');
    expect(all.map((value) => value.split('.')[0])).toEqual(['let-in', 'let-in-finance', 'refused']);
    const offered = all.filter((value) => !value.startsWith('let-in-finance'));
    const [yes, no] = await Promise.all(
      offered.map((decision, at) =>
        post(path, {
          step: 'confirm',
          decision,
          name: ['Jo Smith', 'Al Field'][at] ?? '',
          role: 'Manager',
          confirm: 'yes',
        }),
      ),
    );
    const statuses = [yes?.status, no?.status].toSorted();
    expect(statuses).toEqual([303, 409]);
    const lost = yes?.status === 409 ? yes : no;
    const stands = await site.people.find(DESK, ROBIN, 0);
    expect(words(lost as Seen)).toContain(`by ${stands?.decidedBy?.name}, Manager, for Kent`);
    expect(told()).toEqual(['asked', stands?.state]);
  });

  test('decides on nobody as they stood before, and on nobody who was never there', async () => {
    await asks();
    const path = await mailbox();
    const offered = offeredBy((await site.get(path)).body, 'decision');
    await decides('let-in');
    await decides('taken-away');
    const form = { step: 'confirm', name: 'Jo', role: 'Manager', confirm: 'yes' };
    for (const decision of [...offered, `let-in.2.${crypto.randomUUID()}`, 'new.1.x', 'asked.3.x'])
      expect((await post(path, { ...form, decision })).status, decision).toBeGreaterThanOrEqual(400);
    expect(await site.people.find(DESK, ROBIN, 0)).toMatchObject({ state: 'taken-away' });
  });

  test('finishes what was broken off: whoever asks for the same again has them signed out and told', async () => {
    await asks();
    await decides('let-in');
    const cookie = await signsIn();
    const path = await mailbox();
    const offered = offeredBy((await site.get(path)).body, 'decision');
    const decision = offered.find((value) => value.startsWith('taken-away')) ?? '';
    const form = { step: 'confirm', decision, name: 'Jo', role: 'Manager', confirm: 'yes' };
    const { sessions } = site.signIns;
    site.signIns.sessions = async () => Promise.reject(new Error('The table is away.'));
    expect((await post(path, form)).status).toBe(500);
    site.signIns.sessions = sessions;
    // Their session opens nothing from the decision on, whatever came after it.
    const opens = async () => (await site.visit({ path: '/home', cookies: [cookie] })).headers.location;
    expect(await opens()).toBe('/sign-in');
    await post(path, form);
    expect(await opens()).toBe('/sign-in');
    expect(told().at(-1)).toBe('taken-away');
    later(1);
    await decides('let-in');
    expect(await opens()).toBe('/sign-in');
  });

  test('sees the people of no other desk, and pages of them when there are many', async () => {
    await asks();
    const elsewhere = await site.get(await site.link({ for: 'people', council: HAMPSHIRE }));
    expect(elsewhere.body).not.toContain(ROBIN);
    expect(words(elsewhere)).toContain('Nobody signs in for Hampshire by their own email address');
    const until = Number.MAX_SAFE_INTEGER;
    for (let n = 0; n < 30; n += 1) {
      const one = await site.people.add(DESK, `n${n}@kent.example`, ROBIN, site.clock.now(), until);
      await site.people.change({ ...one, name: `Name ${n}`, state: 'let-in', version: 2 }, until);
    }
    const first = await site.get(await mailbox());
    expect(words(first)).toContain('Showing 1 to 25 of 31');
    expect(offeredBy(first.body, 'decision')).toHaveLength(3 + 2 * 24);
    const second = await site.get(await mailbox(), { page: '2' });
    expect(offeredBy(second.body, 'decision')).toHaveLength(2 * 6);
  });

  test('that closes its links closes those to its people too', async () => {
    await asks();
    await decides('let-in');
    const link = await site.askedLink(KENT, ROBIN);
    await site.signIns.voidLinks(DESK, site.clock.now());
    expect((await site.get(link)).status).toBe(410);
    expect((await site.get(await mailbox())).status).toBe(410);
  });
});

test('coordinators, who are known by their second step, come by their mailbox alone', async () => {
  await post('/sign-in', { step: 'ask', council: 'coordinators', address: 'alex@coordinators.example' });
  expect(site.notifications.snapshot()).toEqual([]);
  const cookie = await site.coordinatorSignedIn('Robin Hale');
  expect((await site.visit({ path: '/people', cookies: [cookie] })).headers.location).toBe('/home');
});

test('no message, log line or address of a page says who anybody is', async () => {
  await asks();
  await decides('let-in');
  await signsIn();
  await decides('taken-away');
  const said = JSON.stringify([site.notifications.snapshot(), site.log.lines, site.meter]);
  expect(said).not.toMatch(/robin|hale|jo smith|kent\.example/i);
  expect(site.log.codes()).toEqual(expect.arrayContaining(['PERSON_ASKS', 'PERSON_DECIDED']));
});
