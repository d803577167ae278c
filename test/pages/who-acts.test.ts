/** Who acts says who they are once, and the record says it wherever it is read. */
import { expect, test } from 'vitest';
import { routes } from '../../functions/pages/routes.ts';
import { rememberWho, whoAnsweredHere } from '../../functions/pages/sign-in/who.ts';
import { actorWords } from '../../functions/pages/words/event-words.ts';
import { personWords } from '../../functions/pages/words/person-words.ts';
import type { PageRequest } from '../../shared/runtime/http-middleware.ts';
import { stageAt } from '../ownership/stages.ts';
import { pagesWaysIn } from '../ownership/ways-in.ts';
import { asItStands } from './forms.ts';
import { Site, type Visit } from './site.ts';

const KENT = 'E10000016';
/** Whoever acts in these tests. */
const NAMED = /Sam Okafor|duty manager|Robin Hale/;
const cookieOf = (cookies: readonly string[], name: string): string =>
  cookies.find((one) => one.includes(name))?.split(';')[0] ?? '';

test('a person is said in one way: name, role, desk', () => {
  expect(personWords({ name: 'Jo Smith', role: 'duty manager' }, 'Kent')).toBe(
    'Jo Smith, duty manager, for Kent',
  );
  expect(personWords({ name: 'Jo Smith' }, 'Kent')).toBe('Jo Smith, for Kent');
  expect(personWords({}, 'Kent')).toBe('Kent');
  const who = { name: 'Jo Smith', role: 'duty manager' };
  expect(actorWords({ kind: 'council', code: KENT, ...who })).toBe('Jo Smith, duty manager, for Kent');
  expect(actorWords({ kind: 'smp-lead', region: 'E12000008', ...who })).toContain(
    'Jo Smith, duty manager, for the lead',
  );
});

test('whatever a person does behind a link or in a session, the trail says by whom, and nothing that leaves does', async () => {
  const nameless: string[] = [];
  const left: string[] = [];
  let acts = 0;
  for (const at of ['asked', 'accepted'] as const)
    for (const { path, needs } of routes.filter(({ methods }) => methods.includes('POST')))
      for (const attempt of pagesWaysIn[`POST ${path}`]?.own ?? []) {
        if (attempt.at !== undefined && !attempt.at.includes(at)) continue;
        const stage = await stageAt(at);
        const before = new Set((await trails(stage.site)).map(({ id }) => id));
        const answer = await stage.site.visit(await attempt.visit(stage));
        const { referrals, notifications, log, meter } = stage.site;
        const outside = [referrals.snapshot(), notifications.snapshot(), log.lines, meter.values];
        if (NAMED.test(JSON.stringify([...outside, answer.headers.location ?? '']))) left.push(path);
        for (const { id, type, actor } of (await trails(stage.site)).filter(
          (event) => !before.has(event.id),
        )) {
          if (actor.kind === 'system') continue;
          acts += 1;
          if (!('name' in actor) || actor.name === undefined)
            nameless.push(`${path} (${needs.kind}): ${type} ${id}`);
        }
      }
  expect(acts).toBeGreaterThan(8);
  expect([nameless, left]).toEqual([[], []]);
});

/** Every event that stands in a trail. */
async function trails(site: Site) {
  const { cases } = site.cases.snapshot();
  const subjects = Object.keys(cases);
  const ofCases = await Promise.all(subjects.map((id) => site.cases.trail(id)));
  const councils = (await site.councils.view()).councils.map(({ code }) => code);
  const ofCouncils = await Promise.all(councils.map((code) => site.councils.trail(code)));
  return [...ofCases.flat(), ...ofCouncils.flat()];
}

