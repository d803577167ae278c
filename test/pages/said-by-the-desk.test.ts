/** What the desk that refers says of itself: its own reference for a case, and who can be rung before an answer. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { casesAddress } from '../../functions/pages/home/find-cases.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { wholeReferral } from './answered-whole.ts';
import { formsIn } from './forms.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const OWN = 'SMITH-2 siblings';
const TELEPHONE = '01234 567890';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

/** A case that Kent has referred, with what its desk said. */
async function said(more: Readonly<Record<string, string>>): Promise<Case> {
  const theCase = await site.referred();
  await site.sealed.sealFirst(theCase.referralId, KENT, [{ number: 1, name: 'Synthetic Child', ...more }]);
  return theCase;
}
const everything = { ownReference: OWN, dutyTelephone: TELEPHONE, dutyHours: '9am to 5pm' };
const bodyOf = async (path: string, cookie?: string) =>
  (await site.visit({ path, ...(cookie === undefined ? {} : { cookies: [cookie] }) })).body;

describe('a council’s own reference', () => {
  test('stands on its own list and where it finds its cases, and opens nothing', async () => {
    const { id, version } = await said(everything);
    const kent = await site.signedIn(KENT);
    expect(await bodyOf('/home', kent)).toContain(`Your reference: ${OWN}`);
    expect((await site.visit({ path: '/home', query: { councils: KENT }, cookies: [kent] })).body).toContain(
      `Your reference: ${OWN}`,
    );
    expect((await site.current(id)).version).toBe(version);
  });

  /** What a council types into the box on its list: where it leads. */
  const find = async (council: string, sought: string) => {
    const cookie = await site.signedIn(council);
    const form = formsIn(await bodyOf('/home', cookie)).find(({ action }) => action === '/find');
    const { status, headers, body } = await site.visit({
      method: 'POST',
      path: '/find',
      form: { ...form?.fields, find: sought },
      cookies: [cookie],
    });
    return [status, headers.location, cookie, body] as const;
  };

  test('finds its cases by a part of it, in whichever case, and is in no address', async () => {
    const [one, other] = [await said(everything), await said({ ownReference: 'Smith-3' })];
    expect((await find(KENT, 'siblings')).slice(0, 2)).toEqual([303, `/case/${one.id}`]);
    const [, both = '', kent] = await find(KENT, ' smith ');
    expect(both).toBe(`/home?cases=${[one.id, other.id].toSorted().join('.')}`);
    const query = { cases: both.split('=')[1] ?? '' };
    const listed = (await site.visit({ path: '/home', query, cookies: [kent] })).body;
    for (const words of [OWN, 'Smith-3']) expect(listed).toContain(`Your reference: ${words}`);
    const none = '/home?cases=';
    expect((await find(KENT, 'Jones'))[1]).toBe(none);
    const asked = [one, other].flatMap(({ offers }) => offers.map(({ council }) => council));
    const stranger = ['E10000013', 'E10000011', 'E08000035', 'E10000014'].find(
      (code) => !asked.includes(code),
    );
    const [, found, cookie] = await find(stranger ?? '', 'siblings');
    expect(found).toBe(none);
    // An address that names another's cases opens none of them.
    expect((await site.visit({ path: '/home', query, cookies: [cookie] })).body).toContain('No case found');
    expect(JSON.stringify(site.log.lines)).not.toMatch(/smith/i);
  });

  test('is looked for in one box with the reference of the scheme, however it is typed, and with names of councils', async () => {
    const [one, other] = [await said(everything), await said({ ownReference: 'Essex 7' })];
    const stranger = await said({ ownReference: 'X' });
    const spoken = one.id.slice(4).replace('-', ' ').toLowerCase();
    for (const typed of [one.id, ` ${one.id.toLowerCase()} `, spoken])
      expect((await find(KENT, typed)).slice(0, 2)).toEqual([303, `/case/${one.id}`]);
    // A part of its own reference is also the name of a council, to whose cases it belongs as well as its own.
    expect((await find(KENT, 'essex'))[1]).toBe(`/case/${other.id}`);
    expect((await find(KENT, 'Surrey'))[1]).toBe('/home?councils=E10000030');
    expect((await find(KENT, 'Kent'))[1]).toBe(`/home?councils=${KENT}`);
    // A part of a council's name may be somebody's own: the address says the code of the council that has it.
    expect((await find(KENT, 'hammersmith'))[1]).toBe('/home?councils=E09000013');
    // A reference that is nobody's, or another's, leads to where that is said, the same of both. A name of eight letters reads as one.
    const asked = stranger.offers.map(({ council }) => council);
    const none =
      ['E10000013', 'E10000011', 'E08000035', 'E10000014'].find((code) => !asked.includes(code)) ?? '';
    for (const typed of [stranger.id, 'NTS-0000-0000', 'Mohammed', 'Ali Ahmad']) {
      const [status, to = '', cookie] = await find(none, typed);
      expect([status, to]).toEqual([303, '/home?cases=']);
      const nothing = await site.visit({ path: '/home', query: { cases: '' }, cookies: [cookie] });
      expect(nothing.body).toContain('Check the reference.');
      // From an address that was written by hand no other is made.
      const byHand = await site.visit({ path: '/home', query: { find: typed }, cookies: [cookie] });
      expect([byHand.status, byHand.headers.location]).toEqual([200, undefined]);
    }
  });

  test('of a referral that was merged goes on with the case, until a coordinator parts them', async () => {
    const { id } = await said(everything);
    const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a99';
    const facts = (await site.current(id)).facts;
    const merge = async (council: string, reference: string, mergedId: string) => {
      await site.sealed.sealFirst(mergedId, council, [{ number: 1, ownReference: `Again ${reference}` }]);
      const data = {
        referralId: mergedId,
        channel: 'api' as const,
        facts: { ...facts, entryAuthority: council },
      };
      await site.tell(id, { kind: 'merge', data, reference });
    };
    await merge(KENT, 'NTS-0000-0009', referralId);
    await merge('E10000014', 'NTS-0000-0008', referralId.replace('99', '98'));
    const kent = await site.signedIn(KENT);
    expect(await bodyOf('/home', kent)).toContain(`Your reference: ${OWN}, Again NTS-0000-0009<`);
    expect((await find(KENT, 'again'))[1]).toBe(`/case/${id}`);
    await site.tell(
      id,
      { kind: 'undo-merger', reference: 'NTS-0000-0009', note: 'n' },
      { kind: 'coordinator', name: 'Robin Hale' },
    );
    expect(await bodyOf('/home', kent)).toContain(`Your reference: ${OWN}<`);
  });

  test('left out of the box is said beside it', async () => {
    const [status, , , body] = await find(KENT, ' ');
    expect(status).toBe(422);
    for (const words of ['Error: Nothing was entered', 'There is a problem', 'href="#find"'])
      expect(body).toContain(words);
    expect(body).not.toContain('No case found');
  });

  test('says that there are more only where there are, and asks for the reference of the scheme where there are none', async () => {
    const ids = [];
    for (let at = 0; at < 26; at += 1) ids.push((await said({ ownReference: 'Smith' })).id);
    const kent = await site.signedIn(KENT);
    const shown = async (found: readonly string[]) => {
      const query = { cases: casesAddress(found).split('=')[1] ?? '' };
      const { body } = await site.visit({ path: '/home', query, cookies: [kent] });
      return { count: body.match(/Your reference: Smith/g)?.length ?? 0, body };
    };
    const more = 'Here are 25 of the cases found.';
    const [some, all, twice] = [
      await shown(ids),
      await shown(ids.slice(0, 25)),
      await shown(ids.slice(0, 20).flatMap((id) => [id, id])),
    ];
    expect([some.count, all.count]).toEqual([25, 25]);
    expect([some, all, twice].map(({ body }) => body.includes(more))).toEqual([true, false, false]);
    const { body } = await shown([]);
    expect(body).toContain('By your own reference you find your cases while they run.');
    expect(body).not.toContain('Check what you entered.');
  });

  test('is looked for without reading a case that the council did not refer', async () => {
    const theCase = await said(everything);
    const asked = theCase.offers[0]?.council ?? '';
    const cookie = await site.signedIn(asked);
    const form = formsIn(await bodyOf('/home', cookie)).find(({ action }) => action === '/find');
    const read = vi.spyOn(site.cases, 'read');
    const { headers } = await site.visit({
      method: 'POST',
      path: '/find',
      form: { ...form?.fields, find: 'jones' },
      cookies: [cookie],
    });
    expect([headers.location, read.mock.calls]).toEqual(['/home?cases=', []]);
  });

  test('is shown to nobody else: no council that is asked, no coordinator, and not to who takes the child', async () => {
    const theCase = await said(everything);
    const [offer] = theCase.offers;
    if (offer === undefined) throw new Error('Nobody is asked.');
    const asked = await site.signedIn(offer.council);
    const coordinator = await site.coordinatorSignedIn();
    const pages = [
      await bodyOf(await site.offerLink(theCase)),
      await bodyOf('/home', asked),
      await bodyOf('/home', coordinator),
      (await site.visit({ path: '/home', query: { councils: KENT }, cookies: [coordinator] })).body,
      JSON.stringify([site.log.lines, site.notifications.snapshot(), await site.cases.trail(theCase.id)]),
    ];
    for (const page of pages) expect(page).not.toContain('SMITH');
    await site.tell(
      theCase.id,
      { kind: 'answer', offerId: offer.id, answer: 'accept' },
      { kind: 'council', code: offer.council },
    );
    const opened = async (cookie: string) => {
      const path = `/sealed/${theCase.id}`;
      const asks = (await site.visit({ path, cookies: [cookie] })).body;
      const fields = Object.assign({}, ...formsIn(asks).map((one) => one.fields));
      const { body } = await site.visit({
        method: 'POST',
        path,
        form: { ...fields, confirm: 'yes' },
        cookies: [cookie],
      });
      return body;
    };
    const [receiving, referring] = [await opened(asked), await opened(await site.signedIn(KENT))];
    expect(receiving).toContain('Synthetic Child');
    expect(receiving).not.toContain('SMITH');
    expect(referring).toContain(OWN);
  });
});

