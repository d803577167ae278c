import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import { capacityModel } from '../../functions/pages/capacity/capacity-model.ts';
import { councilModel } from '../../functions/pages/councils/council-model.ts';
import { eventWords } from '../../functions/pages/words/event-words.ts';
import type { CouncilCommand } from '../../shared/core/council/command.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { runCouncilCommand } from '../../shared/runtime/run-council-command.ts';
import { aCouncil, aDeclaration, NOW } from '../builders.ts';
import { AsCoordinator, type Fields, formOf } from './as-coordinator.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const PATH = `/councils/${KENT}`;

let site: Site;
let as: AsCoordinator;
beforeEach(async () => {
  site = await Site.seeded();
  as = await AsCoordinator.signedIn(site, PATH);
});

const get = (path?: string) => as.get(path);
const post = (form: Fields, path?: string) => as.post(form, path);
const day = (name: string, date: string): Fields => {
  const [year = '', month = '', of = ''] = date.split('-');
  return { [`${name}-day`]: of, [`${name}-month`]: month, [`${name}-year`]: year };
};
const closes = (from = '2026-11-23', until = ''): Fields => ({
  because: 'inspection',
  closeNote: 'Until they have been back.',
  ...day('closedFrom', from),
  ...day('closedUntil', until),
});
const tick = { confirm: 'yes' };

const decide = (...answers: readonly Fields[]) => as.answer(...answers);

test('a council is closed with a reason and its days, once however often the form comes, and opened again', async () => {
  expect((await get()).body).toContain('Close this council');
  const { form, last } = await decide(closes('2026-11-23', '2027-01-11'), tick);
  expect([last.status, last.headers.location]).toEqual([303, PATH]);
  expect((await post(form)).status).toBeLessThan(400);
  const closing = { because: 'inspection', from: '2026-11-23', until: '2027-01-11' };
  expect((await site.councils.read(KENT))?.closing).toEqual(closing);
  expect(await site.councils.trail(KENT)).toMatchObject([
    {
      type: 'council-closed.v1',
      actor: { kind: 'coordinator', name: 'Robin Hale' },
      data: { council: KENT, ...closing, note: 'Until they have been back.' },
    },
  ]);
  expect((await get()).body).toContain('From 23 November 2026 until 11 January 2027');
  expect((await get()).body).toContain('Open it again, or change its closing');
  const list = (await get('/councils')).body;
  for (const words of [`href="${PATH}"`, 'Kent', '23 November 2026', '11 January 2027', 'An inspection'])
    expect(list).toContain(words);

  await decide({ todo: 'reopen' }, { reopenNote: 'They have been.' }, tick);
  expect((await site.councils.read(KENT))?.closing).toBeUndefined();
  expect((await site.councils.trail(KENT)).at(-1)?.data).toEqual({ council: KENT, note: 'They have been.' });
  expect((await get('/councils')).body).toContain('No council is closed.');
});

test('other days are given for one that is closed, and a day to come closes nothing yet', async () => {
  await decide(closes('2026-12-01'), tick);
  expect((await get()).body).toContain('Closed from 1 December 2026');
  await decide({ todo: 'close' }, closes(), tick);
  expect((await site.councils.read(KENT))?.closing).toEqual({ because: 'inspection', from: '2026-11-23' });
  expect((await get()).body).toContain('until it is opened again');
});

test('one that is closed stays so when another reason or other days are given, and no first day is asked for', async () => {
  await decide(closes('2026-11-23', '2026-12-24'), tick);
  site.clock.set('2026-11-26T09:00:00.000Z');
  as = await AsCoordinator.signedIn(site, PATH);
  const asks = await decide({ todo: 'close' });
  expect(asks.last.body).toContain('It has been closed since 23 November 2026, and stays so.');
  expect(asks.last.body).not.toContain('First day on which it is closed');
  const given = { ...closes('2026-12-14'), because: 'cannot-care' };
  await decide({ todo: 'close' }, { ...given, ...day('closedUntil', '2027-01-11') }, tick);
  expect((await site.councils.read(KENT))?.closing).toEqual({
    because: 'cannot-care',
    from: '2026-11-23',
    until: '2027-01-11',
  });
});