test('who answers behind a link finds their name in the next form on that device, can change it, and is in no address', async () => {
  const site = await Site.seeded();
  const asked = await site.referred();
  const link = await site.offerLink(asked);
  const who = { name: 'Jo <Smith>', role: 'duty manager' };
  const answered = await site.request({
    method: 'POST',
    path: link,
    form: { step: 'confirm', answer: 'accept', confirm: 'yes', ...who },
  });
  expect(answered.headers.location).not.toMatch(/Jo|Smith|manager/);
  const remembered = cookieOf(answered.cookies, 'nts-who');
  expect(remembered).not.toBe('');
  const current = await site.current(asked.id);
  const move = await site.transferLink(current);
  const check = {
    method: 'POST',
    path: move,
    form: { step: 'action', action: 'cannot', cannotNote: 'x', behind: 'cannot' },
  };
  const boxes = async (cookies: readonly string[]) => {
    const asks = await site.visit({ ...check, cookies });
    const next = await site.visit({ ...check, form: { ...asItStands(asks.body), cannotNote: 'x' }, cookies });
    const { name, role } = asItStands(next.body);
    return [name?.[0], role?.[0]];
  };
  expect(await boxes([remembered])).toEqual(
    ['Jo &lt;Smith&gt;', 'duty manager'].map((one) => one.replaceAll('&lt;', '<').replaceAll('&gt;', '>')),
  );
  expect(await boxes([])).toEqual(['', '']);
  // Whatever stands in the cookie, it is only words in a box.
  for (const value of [
    '',
    'x',
    Buffer.from('["a"]').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
  ])
    expect(await boxes([`${remembered.split('=')[0]}=${value}`])).toEqual(['', '']);
});

test('a session knows who signed in: its forms ask nobody again, and whatever they say the record has that name', async () => {
  const site = await Site.seeded();
  const address = 'duty@kent.example';
  await site.sealed.putContacts(`council:${KENT}`, { dutyDesk: address });
  const path = await site.askedLink(KENT, address);
  for (const nobody of [{ name: '' }, { role: '' }])
    expect(
      (await site.visit({ method: 'POST', path, form: { step: 'sign', confirm: 'yes', ...nobody } })).status,
    ).toBe(422);
  const { cookies } = await site.visit({
    method: 'POST',
    path,
    form: { step: 'sign', confirm: 'yes', name: 'Jo Smith', role: 'duty manager' },
  });
  const session = cookieOf(cookies, 'nts-session');
  expect(Buffer.from(session.split('.')[1] ?? '', 'base64url').toString()).not.toContain('Jo Smith');
  const home = await site.visit({ path: '/home', cookies: [session] });
  expect(home.body).toContain('Jo Smith, duty manager, for Kent');
  const theCase = await site.referred({ entryAuthority: KENT });
  const entry = await site.entryLink(theCase);
  const asks = await site.visit({
    method: 'POST',
    path: entry,
    form: { step: 'action', action: 'withdraw' },
    cookies: [session],
  });
  const next = await site.visit({
    method: 'POST',
    path: entry,
    form: { ...asItStands(asks.body.slice(asks.body.indexOf('<main'))), withdrawal: 'made-in-error' },
    cookies: [session],
  });
  const { name, role } = asItStands(next.body.slice(next.body.indexOf('<main')));
  expect([name, role]).toEqual([undefined, undefined]);
  await site.visit({
    method: 'POST',
    path: entry,
    form: {
      ...asItStands(next.body.slice(next.body.indexOf('<main'))),
      confirm: 'yes',
      name: 'Somebody Else',
      role: 'director',
    },
    cookies: [session],
  });
  expect(
    (await site.cases.trail(theCase.id)).findLast(({ type }) => type === 'referral-withdrawn.v1'),
  ).toMatchObject({
    actor: { kind: 'entry-authority', code: KENT, name: 'Jo Smith', role: 'duty manager' },
  });
});

test('who answered is told to their own council, and not to who may only look', async () => {
  const site = await Site.seeded();
  const asked = await site.referred();
  const who = { name: 'Jo Smith', role: 'duty manager' };
  await site.visit({
    method: 'POST',
    path: await site.offerLink(asked),
    form: { step: 'confirm', answer: 'accept', confirm: 'yes', ...who },
  });
  const [offer] = asked.offers;
  const link = {
    for: 'offer',
    council: offer?.council ?? '',
    caseId: asked.id,
    offerId: offer?.id ?? '',
    version: 1,
  } as const;
  const own = await site.get(await site.link(link));
  const copy = await site.get(await site.link({ ...link, seeOnly: true }));
  expect([own.status, copy.status]).toEqual([200, 200]);
  expect(own.body).toContain('Jo Smith');
  expect(copy.body).not.toContain('Jo Smith');
});