describe('before it answers, a council that is asked sees', () => {
  test('who can be rung, and when; a copy that only looks does not', async () => {
    const theCase = await said(everything);
    const body = await bodyOf(await site.offerLink(theCase));
    for (const words of ['If you have a question before you answer', TELEPHONE, '9am to 5pm'])
      expect(body).toContain(words);
    expect(body).not.toContain('Synthetic Child');
    const [offer] = theCase.offers;
    const looks = await site.link({
      for: 'offer',
      council: offer?.council ?? '',
      caseId: theCase.id,
      offerId: offer?.id ?? '',
      version: theCase.version,
      seeOnly: true,
    });
    expect(await bodyOf(looks)).not.toContain(TELEPHONE);
  });

  test('where to write, where no telephone was given', async () => {
    await site.sealed.putContacts(`council:${KENT}`, { dutyDesk: 'duty@kent.example' });
    const body = await bodyOf(await site.offerLink(await said({ dutyHours: '9am to 5pm' })));
    expect(body).toContain(`${authorityName(KENT)} gave no telephone number. Write to its duty desk`);
    expect(body).toContain('duty@kent.example');
    expect(body).not.toContain('9am to 5pm');
  });

  test('how to reach the coordinators, where neither a telephone nor an address is known', async () => {
    vi.spyOn(site.sealed, 'contacts').mockResolvedValue(undefined);
    const body = await bodyOf(await site.offerLink(await said({})));
    expect(body).toContain('it reaches the National Transfer Scheme team');
    expect(body).not.toContain('Write to its duty desk');
  });
});

