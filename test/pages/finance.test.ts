/** Whoever a council let in for its money and nights alone: by the desk, by their own address, until the desk says otherwise. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { AnyEvent, EventOf } from '../../events/catalogue.ts';
import { offeredBy, sessionOf } from './forms.ts';
import { type Seen, Site } from './site.ts';

const [KENT, HAMPSHIRE] = ['E10000016', 'E10000014'];
const DESK = `council:${KENT}`;
const MORGAN = 'morgan.lee@e10000016.example';

let site: Site;
let officer: string;
beforeEach(async () => {
  site = await Site.seeded();
  officer = await site.signedIn(KENT);
});

const look = (path: string, cookie: string) => site.visit({ path, cookies: [cookie] });
const opens = async (cookie: string, path = '/home') => {
  const { status, headers } = await look(path, cookie);
  return headers.location ?? status;
};
const words = ({ body }: Seen) =>
  body
    .slice(body.indexOf('<main'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const told = () =>
  site.notifications
    .snapshot()
    .map(({ body }) => JSON.parse(body) as AnyEvent)
    .filter((one): one is EventOf<'person-changed.v1'> => one.type === 'person-changed.v1')
    .map(({ data: { state, access } }) => [state, access]);
const later = (hours: number) =>
  site.clock.set(new Date(Date.parse(site.clock.now()) + hours * 3_600_000).toISOString());

async function asks(): Promise<void> {
  const link = await site.askedLink(KENT, MORGAN);
  const form = { step: 'ask', name: 'Morgan Lee', role: 'Accountant', confirm: 'yes' };
  expect((await site.visit({ method: 'POST', path: link, form })).status).toBe(303);
}

/** The desk decides on the first whom it may decide on so, on its own page. */
async function decides(to: string): Promise<Seen> {
  const { body } = await look('/people', officer);
  const decision = offeredBy(body, 'decision').find((value) => value.startsWith(`${to}.`)) ?? '';
  const form = { step: 'confirm', decision, confirm: 'yes', session: sessionOf(body) };
  return site.visit({ method: 'POST', path: '/people', cookies: [officer], form });
}

async function signsIn(): Promise<string> {
  later(0.25);
  const path = await site.askedLink(KENT, MORGAN);
  const form = { step: 'sign', role: 'Accountant', confirm: 'yes' };
  const { cookies } = await site.visit({ method: 'POST', path, form });
  return cookies[0]?.split(';')[0] ?? '';
}

