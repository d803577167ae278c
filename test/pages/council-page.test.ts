/** A council's page for coordinators, where it stands in turn, and what it reads of that itself. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { roomSections } from '../../functions/pages/councils/children-page.ts';
import { populationSources } from '../../functions/pages/councils/council-figures.ts';
import { councilModel } from '../../functions/pages/councils/council-model.ts';
import { turnModel } from '../../functions/pages/councils/turn-page.ts';
import { councilLines } from '../../functions/pages/councils/what-matters.ts';
import { emptyRota, serve } from '../../shared/core/allocation/rota.ts';
import type { SchemeView } from '../../shared/core/allocation/scheme.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import basis from '../../shared/core/reference/councils-basis.json' with { type: 'json' };
import { runCouncilCommand } from '../../shared/runtime/run-council-command.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { aCouncil, aDeclaration, NOW } from '../builders.ts';
import { AsCoordinator } from './as-coordinator.ts';
import { sessionOf } from './forms.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const policy = policyNamed('nts-2026');
const HAMPSHIRE = 'E10000014';
const KENT = 'E10000016';
const rota = (state = emptyRota) => ({ state, version: 0, turn: 0 });
const regionOf = (code: string) => publishedCouncils().find((one) => one.code === code)?.region ?? '';

/** The published councils, all with their shares served from as given. */
const schemeOf = (councils = publishedCouncils()): SchemeView => ({
  councils,
  national: rota(),
  regions: Object.fromEntries(
    [...new Set(councils.map(({ region }) => region))].map((code) => [code, rota()]),
  ),
});
const said = ({ lead = [], sections = [] }: ReturnType<typeof turnModel>) => [
  ...lead,
  ...sections.flatMap(({ text = [], points = [], rows = [] }) => [
    ...text,
    ...points,
    ...rows.map(({ label, value }) => `${label}: ${value}`),
  ]),
];

describe('where a council stands in turn', () => {
  test('it reads its own place and numbers itself, and no other council’s name, wherever it stands', () => {
    const silent = { unanswered: { offers: 3, reminders: 0, since: '2026-11-01T09:00:00.000Z' } };
    const inSouthEast = regionOf(HAMPSHIRE);
    const views = [
      schemeOf(),
      // All of a region leave unanswered what they are asked, but for one.
      schemeOf(
        publishedCouncils().map((one) =>
          one.region === inSouthEast && one.code !== HAMPSHIRE ? { ...one, ...silent } : one,
        ),
      ),
      schemeOf(publishedCouncils().map((one) => (one.code === HAMPSHIRE ? { ...one, ...silent } : one))),
    ];
    const names = new RegExp(
      `\\b(?:${publishedCouncils()
        .map(({ name }) => name)
        .join('|')})\\b`,
      'g',
    );
    for (const view of views)
      for (const { code, name } of publishedCouncils()) {
        const words = said(turnModel(view, policy, NOW, code, 'itself')).join('\n');
        expect(words).toMatch(/It would be number \d+ in turn, of \d+ councils|It would not be asked today/);
        expect(words).not.toMatch(/only councils that do not answer/);
        const without = words.replaceAll(name, '').replaceAll(/[A-Z][\w ,]+ in the nation/g, '');
        expect(without.match(names) ?? []).toEqual([]);
      }
  });

  test('a coordinator reads before and after whom, and which number decides', () => {
    const view = schemeOf();
    const words = said(turnModel(view, policy, NOW, HAMPSHIRE, 'coordinators'));
    const own = said(turnModel(view, policy, NOW, HAMPSHIRE, 'itself'));
    expect(words[1]).toBe(own[1]);
    expect(words[2]).not.toBe(own[2]);
    expect(words[2]).toMatch(/South East|Hampshire/);
    expect(own).toContainEqual(expect.stringMatching(/^In its region: Number \d+ of \d+\. .* its share$/));
    expect(own).toContainEqual(
      expect.stringMatching(/^South East in the nation: Number \d+ of \d+ regions\. .* its share$/),
    );
  });

  test.each<[string, Parameters<typeof aCouncil>[0], string]>([
    [
      'is paused',
      { declaration: aDeclaration({ pausedUntil: '2027-01-04' }) },
      'It asked for no offers for now.',
    ],
    [
      'is full',
      { caredFor: { count: 400, asAt: '2025-03-31', source: 'published' } },
      'Cares for 400 children, its threshold is 100.',
    ],
    ['is closed', { closing: { because: 'emergency', from: '2026-11-23' } }, 'It is closed for now.'],
    ['takes no part', { participates: false }, 'It does not take part in the scheme.'],
  ])('one that would not be asked reads why: it %s', (_, over, words) => {
    const view = schemeOf([aCouncil(over), aCouncil({ code: KENT, name: 'Kent' })]);
    const model = turnModel(view, policy, NOW, HAMPSHIRE, 'itself');
    expect(model.lead).toEqual(['If a child were referred today:', 'It would not be asked today.', words]);
  });

  test('one that is no council of the scheme today is told so', () => {
    expect(turnModel(schemeOf(), policy, NOW, 'E06999001', 'itself').lead).toContain(
      'It is not on the list of the scheme today.',
    );
  });

  test('says by its own numbers why another goes before it, and names nobody', () => {
    const [a, b] = [aCouncil({ code: 'E10000012', name: 'Essex' }), aCouncil()];
    const parties = [a, b].map(({ code }) => ({ id: code, weight: 10, open: true, able: true }));
    const behind = serve(emptyRota, parties, HAMPSHIRE, 1, policy);
    const view = { ...schemeOf([a, b]), regions: { [a.region]: rota(behind) } };
    const [, place, why] = turnModel(view, policy, NOW, HAMPSHIRE, 'itself').lead ?? [];
    expect(place).toBe('It would be number 2 in turn, of 2 councils that could be asked.');
    expect(why).toMatch(
      /^It is exactly at its share of the region’s turns. The council before it is further behind.$/,
    );
    expect(turnModel(view, policy, NOW, a.code, 'itself').lead?.[2]).toBe('Nobody goes before it.');
  });
});

