/** Coordinators, who see and move every child, sign in with a link and a code of their own phone; neither opens anything alone. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { routes } from '../../functions/pages/routes.ts';
import { Phone } from '../../infra/local/story/coordinators-phone.ts';
import { reset } from '../../shared/core/roster.ts';
import { codeAt } from '../../shared/runtime/one-time-code.ts';
import { AsCoordinator, formOf } from './as-coordinator.ts';
import { asItStands, offeredBy } from './forms.ts';
import { readPage } from './read-page.ts';
import { namesOn, secretOn } from './second-step.ts';
import { Site } from './site.ts';

const DESK = 'desk@coordinators.example';
const COORDINATORS = 'coordinators';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
  await site.sealed.putContacts(COORDINATORS, { dutyDesk: DESK });
});

const link = () => site.askedLink(COORDINATORS, DESK);
const sent = () => site.notifications.snapshot().map(({ body }) => JSON.parse(body));
const people = async () => (await site.rosters.read(COORDINATORS)).roster.people;
const post = (path: string, form: Record<string, string>, cookies: readonly string[] = []) =>
  site.visit({ method: 'POST', path, form, cookies });
const enter = (path: string, person: string, code: string) =>
  post(path, { step: 'second-step', person, code });
/** Two who look behind links at the same time, each with an app of their own, and then each enter their code. */
async function bothSetUp(paths: readonly [string, string], who: Record<string, string>) {
  const pages: string[] = [];
  for (const path of paths) pages.push((await post(path, { step: 'sign', ...who })).body);
  const secrets = pages.map((body) => secretOn(body).replaceAll(' ', ''));
  expect(new Set([...secrets, '']).size).toBe(3);
  return Promise.all(
    paths.map((path, at) =>
      post(path, { ...formOf(pages[at] ?? ''), code: codeAt(secrets[at] ?? '', site.clock.now()) }),
    ),
  );
}
/** The cookies that sign somebody in. */
const openings = (answers: readonly { readonly cookies: readonly string[] }[]) =>
  answers.flatMap(({ cookies }) => cookies).filter((cookie) => cookie.includes('nts-session'));
const problems = (body: string) => readPage(body).filter((line) => line.startsWith('[to #'));
const idOf = async (name: string) => (await people()).find((one) => one.name === name)?.id ?? '';
const later = (minutes: number) =>
  site.clock.set(new Date(Date.parse(site.clock.now()) + minutes * 60_000).toISOString());

