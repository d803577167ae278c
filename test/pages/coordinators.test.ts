import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { asItStands } from './forms.ts';
import { secretOn } from './second-step.ts';
import { Site } from './site.ts';
import { whatIsWritten } from './what-is-written.ts';

const HAMPSHIRE = 'E10000014';
const DESK = 'desk@coordinators.example';
const SHARED = 'shared@hampshire.example';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
  await site.sealed.putContacts('coordinators', { dutyDesk: DESK, second: SHARED });
  await site.sealed.putContacts(`council:${HAMPSHIRE}`, {
    dutyDesk: 'duty@hampshire.example',
    second: SHARED,
  });
});

const ask = (council: string, address: string) =>
  site.visit({ method: 'POST', path: '/sign-in', form: { step: 'ask', council, address } });
const requests = () => site.notifications.snapshot().map(({ body }) => JSON.parse(body));
const sign = (path: string, form: Record<string, string>) =>
  site.visit({ method: 'POST', path, form: { step: 'sign', ...form } });
const home = (cookie: string) => site.visit({ path: '/home', cookies: [cookie] });
const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('a coordinator asks for a link', () => {
  test('from a registered address; the answer is the same for any other, and nobody’s address is passed on', async () => {
    const known = await ask('coordinators', DESK.toUpperCase());
    expect(requests()).toEqual([
      {
        id: expect.stringMatching(/^sign-in:/),
        type: 'coordinator-sign-in-requested.v1',
        at: site.clock.now(),
        actor: { kind: 'system', name: 'pages' },
        data: { contact: 'duty-desk', signInId: expect.any(String) },
      },
    ]);
    for (const stranger of ['duty@kent.example', 'somebody@coordinators.example.com'])
      expect(await ask('coordinators', stranger)).toEqual(known);
    expect(requests()).toHaveLength(1);
    expect(JSON.stringify([requests(), site.log.lines])).not.toMatch(/@|coordinators\.example/i);
  });

  test('that is not sent again while it lies unused, whatever councils ask for', async () => {
    for (let times = 0; times < 7; times += 1) await ask('coordinators', DESK);
    expect(requests()).toHaveLength(1);
    await ask(HAMPSHIRE, 'duty@hampshire.example');
    expect(requests()).toHaveLength(2);
  });

  test('from an address that a council has too, and is signed in as what was chosen and as nothing else', async () => {
    const officer = await site.askedLink(HAMPSHIRE, SHARED);
    const coordinator = await site.askedLink('coordinators', SHARED);
    expect([officer, coordinator].map((path) => path.split('/')[1])).toEqual(['sign-in', 'coordinators']);
    const swapped = [officer, coordinator].map((path) => path.split('/')[2]);
    expect((await site.get(`/coordinators/${swapped[0]}`)).status).toBe(410);
    expect((await site.get(`/sign-in/${swapped[1]}`)).status).toBe(410);
    const first = await sign(officer, { confirm: 'yes', name: 'Robin Hale' });
    expect((await home(first.cookies[0]?.split(';')[0] ?? '')).body).toContain('Refer a child');
    const list = await home(await site.coordinatorEnters(coordinator, 'Robin Hale'));
    expect(list.body).toContain('Coordinators of the scheme');
    expect(list.body).not.toContain('Refer a child');
  });
});

