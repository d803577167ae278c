/** What an act on a page leaves behind: who did it, what stands behind it, and what is kept sealed for it. */
import { beforeEach, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { sealedUntil } from '../../shared/core/referral/particulars.ts';
import { NOW } from '../builders.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

let site: Site;
let asked: Case;
beforeEach(async () => {
  site = await Site.seeded();
  asked = await site.referred();
});

/** Who did the last acts on the case, and what stands behind each. */
const lastActs = async (count = 1) =>
  (await site.cases.trail(asked.id))
    .slice(-count)
    .map(({ type, actor, trail }) => [type, actor, trail?.cause]);
const posted = (path: string, form: Record<string, string>) => site.visit({ method: 'POST', path, form });
const accept = async (more: Record<string, string> = {}) =>
  posted(await site.offerLink(asked), { step: 'confirm', answer: 'accept', confirm: 'yes', ...more });
const council = () => asked.offers[0]?.council ?? '';

test('an answer is its council’s, and of whoever said who they are', async () => {
  await accept();
  const [, , cause] = (await lastActs(1))[0] ?? [];
  expect((await site.cases.trail(asked.id)).find(({ type }) => type === 'offer-answered.v1')).toMatchObject({
    actor: { kind: 'council', code: council() },
    trail: { cause: `answer:${asked.id}:${asked.offers[0]?.id}` },
  });
  expect(cause).toBe(`answer:${asked.id}:${asked.offers[0]?.id}`);
  const first = (await site.cases.trail(asked.id)).find(({ type }) => type === 'offer-answered.v1');
  expect(first?.actor).toEqual({
    kind: 'council',
    code: council(),
    name: 'Sam Okafor',
    role: 'duty manager',
  });
});

test('an answer of nobody is none', async () => {
  for (const nobody of [{ name: '' }, { role: '' }] as const) {
    await accept(nobody);
    expect((await site.current(asked.id)).status).toBe('offered');
  }
});

test('a council is told why it is asked, and no other council’s reason', async () => {
  const [first, second] = await Promise.all(
    [0, 1].map(async (at) => readPage((await site.get(await site.offerLink(asked, at))).body)),
  );
  expect(first?.join()).toContain('It is your turn.');
  expect(second?.join()).toContain('You are next in turn.');
  expect(second?.join()).not.toContain('It is your turn.');
});

test('a link to an offer that is no longer there opens nothing', async () => {
  const gone = { ...asked, id: 'NTS-0000-0000' };
  expect((await site.get(await site.offerLink(gone))).status).toBe(404);
  expect((await site.get(await site.caseLink(gone))).status).toBe(404);
  expect(
    (await site.get(await site.link({ for: 'transfer', council: council(), caseId: gone.id, version: 1 })))
      .status,
  ).toBe(404);
  await accept();
  const answered = await site.offerLink(await site.current(asked.id));
  expect(readPage((await site.get(answered)).body)[0]).not.toContain('Your answer');
  expect((await posted(answered, { step: 'confirm', answer: 'accept', confirm: 'yes' })).status).toBe(303);
  expect((await posted(answered, { step: 'confirm', answer: 'decline', confirm: 'yes' })).status).toBe(409);
});

test('a coordinator acts by name, on the version that was shown', async () => {
  const held = await site.referred({ familyInUk: 'may-care' });
  asked = held;
  const link = await site.caseLink(held);
  await posted(link, {
    action: 'release',
    releaseNote: 'No uncle.',
    name: 'Robin Hale',
    confirm: 'yes',
    step: 'confirm',
  });
  expect(await lastActs()).toEqual([
    [
      'referral-released.v1',
      { kind: 'coordinator', name: 'Robin Hale' },
      `coordinator-page:${held.id}:${held.version}`,
    ],
  ]);
});

const arrange = {
  action: 'arrange',
  socialWorker: 'Synthetic Worker',
  socialWorkerPhone: '01632 960 001',
  'moveOn-day': '25',
  'moveOn-month': '11',
  'moveOn-year': '2026',
  lateBecause: '',
  confirm: 'yes',
  name: 'Sam Okafor',
  step: 'confirm',
};

test('a move that is arranged names a social worker by a mark, and keeps who it is sealed as long as the children', async () => {
  await accept();
  const sealed: unknown[][] = [];
  const seal = site.sealed.sealSocialWorker.bind(site.sealed);
  site.sealed.sealSocialWorker = async (...given) => {
    sealed.push(given);
    return seal(...given);
  };
  const current = await site.current(asked.id);
  const link = await site.transferLink(current);
  expect((await posted(link, arrange)).status).toBe(303);
  const cause = `transfer-page:${asked.id}:${current.version}`;
  const actor = { kind: 'council', code: council(), name: 'Sam Okafor', role: 'duty manager' };
  expect(await lastActs(2)).toEqual([
    ['social-worker-named.v1', actor, cause],
    ['transfer-arranged.v1', actor, cause],
  ]);
  const mark = (await site.current(asked.id)).placement?.socialWorker;
  expect(sealed).toEqual([
    [
      asked.referralId,
      mark,
      asked.facts.entryAuthority,
      { name: 'Synthetic Worker', phone: '01632 960 001' },
      sealedUntil(asked.facts.children, NOW),
    ],
  ]);
  // Turned, the key makes another mark; the same person stays the one who is named.
  site.key.rotate('quite another key for tests, long enough');
  const other = {
    action: 'social-worker',
    socialWorker: 'Synthetic Worker',
    socialWorkerPhone: '01632 960 001',
    confirm: 'yes',
    step: 'confirm',
  };
  const before = (await site.current(asked.id)).version;
  await posted(await site.transferLink(await site.current(asked.id)), other);
  expect((await site.current(asked.id)).version).toBe(before);
  await posted(await site.transferLink(await site.current(asked.id)), {
    ...other,
    socialWorker: 'Another Worker',
  });
  expect((await site.current(asked.id)).placement?.socialWorker).not.toBe(mark);
});

test('of a closed case a link says less, and lets do less, than a session', async () => {
  const note = {
    action: 'stays',
    stayReason: 'settled',
    stayNote: 'Settled.',
    name: 'Robin Hale',
    confirm: 'yes',
    step: 'confirm',
  };
  await posted(await site.caseLink(asked), note);
  const closed = await site.current(asked.id);
  const cookies = [await site.coordinatorSignedIn()];
  const link = await site.caseLink(closed);
  const lead = await site.link({ for: 'coordinator', caseId: asked.id, version: 1, seeOnly: true });
  const [alone, along, known] = [
    await site.visit({ path: link, cookies: [] }),
    await site.get(lead),
    await site.visit({ path: link, cookies }),
  ];
  expect([alone.status, alone.headers.location]).toEqual([303, '/sign-in']);
  const [, ...said] = readPage(along.body);
  expect(said.filter((line) => !line.startsWith('Only '))).toEqual([
    `Reference ${asked.id}`,
    'This case is closed',
    'Stayed',
    'The child stays with the entry authority. The case is closed.',
    'If you need its record',
    'Nothing is left to decide here. Coordinators see the whole record when they have signed in and open this link again.',
    '[to /sign-in] Sign in to see your region',
  ]);
  expect(readPage(known.body)).toContain('Trail intact');
  // What is left to decide of a child who stays: that they are no child; and whether its record is kept.
  expect(readPage(known.body).filter((line) => line.startsWith('[radio: action'))).toEqual([
    '[radio: action adult]',
    '[radio: action place-legal-hold]',
  ]);
});

test('a trail of many events is shown twenty a page, the latest first, as of the version that is shown', async () => {
  const held = await site.referred({ familyInUk: 'may-care' });
  for (let number = 1; number <= 25; number += 1)
    await site.tell(
      held.id,
      { kind: 'keep-hold', note: `Call ${number}.` },
      { kind: 'coordinator', name: 'Robin Hale' },
    );
  const link = await site.caseLink(await site.current(held.id));
  const calls = async (query: Record<string, string>) =>
    readPage((await site.get(link, query)).body)
      .flatMap((line) => /Call (\d+)\./.exec(line)?.[1] ?? [])
      .map(Number);
  const [first, second] = [await calls({}), await calls({ page: '2' })];
  expect(first).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index));
  expect(second).toEqual([5, 4, 3, 2, 1]);
  const trail = site.cases.trail.bind(site.cases);
  site.cases.trail = async (id) => {
    const before = await trail(id);
    return [...before, ...before.slice(-1)];
  };
  const page = readPage((await site.get(link, { event: '3' })).body);
  expect(page).toContain('Trail intact');
  expect(page.join()).toContain('Recorded at');
});

test('who may only look sees the case and no form that acts', async () => {
  const link = await site.link({
    for: 'coordinator',
    caseId: asked.id,
    version: asked.version,
    seeOnly: true,
  });
  const page = readPage((await site.get(link)).body);
  expect(page).toContain('Trail intact');
  // The one form looks something up.
  expect(page.join().match(/\[form post here\],[^,]+/g)).toEqual(['[form post here],Why not …?']);
  // Nothing is read for what it could not choose.
  const view = site.councils.view.bind(site.councils);
  let reads = 0;
  site.councils.view = () => {
    reads += 1;
    return view();
  };
  expect((await posted(link, { action: 'place' })).status).toBe(409);
  expect(reads).toBe(0);
  site.councils.view = view;
  expect(
    (
      await posted(link, {
        action: 'stays',
        stayReason: 'settled',
        stayNote: 'x',
        name: 'x',
        confirm: 'yes',
        step: 'confirm',
      })
    ).status,
  ).toBe(409);
  expect((await site.current(asked.id)).status).toBe('offered');
});