describe('the first coordinator', () => {
  test('sets up a second step behind the link: a picture and words that an app takes, and a code that proves it', async () => {
    const path = await link();
    const asked = await post(path, { step: 'sign', name: 'Robin Hale' });
    const secret = secretOn(asked.body);
    const { offered } = formOf(asked.body);
    expect(secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    expect(asked.body).toMatch(/<svg [^>]*role="img" aria-label="A picture/);
    expect(asked.body).not.toMatch(/<script|<img|style="/);
    // Looked at by a program, the link shows no secret.
    expect(secretOn((await site.visit({ path, cookies: [] })).body)).toBe('');
    // Until a code is right, nobody is on the roster.
    const wrong = await post(path, { ...formOf(asked.body), code: '000000' });
    expect(formOf(wrong.body).offered).toEqual(offered);
    expect([wrong.status, problems(wrong.body).length, secretOn(wrong.body)]).toEqual([422, 1, secret]);
    expect(problems(wrong.body)[0]).toContain('Check that your phone sets its time by itself');
    expect(await people()).toEqual([]);
    const code = new Phone(secret).code(site.clock.now()) ?? '';
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    const done = await post(path, { ...formOf(wrong.body), code: spaced });
    expect([done.status, done.headers.location]).toEqual([303, '/home']);
    expect(await people()).toMatchObject([
      { name: 'Robin Hale', secondStep: { secret: secret.replaceAll(' ', '') } },
    ]);
    expect(sent().at(-1)).toMatchObject({
      type: 'coordinator-access-changed.v1',
      data: { change: 'set-up' },
    });
  });

  test('is one person, however many links lie in the mailbox: whoever comes second is sent to who was first', async () => {
    const [one, other] = [await link(), ''];
    await site.visit({ path: one });
    later(11);
    const second = other || (await link());
    const answers = await bothSetUp([one, second], { name: 'Somebody' });
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await people()).toHaveLength(1);
    expect(openings(answers)).toHaveLength(1);
    // Nobody else can set one up: the list is of those who are let in.
    later(11);
    const late = (await site.visit({ path: await link(), cookies: [] })).body;
    expect([...namesOn(late).keys()]).toEqual(['Somebody']);
    expect(late).not.toContain('name="name"');
  });
});

describe('a secret', () => {
  test('is another for each who looks behind one link: of two with two apps one is let in, and the other told', async () => {
    await site.coordinatorSignedIn('Robin Hale');
    const robin = await AsCoordinator.signedIn(site, '/coordinators');
    await robin.answer({ access: 'let-in' }, { newName: 'Noor Aziz' }, { confirm: 'yes' });
    later(11);
    const path = await link();
    const person = await idOf('Noor Aziz');
    const answers = await bothSetUp([path, path], { person });
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 410]);
    expect(openings(answers)).toHaveLength(1);
    const told = answers.find(({ status }) => status === 410)?.body ?? '';
    expect(readPage(told).join(' ')).toContain('Ask for a new link');
  });

  test('is shown again to the browser alone that asked for it, while nobody has signed in by the link', async () => {
    const path = await link();
    const first = { step: 'sign', name: 'Robin Hale' };
    const { body: asked } = await post(path, first);
    // Whatever page of the form carries it: the one that shows it, the one before it, or a wrong code.
    for (const [form, shows] of [
      [first, true],
      [{ step: 'sign', name: '' }, false],
      [{ ...formOf(asked), change: 'sign' }, false],
      [{ ...formOf(asked), code: '000000' }, true],
    ] as const) {
      const { headers, cookies } = await site.request({ method: 'POST', path, form });
      const query = Object.fromEntries(new URL(headers.location ?? '', 'https://pages.test').searchParams);
      expect(cookies).toEqual([
        expect.stringMatching(
          /^__Host-nts-shown=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure$/,
        ),
      ]);
      const own = cookies.map((cookie) => cookie.split(';')[0] ?? '');
      const seen = await site.visit({ path, query, cookies: own });
      expect([secretOn(seen.body) !== '', seen.body.includes('name="offered"')]).toEqual([shows, true]);
      expect((await site.visit({ path, query, cookies: own })).body).toBe(seen.body);
      for (const others of [[], ['__Host-nts-shown='], [`__Host-nts-shown=${crypto.randomUUID()}`]]) {
        const { body } = await site.visit({ path, query, cookies: others });
        expect([secretOn(body), body.includes('name="offered"')]).toEqual(['', false]);
        expect(body).toContain('What was here is not kept any more');
      }
    }
  });

  test('is set up by the form that shows it, behind that link and for that person, and no other', async () => {
    const path = await link();
    const shown = (await post(path, { step: 'sign', name: 'Robin Hale' })).body;
    const { offered, ...form } = formOf(shown);
    const code = codeAt(secretOn(shown).replaceAll(' ', ''), site.clock.now());
    const [head, claims = '', signature] = String(offered).split('.');
    const { secret: _, ...said } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const madeUp = Buffer.from(JSON.stringify({ ...said, secret: 'GEZDGNBVGY3TQOJQ' })).toString('base64url');
    const own = codeAt('GEZDGNBVGY3TQOJQ', site.clock.now());
    later(11);
    for (const [where, carried, given] of [
      [path, {}, code],
      [path, { offered: `${head}.${madeUp}.${signature}` }, own],
      [path, { offered: 'x' }, code],
      [await link(), { offered: String(offered) }, code],
    ] as const) {
      const seen = await post(where, { ...form, ...carried, code: given });
      expect([seen.status, openings([seen])]).toEqual([422, []]);
      expect(secretOn(seen.body)).not.toBe(secretOn(shown));
    }
    expect(await people()).toEqual([]);
  });
});