describe('what a council has long declared', () => {
  const declared = async (pausedUntil = '2027-02-01') => {
    site = await Site.seeded({ policy: policyNamed('nts-2026') });
    as = await AsCoordinator.signedIn(site, PATH);
    const run = (command: CouncilCommand, actor: Actor) =>
      runCouncilCommand(
        { ...site, pause: async () => undefined },
        { code: KENT, command, actor, cause: 'c' },
      );
    await run(
      {
        kind: 'declare',
        declared: {
          fosterCare: 1,
          supportedAccommodation: 0,
          supports: ['trained-carers', 'medical-care', 'mental-health-support', 'special-educational-needs'],
          pausedUntil,
          meantSo: true,
        },
      },
      { kind: 'council', code: KENT },
    );
    await run({ kind: 'question-exemptions' }, { kind: 'system', name: 'remind-capacity' });
  };
  const rows = async () =>
    (
      capacityModel((await site.councils.read(KENT)) as Council, site.policy, site.clock.now(), undefined)
        .after ?? []
    )
      .filter(({ heading }) => heading === 'What you ask to be spared of')
      .flatMap((section) => (section.rows ?? []).map(({ label, value }) => `${label}: ${value}`));
  const need = 'No children who need step-free access';

  test('stands on its page and on the list, is agreed to until a day, and is asked of again then', async () => {
    await declared();
    expect((await get('/councils')).body).not.toContain('does it still count?');
    expect((await get()).body).toContain('Decide on what it asks to be spared of, or close it');
    site.clock.set('2026-12-21T09:00:00.000Z');
    as = await AsCoordinator.signedIn(site, PATH);
    const list = (await get('/councils')).body;
    for (const words of [
      'Long declared: does it still count?',
      'A pause',
      '23 November 2026',
      `href="${PATH}"`,
    ])
      expect(list).toContain(words);
    const agrees = { exempted: ['pause'], counts: 'agree', exemptionsNote: 'Between two contracts.' };
    await decide({ todo: 'exemptions' }, agrees, day('agreedUntil', '2027-01-11'), tick);
    expect((await site.councils.trail(KENT)).at(-1)).toMatchObject({
      type: 'exemptions-decided.v1',
      actor: { kind: 'coordinator', name: 'Robin Hale' },
      data: {
        council: KENT,
        exemptions: ['pause'],
        agreedUntil: '2027-01-11',
        note: 'Between two contracts.',
      },
    });
    expect((await get('/councils')).body).not.toContain('does it still count?');
    expect(await rows()).toEqual([
      'A pause: Since 23 November 2026, until 1 February 2027. A coordinator agrees to it until 11 January 2027.',
    ]);
    site.clock.set('2027-01-11T09:00:00.000Z');
    expect(await rows()).toEqual([
      'A pause: Since 23 November 2026, until 1 February 2027. It counts until a coordinator decides. Turns add up meanwhile.',
    ]);
  });

  test('does not count once a coordinator says so, and the council reads that', async () => {
    await declared();
    const refuses = {
      exempted: ['pause', 'step-free-access'],
      counts: 'refuse',
      exemptionsNote: 'Others manage.',
    };
    await decide({ todo: 'exemptions' }, refuses, tick);
    expect(await rows()).toEqual([
      'A pause: Since 23 November 2026, until 1 February 2027. It does not count: a coordinator said so.',
      `${need}: Since 23 November 2026. It does not count: a coordinator said so.`,
    ]);
    const kent = (await site.councils.read(KENT)) as Council;
    expect(capacityModel(kent, site.policy, site.clock.now(), undefined).status).toBeUndefined();
    const [, question, decision] = (await site.councils.trail(KENT)).map((event) => eventWords(event));
    expect(question).toEqual({
      title: 'The coordinators were asked whether what Kent declares still counts',
      details: ['A pause, since 23 November 2026, until 1 February 2027.'],
    });
    expect(decision).toEqual({
      title: 'What Kent declares no longer counts',
      details: ['A pause and no children who need step-free access.', 'Note: Others manage.'],
    });
  });

  test('can be left alone: the council is closed instead', async () => {
    await declared();
    await decide({ todo: 'close' }, closes(), tick);
    expect((await site.councils.read(KENT))?.closing?.from).toBe('2026-11-23');
    expect((await get()).body).toContain('Open it again, or change its closing');
  });

  const agrees: Fields = {
    exempted: ['pause'],
    counts: 'agree',
    exemptionsNote: 'n',
    ...day('agreedUntil', '2026-11-30'),
  };
  test.each<[string, Fields, string]>([
    ['nothing to decide on', { exempted: [] }, 'Select what you decide on'],
    ['no decision', { counts: '' }, 'Select what you decide'],
    ['no note', { exemptionsNote: '' }, 'Write a note that says why'],
    ['no day', day('agreedUntil', ''), 'Enter the day until which you agree'],
    ['a day that has come', day('agreedUntil', '2026-11-23'), 'must be after today'],
    ['a day far ahead', day('agreedUntil', '2027-11-25'), 'must be within a year'],
  ])('%s is said, and decides nothing', async (_, wrong, words) => {
    await declared();
    const { last } = await decide({ todo: 'exemptions' }, { ...agrees, ...wrong }, tick);
    expect(last.status).toBe(422);
    expect(last.body).toContain(words);
    expect((await site.councils.trail(KENT)).at(-1)?.type).toBe('exemptions-in-question.v1');
  });
});

