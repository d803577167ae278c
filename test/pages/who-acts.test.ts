/** Who acts says who they are once, and the record says it wherever it is read. */
import { expect, test } from 'vitest';
import { routes } from '../../functions/pages/routes.ts';
import { actorWords } from '../../functions/pages/words/event-words.ts';
import { personWords } from '../../functions/pages/words/person-words.ts';
import { stageAt } from '../ownership/stages.ts';
import { pagesWaysIn } from '../ownership/ways-in.ts';
import { asItStands } from './forms.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
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

test('whatever a person does behind a link or in a session, the trail says by whom', async () => {
  const nameless: string[] = [];
  let acts = 0;
  for (const at of ['asked', 'accepted'] as const)
    for (const { path, needs } of routes.filter(({ methods }) => methods.includes('POST')))
      for (const attempt of pagesWaysIn[`POST ${path}`]?.own ?? []) {
        if (attempt.at !== undefined && !attempt.at.includes(at)) continue;
        const stage = await stageAt(at);
        const before = new Set((await trails(stage.site)).map(({ id }) => id));
        await stage.site.visit(await attempt.visit(stage));
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
  expect(nameless).toEqual([]);
}, 60_000);

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

test('a session knows who signed in, and its forms begin with that', async () => {
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
  expect([name, role]).toEqual([['Jo Smith'], ['duty manager']]);
});