describe('a code', () => {
  let path: string;
  let robin: string;
  let secret: string;
  beforeEach(async () => {
    await site.coordinatorSignedIn('Robin Hale');
    later(1);
    path = await link();
    robin = await idOf('Robin Hale');
    secret = (await people())[0]?.secondStep?.secret ?? '';
  });
  const at = (steps: number) =>
    codeAt(secret, new Date(Date.parse(site.clock.now()) + steps * 30_000).toISOString());

  test('is good once, and so is none that is older', async () => {
    expect((await enter(path, robin, at(0))).headers.location).toBe('/home');
    for (const steps of [0, -1]) {
      later(11);
      const next = await link();
      const used = codeAt(secret, '2026-11-23T09:01:00.000Z');
      const seen = await enter(next, robin, steps === 0 ? used : at(-2));
      expect([seen.status, seen.cookies]).toEqual([422, []]);
    }
  });

  test('that was used a moment ago says to wait for the next', async () => {
    await enter(path, robin, at(1));
    later(0.1);
    const again = await link();
    for (const steps of [-1, 0, 1]) {
      const seen = await enter(again, robin, at(steps));
      expect(problems(seen.body)).toEqual([
        '[to #code] This code has been used. Wait for the next one in your app, and enter that',
      ]);
    }
    later(0.5);
    expect((await enter(again, robin, at(1))).headers.location).toBe('/home');
  });

  test('sent twice side by side opens one session', async () => {
    const both = await Promise.all([enter(path, robin, at(0)), enter(path, robin, at(0))]);
    expect(both.filter(({ status }) => status === 303)).toHaveLength(1);
    expect((await site.signIns.sessions(COORDINATORS, 0)).length).toBe(2);
  });

  test('that is wrong five times stops all codes of that person for the quarter of an hour; the desk is told once a day', async () => {
    const wrong = at(0) === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries += 1) {
      const seen = await enter(path, robin, wrong);
      expect(problems(seen.body)[0]).toContain('That is not the code');
    }
    for (let tries = 0; tries < 3; tries += 1) {
      const seen = await enter(path, robin, at(0));
      expect([seen.status, seen.cookies]).toEqual([422, []]);
      expect(problems(seen.body)).toEqual([
        '[to #code] Too many wrong codes. Wait 15 minutes, then ask for a new link and try again',
      ]);
    }
    const told = () => sent().filter(({ type }) => type === 'sign-in-stopped.v1');
    expect(told()).toEqual([
      {
        id: `sign-in-stopped:coordinators:wrong-codes:${robin}:2026-11-23`,
        type: 'sign-in-stopped.v1',
        at: site.clock.now(),
        actor: { kind: 'system', name: 'pages' },
        data: { who: 'wrong-codes', until: '2026-11-23T09:15:00.000Z' },
      },
    ]);
    later(15);
    const next = await link();
    expect((await enter(next, robin, at(0))).headers.location).toBe('/home');
    for (let tries = 0; tries < 7; tries += 1) await enter(next, robin, wrong);
    expect(told()).toHaveLength(1);
  });

  test('is compared twenty times a day at most, however they are spread, and anew once the step was reset', async () => {
    const wrong = at(0) === '000000' ? '000001' : '000000';
    const told = () => sent().filter(({ type }) => type === 'sign-in-stopped.v1');
    for (let tries = 0; tries < 20; tries += 1) {
      later(4);
      expect(problems((await enter(await link(), robin, wrong)).body)[0]).toContain('That is not the code');
    }
    expect(told()).toEqual([]);
    for (let tries = 0; tries < 3; tries += 1) {
      later(20);
      const seen = await enter(await link(), robin, at(0));
      expect([seen.status, seen.cookies]).toEqual([422, []]);
      expect(problems(seen.body)).toEqual([
        '[to #code] Too many wrong codes today. Try again tomorrow. Were they not yours? Tell another coordinator: somebody may be reading our mailbox',
      ]);
    }
    expect(told()).toMatchObject([
      {
        id: `sign-in-stopped:coordinators:wrong-codes:${robin}:day:2026-11-23`,
        data: { who: 'wrong-codes', until: '2026-11-24T00:00:00.000Z' },
      },
    ]);
    const { roster, version } = await site.rosters.read(COORDINATORS);
    const voided = reset(roster, robin, 'the operator', site.clock.now());
    await site.rosters.write(COORDINATORS, voided, version);
    expect(await site.coordinatorEnters(await link(), 'Robin Hale')).toContain('nts-session');
    later(20);
    expect(await site.coordinatorEnters(await link(), 'Robin Hale')).toContain('nts-session');
    later(24 * 60);
    expect(await site.coordinatorEnters(await link(), 'Robin Hale')).toContain('nts-session');
  });

  test('that is not six figures is asked for, and nothing is said of what is right', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\d a-z]{0,8}$/), async (code) => {
        later(16);
        const seen = await enter(await link(), robin, code);
        if (![-1, 0, 1].map(at).includes(code.replaceAll(' ', '')))
          expect([seen.status, seen.cookies]).toEqual([422, []]);
        expect(seen.body).not.toContain(secret);
      }),
      { numRuns: 12 },
    );
  });

  test('the secret stands where it is kept and on the page that shows it, and nowhere else', async () => {
    await enter(path, robin, at(0));
    const elsewhere = JSON.stringify([sent(), site.log.lines, site.meter, [...site.phones.names]]);
    expect(elsewhere).not.toContain(secret);
    expect(elsewhere).not.toMatch(/Robin|Hale\b/.test(elsewhere) ? /Hale"[^\]]/ : /Robin/);
  });
});