describe('a finance officer', () => {
  test('asks, is let in by the desk for money alone, and sees the money of the council and no case', async () => {
    await asks();
    expect((await decides('let-in-finance')).headers.location).toBe('/people?done=let-in-finance');
    expect(told()).toEqual([
      ['asked', undefined],
      ['let-in', 'finance'],
    ]);
    expect(words(await look('/people', officer))).toMatch(
      /Morgan Lee .* Let in for money and nights only at 9am on Monday 23 November 2026 by Sam Okafor, duty manager, for Kent/,
    );
    const { id } = await site.referred();
    const cookie = await signsIn();
    const home = await look('/home', cookie);
    expect(words(home)).toMatch(/Money and nights You see the money .* Nightly funding The rate/);
    expect(home.body).toContain('Morgan Lee, Accountant, for the money of Kent: money and nights');
    expect(home.body).not.toContain(id);
    for (const path of [
      `/case/${id}`,
      '/refer',
      '/people',
      '/received',
      '/calendar',
      '/turn',
      '/figures',
      `/sealed/${id}`,
    ])
      expect(await opens(cookie, path), path).toBe('/home');
    expect(await opens(officer, '/refer')).toBe(200);
  });

  test('has no part in what the council’s links open: not while signed in', async () => {
    const theCase = await site.referred();
    const cookie = await site.financeSignedIn(KENT);
    const seen = await look(await site.entryLink(theCase), cookie);
    expect(seen.status).toBe(403);
    expect(seen.body).not.toContain(theCase.id);
    expect(await opens(cookie, await site.link({ for: 'people', council: KENT }))).toBe(403);
  });

  test('is what the desk says now: a change ends at once what was open as the other', async () => {
    await asks();
    await decides('let-in');
    const asOfficer = await signsIn();
    expect(await opens(asOfficer, '/refer')).toBe(200);
    later(0.25);
    expect((await decides('let-in-finance')).status).toBe(303);
    expect(await opens(asOfficer, '/refer')).toBe('/sign-in');
    const asFinance = await signsIn();
    expect(await opens(asFinance, '/refer')).toBe('/home');
    later(0.25);
    await decides('let-in');
    expect(await opens(asFinance)).toBe('/sign-in');
    expect(await opens(await signsIn(), '/refer')).toBe(200);
    later(0.25);
    await decides('let-in-finance');
    const last = await signsIn();
    expect(await opens(last)).toBe(200);
    expect((await decides('taken-away')).status).toBe(303);
    expect(await opens(last)).toBe('/sign-in');
    expect(told().slice(1)).toEqual([
      ['let-in', undefined],
      ['let-in', 'finance'],
      ['let-in', undefined],
      ['let-in', 'finance'],
      ['taken-away', 'finance'],
    ]);
    expect((await site.signIns.sessions(DESK, 0)).filter(({ person }) => person !== undefined)).toEqual([]);
  });

  test('whose role is changed while the session opens has none of either kind', async () => {
    await asks();
    await decides('let-in');
    later(0.25);
    const path = await site.askedLink(KENT, MORGAN);
    const { open } = site.signIns;
    site.signIns.open = async (...given) => {
      await decides('let-in-finance');
      return open.apply(site.signIns, given);
    };
    const form = { step: 'sign', role: 'Accountant', confirm: 'yes' };
    const { cookies } = await site.visit({ method: 'POST', path, form });
    site.signIns.open = open;
    expect(await opens(cookies[0]?.split(';')[0] ?? '', '/refer')).toBe('/sign-in');
  });

  test('may be one at two councils, each for its own money, and an officer of one of them', async () => {
    const domain = 'shared.example';
    for (const council of [KENT, HAMPSHIRE])
      await site.sealed.putContacts(`council:${council}`, { dutyDesk: `duty@${domain}` });
    const address = `morgan@${domain}`;
    const kent = await site.ownSignedIn(await site.letIn(DESK, address, 'Morgan Lee', 'finance'));
    const hants = await site.ownSignedIn(await site.letIn(`council:${HAMPSHIRE}`, address, 'Morgan Lee'));
    expect(words(await look('/home', kent))).toContain('Kent');
    expect(words(await look('/home', kent))).not.toContain('Hampshire');
    expect(await opens(hants, '/refer')).toBe(200);
    expect(await opens(kent, '/refer')).toBe('/home');
  });

  test('sees and ends only their own sessions, while the desk sees and ends theirs', async () => {
    const cookie = await site.financeSignedIn(KENT);
    const { body } = await look('/sessions', cookie);
    expect(body).toContain('One session');
    expect(body).not.toContain('Sam Okafor');
    const links = { step: 'confirm', ending: 'links', confirm: 'yes', session: sessionOf(body) };
    await site.visit({ method: 'POST', path: '/sessions', cookies: [cookie], form: links });
    expect(await site.signIns.linksVoidUpTo(DESK)).toBeUndefined();
    officer = await site.signedIn(KENT);
    const list = await look('/sessions', officer);
    expect(list.body).toContain('Morgan Lee, accountant, by a link to their own address');
    const others = { step: 'confirm', ending: 'others', confirm: 'yes', session: sessionOf(list.body) };
    await site.visit({ method: 'POST', path: '/sessions', cookies: [officer], form: others });
    expect(await opens(cookie)).toBe('/sign-in');
  });

  test('of an address outside the council’s domains cannot ask, as nobody can', async () => {
    const before = site.notifications.snapshot().length;
    const form = { step: 'ask', council: KENT, address: 'morgan@accountants.example' };
    await site.visit({ method: 'POST', path: '/sign-in', form });
    expect(site.notifications.snapshot()).toHaveLength(before);
    expect(await site.people.people(DESK, 0)).toEqual([]);
  });
});
