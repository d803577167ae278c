/** What a form is answered with is kept for a while, and shown to whoever posted it where the form leads: to nobody else, and nothing is done by looking. */
import { beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { NOW } from '../builders.ts';
import { asItStands } from './forms.ts';
import { type Seen, Site, type Visit } from './site.ts';

const KENT = 'E10000016';
const KEYS = `/keys/${KENT}`;
const NOT_KEPT = 'What was here is not kept any more.';
const minutesOn = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

let site: Site;
let kept: MockInstance<Site['replies']['keep']>;

beforeEach(async () => {
  site = await Site.seeded();
  kept = vi.spyOn(site.replies, 'keep');
});

const addressOf = ({ headers: { location = '' } }: Seen) => {
  const [path = '', search = ''] = location.split('?');
  return { path, query: Object.fromEntries(new URLSearchParams(search)) };
};
/** A form as it goes out, and where it leads. */
async function posted(path: string, form: NonNullable<Visit['form']>, cookies: readonly string[] = []) {
  const answered = await site.request({ method: 'POST', path, form, cookies });
  expect([answered.status, answered.body]).toEqual([303, '']);
  return addressOf(answered);
}
const mainFormOf = ({ body }: Seen) => asItStands(body.slice(body.indexOf('<main')));

describe('a page with a mistake', () => {
  const TYPED = 'Synthetic Marker of what was typed';
  let cookies: string[];
  let at: Awaited<ReturnType<typeof posted>>;
  beforeEach(async () => {
    cookies = [await site.coordinatorSignedIn()];
    const form = mainFormOf(await site.visit({ path: `/councils/${KENT}`, cookies }));
    kept.mockClear();
    at = await posted(
      `/councils/${KENT}`,
      { ...form, action: 'close', step: 'close', because: 'other', note: TYPED, 'from-day': '99' },
      cookies,
    );
  });
  const look = (over: Partial<Visit> = {}) => site.request({ ...at, cookies, ...over });

  test('is shown where the form was, with what was typed, as often as it is asked for within an hour', async () => {
    expect(at).toEqual({ path: `/councils/${KENT}`, query: { shown: expect.stringMatching(/^[\w-]{36}$/) } });
    for (const minutes of [0, 0, 30, 59.9]) {
      site.clock.set(minutesOn(minutes));
      const seen = await look();
      expect([seen.status, seen.body.includes(TYPED), seen.headers['cache-control']]).toEqual([
        422,
        true,
        'no-store',
      ]);
    }
    expect(await look({ method: 'HEAD' })).toMatchObject({ status: 422, body: '' });
    site.clock.set(minutesOn(60));
    const late = await look();
    expect([late.status, late.body.includes(NOT_KEPT), late.body.includes(TYPED)]).toEqual([
      200,
      true,
      false,
    ]);
    expect(late.body).toContain('<h1');
    expect(kept).toHaveBeenCalledTimes(1);
  });

  test('is shown at no other address, in no other session, and to nobody without one', async () => {
    for (const over of [
      { path: '/councils/E10000014' },
      { query: { shown: 'of-nobody' } },
      { query: { shown: '' } },
      { cookies: [await site.coordinatorSignedIn('Sam Okafor')] },
    ]) {
      const { status, body } = await look(over);
      expect([status, body.includes(NOT_KEPT), body.includes(TYPED)]).toEqual([200, true, false]);
    }
    for (const other of [[], [await site.signedIn(KENT)]])
      expect(await look({ cookies: other })).toMatchObject({ status: 303, body: '' });
    expect((await look({ query: {} })).body).not.toContain(NOT_KEPT);
  });

  test('is closed to whoever reads the store, and no two are kept alike', async () => {
    const [name = '', reply = new Uint8Array(), expiresAt] = kept.mock.calls[0] ?? [];
    const stored = `${name} ${Buffer.from(reply).toString('latin1')}`;
    for (const secret of [TYPED, 'govuk', at.query.shown ?? '', KENT]) expect(stored).not.toContain(secret);
    expect(expiresAt).toBe(Math.floor(Date.parse(site.clock.now()) / 1000) + 3600);
    const again = await posted(`/councils/${KENT}`, { more: 'x'.repeat(30_000) }, cookies);
    const same = await posted(`/councils/${KENT}`, { more: 'x'.repeat(30_000) }, cookies);
    expect(again.query).not.toEqual(same.query);
    const [, one, other] = kept.mock.calls.map(([, sealed]) => Buffer.from(sealed).toString('base64'));
    expect(one).not.toBe(other);
  });
});

test('the rest of the address stays, and a page that answers at another address begins anew', async () => {
  const cookies = [await site.signedIn(KENT)];
  const form = {};
  const self = await site.request({
    method: 'POST',
    path: '/sessions',
    query: { done: 'ended' },
    form,
    cookies,
  });
  expect(addressOf(self)).toMatchObject({ path: '/home', query: { shown: expect.any(String) } });
  const query = { done: 'ended', shown: 'before' };
  const large = { more: 'x'.repeat(30_000) };
  const next = addressOf(
    await site.request({ method: 'POST', path: '/sessions', query, form: large, cookies }),
  );
  expect(next).toMatchObject({ path: '/sessions', query: { done: 'ended' } });
  expect(next.query.shown).not.toBe('before');
  expect(await site.request({ ...next, cookies })).toMatchObject({ status: 413 });
});

test('a form that only can be sent is answered on the list', async () => {
  const cookies = [await site.signedIn(KENT)];
  const at = await posted('/sign-out', { session: 'of another' }, cookies);
  expect(at.path).toBe('/home');
  const seen = await site.request({ ...at, cookies });
  expect([seen.status, seen.body]).toEqual([403, expect.stringContaining('does not belong to your session')]);
});

test('what a page does to cookies it does at once, and not when it is shown', async () => {
  const asked = await site.referred();
  const cookies = [await site.coordinatorSignedIn()];
  const path = await site.entryLink(asked);
  const answered = await site.request({ method: 'POST', path, form: {}, cookies });
  expect([answered.status, answered.cookies]).toEqual([303, [expect.stringContaining('nts-back=')]]);
  expect((await site.request({ ...addressOf(answered), cookies })).status).toBe(403);
});

test('a form of another website, and what broke, are answered where they are, and nothing is kept', async () => {
  const path = await site.offerLink(await site.referred());
  const foreign = { 'sec-fetch-site': 'cross-site' };
  const refused = await site.request({ method: 'POST', path, form: {}, headers: foreign, origin: 'as-said' });
  expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('came from another website')]);
  vi.spyOn(site.cases, 'read').mockRejectedValue(new Error('broken'));
  const broken = await site.request({ method: 'POST', path, form: {} });
  expect([broken.status, broken.body]).toEqual([500, expect.stringContaining('there is a problem')]);
  expect(kept).not.toHaveBeenCalled();
});