describe('until the code is right', () => {
  /** Every page that a coordinator acts or looks on, of a case that waits for one. */
  async function pages(): Promise<readonly string[]> {
    const held = await site.referred({ familyInUk: 'may-care' });
    const ofSessions = routes
      .filter(({ needs }) => needs.kind === 'session')
      .map(({ path }) =>
        path
          .replace('{reference}', held.id)
          .replace('{council}', 'E10000014')
          .replaceAll(/\{\w+\}/g, 'x'),
      );
    return [...ofSessions, await site.caseLink(held)];
  }

  test('no page of a coordinator opens or takes anything: by the link alone, half-way, or in an officer’s session', async () => {
    await site.coordinatorSignedIn('Robin Hale');
    const all = await pages();
    const officer = await site.signedIn('E10000014');
    const path = await link();
    const half = await post(path, { step: 'sign', person: await idOf('Robin Hale') });
    expect(half.body).toContain('Enter the code from your app');
    const wrong = await enter(path, await idOf('Robin Hale'), '000000');
    const halfway = [...half.cookies, ...wrong.cookies].map((cookie) => cookie.split(';')[0] ?? '');
    expect(halfway.filter((cookie) => cookie.includes('nts-session'))).toEqual([]);
    const version = (await site.rosters.read(COORDINATORS)).version;
    for (const method of ['GET', 'POST'])
      for (const page of all) {
        const form = {
          step: 'confirm',
          action: 'release',
          releaseNote: 'x',
          confirm: 'yes',
          access: 'let-in',
          newName: 'X',
        };
        const by = async (cookies: readonly string[]) =>
          site.visit({ method, path: page, cookies, ...(method === 'POST' ? { form } : {}) });
        for (const cookies of [[], halfway]) {
          const seen = await by(cookies);
          expect([page, [303, 404, 405].includes(seen.status), seen.body.includes('NTS-')]).toEqual([
            page,
            true,
            false,
          ]);
          if (seen.status === 303) expect(seen.headers.location).toBe('/sign-in');
        }
        const seen = await by([officer]);
        if (page.startsWith('/cases/')) expect(seen.status).toBe(403);
        if (/^\/(coordinators|keys|councils)/.test(page))
          expect(seen.headers.location ?? '405').toMatch(/home|405/);
      }
    expect((await site.rosters.read(COORDINATORS)).version).toBe(version);
  });

  test('an emailed link leads to signing in, and on to its case, also on another device', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    await site.coordinatorSignedIn('Robin Hale');
    const turned = await site.visit({ path: await site.caseLink(held), cookies: [] });
    expect([turned.status, turned.headers.location]).toEqual([303, '/sign-in']);
    const cookies = turned.cookies.map((cookie) => cookie.split(';')[0] ?? '');
    await site.visit({
      method: 'POST',
      path: '/sign-in',
      cookies,
      form: { step: 'ask', council: COORDINATORS, address: DESK },
    });
    expect(sent().at(-1)).toMatchObject({ data: { to: `/case/${held.id}` } });
    const path = await site.link({
      for: 'coordinator-sign-in',
      signInId: sent().at(-1).data.signInId,
      to: `/case/${held.id}`,
    });
    later(1);
    const entered = await enter(path, await idOf('Robin Hale'), site.phones.code('Robin Hale'));
    expect(entered.headers.location).toBe(`/case/${held.id}`);
    const session = entered.cookies.map((cookie) => cookie.split(';')[0] ?? '');
    const found = await site.visit({ path: `/case/${held.id}`, cookies: session });
    const opened = await site.visit({ path: found.headers.location ?? '', cookies: session });
    expect(opened.body).toContain('Why it is on hold');
  });

  test('a session that no second step has opened is nobody’s, as those from before are', async () => {
    const cookie = await site.coordinatorSignedIn('Robin Hale');
    const { session } = site.signIns;
    Object.assign(site.signIns, {
      session: async (...given: Parameters<typeof session>) => {
        const { person: _, ...open } = (await session.apply(site.signIns, given)) ?? { openedAt: '' };
        return open;
      },
    });
    expect((await site.visit({ path: '/home', cookies: [cookie] })).headers.location).toBe('/sign-in');
  });
});

