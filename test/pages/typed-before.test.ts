/** Whoever's session ends while they type: what they sent is acted on by nobody, and waits for them, and for nobody else, until they have signed in again. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { CONFIRM } from '../../functions/pages/forms/question.ts';
import { runs } from '../how-much.ts';
import { type Stage, stageAt } from '../ownership/stages.ts';
import { pagesWaysIn } from '../ownership/ways-in.ts';
import { asItStands, sessionOf } from './forms.ts';
import { type Seen, Site } from './site.ts';

const KENT = 'E10000016';
const STILL_HERE = 'What you typed is still here';
const hoursOn = (site: Site, hours: number): string =>
  new Date(Date.parse(site.clock.now()) + hours * 3_600_000).toISOString();
const plain = (cookie: string): string => cookie.split(';')[0] ?? '';
/** What a browser has of a post that was kept. */
const keptBy = ({ cookies }: Seen): string =>
  plain(cookies.find((cookie) => cookie.includes('nts-typed=')) ?? '');

/** They look something up, keep what is typed in a draft, or take a file; or are open to everybody. */
const KEEP_NOTHING = /^\/(?:find|cases|turn|refer.*|documents\/.*|sign-in|sign-out)$/;

/** Everybody's new session, once the one before has run out. */
async function signedInAgain({ site, cookies, stranger, taker, regions }: Stage) {
  return new Map<string, string>([
    [cookies.coordinator, await site.coordinatorSignedIn('Robin Hale')],
    [cookies.entry, await site.signedIn(KENT)],
    [cookies.stranger, await site.signedIn(stranger)],
    [cookies.taker, await site.signedIn(taker)],
    [cookies.lead, await site.leadSignedIn(regions.lead)],
    [cookies.regionalLead, await site.leadSignedIn(regions.regionalLead)],
  ]);
}

test.each(['asked', 'accepted'] as const)(
  'no form of anybody who is signed in is lost when their session has ended, when the case is %s',
  async (name) => {
    const stage = await stageAt(name);
    const { site } = stage;
    const ended = hoursOn(site, 8.5);
    const posts = await Promise.all(
      Object.entries(pagesWaysIn)
        .filter(([route]) => route.startsWith('POST ') && !route.endsWith('/succession'))
        .flatMap(([route, { own }]) =>
          own.filter(({ at }) => at?.includes(name) ?? true).map((one) => ({ route, ...one })),
        )
        .map(async ({ route, who, visit }) => ({ route, who, visit: await visit(stage) })),
    );
    site.clock.set(ended);
    const again = await signedInAgain(stage);
    const wrong: string[] = [];
    const walked = new Set<string>();
    for (const { route, who, visit } of posts) {
      const [cookie = ''] = visit.cookies ?? [];
      if (KEEP_NOTHING.test(visit.path) || !again.has(cookie)) continue;
      const posted = await site.visit(visit);
      if (posted.headers.location !== '/sign-in') continue;
      walked.add(route);
      const cookies = [again.get(cookie) ?? '', keptBy(posted)];
      const { status, body } = await site.visit({ path: visit.path, cookies });
      // Of a box that is ticked alone nothing is kept, nor of a code or a number that the page itself has.
      const typed = Object.entries(visit.form ?? {}).flatMap(([field, said]) =>
        field === CONFIRM ? [] : [said].flat().filter((text) => /[A-Za-z]{3,} [A-Za-z]{3,}/.test(text)),
      );
      const shown = route === 'POST /sealed/{reference}' || body.includes(STILL_HERE);
      if (status !== 200 || !shown || !typed.every((text) => body.includes(text)))
        wrong.push(`${route} by ${who}: ${status}`);
    }
    expect(wrong).toEqual([]);
    expect([...walked].join()).toContain('POST /cases/{token}');
    expect(walked.size).toBeGreaterThan(6);
  },
  60_000,
);

