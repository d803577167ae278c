import { beforeEach, describe, expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { asItStands } from './forms.ts';
import { Site } from './site.ts';

const HAMPSHIRE = 'E10000014';
const KENT = 'E10000016';
const DUTY = 'duty@hampshire.example';
const SECOND = 'manager@hampshire.example';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
  await site.sealed.putContacts(`council:${HAMPSHIRE}`, { dutyDesk: DUTY, second: SECOND });
  await site.sealed.putContacts(`council:${KENT}`, { dutyDesk: 'duty@kent.example' });
});

const ask = (council: string, address: string) =>
  site.visit({ method: 'POST', path: '/sign-in', form: { step: 'ask', council, address } });
const requests = () =>
  site.notifications.snapshot().map(({ body }) => JSON.parse(body) as EventOf<'sign-in-requested.v1'>);
const confirm = (path: string) =>
  site.visit({ method: 'POST', path, form: { step: 'sign', confirm: 'yes' } });
const home = (cookie: string) => site.visit({ path: '/home', cookies: [cookie] });
const keptOf = (cookie = '') => cookie.split(';')[0] ?? '';

describe('asking for a link', () => {
  test('names the desk and which of its addresses, and never the address', async () => {
    await ask(HAMPSHIRE, DUTY);
    await ask(HAMPSHIRE, SECOND.toUpperCase());
    expect(requests().map(({ data: { council, contact } }) => [council, contact])).toEqual([
      [HAMPSHIRE, 'duty-desk'],
      [HAMPSHIRE, 'second'],
    ]);
    expect(JSON.stringify([site.notifications.snapshot(), site.log.lines])).not.toMatch(
      /@|hampshire\.example/i,
    );
  });

  test('is answered the same whoever asks, and only a registered address of that council is sent one', async () => {
    const known = await ask(HAMPSHIRE, DUTY);
    const sent = requests().length;
    for (const [council, address] of [
      [HAMPSHIRE, 'somebody@hants.example'],
      [HAMPSHIRE, 'duty@kent.example'],
      ['E10000013', DUTY],
    ] as const) {
      expect(await ask(council, address)).toEqual(known);
    }
    expect(requests()).toHaveLength(sent);
    expect(known).toMatchObject({ status: 303, headers: { location: '/sign-in?asked=yes' }, cookies: [] });
    const told = await site.get('/sign-in', { asked: 'yes' });
    expect(told.body).toContain('If we know the address, we have sent a link to it');
  });

  test.each([
    [{}, 'Select your council'],
    [{ council: 'E99999999', address: DUTY }, 'Select your council'],
    [{ council: HAMPSHIRE, address: '' }, 'Enter an email address in the correct format'],
    [{ council: HAMPSHIRE, address: 'duty' }, 'Enter an email address in the correct format'],
  ])('says what is wrong with %j', async (form, words) => {
    const seen = await site.post('/sign-in', { step: 'ask', ...form });
    expect(seen.status).toBe(422);
    expect(seen.body).toContain('There is a problem');
    expect(seen.body).toContain(words);
    expect(requests()).toEqual([]);
  });
});