test('the page of a new key is shown again to the session that made it, and no other key is made', async () => {
  const cookies = [await site.coordinatorSignedIn()];
  const form = { ...mainFormOf(await site.visit({ path: KEYS, cookies })), confirm: 'yes' };
  const at = await posted(KEYS, form, cookies);
  const keyIn = ({ body }: Seen) => /<code[^>]*>(nts_[\w-]{43})<\/code>/.exec(body)?.[1];
  const key = keyIn(await site.request({ ...at, cookies }));
  expect(key).toBeDefined();
  expect(keyIn(await site.request({ ...at, cookies }))).toBe(key);
  expect(await site.councils.trail(KENT)).toHaveLength(1);
  const [, reply = new Uint8Array()] = kept.mock.calls.at(-1) ?? [];
  expect(Buffer.from(reply).includes(key ?? '')).toBe(false);
  expect(keyIn(await site.request({ ...at, cookies: [await site.coordinatorSignedIn()] }))).toBeUndefined();
});

describe('sealed details that were opened', () => {
  const NAME = 'Synthetic Marker Child';
  let placed: Case;
  let cookies: string[];
  let at: Awaited<ReturnType<typeof posted>>;
  beforeEach(async () => {
    const asked = await site.referred();
    await site.sealed.sealFirst(asked.referralId, KENT, [{ number: 1, name: NAME }]);
    const [offer] = asked.offers;
    placed = await site.tell(
      asked.id,
      { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
      { kind: 'council', code: offer?.council ?? '' },
    );
    cookies = [await site.signedIn(offer?.council ?? '')];
    const path = `/sealed/${asked.id}`;
    const form = { ...mainFormOf(await site.visit({ path, cookies })), confirm: 'yes' };
    at = await posted(path, form, cookies);
  });
  const openings = async () =>
    (await site.cases.trail(placed.id)).filter(({ type }) => type === 'sealed-details-opened.v1').length;
  const shows = async () => (await site.request({ ...at, cookies })).body.includes(NAME);

  test('are shown again without another opening', async () => {
    expect([await shows(), await shows(), await openings()]).toEqual([true, true, 1]);
  });

  test('are shown no more once the council has no part in the placement', async () => {
    await site.tell(
      placed.id,
      { kind: 'reallocate', because: 'coordinator', note: 'n' },
      { kind: 'coordinator', name: 'Robin Hale' },
    );
    expect(await shows()).toBe(false);
    expect((await site.request({ ...at, cookies })).status).toBe(403);
  });

  test('are shown no more once the session has ended', async () => {
    const { body } = await site.visit({ path: '/home', cookies });
    await site.visit({ method: 'POST', path: '/sign-out', form: asItStands(body), cookies });
    expect(await site.request({ ...at, cookies })).toMatchObject({
      status: 303,
      headers: { location: '/sign-in' },
    });
  });

  test('lead to why a document of theirs does not open, on their own page', async () => {
    const { session = '' } = mainFormOf(await site.visit({ path: `/sealed/${placed.id}`, cookies }));
    const form = { session, step: 'open', document: 'of-nobody' };
    const why = await posted(`/documents/${placed.id}`, form, cookies);
    expect(why.path).toBe(`/sealed/${placed.id}`);
    const seen = await site.request({ ...why, cookies });
    expect([seen.status, seen.body]).toEqual([410, expect.stringContaining('not there any more')]);
  });
});
