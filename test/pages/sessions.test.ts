import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { asItStands, linksIn, offeredBy } from './forms.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const at = (cookie: string, path = '/sessions') => site.visit({ path, cookies: [cookie] });
const later = (minutes: number) =>
  site.clock.set(new Date(Date.parse(site.clock.now()) + minutes * 60_000).toISOString());

/** Chooses on the page of sessions, and confirms. */
async function choose(cookie: string, ending: string) {
  const { body } = await at(cookie);
  const posted = (form: Readonly<Record<string, string | readonly string[]>>) =>
    site.visit({ method: 'POST', path: '/sessions', form, cookies: [cookie] });
  const check = await posted({ ...asItStands(body.slice(body.indexOf('<main'))), ending });
  expect(check.status).toBe(200);
  return posted({ ...asItStands(check.body.slice(check.body.indexOf('<main'))), confirm: 'yes' });
}

const choices = async (cookie: string) => offeredBy((await at(cookie)).body, 'ending');
const isOpen = async (cookie: string) => (await at(cookie, '/home')).status === 200;
const isClosed = async (path: string, cookie?: string) => {
  const seen = await site.visit({ path, ...(cookie === undefined ? {} : { cookies: [cookie] }) });
  return seen.status === 303 ? seen.headers.location === '/sign-in' : seen.status >= 400;
};