describe('a link', () => {
  test('is not used up by looking, nor by a program that posts the form as it stands', async () => {
    const path = await site.askedLink(HAMPSHIRE, DUTY);
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await site.visit({ method, path })).status).toBe(200);
    const posted = await site.visit({
      method: 'POST',
      path,
      form: asItStands((await site.get(path)).body),
    });
    expect(posted.status).toBe(422);
    expect(posted.cookies).toEqual([]);
    expect((await confirm(path)).status).toBe(303);
  });

  test('signs in once, into a cookie that no script and no other site can use', async () => {
    const path = await site.askedLink(HAMPSHIRE, DUTY);
    const first = await confirm(path);
    expect(first).toMatchObject({ status: 303, headers: { location: '/home' } });
    expect(first.cookies).toEqual([
      expect.stringMatching(
        /^__Host-nts-session=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure$/,
      ),
      expect.stringMatching(
        /^__Host-nts-device=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=15552000; Secure$/,
      ),
    ]);
    expect((await home(keptOf(first.cookies[0]))).body).toContain('Hampshire');
    const again = await confirm(path);
    expect(again.status).toBe(409);
    expect(again.body).toContain('This link has been used');
    expect(again.cookies).toEqual([]);
  });

  test('works for 15 minutes from the request', async () => {
    const path = await site.askedLink(HAMPSHIRE, DUTY);
    site.clock.set('2026-11-23T09:14:59.000Z');
    expect((await site.get(path)).status).toBe(200);
    site.clock.set('2026-11-23T09:15:00.000Z');
    for (const late of [await site.get(path), await confirm(path)]) {
      expect(late.status).toBe(410);
      expect(late.body).toContain('Ask for a new link');
    }
  });

  test('opens nothing else, and no other link signs in', async () => {
    const token = (await site.askedLink(HAMPSHIRE, DUTY)).split('/').at(-1);
    for (const path of ['/offers', '/referrals', '/cases'])
      expect((await site.get(`${path}/${token}`)).status).toBe(404);
    const theCase = await site.referred();
    const other = (await site.entryLink(theCase)).split('/').at(-1);
    expect((await site.get(`/sign-in/${other}`)).status).toBe(410);
  });

  test('over plain HTTP, as in the local run, still makes a cookie that the browser keeps', async () => {
    const path = await site.askedLink(HAMPSHIRE, DUTY);
    const { cookies } = await site.visit({
      method: 'POST',
      path,
      form: { step: 'sign', confirm: 'yes' },
      headers: { 'x-forwarded-proto': 'http' },
    });
    expect(cookies[0]).toMatch(/^nts-session=/);
    expect(cookies[0]).not.toContain('Secure');
  });
});

