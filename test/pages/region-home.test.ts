/** The desk of a region's lead: how they sign in, what they see of their region, and that they do no more than their link let them. */
import { describe, expect, test } from 'vitest';
import { regionsOf } from '../../shared/core/case/lists.ts';
import { publishedCouncil, publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { uncapitalised } from '../../shared/words/counting.ts';
import { leadOf } from '../../shared/words/statuses.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { sessionOf } from './forms.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const LEEDS = 'E08000035';
const SOUTH_EAST = 'E12000008';

const textOf = (body: string): string =>
  body
    .replaceAll(/<(script|style|head)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** An address of the page that holds these words. */
const linksOn = (body: string): readonly (readonly [href: string, text: string])[] =>
  [...body.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([\s\S]*?)<\/a>/g)].map(([, href = '', text = '']) => [
    href.replaceAll('&amp;', '&'),
    text,
  ]);

describe('the lead of a region', () => {
  test('signs in with a link to their registered address, once, and comes to the page of their region', async () => {
    const site = await Site.seeded();
    await site.sealed.putContacts(`smp-lead:${SOUTH_EAST}`, { dutyDesk: 'lead@south-east.example' });
    const path = await site.askedLink(`smp-lead:${SOUTH_EAST}`, 'lead@south-east.example');
    expect(path).toMatch(/^\/leads\//);
    const form = { step: 'sign', name: 'Ada Field', role: 'partnership lead', confirm: 'yes' };
    const entered = await site.visit({ method: 'POST', path, form });
    expect([entered.status, entered.headers.location]).toEqual([303, '/home']);
    const cookie = entered.cookies[0]?.split(';')[0] ?? '';
    const home = textOf((await site.visit({ path: '/home', cookies: [cookie] })).body);
    expect(home).toContain('Ada Field, partnership lead, for the lead of South East');
    expect(home).toMatch(/South East.*Councils of your region: \d+/);
    expect((await site.visit({ method: 'POST', path, form })).body).toContain('This link has been used');
  });

  test('has no link sent to any other address, also at its domain', async () => {
    const site = await Site.seeded();
    await site.sealed.putContacts(`smp-lead:${SOUTH_EAST}`, { dutyDesk: 'lead@south-east.example' });
    for (const address of ['other@south-east.example', 'duty@e10000016.example'])
      await site.visit({
        method: 'POST',
        path: '/sign-in',
        form: { step: 'ask', council: `smp-lead:${SOUTH_EAST}`, address },
      });
    expect(site.notifications.snapshot().filter(({ body }) => /sign-in-requested/.test(body))).toEqual([]);
  });

  test('finds each open case that a council of the region refers, is asked about or takes, and no other', async () => {
    const site = await Site.seeded();
    const here = await site.referred();
    const elsewhere = await site.referred({
      entryAuthority: publishedCouncils().find(({ region }) => region === 'E12000001')?.code ?? '',
    });
    for (const region of ['E12000001', SOUTH_EAST, 'E12000007', 'S92000003']) {
      const cookies = [await site.leadSignedIn(region)];
      const { body } = await site.visit({ path: '/home', cookies });
      for (const one of [here, elsewhere]) {
        const isTheirs = regionsOf(await site.current(one.id)).includes(region);
        expect(body.includes(one.id), `${region}: ${one.id}`).toBe(isTheirs);
        const opened = await site.visit({ path: `/case/${one.id}`, cookies });
        expect(opened.status, region).toBe(isTheirs ? 303 : 403);
      }
    }
    expect(regionsOf(here)).toContain(SOUTH_EAST);
  });

  test('sees in the week ahead who has to act by when, and a move with its two councils', async () => {
    const site = await Site.seeded();
    const asked = await site.referred();
    const [offer] = asked.offers;
    const council = offer?.council ?? '';
    const home = async (region: string) =>
      textOf((await site.visit({ path: '/home', cookies: [await site.leadSignedIn(region)] })).body);
    const name = publishedCouncil(council)?.name ?? '';
    expect(await home(SOUTH_EAST)).toContain(`${name} has to act by`);
    const by = { kind: 'council', code: council } as const;
    await site.tell(asked.id, { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' }, by);
    await site.tell(
      asked.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-25', socialWorker: SOCIAL_WORKER },
      by,
    );
    for (const region of [SOUTH_EAST, publishedCouncil(council)?.region ?? ''])
      expect(await home(region)).toMatch(
        new RegExp(`Wednesday 25 November 2026 ${asked.id} : move from Kent to ${name}`),
      );
    await site.tell(
      asked.id,
      { kind: 'complete-transfer', handedOverAt: site.clock.now() },
      { kind: 'entry-authority', code: KENT },
    );
    expect(await home(SOUTH_EAST)).not.toContain(asked.id);
  });

  test('is told of no deadline, and of no move, while a child is missing or a coordinator looks at the move', async () => {
    const site = await Site.seeded();
    const lost = await site.referred();
    const entry = { kind: 'entry-authority', code: KENT } as const;
    await site.tell(lost.id, { kind: 'child-missing', missingSince: '2026-11-23T08:00:00.000Z' }, entry);
    const held = await site.referred();
    const [{ council = '', id: offerId = '' } = {}] = held.offers;
    const by = { kind: 'council', code: council } as const;
    await site.tell(held.id, { kind: 'answer', offerId, answer: 'accept' }, by);
    await site.tell(
      held.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-25', socialWorker: SOCIAL_WORKER },
      by,
    );
    const { referralId, facts } = await site.current(held.id);
    const links = [{ kind: 'sibling' as const, council: LEEDS }];
    await site.tell(held.id, { kind: 'amend', data: { referralId, facts: { ...facts, links } } }, entry);
    const home = async () => {
      const { body } = await site.visit({ path: '/home', cookies: [await site.leadSignedIn(SOUTH_EAST)] });
      return textOf(body);
    };
    const now = await home();
    expect(now).not.toContain(`${held.id} : move from`);
    expect(now).toContain(`${held.id} : the coordinators have to act by`);
    expect(now).not.toMatch(/moves on 25 November/);
    const ofCouncil = await site.visit({ path: '/home', cookies: [await site.signedIn(KENT)] });
    expect(textOf(ofCouncil.body)).not.toContain('moves on 25 November');
    // Days after the child was to be moved.
    site.clock.set('2026-12-10T10:00:00.000Z');
    const later = await home();
    // Only in the list of cases, and not in the week ahead.
    const [, line = '', ...more] = later.split(lost.id);
    expect(more).toEqual([]);
    const [told = ''] = line.split('NTS-');
    expect(told).toContain('say when the child is found');
    expect(told).not.toMatch(/Overdue|ago\)|7 December/);
  });

  test('is not told to answer what the lead of another region has to', async () => {
    const site = await Site.seeded();
    const london = publishedCouncils().find(({ region }) => region === 'E12000007')?.code ?? '';
    const regional = await site.withTheRegion({ entryAuthority: london });
    const { region = '' } = regional.regionAsked ?? {};
    const of = publishedCouncil(regional.facts.entryAuthority)?.region ?? '';
    expect(of).not.toBe(region);
    const home = async (lead: string) =>
      textOf((await site.visit({ path: '/home', cookies: [await site.leadSignedIn(lead)] })).body);
    expect(await home(region)).toContain('you have to answer by');
    const others = await home(of);
    expect(others).toContain(`${regional.id} : ${uncapitalised(leadOf(region))} has to answer by`);
    expect(others).not.toContain('you have to answer');
    expect(others).toContain('Nothing waits for your answer now.');
  });

  test('is told that a council asked only as a back-up brings no case to its region', async () => {
    const site = await Site.seeded();
    const asked = await site.referred();
    const cookies = [await site.leadSignedIn('S92000003')];
    expect(textOf((await site.visit({ path: '/home', cookies })).body)).toContain(
      'No case is open that a council of your region refers, is asked about other than as a back-up, or takes.',
    );
    const { status, body } = await site.visit({ path: `/case/${asked.id}`, cookies });
    expect(status).toBe(403);
    expect(body).toContain(
      'It does not open to you where a council of your region is asked only as a back-up.',
    );
  });

  test('answers which council is asked first from the list, in their own name, and only there', async () => {
    const site = await Site.seeded();
    const regional = await site.withTheRegion();
    const { region = '', councils: [first = ''] = [] } = regional.regionAsked ?? {};
    await site.sealed.putContacts(`smp-lead:${region}`, { dutyDesk: 'lead@x.example' });
    const path = await site.askedLink(`smp-lead:${region}`, 'lead@x.example');
    const entered = await site.visit({
      method: 'POST',
      path,
      form: { step: 'sign', name: 'Ada Field', role: 'partnership lead', confirm: 'yes' },
    });
    const cookies = [entered.cookies[0]?.split(';')[0] ?? ''];
    const { body } = await site.visit({ path: '/home', cookies });
    expect(textOf(body)).toContain('One case waits for your answer.');
    const [href = ''] =
      linksOn(body).find(([, text]) => text.includes('say which council is asked first')) ?? [];
    expect(href).toMatch(/^\/regions\//);
    // The list handed it out: by itself it opens nothing.
    expect((await site.visit({ path: href, cookies: [] })).headers.location).toBe('/sign-in');
    const shown = await site.visit({ path: href, cookies });
    const form = { session: sessionOf(shown.body), step: 'confirm', first, confirm: 'yes' };
    await site.visit({ method: 'POST', path: href, cookies, form });
    const trail = await site.cases.trail(regional.id);
    expect(trail.find(({ type }) => type === 'region-answered.v1')).toMatchObject({
      actor: { kind: 'smp-lead', region, name: 'Ada Field', role: 'partnership lead' },
      data: { council: first },
    });
  });

  test('looks at a case with no form but one that looks something up, and at nothing that is sealed', async () => {
    const site = await Site.seeded();
    const asked = await site.referred();
    await site.sealed.sealFirst(asked.referralId, KENT, [{ number: 1, name: 'Canary Child' }]);
    const cookies = [await site.leadSignedIn(SOUTH_EAST)];
    const to = (await site.visit({ path: `/case/${asked.id}`, cookies })).headers.location ?? '';
    const { status, body } = await site.visit({ path: to, cookies });
    expect(status).toBe(200);
    expect(body).toContain('You can look at this page');
    expect(body).not.toMatch(
      /Canary|<form method="post" (?!action="\/sign-out"|role="search" aria-label="Why,)/,
    );
    const before = await site.current(asked.id);
    const posted = await site.visit({
      method: 'POST',
      path: to,
      cookies,
      form: { step: 'confirm', action: 'stays', stayReason: 'settled', stayNote: 'n', confirm: 'yes' },
    });
    expect(posted.body).toContain('Your link only shows this page');
    expect(await site.current(asked.id)).toEqual(before);
    // Not for the lead of another region, nor for anybody without a session.
    const other = [await site.leadSignedIn('S92000003')];
    expect((await site.visit({ path: to, cookies: other })).status).toBe(403);
    expect((await site.visit({ path: to, cookies: [] })).headers.location).toBe('/sign-in');
  });

  test('is told that a case is over, or has left the region, where the list had handed it out', async () => {
    const site = await Site.seeded();
    const asked = await site.referred();
    const cookies = [await site.leadSignedIn(SOUTH_EAST)];
    const to = (await site.visit({ path: `/case/${asked.id}`, cookies })).headers.location ?? '';
    expect((await site.visit({ path: to, cookies })).status).toBe(200);
    await site.tell(
      asked.id,
      { kind: 'withdraw', reason: 'made-in-error' },
      { kind: 'entry-authority', code: KENT },
    );
    const { status, body } = await site.visit({ path: to, cookies });
    expect(status).toBe(403);
    expect(textOf(body)).toContain('This case is not open to you any more');
    expect(textOf(body)).not.toMatch(/Copy the whole of it|The case is closed/);
  });

  test('goes on from a copy that was mailed to their region; nobody else who is signed in is told to', async () => {
    const site = await Site.seeded();
    const asked = await site.referred();
    const along = { seeOnly: true, readBy: SOUTH_EAST } as const;
    const path = await site.link({ for: 'coordinator', caseId: asked.id, version: 1, ...along });
    const offers = async (cookies: string[]) =>
      linksOn((await site.visit({ path, cookies })).body)
        .map(([href, text]) => `${href} ${textOf(text).trim()}`)
        .filter((one) => one.includes('region'));
    expect(await offers([])).toEqual(['/sign-in Sign in to see your region']);
    expect(await offers([await site.leadSignedIn(SOUTH_EAST)])).toEqual(['/home Go to your region']);
    expect(await offers([await site.signedIn(KENT)])).toEqual([]);
    expect(await offers([await site.coordinatorSignedIn()])).toEqual([]);
  });

  test('is told which councils are closed, paused, silent or out of reach', async () => {
    const site = await Site.seeded();
    const [council] = publishedCouncils().filter(({ region }) => region === SOUTH_EAST);
    await site.sealed.putContacts(`council:${council?.code}`, { dutyDesk: 'gone@x.example' });
    await site.sealed.noteReturned(`council:${council?.code}`, ['gone@x.example'], {
      at: site.clock.now(),
      why: 'no-such-mailbox',
    });
    const { body } = await site.visit({ path: '/home', cookies: [await site.leadSignedIn(SOUTH_EAST)] });
    expect(textOf(body)).toMatch(new RegExp(`${council?.name} \\d+ \\d+ Never Email came back`));
  });

  test('closes the links that were emailed to them: of their own answers and what they read along, and no other’s', async () => {
    const site = await Site.seeded();
    const regional = await site.withTheRegion();
    const region = regional.regionAsked?.region ?? '';
    const asked = await site.referred();
    const [{ council = '', id: offerId = '' } = {}] = asked.offers;
    const offer = { for: 'offer', council, caseId: asked.id, offerId, version: 1 } as const;
    const theCase = { for: 'coordinator', caseId: asked.id, version: 1, seeOnly: true } as const;
    const link = await site.link({ for: 'region', region, caseId: regional.id, version: 2 });
    const along = [
      await site.link({ ...theCase, readBy: region }),
      await site.link({ ...offer, seeOnly: true, readBy: region }),
    ];
    const others = [
      await site.link(offer),
      await site.link({ ...theCase, readBy: 'S92000003' }),
      await site.link({ ...offer, seeOnly: true, readBy: 'S92000003' }),
    ];
    for (const path of [link, ...along, ...others]) expect((await site.get(path)).status).toBe(200);
    const cookies = [await site.leadSignedIn(region)];
    const { body } = await site.visit({ path: '/sessions', cookies });
    await site.visit({
      method: 'POST',
      path: '/sessions',
      cookies,
      form: { session: sessionOf(body), step: 'confirm', ending: 'links', confirm: 'yes' },
    });
    expect((await site.get(link)).body).toContain('This link has been closed');
    for (const path of along) {
      const { status, body } = await site.get(path);
      expect(status).toBe(410);
      expect(body).toContain('This link no longer shows the page');
      expect(body).not.toContain(asked.id);
    }
    for (const path of others) expect((await site.get(path)).status).toBe(200);
  });

  test('reads along, signed in, what anybody with the link does: of a move that is over no facts', async () => {
    const site = await Site.seeded();
    const asked = await site.referred();
    const [{ council = '', id: offerId = '' } = {}] = asked.offers;
    const by = { kind: 'council', code: council } as const;
    await site.tell(asked.id, { kind: 'answer', offerId, answer: 'accept' }, by);
    await site.tell(
      asked.id,
      { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
      by,
    );
    await site.tell(asked.id, { kind: 'complete-transfer', handedOverAt: site.clock.now() }, by);
    const along = { seeOnly: true, readBy: SOUTH_EAST } as const;
    const path = await site.link({ for: 'transfer', council, caseId: asked.id, version: 1, ...along });
    for (const cookies of [[], [await site.leadSignedIn(SOUTH_EAST)]]) {
      const { status, body } = await site.visit({ path, cookies });
      expect(status).toBe(200);
      expect(body).toContain(asked.id);
      expect(body).not.toContain('turns 18');
    }
  });
});
