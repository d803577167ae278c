/** Who of the coordinators deals with a case: said on its page, shown on each line, and what lists can be narrowed by. */
import { beforeEach, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { Site } from './site.ts';

let site: Site;
let robin: string;
let sam: string;
beforeEach(async () => {
  site = await Site.seeded();
  robin = await site.coordinatorSignedIn('Robin Hale');
  sam = await site.coordinatorSignedIn('Sam Okoro');
});

const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const idOf = async (name: string): Promise<string> =>
  (await site.rosters.read('coordinators')).roster.people.find((one) => one.name === name)?.id ?? '';
/** The lines of a coordinator's list. */
async function linesOf(cookie: string, query: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await site.visit({ path: '/home', query, cookies: [cookie] });
  return [...body.matchAll(/<li class="nts-needs__entry">([\s\S]*?)<\/li>/g)].map(([, one = '']) =>
    textOf(one),
  );
}
const waysOf = async (cookie: string) =>
  textOf((await site.visit({ path: '/home', cookies: [cookie] })).body);
const pageOf = async (cookie: string, theCase: Case) => {
  const path = await site.caseLink(await site.current(theCase.id));
  return site.visit({ path, cookies: [cookie] });
};
const assign = async (cookie: string, theCase: Case, to: string) => {
  const path = await site.caseLink(theCase);
  const session = /name="session" value="([^"]+)"/.exec((await pageOf(cookie, theCase)).body)?.[1] ?? '';
  return site.visit({
    method: 'POST',
    path,
    cookies: [cookie],
    form: {
      session,
      step: 'confirm',
      action: 'assign',
      assignTo: to,
      lookedAt: String(theCase.version),
      confirm: 'yes',
    },
  });
};

test('a case is taken, handed on and let go; each line and its page say who has it, and no email does', async () => {
  const [held, other] = [
    await site.referred({ familyInUk: 'may-care' }),
    await site.referred({ familyInUk: 'may-care' }),
  ];
  expect(await linesOf(robin)).toEqual([
    expect.stringContaining('Assigned to nobody.'),
    expect.stringContaining('Assigned to nobody.'),
  ]);
  expect((await assign(robin, held, await idOf('Robin Hale'))).status).toBe(303);
  const [mine, ...rest] = await linesOf(robin, { assigned: 'me' });
  expect([mine, rest]).toEqual([expect.stringMatching(/Last: Assigned to a coordinator, .* to you\./), []]);
  expect(mine).toContain(held.id);
  expect(await waysOf(robin)).toContain('Assigned to you: 1');
  expect(await waysOf(sam)).not.toContain('Assigned to you');
  expect(await linesOf(sam, { assigned: 'me' })).toEqual([]);
  expect(await linesOf(sam)).toContainEqual(expect.stringContaining('Assigned to Robin Hale.'));
  const [free, ...others] = await linesOf(sam, { assigned: 'nobody' });
  expect([free, others]).toEqual([expect.stringContaining(other.id), []]);
  const page = textOf((await pageOf(sam, held)).body);
  expect(page).toContain('Assigned to Robin Hale');
  expect(page).toContain('Now: Robin Hale');
  // Handed on by the other, and let go.
  expect((await assign(sam, await site.current(held.id), await idOf('Sam Okoro'))).status).toBe(303);
  expect((await assign(sam, await site.current(held.id), 'nobody')).status).toBe(303);
  expect((await site.current(held.id)).assignedTo).toBeUndefined();
  const told = (await site.cases.trail(held.id)).filter(({ type }) => type === 'case-assigned.v1');
  expect(told.map(({ actor, data }) => [actor, data])).toEqual([
    [{ kind: 'coordinator', name: 'Robin Hale' }, { to: await idOf('Robin Hale') }],
    [{ kind: 'coordinator', name: 'Sam Okoro' }, { to: await idOf('Sam Okoro') }],
    [{ kind: 'coordinator', name: 'Sam Okoro' }, {}],
  ]);
});

test('of two who take a case at once the second is told who was first; nobody is chosen who is no coordinator', async () => {
  const held = await site.referred({ familyInUk: 'may-care' });
  await assign(robin, held, await idOf('Robin Hale'));
  const second = await assign(sam, held, await idOf('Sam Okoro'));
  expect(second.body).toMatch(
    /Somebody else was first\. Robin Hale, coordinator: “Assigned to a coordinator”, at /,
  );
  expect((await site.current(held.id)).assignedTo).toBe(await idOf('Robin Hale'));
  const stranger = await assign(sam, await site.current(held.id), '3f0a1c52-8d5e-4b7c-9a51-2f6f0f6f2d10');
  expect(stranger.body).toContain('Select who deals with this case');
});

test('what was with somebody who is no longer a coordinator is nobody’s, and says so', async () => {
  const held = await site.referred({ familyInUk: 'may-care' });
  await assign(sam, held, await idOf('Sam Okoro'));
  const { roster, version } = await site.rosters.read('coordinators');
  const people = roster.people.filter(({ name }) => name !== 'Sam Okoro');
  await site.rosters.write('coordinators', { ...roster, people }, version);
  const [line] = await linesOf(robin, { assigned: 'nobody' });
  expect(line).toContain('Assigned to somebody who is no longer a coordinator.');
  expect(textOf((await pageOf(robin, held)).body)).toContain(
    'Assigned to Somebody who is no longer a coordinator',
  );
});

test('who deals with a case takes nothing away from a council that is about to answer', async () => {
  const theCase = await site.referred();
  const [offer] = theCase.offers;
  const link = await site.offerLink(theCase);
  await site.tell(
    theCase.id,
    { kind: 'assign-case', to: await idOf('Robin Hale') },
    { kind: 'coordinator', name: 'Robin Hale' },
  );
  const { body } = await site.post(link, {
    step: 'confirm',
    answer: 'decline',
    reason: 'other',
    text: 'Full.',
    lookedAt: String(theCase.version),
    name: 'Kim Lee',
    confirm: 'yes',
  });
  expect(body).toContain('You declined the offer');
  expect((await site.current(theCase.id)).offers[0]).toMatchObject({ id: offer?.id, status: 'declined' });
});