describe('the page of sessions', () => {
  test('shows a council its own, since when, by which address, and which is this device', async () => {
    await site.sealed.putContacts(`council:${KENT}`, {
      dutyDesk: 'duty@e10000016.example',
      second: 'manager@e10000016.example',
    });
    const first = await site.signedIn(KENT);
    later(11);
    const link = await site.askedLink(KENT, 'duty@e10000016.example');
    await site.visit({ method: 'POST', path: link, form: { step: 'sign', confirm: 'yes' } });
    const stranger = await site.signedIn('E10000014');
    const { body } = await at(first);
    const words = body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(words).toContain('2 sessions');
    expect(words).toMatch(/9:11am on Monday 23 November 2026 Sam Okafor, duty manager/);
    expect(words).toMatch(
      /9am on Monday 23 November 2026 Sam Okafor, duty manager.* Ends at 5pm on .* This device/,
    );
    expect(words.match(/This device/g)).toHaveLength(1);
    expect(await choices(first)).toHaveLength(3);
    expect(await choices(stranger)).toEqual(['links']);
    // A session's number, which its link and its cookie carry, is nowhere on the page.
    for (const { signInId } of await site.signIns.sessions(`council:${KENT}`, 0))
      expect(body).not.toContain(signInId);
  });

  test('says by which address an officer signed in, and the name that a coordinator gave', async () => {
    const signInId = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
    const link = await site.link({ for: 'sign-in', council: KENT, signInId, contact: 'second' });
    const { cookies } = await site.visit({
      method: 'POST',
      path: link,
      form: { step: 'sign', confirm: 'yes' },
    });
    expect((await at(cookies[0]?.split(';')[0] ?? '')).body).toContain('by a link to the second address');
    const robin = await site.coordinatorSignedIn('Robin Hale');
    const sam = await site.coordinatorSignedIn('Sam Okafor');
    for (const cookie of [robin, sam]) {
      const { body } = await at(cookie);
      expect(body).toContain('Robin Hale');
      expect(body).toContain('Sam Okafor');
    }
  });

  test('ends the one that was chosen, at once and in every place, and no other', async () => {
    const [first, second, third] = [
      await site.signedIn(KENT),
      await site.signedIn(KENT),
      await site.signedIn(KENT),
    ];
    const before = await choices(third);
    const marks = before.filter((value) => !['others', 'links'].includes(value));
    expect(marks).toHaveLength(2);
    const done = await choose(third, marks[0] ?? '');
    expect(done.headers.location).toBe('/sessions?done=ended');
    const open = await Promise.all([first, second].map(isOpen));
    expect(open.toSorted()).toEqual([false, true]);
    expect(await isOpen(third)).toBe(true);
    const ended = open[0] ? second : first;
    for (const path of ['/home', '/refer', '/sessions', '/sealed/NTS-0000-0000', '/documents/NTS-0000-0000'])
      expect(await isClosed(path, ended), path).toBe(true);
    // Chosen once more, from a page that was open before: nothing is left to end, and nothing else is.
    expect((await choose(third, marks[0] ?? '')).status).toBe(303);
    expect(await isOpen(open[0] ? first : second)).toBe(true);
  });

  test('ends all but the one it is shown in, and none of another desk', async () => {
    const others = [await site.signedIn(KENT), await site.signedIn(KENT)];
    const strangers = [await site.signedIn('E10000014'), await site.coordinatorSignedIn()];
    const own = await site.signedIn(KENT);
    await choose(own, 'others');
    expect(await Promise.all([...others, ...strangers, own].map(isOpen))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(await choices(own)).toEqual(['links']);
  });

  test('ends no session of another desk, whoever names it', async () => {
    const victim = await site.signedIn('E10000014');
    const helper = await site.signedIn('E10000014');
    const [mark = ''] = await choices(helper);
    expect((await choose(await site.signedIn(KENT), mark)).status).toBe(303);
    expect(await isOpen(victim)).toBe(true);
  });

  test('no longer shows one that has lapsed, although it is known for some hours more', async () => {
    await site.signedIn(KENT);
    later(8 * 60);
    expect(await choices(await site.signedIn(KENT))).toEqual(['links']);
  });

  test('opens to nobody who is not signed in, and acts only with the session’s own token and a tick', async () => {
    expect((await site.get('/sessions')).headers.location).toBe('/sign-in');
    const [other, own] = [await site.signedIn(KENT), await site.signedIn(KENT)];
    const foreign = asItStands((await at(other)).body);
    for (const [form, status] of [
      [{ ...foreign, ending: 'others', confirm: 'yes' }, 403],
      [{ ending: 'others', confirm: 'yes' }, 403],
    ] as const)
      expect((await site.visit({ method: 'POST', path: '/sessions', form, cookies: [own] })).status).toBe(
        status,
      );
    expect(await isOpen(other)).toBe(true);
  });

  test('stays small and whole for a desk with hundreds of sessions', async () => {
    for (let n = 0; n < 300; n += 1)
      await site.signIns.open(`council:${KENT}`, `session-${n}`, 2_000_000_000, {
        openedAt: site.clock.now(),
      });
    const own = await site.signedIn(KENT);
    const { body } = await at(own);
    expect(body).toContain('301 sessions');
    expect(Buffer.byteLength(body)).toBeLessThan(50_000);
    await choose(own, 'others');
    expect(await choices(own)).toEqual(['links']);
  });
});

test('who signs in on a device ends the session that was open there', async () => {
  const first = await site.signedIn(KENT);
  const link = await site.askedLink(KENT, 'duty@e10000016.example');
  await site.visit({ method: 'POST', path: link, form: { step: 'sign', confirm: 'yes' }, cookies: [first] });
  expect(await isOpen(first)).toBe(false);
});

describe('after signing out', () => {
  const signOut = async (cookie: string) =>
    site.visit({
      method: 'POST',
      path: '/sign-out',
      form: asItStands((await at(cookie, '/home')).body),
      cookies: [cookie],
    });

  test('nothing that the list opened opens again: its links, their forms, the pages it leads to', async () => {
    const theCase = await site.referred();
    await site.referred({ familyInUk: 'may-care' });
    for (const cookie of [
      await site.signedIn(KENT),
      await site.signedIn(theCase.offers[0]?.council ?? ''),
      await site.coordinatorSignedIn(),
    ]) {
      const list = await at(cookie, '/home');
      // What the service says of itself, and the figures that are published, are open to anybody.
      const reached = linksIn(list.body).filter(
        (path) => !['/home', '/published'].includes(path.split('?')[0] ?? '') && !path.startsWith('/about/'),
      );
      const byLink = reached.filter((path) => path.split('/').length === 3 && path.includes('.'));
      expect(byLink.length).toBeGreaterThan(0);
      for (const path of reached) {
        const seen = await at(cookie, path);
        expect(seen.status, path).toBeLessThan(400);
        expect(seen.headers['cache-control']).toBe('no-store');
      }
      const out = await signOut(cookie);
      expect(out.headers['clear-site-data']).toBe('"cache"');
      for (const path of ['/home', ...reached])
        for (const cookies of [[cookie], []])
          for (const method of ['GET', 'HEAD', 'POST']) {
            const seen = await site.visit({
              method,
              path,
              cookies,
              ...(method === 'POST' ? { form: { step: 'confirm', confirm: 'yes' } } : {}),
            });
            expect([303, 405], `${method} ${path}`).toContain(seen.status);
            if (seen.status === 303) expect(seen.headers.location).toBe('/sign-in');
            expect(seen.body).not.toContain(theCase.id);
          }
    }
    expect((await site.current(theCase.id)).version).toBe(theCase.version);
  });

  test('the links in e-mails open as before: they are credentials of their own', async () => {
    const theCase = await site.referred();
    const cookie = await site.signedIn(KENT);
    await signOut(cookie);
    for (const path of [
      await site.entryLink(theCase),
      await site.offerLink(theCase),
      await site.caseLink(theCase),
    ])
      expect((await site.get(path)).status).toBe(200);
  });
});

test('a form on a page that the list opened is taken only with the session’s token', async () => {
  const theCase = await site.referred();
  const council = theCase.offers[0]?.council ?? '';
  const cookie = await site.signedIn(council);
  const path = linksIn((await at(cookie, '/home')).body).find((link) => link.startsWith('/offers/')) ?? '';
  const form = { answer: 'accept', step: 'confirm', confirm: 'yes', name: 'Robin Hale' };
  expect((await site.visit({ method: 'POST', path, form, cookies: [cookie] })).status).toBe(403);
  const session = asItStands((await at(cookie, path)).body).session ?? '';
  expect(
    (await site.visit({ method: 'POST', path, form: { ...form, session }, cookies: [cookie] })).status,
  ).toBe(303);
  expect((await site.current(theCase.id)).placement?.council).toBe(council);
});

test('whatever opens a page, one read tells whether it may: of the session, or of what its desk has closed', async () => {
  const theCase = await site.referred();
  const cookie = await site.signedIn(KENT);
  const read: string[] = [];
  const { session, linksVoidUpTo, sessions } = site.signIns;
  Object.assign(site.signIns, {
    session: (...given: Parameters<typeof session>) => {
      read.push('session');
      return session.apply(site.signIns, given);
    },
    linksVoidUpTo: (...given: Parameters<typeof linksVoidUpTo>) => {
      read.push('void links');
      return linksVoidUpTo.apply(site.signIns, given);
    },
    sessions: (...given: Parameters<typeof sessions>) => {
      read.push('sessions');
      return sessions.apply(site.signIns, given);
    },
  });
  const readFor = async (path: string, cookies: readonly string[]) => {
    read.length = 0;
    await site.visit({ path, cookies });
    return read.join();
  };
  const mailed = await site.entryLink(theCase);
  const listed =
    linksIn((await at(cookie, '/home')).body).find((path) => path.startsWith('/referrals/')) ?? '';
  expect(await readFor(mailed, [])).toBe('void links');
  for (const path of [mailed, listed, '/home', '/refer', `/sealed/${theCase.id}`])
    expect(await readFor(path, [cookie]), path).toBe('session');
  expect(await readFor('/sessions', [cookie])).toBe('session,sessions');
  expect(await readFor(listed, [])).toBe('');
});

describe('a link of another desk', () => {
  const links = async (theCase: Case) => {
    const council = theCase.offers[0]?.council ?? '';
    const [{ region } = { region: '' }] = (await site.councils.view()).councils.filter(
      ({ code }) => code === council,
    );
    return {
      offer: await site.offerLink(theCase),
      transfer: await site.link({ for: 'transfer', council, caseId: theCase.id, version: 1 }),
      capacity: await site.link({ for: 'capacity', council, region, version: 0 }),
      entry: await site.entryLink(theCase),
      coordinator: await site.caseLink(theCase),
    };
  };

  test('asks whoever is signed in to sign in for it, shows nothing and takes nothing', async () => {
    const theCase = await site.referred();
    const council = theCase.offers[0]?.council ?? '';
    const whose = {
      [KENT]: ['entry'],
      [council]: ['offer', 'transfer', 'capacity'],
      coordinators: ['coordinator'],
    };
    for (const [desk, own] of Object.entries(whose)) {
      const cookie = desk === 'coordinators' ? await site.coordinatorSignedIn() : await site.signedIn(desk);
      for (const [kind, path] of Object.entries(await links(theCase))) {
        const seen = await at(cookie, path);
        if (own.includes(kind)) {
          expect(seen.status, `${desk} opens ${kind}`).toBe(200);
          continue;
        }
        const form = { step: 'confirm', answer: 'accept', confirm: 'yes' };
        const posted = await site.visit({ method: 'POST', path, form, cookies: [cookie] });
        for (const { status, body } of [seen, posted]) {
          expect(status, `${desk} opens ${kind}`).toBe(403);
          expect(body).toContain('This link is for');
          expect(body).toContain('Nothing was opened');
          expect(body).not.toContain(theCase.id);
          expect(body).toContain('href="/sign-in"');
        }
      }
      // Signed out, they open as they always did.
      for (const path of Object.values(await links(theCase))) expect((await site.get(path)).status).toBe(200);
    }
    expect((await site.current(theCase.id)).version).toBe(theCase.version);
  });

  test('leads on to the same case, once one has signed in for its council', async () => {
    const theCase = await site.referred();
    const seen = await at(await site.signedIn('E10000013'), await site.entryLink(theCase));
    const back = seen.cookies.find((cookie) => cookie.startsWith('__Host-nts-back='))?.split(';')[0] ?? '';
    expect(decodeURIComponent(back)).toBe(`__Host-nts-back=/case/${theCase.id}`);
  });
});

describe('a desk that closes the links mailed to it', () => {
  test('closes each kind of its links, at once, for good, and none of another’s', async () => {
    const theCase = await site.referred();
    const [first, second] = theCase.offers;
    const council = first?.council ?? '';
    const capacity = { for: 'capacity', council, region: 'E12000008', version: 0 } as const;
    const mailed = async () => [
      await site.offerLink(theCase),
      await site.link({ for: 'transfer', council, caseId: theCase.id, version: 1 }),
      await site.link(capacity),
      await site.link({ for: 'sign-in', council, signInId: crypto.randomUUID() }),
    ];
    const others = [
      await site.offerLink(theCase, 1),
      await site.entryLink(theCase),
      await site.caseLink(theCase),
      await site.link({ for: 'sign-in', council: second?.council ?? '', signInId: crypto.randomUUID() }),
    ];
    const before = await mailed();
    const own = await site.signedIn(council);
    const thief = await site.signedIn(council);
    later(1);
    expect((await choose(own, 'links')).headers.location).toBe('/sessions?done=links');
    expect(await isOpen(thief)).toBe(false);
    expect(await isOpen(own)).toBe(true);
    for (const path of before)
      for (const method of ['GET', 'POST']) {
        const form = { step: 'confirm', answer: 'accept', confirm: 'yes' };
        const seen = await site.visit({ method, path, ...(method === 'POST' ? { form } : {}) });
        expect(seen.status).toBe(410);
        expect(seen.body).toContain('This link has been closed');
        expect(seen.body).toContain('href="/sign-in"');
        expect(seen.body).not.toContain(theCase.id);
        expect(seen.cookies).toEqual([]);
      }
    for (const path of others) expect((await site.get(path)).status).toBe(200);
    // Whoever is signed in for the desk is let in by the session, also by an old link; new e-mails bring links that open.
    for (const path of before.slice(0, 3)) expect((await at(own, path)).status).toBe(200);
    later(1);
    for (const path of await mailed()) expect((await site.get(path)).status).not.toBe(410);
    expect((await site.current(theCase.id)).version).toBe(theCase.version);
  });

  test('may be the coordinators: their links close, and those of the regions’ leads', async () => {
    const theCase = await site.referred();
    const links = [
      await site.link({ for: 'coordinator', caseId: theCase.id, version: 1, seeOnly: true }),
      await site.link({ for: 'coordinator-sign-in', signInId: crypto.randomUUID() }),
    ];
    const own = await site.coordinatorSignedIn();
    later(1);
    await choose(own, 'links');
    for (const path of links) expect((await site.get(path)).status).toBe(410);
    // That of a case opened nothing by itself before, either.
    const ofCase = await site.visit({ path: await site.caseLink(theCase), cookies: [] });
    expect(ofCase.headers.location).toBe('/sign-in');
    expect((await site.get(await site.entryLink(theCase))).status).toBe(200);
  });
});

describe('once its work is done, an old link says what became of it and opens no facts, and a form only to who is responsible since', () => {
  const who = (council: string) => ({ kind: 'council', code: council }) as const;
  const coordinator = { kind: 'coordinator', name: 'Robin Hale' } as const;
  /** What a page says of the children that the check decides on. */
  const facts = /turns 18|Foster care|Sealed|Trafficking|Passed over|What has happened/;

  const accepted = async () => {
    const asked = await site.referred();
    const council = asked.offers[0]?.council ?? '';
    return site.tell(
      asked.id,
      { kind: 'answer', offerId: asked.offers[0]?.id ?? '', answer: 'accept' },
      who(council),
    );
  };
  const handedOver = async () => {
    const placed = await accepted();
    const council = placed.placement?.council ?? '';
    await site.tell(
      placed.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
      who(council),
    );
    return site.tell(placed.id, { kind: 'complete-transfer', handedOverAt: site.clock.now() }, who(council));
  };
  const withdrawn = async () =>
    site.tell(
      (await site.referred()).id,
      { kind: 'withdraw', reason: 'made-in-error' },
      { kind: 'entry-authority', code: KENT },
    );
  const stayed = async () =>
    site.tell((await accepted()).id, { kind: 'stay', reason: 'settled', note: 'Well.' }, coordinator);
  const undone = async () =>
    site.tell(
      (await accepted()).id,
      { kind: 'reallocate', because: 'receiving-authority-cannot', note: 'Fell ill.' },
      coordinator,
    );

  test.each([
    ['handed over', handedOver, ['offer', 'transfer', 'entry', 'a lead’s']],
    ['withdrawn', withdrawn, ['offer', 'transfer', 'entry', 'a lead’s']],
    ['stays', stayed, ['offer', 'transfer', 'entry', 'a lead’s']],
    ['taken from the council', undone, ['offer', 'transfer']],
  ])('%s', async (_, reach, closed) => {
    const theCase = await reach();
    await site.sealed.sealFirst(theCase.referralId, KENT, [{ number: 1, name: 'Synthetic Child' }]);
    const council = theCase.offers[0]?.council ?? '';
    const links: Readonly<Record<string, string>> = {
      offer: await site.offerLink(theCase),
      transfer: await site.link({ for: 'transfer', council, caseId: theCase.id, version: 1 }),
      entry: await site.entryLink(theCase),
      'a lead’s': await site.link({ for: 'coordinator', caseId: theCase.id, version: 1, seeOnly: true }),
    };
    for (const kind of closed) {
      const { status, body } = await site.get(links[kind] ?? '');
      expect(status, kind).toBe(200);
      expect(body).toContain(theCase.id);
      // Who received a child goes on answering for them: it can say what becomes of the child, and is shown nothing.
      const answers = kind === 'transfer' && theCase.status === 'transferred';
      expect(body.includes('<form'), kind).toBe(answers);
      expect(body.slice(body.indexOf('<main'), body.indexOf('</main>')), kind).not.toMatch(facts);
    }
  });

  test('and whoever is signed in for its desk sees the whole of it', async () => {
    const theCase = await handedOver();
    const council = theCase.placement?.council ?? '';
    const transfer = await at(await site.signedIn(council), await site.transferLink(theCase));
    expect(transfer.body).toContain('turns 18');
    const record = await at(await site.coordinatorSignedIn(), await site.caseLink(theCase));
    for (const words of ['Trail intact', 'Passed over', 'The referral']) expect(record.body).toContain(words);
  });

  test('but stays open to a coordinator while a decline is still to be reviewed', async () => {
    const asked = await site.referred();
    const [first, next] = asked.offers;
    await site.tell(
      asked.id,
      {
        kind: 'answer',
        offerId: first?.id ?? '',
        answer: 'decline',
        reason: 'no-safe-placement',
        text: 'Full.',
      },
      who(first?.council ?? ''),
    );
    const council = next?.council ?? '';
    await site.tell(asked.id, { kind: 'answer', offerId: next?.id ?? '', answer: 'accept' }, who(council));
    await site.tell(
      asked.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
      who(council),
    );
    const done = await site.tell(
      asked.id,
      { kind: 'complete-transfer', handedOverAt: site.clock.now() },
      who(council),
    );
    expect((await site.get(await site.caseLink(done))).body).toContain('<form');
  });
});
