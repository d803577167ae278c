/** Those who read the figures and nothing else: let in by a coordinator, by their own address, until that is taken away. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { READERS } from '../../shared/core/desks.ts';
import { offeredBy, sessionOf } from './forms.ts';
import { type Seen, Site } from './site.ts';

const KENT = 'E10000016';
const ALEX = 'alex.reed@inspectors.example';
const alex = { newName: 'Alex Reed', newRole: 'inspector', newAddress: ALEX };

let site: Site;
let coordinator: string;
beforeEach(async () => {
  site = await Site.seeded();
  coordinator = await site.coordinatorSignedIn();
});

const messages = (type: AnyEvent['type']) =>
  site.notifications
    .snapshot()
    .map(({ body }) => JSON.parse(body) as AnyEvent)
    .filter((message) => message.type === type);
const told = () => messages('reader-changed.v1').map(({ data }) => (data as { state: string }).state);
const look = (path: string, cookie: string) => site.visit({ path, cookies: [cookie] });
const words = ({ body }: Seen) =>
  body
    .slice(body.indexOf('<main'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

async function posts(form: Record<string, string>, cookie = coordinator): Promise<Seen> {
  const { body } = await look('/readers', cookie);
  return site.visit({
    method: 'POST',
    path: '/readers',
    cookies: [cookie],
    form: { step: 'confirm', confirm: 'yes', session: sessionOf(body), ...form },
  });
}
const letsIn = (who = alex, cookie = coordinator) => posts({ what: 'new', ...who }, cookie);

async function decides(to: 'let-in' | 'taken-away'): Promise<Seen> {
  const { body } = await look('/readers', coordinator);
  return posts({ what: offeredBy(body, 'what').find((one) => one.startsWith(`${to}.`)) ?? '' });
}

async function signsIn(address = ALEX): Promise<string> {
  const path = await site.askedLink(READERS, address);
  const form = { step: 'sign', role: 'inspector', confirm: 'yes' };
  const { cookies, headers } = await site.visit({ method: 'POST', path, form });
  expect(headers.location).toBe('/home');
  return cookies[0]?.split(';')[0] ?? '';
}

const later = (hours: number) =>
  site.clock.set(new Date(Date.parse(site.clock.now()) + hours * 3_600_000).toISOString());

describe('somebody who reads the figures', () => {
  test('is let in by a coordinator, who is named, and comes by a link to the figures, which are the coordinators’', async () => {
    expect((await letsIn()).headers.location).toBe('/readers?done=let-in');
    expect(told()).toEqual(['let-in']);
    expect(JSON.stringify(messages('reader-changed.v1'))).not.toMatch(/alex|reed|inspector|robin/i);
    expect(words(await look('/readers', coordinator))).toMatch(
      /Alex Reed inspector alex\.reed@inspectors\.example Let in at 9am on Monday 23 November 2026 by Robin Hale, for the coordinators/,
    );
    await site.referred();
    await site.count();
    const cookie = await signsIn(ALEX.toUpperCase());
    expect((await look('/home', cookie)).headers.location).toBe('/figures');
    const page = await look('/figures', cookie);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Alex Reed, inspector: figures');
    for (const path of ['/figures/nts-01', '/figures/moves.csv', '/figures/nts-01.csv'])
      expect((await look(path, cookie)).status, path).toBe(200);
    expect((await look('/figures/moves.csv', cookie)).body).toBe(
      (await look('/figures/moves.csv', coordinator)).body,
    );
  });

  test('sees no table that says which cases, and no file of it', async () => {
    await letsIn();
    const { id } = await site.referred();
    for (let times = 0; times < 2; times += 1) {
      const live = (await site.cases.read(id))?.offers.find(({ status }) => status === 'live');
      await site.tell(
        id,
        { kind: 'answer', offerId: live?.id ?? '', answer: 'decline', reason: 'safeguarding' },
        { kind: 'council', code: live?.council ?? '' },
      );
    }
    await site.count();
    const cookie = await signsIn();
    for (const path of ['/figures', '/figures/turned-down.csv'])
      expect((await look(path, coordinator)).body, path).toContain(id);
    expect((await look('/figures', cookie)).body).not.toContain(id);
    expect((await look('/figures/turned-down.csv', cookie)).status).toBe(404);
  });

  test('is signed out at once when a coordinator takes it away, and gets no link until let in again', async () => {
    await letsIn();
    const cookie = await signsIn();
    const open = await look('/figures', cookie);
    expect(open.status).toBe(200);
    expect((await decides('taken-away')).headers.location).toBe('/readers?done=taken-away');
    for (const path of ['/figures', '/home', '/sessions', '/figures/moves.csv'])
      expect((await look(path, cookie)).headers.location, path).toBe('/sign-in');
    const before = messages('reader-sign-in-requested.v1').length;
    later(1);
    await site.visit({
      method: 'POST',
      path: '/sign-in',
      form: { step: 'ask', council: READERS, address: ALEX },
    });
    expect(messages('reader-sign-in-requested.v1')).toHaveLength(before);
    later(1);
    expect((await decides('let-in')).status).toBe(303);
    expect(told()).toEqual(['let-in', 'taken-away', 'let-in']);
    // What was open before it was taken away is nobody's afterwards.
    expect((await look('/figures', cookie)).headers.location).toBe('/sign-in');
    expect((await look('/figures', await signsIn())).status).toBe(200);
  });

  test('whose link is open while it is taken away gets in no more, nor does the link of somebody else', async () => {
    await letsIn();
    const path = await site.askedLink(READERS, ALEX);
    await decides('taken-away');
    expect(words(await site.get(path))).toContain('You cannot sign in by this email address');
    const form = { step: 'sign', role: 'inspector', confirm: 'yes' };
    const seen = await site.visit({ method: 'POST', path, form });
    expect(seen.cookies.join()).not.toContain('nts-session');
    const { id } = await site.letIn(READERS, 'other@inspectors.example', 'Other Reader');
    const own = await site.link({ for: 'reader-sign-in', signInId: crypto.randomUUID(), person: id });
    expect(words(await site.get(own))).toContain('You are Other Reader. Not you?');
    const nobodys = await site.link({
      for: 'reader-sign-in',
      signInId: crypto.randomUUID(),
      person: crypto.randomUUID(),
    });
    expect(words(await site.get(nobodys))).toContain('This link does not sign you in');
  });

  test('may be somebody of a council, too, and is signed in as what was chosen', async () => {
    await site.sealed.putContacts(`council:${KENT}`, { dutyDesk: 'duty@kent.example' });
    const both = 'sam.field@kent.example';
    const officer = await site.ownSignedIn(await site.letIn(`council:${KENT}`, both, 'Sam Field'));
    await letsIn({ ...alex, newName: 'Sam Field', newAddress: both });
    later(1);
    const reader = await signsIn(both);
    expect((await look('/refer', officer)).status).toBe(200);
    expect((await look('/refer', reader)).headers.location).toBe('/home');
    expect((await look('/figures', officer)).headers.location).toBe('/home');
    await decides('taken-away');
    expect((await look('/refer', officer)).status).toBe(200);
  });

  test('sees and ends no sessions but their own', async () => {
    await letsIn();
    const [cookie, other] = [await signsIn(), await site.readerSignedIn('Other Reader')];
    await site.letIn(READERS, 'third@inspectors.example', 'Third Reader');
    const third = await signsIn('third@inspectors.example');
    const { body } = await look('/sessions', third);
    expect(body).toContain('One session');
    expect(body).not.toMatch(/Alex|Other Reader/);
    expect(offeredBy(body, 'ending')).toEqual([]);
    const form = { step: 'confirm', ending: 'links', confirm: 'yes', session: sessionOf(body) };
    await site.visit({ method: 'POST', path: '/sessions', cookies: [third], form });
    for (const one of [cookie, other]) expect((await look('/figures', one)).status).toBe(200);
    expect(await site.signIns.linksVoidUpTo(READERS)).toBeUndefined();
  });

  test('is let in once, by whoever was first; the second is told who that was', async () => {
    await letsIn();
    const second = await site.coordinatorSignedIn('Aisha Khan');
    const again = await letsIn({ ...alex, newName: 'Somebody Else' }, second);
    expect(again.status).toBe(409);
    expect(words(again)).toContain(
      'Somebody was quicker. Alex Reed: Let in at 9am on Monday 23 November 2026 by Robin Hale, for the coordinators',
    );
    // Of the first, the email is asked for again under the same id: it is one email.
    expect(new Set(messages('reader-changed.v1').map(({ id }) => id)).size).toBe(1);
  });

  test('has an address at work: one that is none, or that anybody can have, is sent back', async () => {
    for (const [newAddress, says] of [
      ['alex', 'Enter an email address in the correct format'],
      ['alex@gmail.com', 'Anybody can have an address there'],
      ['', 'Enter their email address'],
    ] as const) {
      const seen = await posts({ what: 'new', ...alex, newAddress });
      expect(words(seen), newAddress).toContain(says);
    }
    expect(await site.people.people(READERS, 0)).toEqual([]);
    expect(told()).toEqual([]);
  });

  test('who was never let in gets no link, and is told the same as who was', async () => {
    await letsIn();
    const ask = (address: string) =>
      site.visit({ method: 'POST', path: '/sign-in', form: { step: 'ask', council: READERS, address } });
    const known = await ask(ALEX);
    for (const address of ['somebody@inspectors.example', 'desk@coordinators.example', 'x@y'])
      if (address.includes('.')) expect(await ask(address)).toEqual(known);
    expect(messages('reader-sign-in-requested.v1')).toHaveLength(1);
    expect(await site.people.people(READERS, 0)).toHaveLength(1);
  });
});