describe('a coordinator’s link', () => {
  test('signs in once, whoever gives a name and proves a second step, and never a program that posts the form as it stands', async () => {
    const path = await site.askedLink('coordinators', DESK);
    for (const method of ['GET', 'HEAD']) expect((await site.visit({ method, path })).status).toBe(200);
    const shownHere = expect.stringMatching(/^__Host-nts-shown=/);
    const form = asItStands((await site.get(path)).body) as Record<string, never>;
    for (const given of [form, { name: '' }, { name: ' ' }])
      expect(await sign(path, given)).toMatchObject({ status: 422, cookies: [shownHere] });
    const { location: shown } = (
      await site.request({ method: 'POST', path, form: { step: 'sign', name: 'Robin Hale' } })
    ).headers;
    const asked = await sign(path, { name: 'Robin Hale' });
    expect([asked.status, asked.cookies]).toEqual([200, [shownHere]]);
    site.phones.take('Robin Hale', secretOn(asked.body));
    const whole = { ...asItStands(asked.body), code: site.phones.code('Robin Hale') };
    const signed = await site.visit({ method: 'POST', path, form: whole });
    expect(signed).toMatchObject({ status: 303, headers: { location: '/home' } });
    expect(signed.cookies).toEqual([
      expect.stringMatching(
        /^__Host-nts-session=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure$/,
      ),
      expect.stringMatching(/^__Host-nts-device=/),
    ]);
    const [, claims = ''] = (signed.cookies[0] ?? '').split('.');
    expect(Buffer.from(claims, 'base64url').toString()).not.toMatch(/Robin|Hale/);
    expect((await home(signed.cookies[0]?.split(';')[0] ?? '')).body).toContain('Robin Hale, coordinator');
    // Used, it opens nothing: neither what was shown behind it, nor another session.
    const { roster } = await site.rosters.read('coordinators');
    const again = {
      person: roster.people[0]?.id ?? '',
      step: 'second-step',
      code: site.phones.code('Robin Hale'),
    };
    expect(await site.visit({ method: 'POST', path, form: again })).toMatchObject({
      status: 410,
      cookies: [],
    });
    const kept = new URL(shown ?? '', 'https://pages.test');
    const seen = await site.visit({ path, query: Object.fromEntries(kept.searchParams), cookies: [] });
    expect([seen.status, secretOn(seen.body)]).toEqual([410, '']);
  });

  test('works for 15 minutes from the request', async () => {
    const path = await site.askedLink('coordinators', DESK);
    site.clock.set('2026-11-23T09:15:00.000Z');
    expect((await site.get(path)).status).toBe(410);
    expect((await sign(path, { confirm: 'yes', name: 'Robin Hale' })).status).toBe(410);
  });
});

describe('a session', () => {
  test('of a coordinator opens nothing that is a council’s, and takes nothing from it', async () => {
    const cookies = [await site.coordinatorSignedIn()];
    const { id } = await site.referred();
    const written = whatIsWritten(site);
    for (const path of ['/refer', '/refer/11111111-1111-4111-8111-111111111111/check', `/documents/${id}`]) {
      expect((await site.visit({ path, cookies })).headers.location).toBe('/home');
      const form = { ...asItStands((await home(cookies[0] ?? '')).body), step: 'open' };
      expect((await site.visit({ method: 'POST', path, form, cookies })).headers.location).toBe('/home');
    }
    // What is sealed would open, were there anything to decide.
    expect((await site.visit({ path: `/sealed/${id}`, cookies })).status).toBe(403);
    expect(written).toEqual([]);
  });

  test('lasts eight hours, and ends when its owner signs out', async () => {
    const cookie = await site.coordinatorSignedIn();
    const form = asItStands((await home(cookie)).body);
    site.clock.set('2026-11-23T16:59:59.000Z');
    expect((await home(cookie)).status).toBe(200);
    site.clock.set('2026-11-23T17:00:00.000Z');
    expect((await home(cookie)).headers.location).toBe('/sign-in');
    site.clock.set('2026-11-23T09:30:00.000Z');
    await site.visit({ method: 'POST', path: '/sign-out', form, cookies: [cookie] });
    expect((await home(cookie)).headers.location).toBe('/sign-in');
  });
});

/** What a coordinator sees: words and link of each line. */
async function list(cookie: string) {
  const { body } = await home(cookie);
  return [...body.matchAll(/<li class="nts-needs__entry">([\s\S]*?)<\/li>/g)].map(([, line = '']) => ({
    href: /href="([^"]+)"/.exec(line)?.[1] ?? '',
    words: textOf(line).trim(),
  }));
}

const council = (code: string): Actor => ({ kind: 'council', code });
async function declined(theCase: Case): Promise<Case> {
  const [offer] = theCase.offers;
  if (offer === undefined) throw new Error('A council has to be asked.');
  return site.tell(
    theCase.id,
    { kind: 'answer', offerId: offer.id, answer: 'decline', reason: 'no-safe-placement', text: 'Full.' },
    council(offer.council),
  );
}

