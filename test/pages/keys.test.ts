import { beforeEach, expect, test } from 'vitest';
import { hashOfKey } from '../../shared/core/council/council-keys.ts';
import { AsCoordinator, type Fields, formOf } from './as-coordinator.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const PATH = `/keys/${KENT}`;

let site: Site;
let as: AsCoordinator;
beforeEach(async () => {
  site = await Site.seeded();
  as = await AsCoordinator.signedIn(site, PATH);
});

const get = (path?: string) => as.get(path);
const post = (form: Fields, path?: string) => as.post(form, path);
const keyIn = (html: string) => /<code[^>]*>([^<]+)<\/code>/.exec(html)?.[1] ?? '';
const opens = (key: string) => site.apiKeys.councilOf(hashOfKey(key), site.clock.now());
const events = () => site.councils.trail(KENT);

const change = (...answers: readonly Fields[]) => as.answer(...answers);
const tick = { confirm: 'yes' };

test('a first key is shown once, on the answer; the same form again makes no other', async () => {
  expect((await get()).body).toMatch(/Key<\/dt>\s*<dd[^>]*>None/);
  const { form, last } = await change(tick);
  expect(last.status).toBe(200);
  expect(last.headers['cache-control']).toBe('no-store');
  const key = keyIn(last.body);
  expect(key).toMatch(/^nts_[\w-]{43}$/);
  expect(await opens(key)).toBe(KENT);
  for (let times = 0; times < 2; times += 1) {
    const again = await post(form);
    expect(again.status).toBe(409);
    expect(again.body).toContain('No other key was made');
    expect(again.body).not.toContain(key);
  }
  expect(await opens(key)).toBe(KENT);
  expect(await events()).toEqual([
    expect.objectContaining({
      type: 'api-key-changed.v1',
      actor: { kind: 'coordinator', name: 'Robin Hale' },
      at: site.clock.now(),
      data: { council: KENT, change: 'given' },
    }),
  ]);
});

test('neither a key nor its hash is anywhere but where it is kept and on the page that shows it', async () => {
  const key = keyIn((await change(tick)).last.body);
  const elsewhere = JSON.stringify([
    (await get()).body,
    (await get('/keys')).body,
    await events(),
    site.log.lines,
    site.notifications.snapshot(),
    site.councils.snapshot(),
  ]);
  for (const secret of [key, hashOfKey(key)]) expect(elsewhere).not.toContain(secret);
});

test.each([
  ['0', 'No older key of this council works now', false],
  ['7', 'The old key works until 9am on Monday 30 November 2026', true],
])('a new key takes the place of the old one, which opens for %s days more', async (days, words, still) => {
  const old = keyIn((await change(tick)).last.body);
  const { last } = await change({ todo: 'replace' }, { days }, tick);
  expect(last.body).toContain(words);
  expect(await opens(keyIn(last.body))).toBe(KENT);
  expect(await opens(old)).toBe(still ? KENT : undefined);
  const shown = [(await get()).body, (await get('/keys')).body];
  for (const body of shown) expect(body.includes('9am on Monday 30 November 2026')).toBe(still);
  expect(shown[0]).toContain('9am on Monday 23 November 2026, by Robin Hale');
  expect((await events()).at(-1)?.data).toEqual({
    council: KENT,
    change: 'replaced',
    ...(still ? { oldUntil: '2026-11-30T09:00:00.000Z' } : {}),
  });
  site.clock.set('2026-11-30T09:00:00.000Z');
  expect(await opens(old)).toBeUndefined();
});

test('keys are taken away at once, both of them', async () => {
  const old = keyIn((await change(tick)).last.body);
  const key = keyIn((await change({ todo: 'replace' }, { days: '28' }, tick)).last.body);
  const { last } = await change({ todo: 'take-away' }, tick);
  expect(last).toMatchObject({ status: 303, headers: { location: '/keys?done=taken-away' } });
  for (const one of [old, key]) expect(await opens(one)).toBeUndefined();
  expect((await events()).at(-1)?.data).toEqual({ council: KENT, change: 'taken-away' });
  const list = (await get('/keys')).body;
  expect(list).toContain('No council has a key yet');
  expect(list).toContain(`<option value="${KENT}">Kent</option>`);
});

test('of two coordinators who look at the same key, the second is told and makes none', async () => {
  const key = keyIn((await change(tick)).last.body);
  const form = formOf((await get()).body);
  await change({ todo: 'replace' }, { days: '1' }, tick);
  const late = await post({ ...form, step: 'confirm', todo: 'take-away', ...tick });
  expect(late.status).toBe(409);
  expect(await opens(key)).toBe(KENT);
});

test('a form that nobody has ticked, or that is not this session’s, makes nothing', async () => {
  const form = formOf((await get()).body);
  const { session: _, ...others } = form;
  for (const given of [form, { ...form, step: 'confirm' }, { ...form, change: 'yes' }])
    expect((await post(given)).status).toBeLessThan(423);
  expect((await post({ ...others, ...tick })).status).toBe(403);
  const officer = await site.signedIn(KENT);
  for (const [method, path] of [
    ['GET', PATH],
    ['POST', PATH],
    ['GET', '/keys'],
  ] as const)
    expect((await site.visit({ method, path, form: tick, cookies: [officer] })).headers.location).toBe(
      '/home',
    );
  expect((await site.visit({ method: 'POST', path: PATH, form: tick })).headers.location).toBe('/sign-in');
  expect(await site.apiKeys.keyState(KENT)).toBeUndefined();
  expect(await events()).toEqual([]);
});

test('only councils have a page; choosing one leads there', async () => {
  expect((await get('/keys/E99999999')).status).toBe(404);
  const chosen = await as.get('/keys', { council: KENT });
  expect(chosen.headers.location).toBe(PATH);
  const unknown = await as.get('/keys', { council: '//elsewhere.test' });
  expect(unknown.status).toBe(200);
  expect((await post({}, '/keys')).headers.allow).toBe('GET, HEAD');
});