describe('in the next form of a council', () => {
  const id = (number: number) => `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;
  const draft = (
    council: string,
    number: number,
    form: Readonly<Record<string, readonly string[]>>,
    at: string,
  ) => ({ id: id(number), council, version: 1, form, state: 'sent', at }) as const;
  const told = (telephone: string) => ({ dutyTelephone: [telephone], dutyHours: ['9am to 5pm'] });
  const untold = (council: string) =>
    Object.fromEntries(
      Object.entries(wholeReferral(council)).filter(
        ([name]) => !['dutyTelephone', 'dutyHours'].includes(name),
      ),
    );
  /** A referral that was sent by form, and what is sealed of it. */
  const sent = async (number: number, telephone: string, at: string, corrected = telephone) => {
    await site.drafts.save(draft(KENT, number, told(telephone), at));
    const said = corrected === '' ? {} : { dutyTelephone: corrected, dutyHours: '9am to 5pm' };
    await site.sealed.sealFirst(
      id(number),
      KENT,
      [{ number: 1, name: 'Synthetic Child', ...said }],
      2_000_000_000,
    );
  };
  const asks = async (council: string, number: number, form: Readonly<Record<string, readonly string[]>>) => {
    await site.drafts.save({ ...draft(council, number, form, site.clock.now()), state: 'open' });
    return bodyOf(`/refer/${id(number)}/people`, await site.signedIn(council));
  };

  test('stand the telephone and hours that it sent last, and in no other council’s', async () => {
    await sent(1, '01111 111111', '2026-11-21T09:00:00.000Z');
    await sent(2, TELEPHONE, '2026-11-22T09:00:00.000Z');
    // A form from before it was asked.
    await site.drafts.save(draft(KENT, 3, {}, '2026-11-22T10:00:00.000Z'));
    expect(await asks(KENT, 4, untold(KENT))).toContain(`value="${TELEPHONE}"`);
    expect(await asks('E10000014', 5, untold('E10000014'))).not.toContain(TELEPHONE);
    // What was taken out does not come back.
    expect(await asks(KENT, 6, { ...untold(KENT), dutyTelephone: [''] })).not.toContain(TELEPHONE);
  });

  test('stands the number as it was corrected since', async () => {
    await sent(1, '01111 111111', '2026-11-22T09:00:00.000Z', TELEPHONE);
    const body = await asks(KENT, 2, untold(KENT));
    expect(body).toContain(`value="${TELEPHONE}"`);
    expect(body).not.toContain('01111 111111');
  });

  test('stands no older number, where the last one left it empty', async () => {
    await sent(1, TELEPHONE, '2026-11-21T09:00:00.000Z');
    await sent(2, '', '2026-11-22T09:00:00.000Z');
    expect(await asks(KENT, 3, untold(KENT))).not.toContain(TELEPHONE);
  });
});