describe('its page', () => {
  let site: Site;
  let as: AsCoordinator;
  beforeEach(async () => {
    site = await Site.seeded({ policy });
    as = await AsCoordinator.signedIn(site, `/councils/${KENT}`);
  });
  const declares = async () =>
    runCouncilCommand(
      { ...site, pause: async () => undefined },
      {
        code: KENT,
        command: {
          kind: 'declare',
          declared: {
            fosterCare: 2,
            supportedAccommodation: 1,
            supports: [],
            caredForNow: 340,
            meantSo: true,
          },
        },
        actor: { kind: 'council', code: KENT, name: 'Sam Okafor', role: 'Duty manager' },
        cause: 'c',
      },
    );

  test('says of each figure where it comes from and of which day it is, and who declared', async () => {
    await declares();
    const { body } = await as.get();
    for (const words of [
      '355,390 under 18, in the middle of 2024',
      'Published by the Office for National Statistics',
      'As published for it, September 2022: Kent County Council',
      'on 31 March 2025',
      'Published by the Department for Education',
      'Sam Okafor',
      '340 on 23 November 2026',
      'Exactly at its share',
      'Where each council can always be asked in its turn and no share changes, each stays within',
      'Where each region can always be asked in its turn and no share changes, each stays within',
      '0 people sign in by an own address',
      'What happened last',
      `href="/councils/${KENT}/turn"`,
      `href="/councils/${KENT}/history"`,
    ])
      expect(body).toContain(words);
  });

  test('reads one query and a handful of items, whatever else there is', async () => {
    await declares();
    for (const name of ['view', 'trail'] as const)
      vi.spyOn(site.councils, name).mockImplementation(() => {
        throw new Error(`${name} reads more than is shown`);
      });
    const event = vi.spyOn(site.councils, 'event');
    expect((await as.get()).status).toBe(200);
    expect(event.mock.calls.length).toBeLessThanOrEqual(8);
  });

  test('all that is recorded stands on a page of its own, the latest first, 25 at a time', async () => {
    const history = `/councils/${KENT}/history`;
    expect((await as.get(history)).body).toContain('Nothing is recorded of this council yet.');
    for (let times = 0; times < 14; times += 1)
      for (const command of [
        { kind: 'close', closing: { because: 'other', note: `Closing ${times}.`, from: '2026-11-23' } },
        { kind: 'reopen', note: `Opening ${times}.` },
      ] as const)
        await runCouncilCommand(
          { ...site, pause: async () => undefined },
          { code: KENT, command, actor: { kind: 'coordinator', name: 'Robin Hale' }, cause: `c${times}` },
        );
    const first = (await as.get(history)).body;
    expect(first.indexOf('Opening 13.')).toBeLessThan(first.indexOf('Closing 13.'));
    for (const words of ['Robin Hale, coordinator', 'Showing 1 to 25 of 28']) expect(first).toContain(words);
    expect(first).not.toContain('Closing 1.');
    const second = (await as.get(history, { page: '2' })).body;
    for (const words of ['Closing 0.', 'Opening 0.', 'Closing 1.']) expect(second).toContain(words);
  });

  test('its children and its room ahead stand on a page of their own, by two lists and no case', async () => {
    const empty = (await as.get(`/councils/${HAMPSHIRE}/children`)).body;
    for (const words of ['On the way to it: 0 cases', 'In its care by the scheme: 0 cases', 'In 90 days'])
      expect(empty).toContain(words);
    site = await Site.seeded();
    as = await AsCoordinator.signedIn(site, `/councils/${KENT}`);
    const offered = await site.referred();
    const [offer] = offered.offers;
    if (offer === undefined) throw new Error('Nobody is asked.');
    const council = { kind: 'council', code: offer.council, name: 'Sam Okafor' } as const;
    await site.tell(offered.id, { kind: 'answer', offerId: offer.id, answer: 'accept' }, council);
    const read = vi.spyOn(site.cases, 'read').mockImplementation(() => {
      throw new Error('It reads a case.');
    });
    const { body } = await as.get(`/councils/${offer.council}/children`);
    read.mockRestore();
    for (const words of [
      'On the way to it: 1 case',
      offered.id,
      '1 child from Kent',
      'referred on 23 November 2026',
    ])
      expect(body).toContain(words);
    expect(body).not.toContain('no month is known');
  });

  test('what it was asked and how it answered is read as it was counted, three months at a time', async () => {
    site = await Site.seeded();
    as = await AsCoordinator.signedIn(site, `/councils/${KENT}`);
    const path = (code: string) => `/councils/${code}/answers`;
    const uncounted = (await as.get(path(KENT))).body;
    expect(uncounted).toContain('Nothing has been counted yet.');
    expect(uncounted).not.toContain('0 children');
    const offered = await site.referred();
    const [first, second] = offered.offers;
    if (first === undefined || second === undefined) throw new Error('Two councils have to be asked.');
    site.clock.set('2026-11-23T14:30:00.000Z');
    const by = (code: string) => ({ kind: 'council', code, name: 'Sam Okafor' }) as const;
    await site.tell(
      offered.id,
      { kind: 'answer', offerId: first.id, answer: 'decline', reason: 'no-safe-placement', text: 'Full.' },
      by(first.council),
    );
    site.clock.set('2026-11-23T16:30:00.000Z');
    await site.tell(offered.id, { kind: 'answer', offerId: second.id, answer: 'accept' }, by(second.council));
    await site.count();
    as = await AsCoordinator.signedIn(site, `/councils/${KENT}`);
    const rows = async (code: string, query = {}) =>
      readPage((await as.get(path(code), query)).body).join('\n');
    const declined = await rows(first.council);
    for (const words of [
      'September 2026 to November 2026',
      'Asked to take\n1 child',
      'Said yes when asked\n0 children',
      'at most 5 hours',
    ])
      expect(declined).toContain(words);
    expect(declined).toMatch(/Said no\n1 child.*: 1/s);
    const accepted = await rows(second.council);
    for (const words of [
      'Said yes when asked\n1 child',
      'Said no\n0 children',
      'Asked to stand by\n1 child',
      'at most 2 hours',
    ])
      expect(accepted).toContain(words);
    const earlier = await rows(first.council, { to: '2026-08' });
    for (const words of [
      'June 2026 to August 2026',
      'Asked to take\n0 children',
      'it gave no yes or no to being asked first',
      'Up to this month',
    ])
      expect(earlier).toContain(words);
    for (const to of ['2027-01', '2026-13', 'x'])
      expect(await rows(first.council, { to })).toContain('September 2026 to November 2026');
    expect(await rows(first.council, { to: '2026-01' })).toContain('November 2025 to January 2026');
  });

  test('who said yes as a back-up and got the child said no yes to being asked first, and is not said to be silent', async () => {
    site = await Site.seeded();
    const offered = await site.referred();
    const [first, second] = offered.offers;
    if (first === undefined || second === undefined) throw new Error('Nobody is asked.');
    const says = (offerId: string, council: string, answer: 'back-up-yes' | 'decline') =>
      site.tell(
        offered.id,
        {
          kind: 'answer',
          offerId,
          answer,
          ...(answer === 'decline' ? { reason: 'other', text: 'Full.' } : {}),
        } as const,
        { kind: 'council', code: council, name: 'Sam Okafor' },
      );
    await says(second.id, second.council, 'back-up-yes');
    await says(first.id, first.council, 'decline');
    expect((await site.current(offered.id)).placement?.council).toBe(second.council);
    await site.count();
    as = await AsCoordinator.signedIn(site, `/councils/${KENT}`);
    const rows = readPage((await as.get(`/councils/${second.council}/answers`)).body).join('\n');
    for (const words of [
      'Asked to take\n0 children',
      'Said yes when asked\n0 children',
      'Took them as a back-up\n1 child',
      'Not measured',
    ])
      expect(rows).toContain(words);
    const figures = readPage((await as.get('/figures')).body).join(' ');
    expect(figures).toMatch(
      /Said yes when asked 0 0 Said no 1 100 Did not answer 0 0 Took them as a back-up 1/,
    );
  });

  test('an officer reads why the council was asked, also once it has said no, and of a case of others nothing', async () => {
    site = await Site.seeded();
    const asked = await site.referred();
    const [first] = asked.offers;
    if (first === undefined) throw new Error('Nobody is asked.');
    const answer = {
      kind: 'answer',
      offerId: first.id,
      answer: 'decline',
      reason: 'no-safe-placement',
    } as const;
    await site.tell(asked.id, { ...answer, text: 'Full.' }, { kind: 'council', code: first.council });
    const visit = async (code: string, path: string) =>
      site.visit({ path, cookies: [await site.signedIn(code)] });
    const types = async (code: string, reference: string) => {
      const cookies = [await site.signedIn(code)];
      const session = sessionOf((await site.visit({ path: '/turn', cookies })).body);
      return site.visit({ method: 'POST', path: '/turn', cookies, form: { session, reference } });
    };
    const typed = await types(first.council, asked.id.toLowerCase().replaceAll('-', ' '));
    expect([typed.status, typed.headers.location]).toEqual([303, `/turn/${asked.id}`]);
    const own = await visit(first.council, `/turn/${asked.id}`);
    for (const words of [
      'Why you were asked',
      'Asked on 23 November 2026',
      'It is your turn',
      'Room before this offer',
    ])
      expect(own.body).toContain(words);
    for (const { council } of asked.offers.filter((one) => one.council !== first.council))
      expect(own.body).not.toContain(authorityName(council));
    const referred = (await visit(KENT, `/turn/${asked.id}`)).body;
    expect(referred).toContain('is not asked to take it');
    // It may not look after the child any more, and of one at a port it never did.
    expect(referred).not.toContain('looks after the child');
    const stranger = publishedCouncils().find(
      ({ code }) => code !== KENT && asked.offers.every(({ council }) => council !== code),
    );
    const [nothing, none] = [
      await visit(stranger?.code ?? '', `/turn/${asked.id}`),
      await visit(stranger?.code ?? '', '/turn/NTS-0000-0000'),
    ];
    expect(nothing.status).toBe(403);
    expect(nothing.body.replaceAll(/value="[^"]*"/g, '')).toBe(none.body.replaceAll(/value="[^"]*"/g, ''));
    for (const reference of ['x', 'Mohammed', 'NTS-0000-0000'])
      expect(await types(KENT, reference)).toMatchObject({ status: 403 });
    expect(await types(stranger?.code ?? '', asked.id)).toMatchObject({ status: 403 });
    expect((await visit(KENT, '/turn/x')).status).toBe(404);
  });

  test('says to a council with which a coordinator placed the child that no turn decided it', async () => {
    const { id } = await site.referred();
    const asked = (await site.current(id)).offers.map(({ council }) => council);
    const placedWith =
      publishedCouncils().find(({ code }) => code !== KENT && !asked.includes(code))?.code ?? '';
    const turn = async () => site.visit({ path: `/turn/${id}`, cookies: [await site.signedIn(placedWith)] });
    expect((await turn()).status).toBe(403);
    await site.tell(
      id,
      {
        kind: 'place-directly',
        council: placedWith,
        reason: 'family-link',
        note: 'Aunt.',
        overCapacity: true,
      },
      { kind: 'coordinator', name: 'A. Coordinator' },
    );
    expect((await turn()).body).toContain('A coordinator placed the child with your council directly.');
  });

  test('of how many children no month is known is said, of cases that were written before too', () => {
    const line = {
      caseId: 'NTS-7F3K-2M9Q',
      status: 'accepted',
      entryAuthority: KENT,
      openedAt: NOW,
      moveBy: NOW,
    } as const;
    const said = (...lines: Parameters<typeof roomSections>[2]) => {
      const [{ rows = [] } = {}, { points = [] } = {}] = roomSections(aCouncil(), policy, lines, NOW);
      return [...rows.map(({ value }) => value), ...points.filter((point) => /^Of \d/.test(point))];
    };
    expect(said({ ...line, monthsOf18: ['2026-12', '2027-05'] })).toEqual([
      '10 children',
      '10 to 11 children, on 23 December 2026',
      '11 children, on 22 January 2027',
      '11 children, on 21 February 2027',
    ]);
    const ofSiblings = { ...line, monthsOf18: ['', '', '2026-12'] };
    expect(said(line, ofSiblings, line).slice(-2)).toEqual([
      'Of 2 children here no month is known. They are not counted as leaving.',
      'Of 2 cases here no month is known of any child: nothing has changed there since months were first kept. Those children are not counted as leaving.',
    ]);
    expect(said(line)).toHaveLength(5);
  });

  test('there is none of a council that nobody knows', async () => {
    for (const page of ['', '/turn', '/history', '/children', '/answers', '/sheet', '/sheet/sheet.csv'])
      expect((await as.get(`/councils/E99999999${page}`)).status).toBe(404);
  });

  test('an officer’s own list leads to where the council stands in turn, and to its figures', async () => {
    const cookies = [await site.signedIn(KENT)];
    const home = (await site.visit({ path: '/home', cookies })).body;
    for (const path of ['/turn', '/sheet']) expect(home).toContain(`href="${path}"`);
    const { body } = await site.visit({ path: '/turn', cookies });
    expect(body).toContain('Where Kent stands in turn');
    expect(body).not.toContain('/councils/');
  });
});