test('who answered for one council stands in no box of another, and one lead in none of the next region’s', async () => {
  const site = await Site.seeded();
  const asked = await site.referred();
  const who = { name: 'Jo Smith', role: 'duty manager' };
  const answered = await site.request({
    method: 'POST',
    path: await site.offerLink(asked),
    form: { step: 'confirm', answer: 'accept', confirm: 'yes', ...who },
  });
  const cookies = [cookieOf(answered.cookies, 'nts-who')];
  const next = async (path: string, form: NonNullable<Visit['form']>) => {
    const { body } = await site.visit({ method: 'POST', path, form, cookies });
    return asItStands(body.slice(body.indexOf('<main')));
  };
  const current = await site.current(asked.id);
  const leads = await site.withTheRegion();
  const region = leads.regionAsked?.region ?? '';
  const lead = await site.link({ for: 'region', region, caseId: leads.id, version: leads.version });
  const entry = await site.entryLink(current);
  const why = await next(entry, { step: 'action', action: 'withdraw' });
  const { name } = await next(entry, { ...why, withdrawal: 'made-in-error' });
  const first = leads.regionAsked?.councils[0] ?? '';
  const asksLead = await next(lead, { step: 'choice', first });
  expect([name, asksLead.name]).toEqual([[''], ['']]);

  const request = (...sent: string[]) => ({ headers: {}, cookies: sent }) as unknown as PageRequest;
  const kept = rememberWho(request(), 'smp-lead:E12000008', who).split(';')[0] ?? '';
  expect(whoAnsweredHere(request(kept), 'smp-lead:E12000008')).toEqual(who);
  for (const other of ['smp-lead:E12000007', 'coordinators', `council:${KENT}`, ''])
    expect(whoAnsweredHere(request(kept), other)).toEqual({});
});

test('a name or a role is words: figures alone, or characters that nobody sees, are asked for again', async () => {
  const site = await Site.seeded();
  const link = await site.offerLink(await site.referred());
  const answers = (who: object) =>
    site.visit({
      method: 'POST',
      path: link,
      form: { step: 'confirm', answer: 'accept', confirm: 'yes', ...who },
    });
  for (const nobody of ['12345', '\u200b\u200b', '...', 'x'.repeat(201)]) {
    const { status, body } = await answers({ name: nobody });
    expect([status, body.includes('name')], nobody).toEqual([422, true]);
    // What was typed in the other box is still there.
    expect(asItStands(body.slice(body.indexOf('<main'))).role).toEqual(['duty manager']);
  }
  expect((await answers({ role: '7' })).status).toBe(422);
  const longest = { name: '\u{1d5d6}\u6f22'.repeat(66).padEnd(200, 'x'), role: '\u6f22'.repeat(100) };
  const { status, cookies } = await answers(longest);
  expect(status).toBe(303);
  const cookie = cookies.find((one) => one.includes('nts-who')) ?? '';
  expect(cookie).toMatch(/^__Host-nts-who=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800; Secure$/);
  expect(cookie.length).toBeLessThan(4_096);
});

test('in a session from before names were asked for, forms ask, and what only the session could name waits for signing in', async () => {
  const site = await Site.seeded();
  const theCase = await site.referred({ entryAuthority: KENT });
  const cookies = [await site.signedIn(KENT)];
  const session = site.signIns.session.bind(site.signIns);
  site.signIns.session = async (...given) => {
    const open = await session(...given);
    return open && { openedAt: open.openedAt };
  };
  const post = (path: string, form: NonNullable<Visit['form']>) =>
    site.visit({ method: 'POST', path, form, cookies });
  const entry = await site.entryLink(theCase);
  const why = asItStands(
    (await post(entry, { step: 'action', action: 'withdraw' })).body.split('<main')[1] ?? '',
  );
  const asks = await post(entry, { ...why, withdrawal: 'made-in-error' });
  expect(asItStands(asks.body.split('<main')[1] ?? '')).toMatchObject({ name: [''], role: [''] });

  const { version } = await site.current(theCase.id);
  const documents = await site.visit({ path: `/documents/${theCase.id}`, cookies });
  const { session: token = '' } = asItStands(documents.body.split('<main')[1] ?? '');
  for (const path of [`/documents/${theCase.id}`, `/sealed/${theCase.id}`]) {
    const answer = await post(path, { session: token, step: 'remove', document: 'x', confirm: 'yes' });
    expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in']);
    expect(answer.cookies.join()).toContain(encodeURIComponent(path));
  }
  expect((await site.current(theCase.id)).version).toBe(version);
});
