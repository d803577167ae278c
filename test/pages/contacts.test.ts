/** Where e-mail to a council goes: a coordinator sees whether it arrives, and changes it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { eventWords } from '../../functions/pages/words/event-words.ts';
import { AsCoordinator, type Fields } from './as-coordinator.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const DESK = `council:${KENT}`;
const PATH = `/councils/${KENT}/contacts`;
const old = { dutyDesk: 'duty@kent.example', second: 'second@kent.example' };

let site: Site;
let as: AsCoordinator;
beforeEach(async () => {
  site = await Site.seeded();
  await site.sealed.putContacts(DESK, old);
  as = await AsCoordinator.signedIn(site, PATH);
});

const tick = { confirm: 'yes' };
const gone = (at = '2026-11-20T10:00:00.000Z') => ({ at, why: 'no-such-mailbox' }) as const;
const comesBack = (address: string, mark: Parameters<typeof site.sealed.noteReturned>[2] = gone()) =>
  site.sealed.noteReturned(DESK, [address], mark);
const events = async () =>
  (await site.councils.trail(KENT)).filter(({ type }) => type === 'contacts-changed.v1');
const answer = (...answers: readonly Fields[]) => as.answer(...answers);
const body = async (path?: string) => (await as.get(path)).body;

test('a council whose e-mail comes back is among what needs the coordinators, until its address is changed, which is told once', async () => {
  expect(await body()).toContain('Arrives, as far as we know');
  expect(await body('/home')).not.toContain('an address that works');
  await comesBack(old.dutyDesk);
  for (const path of [PATH, `/councils/${KENT}`])
    expect(await body(path)).toContain('Comes back since 20 November 2026. There is no such mailbox');
  for (const path of ['/home', '/councils']) {
    const shown = await body(path);
    expect(shown).toContain(`href="${PATH}"`);
    expect(shown).toContain('The duty desk, 20 November 2026: There is no such mailbox.');
    expect(shown).not.toContain(old.dutyDesk);
  }
  const { form, last } = await answer({ todo: 'duty-desk' }, { address: 'new@kent.example' }, tick);
  expect([last.status, last.headers.location]).toEqual([303, `${PATH}?done=duty-desk.replaced`]);
  const receipt = (await as.get(PATH, { done: 'duty-desk.replaced' })).body;
  for (const words of ['The duty desk has another address', 'new@kent.example', 'by Robin Hale'])
    expect(receipt).toContain(words);
  expect(await body('/home')).not.toContain('an address that works');
  expect(await body('/councils')).not.toContain('does not arrive');
  expect(await site.sealed.reachable(DESK)).toEqual({
    dutyDesk: 'new@kent.example',
    second: old.second,
    since: site.clock.now(),
  });
  // Sent again, also once the new address came back, it changes nothing and forgets nothing.
  site.clock.set('2026-11-23T09:10:00.000Z');
  await comesBack('new@kent.example', gone('2026-11-23T09:05:00.000Z'));
  expect((await as.post(form)).status).toBe(303);
  expect(await body('/home')).toContain('Ask Kent for an address that works');
  const told = await events();
  expect(told).toMatchObject([
    {
      actor: { kind: 'coordinator', name: 'Robin Hale' },
      data: { council: KENT, contact: 'duty-desk', change: 'replaced' },
    },
  ]);
  expect(eventWords(told[0] as never)).toMatchObject({ title: 'Where email to Kent goes was changed' });
});

test('the last page says how it is and how it will be, and no address is anywhere but where it is kept', async () => {
  const asked = await answer({ todo: 'second' }, { address: 'deputy@kent.example' });
  expect(asked.last.body).toContain('The second contact now: second@kent.example.');
  expect(asked.last.body).toContain('After the change: deputy@kent.example.');
  const desk = await answer({ todo: 'duty-desk' }, { address: 'deputy@kent.example' });
  for (const [seen, isTold] of [
    [asked, false],
    [desk, true],
  ] as const)
    expect(seen.last.body.includes('Offers that the council has not answered are sent there again')).toBe(
      isTold,
    );
  await answer({ todo: 'second' }, { address: 'deputy@kent.example' }, tick);
  const elsewhere = JSON.stringify([
    await site.councils.trail(KENT),
    site.log.lines,
    site.notifications.snapshot(),
    site.councils.snapshot(),
  ]);
  expect(elsewhere).not.toContain('@kent.example');
});

describe('a new address', () => {
  test.each([
    ['', 'Enter the new email address'],
    ['duty desk', 'Enter an email address in the correct format'],
    ['duty@kent', 'Enter an email address in the correct format'],
    ['SECOND@kent.example', 'The second contact has this address already'],
    [`${'a'.repeat(250)}@kent.example`, 'New email address must be 254 characters or fewer'],
  ])('%j is not taken, and the page says why', async (address, words) => {
    const { last } = await answer({ todo: 'duty-desk' }, { address });
    expect(last.status).toBe(422);
    expect(last.body).toContain(words);
    expect(await site.sealed.contacts(DESK)).toEqual(old);
  });

  test('of the scheme itself is not taken: its e-mail would come back to it', async () => {
    const { last } = await answer({ todo: 'second' }, { address: 'duty@nts.example' });
    expect([last.status, last.body.includes('an address of the scheme itself')]).toEqual([422, true]);
  });

  test('of a domain that the council has no address of is asked about, because e-mail from there is then its own', async () => {
    const address = 'duty@newkent.example';
    const asks = await answer({ todo: 'duty-desk' }, { address });
    expect(asks.last.body).toContain('Does newkent.example belong to this council?');
    const refused = await answer({ todo: 'duty-desk' }, { address }, { domainIsIts: [] });
    expect(refused.last.status).toBe(422);
    expect(await site.sealed.councilsAt('newkent.example')).toEqual([]);
    const { last } = await answer({ todo: 'duty-desk' }, { address }, { domainIsIts: 'yes' }, tick);
    expect(last.status).toBe(303);
    expect(await site.sealed.councilsAt('newkent.example')).toEqual([KENT]);
  });
});

test('an address that works again keeps what came back from the other one', async () => {
  await comesBack(old.dutyDesk, { at: '2026-11-20T10:00:00.000Z', why: 'unwanted' });
  await comesBack(old.second);
  expect(await body()).toContain('Marked as unwanted since 20 November 2026');
  const { form, last } = await answer({ todo: 'duty-desk-works' }, tick);
  expect(last.headers.location).toBe(`${PATH}?done=duty-desk.works-again`);
  expect(await site.sealed.reachable(DESK)).toMatchObject({ ...old, returned: { second: gone() } });
  expect(await body('/home')).toContain('The second contact, 20 November 2026');
  expect(await body()).not.toContain('duty desk works again');
  expect((await as.post(form)).status).toBe(303);
  expect(await events()).toHaveLength(1);
});

test('a second contact is taken away and added; a desk without contacts is given one', async () => {
  await answer({ todo: 'no-second' }, tick);
  expect(await site.sealed.contacts(DESK)).toEqual({ dutyDesk: old.dutyDesk });
  await answer({ todo: 'second' }, { address: 'third@kent.example' }, tick);
  expect(await site.sealed.contacts(DESK)).toEqual({
    dutyDesk: old.dutyDesk,
    second: 'third@kent.example',
  });
  expect((await events()).map(({ data }) => data)).toEqual([
    { council: KENT, contact: 'second', change: 'taken-away' },
    { council: KENT, contact: 'second', change: 'given' },
  ]);
  const other = '/councils/E10000014/contacts';
  as = await AsCoordinator.signedIn(site, other);
  if ((await site.sealed.contacts('council:E10000014')) === undefined)
    expect(await body()).toContain('The coordinators get all email to this council');
});

test('somebody else’s change in between is not undone', async () => {
  const { form } = await answer({ todo: 'duty-desk' }, { address: 'new@kent.example' });
  await site.sealed.putContacts(DESK, { dutyDesk: 'deployed@kent.example' });
  const { status, body: said } = await as.post({
    ...form,
    address: 'new@kent.example',
    step: 'confirm',
    ...tick,
  });
  expect([status, said.includes('Somebody else changed the contacts')]).toEqual([409, true]);
  expect(await site.sealed.contacts(DESK)).toEqual({ dutyDesk: 'deployed@kent.example' });
  expect(await events()).toEqual([]);
});

test('what a crash left undone is done by the same form again', async () => {
  await comesBack(old.dutyDesk);
  const { form } = await answer({ todo: 'duty-desk' }, { address: 'new@kent.example' });
  const all = { ...form, address: 'new@kent.example', step: 'confirm', ...tick };
  const commit = site.councils.commit.bind(site.councils);
  site.councils.commit = () => Promise.reject(new Error('The table is gone.'));
  expect((await as.post(all)).status).toBe(500);
  expect(await events()).toEqual([]);
  site.councils.commit = commit;
  expect((await as.post(all)).status).toBe(303);
  expect(await events()).toHaveLength(1);
});

test('a council that there is not has no contacts', async () => {
  expect((await as.get('/councils/E99999999/contacts')).status).toBe(404);
});