describe('a session', () => {
  test('ends after eight hours', async () => {
    const cookie = await site.signedIn(HAMPSHIRE);
    site.clock.set('2026-11-23T16:59:59.000Z');
    expect((await home(cookie)).status).toBe(200);
    site.clock.set('2026-11-23T17:00:00.000Z');
    expect((await home(cookie)).headers.location).toBe('/sign-in');
  });

  test('ends for good when its owner signs out, and only by a form of its own', async () => {
    const cookie = await site.signedIn(HAMPSHIRE);
    const other = await site.signedIn(KENT);
    const form = asItStands((await home(cookie)).body);
    const foreign = asItStands((await home(other)).body);
    for (const wrong of [{}, foreign, { session: 'guess' }]) {
      const refused = await site.visit({
        method: 'POST',
        path: '/sign-out',
        form: wrong,
        cookies: [cookie],
      });
      expect(refused.status).toBe(403);
    }
    expect((await home(cookie)).status).toBe(200);
    const out = await site.visit({ method: 'POST', path: '/sign-out', form, cookies: [cookie] });
    expect(out).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(out.cookies[0]).toContain('__Host-nts-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
    expect((await home(cookie)).headers.location).toBe('/sign-in');
    expect((await home(other)).status).toBe(200);
  });

  test('is nobody’s without a cookie of ours: changed, cut, of a link, or under another name', async () => {
    const cookie = await site.signedIn(HAMPSHIRE);
    const [name, value = ''] = cookie.split('=');
    const theCase = await site.referred();
    const link = (await site.entryLink(theCase)).split('/').at(-1);
    for (const wrong of [
      `${name}=`,
      `${name}=${value.slice(0, -3)}`,
      `${name}=${link}`,
      `nts-session=${value}`,
    ])
      expect((await home(wrong)).headers.location).toBe('/sign-in');
    expect((await site.get('/home')).headers.location).toBe('/sign-in');
  });
});

test('the front page leads to signing in', async () => {
  const seen = await site.get('/');
  expect(seen.status).toBe(200);
  expect(seen.body).toContain('href="/sign-in"');
  for (const [path, allow] of [
    ['/', 'GET, HEAD'],
    ['/home', 'GET, HEAD'],
  ] as const)
    expect((await site.visit({ method: 'POST', path, form: {} })).headers.allow).toBe(allow);
  expect((await site.get('/sign-out')).headers.allow).toBe('POST');
});

describe('the page that was wanted before signing in', () => {
  const wanted = async (path: string, cookies: readonly string[] = []) => {
    const seen = await site.visit({ path, cookies });
    expect(seen).toMatchObject({ status: 303, headers: { location: '/sign-in' } });
    return seen.cookies.map(keptOf);
  };
  const askFrom = async (cookies: readonly string[]) => {
    await site.visit({
      method: 'POST',
      path: '/sign-in',
      form: { step: 'ask', council: KENT, address: 'duty@kent.example' },
      cookies,
    });
    const data = requests().at(-1)?.data;
    const { to, signInId = '' } = data ?? {};
    return { to, path: await site.link({ for: 'sign-in', council: KENT, signInId, to }) };
  };

  test.each(['case', 'documents', 'sealed'])(
    '/%s: one click after signing in shows it, also on another device',
    async (folder) => {
      const asked = await site.referred();
      const cookies = await wanted(`/${folder}/${asked.id}`);
      expect((await site.visit({ path: '/sign-in', cookies })).body).toContain(
        'you come to the page that you wanted',
      );
      const { to, path } = await askFrom(cookies);
      expect(to).toBe(`/${folder}/${asked.id}`);
      // The link is opened without the cookie of the device that asked.
      const signed = await confirm(path);
      expect(signed.headers.location).toBe(to);
      const session = keptOf(signed.cookies[0]);
      const shown = await site.visit({ path: to ?? '', cookies: [session] });
      if (folder !== 'case') return expect(shown.body).toContain(asked.id);
      expect(shown.status).toBe(303);
      const onwards = { path: shown.headers.location ?? '', cookies: [session] };
      expect((await site.visit(onwards)).body).toContain(asked.id);
    },
  );

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/case/NTS-7F3K-2M9Q',
    '/case/NTS-7F3K-2M9Q/../../evil',
    '/case/NTS-7F3K-2M9Q?next=//evil.example',
    '/case/NTS-7F3K-2M9Q\r\nSet-Cookie: x=y',
    '/case/nts-7f3k-2m9q',
    '/case/Synthetic Child',
    '/sign-out',
    '/home/../sign-out',
    'javascript:alert(1)',
    '%2F%2Fevil.example',
    '/refer/%2e%2e/x',
  ])('is one of ours: %j leads nowhere', async (place) => {
    for (const value of [place, encodeURIComponent(place)]) {
      const cookies = [`__Host-nts-back=${value}`];
      expect((await site.visit({ path: '/sign-in', cookies })).body).not.toContain('page that you wanted');
      const { to } = await askFrom(cookies);
      expect(to).toBeUndefined();
    }
    const signInId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
    const forged = await site.link({ for: 'sign-in', council: KENT, signInId, to: place });
    expect((await confirm(forged)).status).toBe(410);
    const plain = await site.link({ for: 'sign-in', council: KENT, signInId });
    const signed = await site.visit({
      method: 'POST',
      path: plain,
      form: { step: 'sign', confirm: 'yes' },
      cookies: [`__Host-nts-back=${encodeURIComponent(place)}`],
    });
    expect(signed.headers.location).toBe('/home');
  });

  test('/case leads each council to its own page of a case, and strangers nowhere', async () => {
    const asked = await site.referred();
    const at = async (council: string, path = `/case/${asked.id}`) =>
      site.visit({ path, cookies: [await site.signedIn(council)] });
    const [first, second] = asked.offers.map(({ council }) => council);
    expect((await at(KENT)).headers.location).toMatch(/^\/referrals\//);
    for (const council of [first, second])
      expect((await at(council ?? '')).headers.location).toMatch(/^\/offers\//);
    await site.tell(
      asked.id,
      { kind: 'answer', offerId: asked.offers[0]?.id ?? '', answer: 'accept' },
      { kind: 'council', code: first ?? '' },
    );
    expect((await at(first ?? '')).headers.location).toMatch(/^\/transfers\//);
    const stranger =
      ['E10000013', 'E10000014', 'E10000030'].find((code) =>
        asked.offers.every(({ council }) => council !== code),
      ) ?? '';
    const cookies = [await site.signedIn(stranger)];
    const [refused, missing] = await Promise.all(
      [asked.id, 'NTS-0000-0000'].map((reference) => site.visit({ path: `/case/${reference}`, cookies })),
    );
    expect(refused?.status).toBe(403);
    expect(missing?.body).toBe(refused?.body);
    expect((await at(KENT, '/case/nobody')).status).toBe(404);
    expect((await site.visit({ method: 'POST', path: `/case/${asked.id}` })).status).toBe(405);
  });
});
