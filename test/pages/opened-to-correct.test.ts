/** Who corrects a sealed answer begins from it: an officer of the entry authority ticks for it, and that is recorded. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { asItStands, formsIn, offeredBy } from './forms.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const NAME = 'Synthetic Child One';
type Fields = Readonly<Record<string, string | readonly string[]>>;

let site: Site;
let theCase: Case;
let link: string;
beforeEach(async () => {
  site = await Site.seeded();
  theCase = await site.referred();
  await site.sealed.sealFirst(theCase.referralId, KENT, [
    { number: 1, name: NAME, homeOfficeReference: 'H1234567', portReference: 'DOV/123' },
  ]);
  link = await site.link({
    for: 'entry',
    authority: KENT,
    caseId: theCase.id,
    version: theCase.version,
    inSession: true,
  });
});

const openings = async () =>
  (await site.cases.trail(theCase.id)).filter(({ type }) => type === 'sealed-details-opened.v1');
const text = (html: string) => readPage(html).join(' | ');

/** Somebody with the link: with a session's cookie, or with nothing else. */
const somebody = (cookies: readonly string[]) => {
  const send = (html: string, more: Fields) => {
    const [main] = formsIn(html.slice(html.indexOf('<main')));
    return site.visit({ method: 'POST', path: link, form: { ...main?.fields, ...more }, cookies });
  };
  const choose = async () => send((await site.visit({ path: link, cookies })).body, { action: 'correct' });
  return { send, choose };
};
const officer = async (council = KENT) => somebody([await site.signedIn(council)]);
const page = 'child1-references';

describe('an officer of the entry authority', () => {
  test('ticks, begins from what was sealed, sees before and after, and has opened it once', async () => {
    const { send, choose } = await officer();
    const chosen = await choose();
    expect(text(chosen.body)).toContain('Show what was said before (this is recorded)');
    expect(asItStands(chosen.body.slice(chosen.body.indexOf('<main'))).shows).toBeUndefined();
    expect(await openings()).toHaveLength(0);
    const open = await send(chosen.body, { facts: [page], shows: 'yes' });
    expect(open.body).toContain('value="H1234567"');
    expect(open.headers['cache-control']).toBe('no-store');
    expect(await openings()).toMatchObject([
      { actor: { kind: 'entry-authority', code: KENT }, data: { council: KENT, part: 'entry-authority' } },
    ]);
    const check = await send(open.body, { 'child1-homeOffice': 'H7654321' });
    const said = text(check.body);
    for (const words of ['Before: H1234567', 'Now: H7654321', 'DOV/123 (as before)'])
      expect(said).toContain(words);
    await send(check.body, { confirm: 'yes', name: 'Sam Okafor', role: 'Team manager' });
    expect(await openings()).toHaveLength(1);
    expect(await site.sealed.particulars(theCase.referralId)).toMatchObject([
      { name: NAME, homeOfficeReference: 'H7654321', portReference: 'DOV/123' },
    ]);
    expect(JSON.stringify([site.cases.snapshot(), site.log.lines])).not.toMatch(/Synthetic|H7654321|DOV/);
  });

  test('who does not tick is shown nothing sealed, and what is left empty stays', async () => {
    const { send, choose } = await officer();
    const closed = await send((await choose()).body, { facts: [page] });
    expect(closed.body).not.toContain('H1234567');
    expect(text(closed.body)).toContain('An answer was given and is sealed. Leave this empty to keep it.');
    const check = await send(closed.body, { 'child1-homeOffice': 'H7654321' });
    expect(text(check.body)).toContain('Before: An answer was given and is sealed');
    await send(check.body, { confirm: 'yes', name: 'Sam Okafor', role: 'Team manager' });
    expect(await openings()).toHaveLength(0);
    expect(await site.sealed.particulars(theCase.referralId)).toMatchObject([
      { name: NAME, homeOfficeReference: 'H7654321', portReference: 'DOV/123' },
    ]);
  });

  test('who ticks and chooses nothing opens nothing; who ticks in a later window opens it anew', async () => {
    const { send, choose } = await officer();
    const nothing = await send((await choose()).body, { shows: 'yes' });
    expect(nothing.status).toBe(422);
    expect(await openings()).toHaveLength(0);
    for (const times of [1, 2]) {
      await send((await choose()).body, { facts: [page], shows: 'yes' });
      expect(await openings()).toHaveLength(times);
    }
  });

  test('a form that says that it was opened opens nothing by itself', async () => {
    const { send, choose } = await officer();
    const { body } = await choose();
    const forged = await send(body, { facts: [page], shows: 'yes', step: page });
    expect(forged.body).not.toContain('H1234567');
    expect(await openings()).toHaveLength(0);
  });

  const amended = (mark: string) =>
    site.tell(
      theCase.id,
      { kind: 'amend', data: { referralId: theCase.referralId, facts: {}, sealedChanged: true } },
      { kind: 'entry-authority', code: KENT },
      mark,
    );

  test('begins from what the case has, also where a correction broke off before it was in its place', async () => {
    const { send, choose } = await officer();
    const newer = [{ number: 1, homeOfficeReference: 'H2222222' }];
    const { body } = await choose();
    await site.sealed.keepAmendment(theCase.referralId, 'broke-off', KENT, newer, site.clock.now());
    await amended('broke-off');
    const open = await send(body, { facts: [page], shows: 'yes' });
    expect(open.body).toContain('value="H2222222"');
    expect(open.body).toContain('value="DOV/123"');
  });

  test('reads nothing before the opening stands in the trail', async () => {
    const { send, choose } = await officer();
    const { body } = await choose();
    const read = site.sealed.particulars.bind(site.sealed);
    const seen: number[] = [];
    site.sealed.particulars = async (referralId) => {
      seen.push((await openings()).length);
      return read(referralId);
    };
    await send(body, { facts: [page], shows: 'yes' });
    site.sealed.particulars = read;
    expect(seen[0]).toBe(1);
  });

  test('what was said since it was opened is not open: it is opened anew', async () => {
    const { send, choose } = await officer();
    const { body } = await send((await choose()).body, { facts: [page], shows: 'yes' });
    await amended('another window');
    const check = await send(body, { 'child1-homeOffice': 'H7654321' });
    expect(text(check.body)).not.toContain('H1234567');
    expect(await openings()).toHaveLength(1);
  });

  test('is told that it could not be recorded where it could not', async () => {
    const { send, choose } = await officer();
    const { body } = await choose();
    const commit = site.cases.commit.bind(site.cases);
    site.cases.commit = async () => ({ kind: 'conflict' }) as never;
    const refused = await send(body, { facts: [page], shows: 'yes' });
    site.cases.commit = commit;
    expect(refused.body).not.toContain('H1234567');
    expect(text(refused.body)).toContain('could not be recorded just now');
    expect(text(refused.body)).not.toContain('too much');
  });

  test('opens no more than any desk, and is told why', async () => {
    const { send, choose } = await officer();
    const { body } = await choose();
    let last = body;
    for (let times = 0; times < 41; times += 1)
      last = (await send(body, { facts: [page], shows: 'yes' })).body;
    expect(await openings()).toHaveLength(40);
    expect(last).not.toContain('H1234567');
    expect(text(last)).toContain('your council has opened too much in a short time');
  });
});