describe('coordinators who may sign in', () => {
  test('are let in by one who is, set up their own, and can do the same', async () => {
    await site.coordinatorSignedIn('Robin Hale');
    const sam = await site.coordinatorSignedIn('Sam Okafor');
    const page = readPage((await site.visit({ path: '/coordinators', cookies: [sam] })).body);
    expect(page).toEqual(expect.arrayContaining(['2 coordinators', 'Robin Hale', 'Sam Okafor']));
    expect(page.join(' ')).toContain('Let in by Robin Hale at 9am on Monday 23 November');
    expect(sent().flatMap(({ data }) => data.change ?? [])).toEqual(['set-up', 'let-in', 'set-up']);
    expect(JSON.stringify(sent())).not.toMatch(/Robin|Sam Okafor/);
    // Sent twice, or with the name written otherwise, the form lets in once, and tells once.
    const robin = await AsCoordinator.signedIn(site, '/coordinators');
    const { form } = await robin.answer({ access: 'let-in' }, { newName: 'Noor Aziz' }, { confirm: 'yes' });
    for (const again of [form, { ...form, newName: ' noor  AZIZ' }])
      expect(problems((await robin.post(again)).body)).toEqual([
        '[to #newName] Noor Aziz is on the list already. If this is somebody else, enter their name so that it differs',
      ]);
    expect((await people()).map(({ name }) => name)).toEqual(['Robin Hale', 'Sam Okafor', 'Noor Aziz']);
    expect(sent().filter(({ data }) => data.change === 'let-in')).toHaveLength(2);
  });

  test('reset the step of another whose phone is lost: the sessions end, the old codes are void, the next link sets up another', async () => {
    const lost = await site.coordinatorSignedIn('Sam Okafor');
    const robin = await AsCoordinator.signedIn(site, '/coordinators');
    const id = await idOf('Sam Okafor');
    const { last } = await robin.answer({ access: `reset-${id}` }, { confirm: 'yes' });
    expect([last.status, last.headers.location]).toEqual([303, '/coordinators?done=reset']);
    expect((await robin.get(undefined, { done: 'reset' })).body).toContain('Their second step is reset');
    expect((await site.visit({ path: '/home', cookies: [lost] })).headers.location).toBe('/sign-in');
    expect(sent().at(-1)).toMatchObject({ type: 'coordinator-access-changed.v1', data: { change: 'reset' } });
    expect((await robin.get()).body).toContain('Second step reset by Robin Hale');
    later(11);
    const path = await link();
    const asked = await post(path, { step: 'sign', person: id });
    expect(asked.body).toContain('Set up your second step');
    const form = formOf(asked.body);
    const old = await post(path, { ...form, code: site.phones.code('Sam Okafor') });
    expect([old.status, openings([old])]).toEqual([422, []]);
    site.phones.take('Sam Okafor', secretOn(asked.body));
    const entered = await post(path, { ...form, code: site.phones.code('Sam Okafor') });
    expect(entered.headers.location).toBe('/home');
  });

  test('are told of a change whose telling broke off, once somebody signs in: once, whatever is sent again', async () => {
    await site.coordinatorSignedIn('Sam Okafor');
    const robin = await AsCoordinator.signedIn(site, '/coordinators');
    const before = sent().length;
    const { publish } = site.notifications;
    for (const broken of [
      async () => Promise.reject(new Error('The queue is away.')),
      async (messages: Parameters<typeof publish>[0]) => ({ failed: messages.map(({ id }) => id) }),
    ]) {
      site.notifications.publish = broken;
      later(1);
      const form = { access: 'let-in' };
      const name = { newName: `Noor ${broken.length}` };
      await robin.answer(form, name, { confirm: 'yes' }).catch(() => undefined);
    }
    site.notifications.publish = publish;
    expect(sent()).toHaveLength(before);
    expect(await people()).toHaveLength(4);
    later(11);
    await site.coordinatorSignedIn('Sam Okafor');
    const told = sent().filter(({ type }) => type === 'coordinator-access-changed.v1');
    expect(told.slice(-2).map(({ data }) => data.change)).toEqual(['let-in', 'let-in']);
    later(11);
    await site.coordinatorSignedIn('Sam Okafor');
    expect(sent().filter(({ type }) => type === 'coordinator-access-changed.v1')).toHaveLength(told.length);
  });

  test('take one off who is a coordinator no more, and never themselves: somebody always stays', async () => {
    const gone = await site.coordinatorSignedIn('Sam Okafor');
    const robin = await AsCoordinator.signedIn(site, '/coordinators');
    const own = await idOf('Robin Hale');
    const choices = offeredBy((await robin.get()).body, 'access');
    expect(choices).toEqual([
      'let-in',
      `reset-${await idOf('Sam Okafor')}`,
      `off-${await idOf('Sam Okafor')}`,
    ]);
    for (const what of [`off-${own}`, `reset-${own}`, 'off-nobody']) {
      const form = {
        ...asItStands((await robin.get()).body.replace(/[\s\S]*<main/, '<main')),
        access: what,
        step: 'confirm',
        confirm: 'yes',
      };
      expect((await robin.post(form)).status).toBe(422);
    }
    await robin.answer({ access: `off-${await idOf('Sam Okafor')}` }, { confirm: 'yes' });
    expect((await people()).map(({ name }) => name)).toEqual(['Robin Hale']);
    expect((await site.visit({ path: '/home', cookies: [gone] })).headers.location).toBe('/sign-in');
    const page = readPage((await robin.get()).body).join(' ');
    expect(page).toMatch(
      /Taken off the list .*Sam Okafor.*Taken off by Robin Hale at 9am on Monday 23 November/,
    );
  });

  test('have a day to set up a second step; then they are on no list to sign in, and are let in again', async () => {
    await site.coordinatorSignedIn('Robin Hale');
    const robin = await AsCoordinator.signedIn(site, '/coordinators');
    await robin.answer({ access: 'let-in' }, { newName: 'Noor Aziz' }, { confirm: 'yes' });
    const person = await idOf('Noor Aziz');
    expect((await robin.get()).body).toContain(
      'No second step yet: they can set it up until 9am on Tuesday 24 November',
    );
    expect(offeredBy((await robin.get()).body, 'access')).toEqual(['let-in', `off-${person}`]);
    later(24 * 60 - 5);
    const inTime = await link();
    expect([...namesOn((await site.visit({ path: inTime, cookies: [] })).body).keys()]).toContain(
      'Noor Aziz',
    );
    const shown = (await post(inTime, { step: 'sign', person })).body;
    const secret = secretOn(shown).replaceAll(' ', '');
    later(10);
    const code = codeAt(secret, site.clock.now());
    const late = await post(inTime, { ...formOf(shown), code });
    expect([late.status, late.cookies, secretOn(late.body)]).toEqual([422, [], '']);
    expect([...namesOn((await site.visit({ path: inTime, cookies: [] })).body).keys()]).toEqual([
      'Robin Hale',
    ]);
    const again = await AsCoordinator.signedIn(site, '/coordinators');
    const waiting = readPage((await again.get()).body).join(' ');
    expect(waiting).toContain('No second step: the time to set it up ended at');
    expect(waiting).toContain('Let Noor Aziz in again');
    const { last } = await again.answer({ access: `again-${person}` }, { confirm: 'yes' });
    expect(last.headers.location).toBe('/coordinators?done=let-in');
    expect(sent().at(-1)).toMatchObject({ data: { change: 'let-in' } });
    later(11);
    const next = await link();
    const asked = (await post(next, { step: 'sign', person })).body;
    site.phones.take('Noor Aziz', secretOn(asked));
    const entered = await post(next, { ...formOf(asked), code: site.phones.code('Noor Aziz') });
    expect(entered.headers.location).toBe('/home');
    expect(await people()).toHaveLength(2);
  });

  test('of whom none has a second step, nor time to set one up, are told so behind their link', async () => {
    await site.coordinatorSignedIn('Robin Hale');
    const { roster, version } = await site.rosters.read(COORDINATORS);
    await site.rosters.write(
      COORDINATORS,
      reset(roster, await idOf('Robin Hale'), 'the operator', site.clock.now()),
      version,
    );
    later(24 * 60);
    const path = await link();
    const seen = await site.visit({ path, cookies: [] });
    expect(readPage(seen.body)).toContain('No coordinator can sign in now');
    expect(seen.body).not.toContain('<form');
    const person = await idOf('Robin Hale');
    for (const step of ['sign', 'second-step']) {
      const tried = await post(path, { step, person, name: 'Somebody', code: '000000' });
      expect([tried.status, tried.cookies, tried.body]).toEqual([303, [], '']);
    }
  });

  test('change nothing once their own second step was reset, and are not told that something is done that is not', async () => {
    await site.coordinatorSignedIn('Sam Okafor');
    const page = await AsCoordinator.signedIn(site, '/coordinators');
    const [robin, sam] = [await idOf('Robin Hale'), await idOf('Sam Okafor')];
    for (const access of [`reset-${sam}`, `off-${sam}`, 'let-in']) {
      const { roster, version } = await site.rosters.read(COORDINATORS);
      const told = sent().length;
      const { write } = site.rosters;
      // Somebody else resets, just before it is written, whoever does this.
      const meanwhile = reset(roster, robin, 'Sam Okafor', site.clock.now());
      Object.assign(site.rosters, {
        write: async (desk: string, _: unknown, seen: number) => {
          Object.assign(site.rosters, { write });
          await write.call(site.rosters, desk, meanwhile, seen);
          return 'changed';
        },
      });
      const answers = access === 'let-in' ? [{ newName: 'Noor Aziz' }] : [];
      const { last } = await page.answer({ access }, ...answers, { confirm: 'yes' });
      expect([access, last.headers.location]).toEqual([access, '/sign-in']);
      expect(sent()).toHaveLength(told);
      const now = await site.rosters.read(COORDINATORS);
      expect(now).toEqual({ roster: meanwhile, version: version + 1 });
      await site.rosters.write(COORDINATORS, roster, version + 1);
    }
  });

  test('of two windows in which one is taken off, the second is told that it was done', async () => {
    await site.coordinatorSignedIn('Sam Okafor');
    const page = await AsCoordinator.signedIn(site, '/coordinators');
    const off = `off-${await idOf('Sam Okafor')}`;
    const { write } = site.rosters;
    let twice: Promise<unknown> | undefined;
    Object.assign(site.rosters, {
      write: async (...given: Parameters<typeof write>) => {
        Object.assign(site.rosters, { write });
        twice = page.answer({ access: off }, { confirm: 'yes' });
        await twice;
        return write.apply(site.rosters, given);
      },
    });
    const { last } = await page.answer({ access: off }, { confirm: 'yes' });
    expect(twice).toBeDefined();
    expect([last.status, readPage(last.body).join(' ')]).toEqual([
      409,
      expect.stringContaining('is done already'),
    ]);
    expect(sent().filter(({ data }) => data.change === 'taken-off')).toHaveLength(1);
  });

  test('reset while that very person signs in: the session opens nothing', async () => {
    await site.coordinatorSignedIn('Sam Okafor');
    const robin = await AsCoordinator.signedIn(site, '/coordinators');
    const id = await idOf('Sam Okafor');
    later(11);
    const path = await link();
    const { write } = site.rosters;
    let reset = false;
    Object.assign(site.rosters, {
      write: async (...given: Parameters<typeof write>) => {
        const written = await write.apply(site.rosters, given);
        // As soon as the code is taken.
        if (!reset) {
          reset = true;
          await robin.answer({ access: `reset-${id}` }, { confirm: 'yes' });
        }
        return written;
      },
    });
    const entered = await enter(path, id, site.phones.code('Sam Okafor'));
    const cookies = entered.cookies.map((cookie) => cookie.split(';')[0] ?? '');
    expect(reset).toBe(true);
    expect((await site.visit({ path: '/home', cookies })).headers.location).toBe('/sign-in');
  });
});