test('the sources of populations are those that the reference file names, nation by nation', () => {
  for (const { code, nation } of publishedCouncils()) {
    const row = basis.find((one) => one.code === code);
    const { year, basis: firm } = populationSources[nation];
    expect([code, row?.childPopulationYear, row?.childPopulationBasis]).toEqual([code, year, firm]);
  }
});

test('a council that takes no part, and one of which no count is published, are said to be so', () => {
  const rows = councilModel(
    aCouncil({
      participates: false,
      publishedCount: null,
      caredFor: { count: null, asAt: '2025-03-31', source: 'not-published' },
    }),
    policy,
    NOW,
    {},
  ).sections?.[0]?.rows;
  expect(rows).toContainEqual({ label: 'Takes part', value: 'No: it is not asked' });
  expect(rows).toContainEqual({ label: 'Published count', value: 'None is published for it' });
});

test('the list says of each council what matters, and those of which anything does come first', () => {
  const councils = [
    aCouncil({ code: 'E06000001', name: 'Aaa' }),
    aCouncil({ code: 'E06000002', name: 'Bbb', participates: false }),
    aCouncil({ code: 'E06000003', name: 'Ccc', closing: { because: 'emergency', from: '2026-11-23' } }),
    aCouncil({
      code: 'E06000004',
      name: 'Ddd',
      unanswered: { offers: 3, reminders: 0, since: '2026-11-02T17:00:00.000Z' },
    }),
    aCouncil({
      code: 'E06000005',
      name: 'Eee',
      unanswered: { offers: 0, reminders: 1, since: '2026-11-02T17:00:00.000Z' },
    }),
    aCouncil({
      code: 'E06000006',
      name: 'Fff',
      declaration: aDeclaration({ pausedUntil: '2027-01-04' }),
      exemptions: { pause: { since: '2026-11-23', until: '2027-01-04' } },
    }),
    aCouncil({
      code: 'E06000007',
      name: 'Ggg',
      caredFor: { count: 100, asAt: '2025-03-31', source: 'published' },
    }),
    aCouncil({ code: 'E06000008', name: 'Hhh' }),
  ];
  const lines = councilLines(councils, policy, NOW, new Set(['Hhh']));
  expect(lines.map(({ name, room, matters }) => [name, room, ...matters])).toEqual([
    ['Bbb', 10, 'Takes no part in the scheme'],
    ['Ccc', 10, 'Closed from 23 November 2026 until it is opened again'],
    ['Ddd', 10, 'Does not answer: it left 3 offers unanswered since 2 November 2026'],
    ['Eee', 10, 'It left 1 reminder to declare its places unanswered since 2 November 2026'],
    ['Fff', 10, 'A pause until 4 January 2027'],
    ['Ggg', 0, 'Has as many children as it is asked to care for'],
    ['Hhh', 10, 'Email to it comes back'],
    ['Aaa', 10],
  ]);
  expect(regionOf(HAMPSHIRE)).toBe(councils[0]?.region);
});