describe('what a coordinator has typed', () => {
  let site: Site;
  let cookie: string;
  let path: string;
  let id: string;
  beforeEach(async () => {
    site = await Site.seeded();
    const theCase = await site.referred();
    id = theCase.id;
    path = await site.caseLink(theCase);
    cookie = await site.coordinatorSignedIn();
  });
  /** The note of a decision, sent when the session has ended. */
  const typedLate = async (familyNote: string, after = 8.5): Promise<Seen> => {
    const { body } = await site.visit({ path, cookies: [cookie] });
    const form = {
      ...asItStands(body.slice(body.indexOf('<main'))),
      session: sessionOf(body),
      action: 'family',
      step: 'family',
      familyNote,
    };
    site.clock.set(hoursOn(site, after));
    return site.visit({ method: 'POST', path, cookies: [cookie], form });
  };
  const look = (cookies: readonly string[]) => site.visit({ path, cookies });

  test('is shown where it was typed, after the link and the second step, and sent again it is taken', async () => {
    const NOTE = 'The uncle in Leeds was found.';
    const version = async () => (await site.current(id)).version;
    const before = await version();
    const late = await typedLate(NOTE);
    expect([late.status, late.headers.location, late.body]).toEqual([303, '/sign-in', '']);
    const kept = keptBy(late);
    expect((await site.visit({ path: '/sign-in', cookies: [kept] })).body).toContain(
      'What you typed is kept',
    );
    expect(await version()).toBe(before);
    const link = await site.askedLink('coordinators', 'desk@coordinators.example');
    const entered = await site.coordinatorComesIn(link, 'Robin Hale', [kept]);
    expect(entered.headers.location).toBe(path);
    cookie = plain(entered.cookies[0] ?? '');
    const seen = await look([cookie, kept]);
    expect(seen.status).toBe(200);
    for (const words of [STILL_HERE, NOTE]) expect(seen.body).toContain(words);
    // As often as it is looked at, until it is sent.
    const form = { ...asItStands(seen.body.slice(seen.body.indexOf('<main'))), confirm: 'yes' };
    const sent = await site.visit({ method: 'POST', path, cookies: [cookie, kept], form });
    expect(sent.cookies.some((one) => /nts-typed=; .*Max-Age=0/.test(one))).toBe(true);
  });

  test('is shown to nobody else, on no other page, without a session to none, and not after an hour', async () => {
    const note = 'Synthetic marker of a note';
    const keep = vi.spyOn(site.replies, 'keep');
    const kept = keptBy(await typedLate(note));
    const robin = await site.coordinatorSignedIn();
    const others = [
      [await site.coordinatorSignedIn('Ada Okoro'), kept],
      [await site.signedIn(KENT), kept],
      [robin],
      [robin, `${kept.slice(0, -3)}abc`],
      [kept],
    ];
    for (const cookies of others) expect((await look(cookies)).body).not.toContain(note);
    const elsewhere = await site.visit({ path: `/councils/${KENT}`, cookies: [robin, kept] });
    expect(elsewhere.body).not.toContain(STILL_HERE);
    for (const [, sealed] of keep.mock.calls) expect(Buffer.from(sealed).toString()).not.toContain(note);
    expect((await look([robin, kept])).body).toContain(note);
    site.clock.set(hoursOn(site, 1.1));
    expect((await look([robin, kept])).body).not.toContain(note);
  });

  test('is not kept after they have signed out, nor the day after, nor from a form of another session', async () => {
    for (const prepare of [
      async () => {
        const { body } = await site.visit({ path: '/home', cookies: [cookie] });
        await site.visit({
          method: 'POST',
          path: '/sign-out',
          cookies: [cookie],
          form: { session: sessionOf(body) },
        });
        return 0;
      },
      async () => 24.1,
    ]) {
      cookie = await site.coordinatorSignedIn();
      const { body } = await site.visit({ path, cookies: [cookie] });
      const form = { session: sessionOf(body), action: 'family', step: 'family', familyNote: 'n' };
      site.clock.set(hoursOn(site, await prepare()));
      expect(keptBy(await site.visit({ method: 'POST', path, cookies: [cookie], form }))).toBe('');
    }
    cookie = await site.coordinatorSignedIn();
    site.clock.set(hoursOn(site, 8.5));
    const form = { session: 'x'.repeat(43), action: 'family', step: 'family', familyNote: 'n' };
    expect(keptBy(await site.visit({ method: 'POST', path, cookies: [cookie], form }))).toBe('');
  });

  test('comes back as it was typed, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), async (note) => {
        cookie = await site.coordinatorSignedIn();
        const kept = keptBy(await typedLate(note));
        const { body } = await look([await site.coordinatorSignedIn(), kept]);
        const written = note.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        const shown = body
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&#92;', '\\')
          .replaceAll('\r', '');
        expect(shown).toContain(written.replaceAll('\r', ''));
      }),
      { numRuns: runs(10) },
    );
  });
});