describe('nobody else', () => {
  test.each([
    ['who has only the link of an email', false],
    ['an officer on the page of such a link', true],
  ])('%s is not offered it, and opens nothing by saying so', async (_, isSignedIn) => {
    link = await site.entryLink(theCase);
    const { send, choose } = isSignedIn ? await officer() : somebody([]);
    const { body } = await choose();
    expect(offeredBy(body, 'shows')).toEqual([]);
    expect(text(body)).toContain('open this case from your list');
    expect(text(body).includes('sign in for your council')).toBe(!isSignedIn);
    const asked = await send(body, { facts: [page], shows: 'yes' });
    expect(asked.body).not.toContain('H1234567');
    expect(await openings()).toHaveLength(0);
  });

  test('a form of another session opens nothing', async () => {
    const { send, choose } = await officer();
    const asked = await send((await choose()).body, { facts: [page], shows: 'yes', session: 'x'.repeat(43) });
    expect(asked.body).not.toContain('H1234567');
    expect(await openings()).toHaveLength(0);
  });

  test('to an officer of another council the link does not open', async () => {
    const { send } = await officer('E10000014');
    const { body } = await send('<main><form method="post"></form>', {
      action: 'correct',
      step: 'correct',
      facts: [page],
      shows: 'yes',
    });
    expect(body).not.toContain('H1234567');
    expect(await openings()).toHaveLength(0);
  });

  test('once the case is closed, the entry authority either', async () => {
    const { send, choose } = await officer();
    const { body } = await choose();
    await site.tell(
      theCase.id,
      { kind: 'withdraw', reason: 'no-longer-needed' },
      { kind: 'entry-authority', code: KENT },
    );
    const late = await send(body, { facts: [page], shows: 'yes' });
    expect(late.body).not.toContain('H1234567');
    expect(await openings()).toHaveLength(0);
  });
});