describe('the list', () => {
  test('has what coordinators decide, the most urgent first, and nothing that waits for somebody else', async () => {
    expect((await home(await site.coordinatorSignedIn())).body).toContain('Nothing needs you now');
    const held = await site.referred({ familyInUk: 'may-care' });
    const reviewed = await declined(await site.referred());
    site.clock.set('2026-11-24T10:00:00.000Z');
    const refusing = await site.tell(
      (await site.referred()).id,
      { kind: 'child-refused', note: 'She wants to stay.' },
      { kind: 'entry-authority', code: 'E10000016' },
    );
    const other = await site.referred();
    const lines = await list(await site.coordinatorSignedIn());
    expect(lines.map(({ words }) => /NTS-\w{4}-\w{4}/.exec(words)?.[0])).toEqual([
      held.id,
      refusing.id,
      reviewed.id,
    ]);
    expect(lines.map(({ words }) => words).join()).not.toContain(other.id);
    expect(lines[0]?.words).toMatch(
      /^Keep or release the hold .*1 child from Kent, foster care\. Referred yesterday\. One reason stops it\. Last: Held for a coordinator, at 9am on Monday 23 November 2026\. Assigned to nobody\. By 5pm on Tuesday 24 November \(in 7 hours\) Today$/,
    );
    expect(lines[2]?.words).toMatch(
      /^Accept or refuse the reason of .* No deadline\. Declined at 9am on Monday 23 November 2026$/,
    );
    expect(lines[1]?.words).toMatch(/^Decide what follows the child’s refusal .* Child refuses$/);
    site.clock.set('2026-11-24T17:00:00.000Z');
    expect((await list(await site.coordinatorSignedIn()))[0]?.words).toContain('Overdue');
  });

  test('leads to the page on which it is decided; what is decided there carries the name and leaves the list', async () => {
    const cookie = await site.coordinatorSignedIn('Robin O’Hale');
    const held = await site.referred({ familyInUk: 'may-care' });
    const [line] = await list(cookie);
    const path = line?.href ?? '';
    const shown = await site.visit({ path, cookies: [cookie] });
    expect(shown.body).toContain('Robin O’Hale, coordinator');
    const answers = { action: 'release', releaseNote: 'The uncle cannot care for the child.' };
    const check = await site.visit({
      method: 'POST',
      path,
      form: { step: 'release', ...answers, session: String(asItStands(shown.body).session) },
      cookies: [cookie],
    });
    expect(check.body).not.toContain('name="name"');
    expect(check.body).toContain('href="/home"');
    const form = { ...asItStands(check.body.slice(check.body.indexOf('<main'))), confirm: 'yes' };
    expect((await site.visit({ method: 'POST', path, form, cookies: [cookie] })).status).toBe(303);
    expect((await site.cases.trail(held.id)).at(-1)).toMatchObject({
      type: 'referral-released.v1',
      actor: { kind: 'coordinator', name: 'Robin O’Hale' },
    });
    expect(await list(cookie)).toEqual([]);
    // Without the session the list's link opens nothing.
    expect((await site.visit({ path, cookies: [] })).headers.location).toBe('/sign-in');
  });

  test('has a decline until it is reviewed, also once another council has the child', async () => {
    const cookie = await site.coordinatorSignedIn();
    const theCase = await declined(await site.referred());
    const [first, next] = theCase.offers;
    if (first === undefined || next === undefined) throw new Error('Two councils have to be asked.');
    await site.tell(
      theCase.id,
      { kind: 'answer', offerId: next.id, answer: 'accept' },
      council(next.council),
    );
    expect(await list(cookie)).toHaveLength(1);
    await site.tell(
      theCase.id,
      { kind: 'review-decline', offerId: first.id, outcome: 'accepted', note: 'Both homes are full.' },
      { kind: 'coordinator', name: 'Robin Hale' },
    );
    expect(await list(cookie)).toEqual([]);
  });

  test('says of a case that may be another’s child that it may', async () => {
    const cookie = await site.coordinatorSignedIn();
    const held = await site.referred({ familyInUk: 'may-care' });
    const twice = {
      ...held,
      hold: {
        since: held.openedAt,
        reviewAt: '2026-11-25T17:00:00.000Z',
        reasons: [{ code: 'possible-duplicate:NTS-0000-0001', words: 'It may be.' }],
      },
    };
    site.cases.read = async () => twice;
    expect((await list(cookie))[0]?.words).toContain('It may be the same child as in another case.');
  });
});