test.each<[string, Fields, string]>([
  ['no reason', { because: '' }, 'Select why it is closed'],
  ['no note', { closeNote: '' }, 'Write a note that says why'],
  ['no first day', day('closedFrom', ''), 'Enter the first day on which it is closed'],
  ['a first day in the past', day('closedFrom', '2026-11-22'), 'must be today or later'],
  ['a first day far ahead', day('closedFrom', '2028-11-24'), 'It must be within two years'],
  ['a last day before the first', day('closedUntil', '2026-11-24'), 'must be after the first day'],
  ['a last day in the past', day('closedUntil', '2026-11-23'), 'must be after today'],
])('%s is said, and closes nothing', async (_, wrong, words) => {
  const { last } = await decide({ ...closes('2026-11-25', '2026-12-24'), ...wrong });
  expect(last.status).toBe(422);
  expect(last.body).toContain(words);
  expect((await site.councils.read(KENT))?.closing).toBeUndefined();
});

test('there is a page for every council and for nothing else', async () => {
  expect((await get('/councils/E99999999')).status).toBe(404);
  const chosen = await as.get('/councils', { council: KENT });
  expect([chosen.status, chosen.headers.location]).toEqual([303, PATH]);
  expect((await as.get('/councils', { council: 'x' })).status).toBe(200);
});

test('a coordinator who places directly is warned of a council that is closed, and may place there all the same', async () => {
  const HAMPSHIRE = '/councils/E10000014';
  let form = formOf((await get(HAMPSHIRE)).body);
  for (const answer of [closes(), tick]) form = formOf((await post({ ...form, ...answer }, HAMPSHIRE)).body);
  const held = await site.referred({ familyInUk: 'may-care' });
  const link = await site.caseLink(held);
  const ask = await site.post(link, { step: 'action', action: 'place' });
  expect(ask.body).toMatch(
    /Hampshire \(room for \d+; is closed from 23 November 2026 until it is opened again\)/,
  );
  const placing = {
    action: 'place',
    council: 'E10000014',
    directReason: 'family-link',
    directNote: 'An aunt.',
    confirm: 'yes',
    name: 'Robin Hale',
  };
  const warned = await site.post(link, { ...placing, step: 'overrules-E10000014' });
  expect(warned.status).toBe(422);
  expect(warned.body).toContain(
    'Select why you place there although Hampshire is closed from 23 November 2026 until it is opened again',
  );
  const done = await site.post(link, { ...placing, 'over-E10000014-closed': 'out-of-date' });
  expect(done.body).toContain('Placed directly with Hampshire');
});

test('what a council volunteers is said of it, and counts as room only as long as the policy says', () => {
  const declaration = aDeclaration({ volunteersUpTo: 120 });
  const rows = (now: string) =>
    (councilModel(aCouncil({ declaration }), policyNamed('nts-2026'), now, {}).sections ?? []).flatMap(
      (section) => (section.rows ?? []).map(({ label, value }) => `${label}: ${value}`),
    );
  for (const words of [
    'Needs it can meet: None of those listed',
    'Above its threshold: Up to 120 children in its care',
  ])
    expect(rows(NOW)).toContain(words);
  expect(rows(NOW)).toContain('Room: 30 children');
  expect(rows('2026-12-21T09:00:00.000Z')).toContain('Room: 10 children');
});

test.each<[string, Parameters<typeof aCouncil>[0], string]>([
  [
    'nobody came or left since',
    {},
    '90 children: as many since the 90 of 31 March 2025, which are published',
  ],
  ['more came', { netSince: 2 }, '92 children: 2 more since the 90 of 31 March 2025, which are published'],
  [
    'more left, since what it declared',
    { netSince: -1, caredFor: { count: 7, asAt: '2026-11-20', source: 'declared' } },
    '6 children: 1 fewer since the 7 of 20 November 2026, which it declared',
  ],
  [
    'no figure is known',
    { netSince: 1, caredFor: { count: null, asAt: '2025-03-31', source: 'not-published' } },
    'Not known: no figure is published. The scheme knows of 1 child',
  ],
])(
  'a coordinator reads how many children are in its care, and from what that follows: %s',
  (_, council, words) => {
    const [stands] = councilModel(aCouncil(council), policyNamed('nts-2026'), NOW, {}).sections ?? [];
    expect(stands?.rows).toContainEqual({ label: 'In its care now', value: words });
  },
);

test('the history says why and when a council is closed', () => {
  const data = { council: KENT, because: 'emergency', from: '2026-11-23', note: 'A flood.' };
  expect(eventWords({ type: 'council-closed.v1', data } as never)).toEqual({
    title: 'Kent was closed',
    details: [
      'There is an emergency in its area.',
      'From 23 November 2026 until it is opened again.',
      'Note: A flood.',
    ],
  });
});
