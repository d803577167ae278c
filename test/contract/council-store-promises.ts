import { describe, expect, test } from 'vitest';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import type { CouncilChange } from '../../shared/core/council/change.ts';
import { threshold } from '../../shared/core/council/headroom.ts';
import { VERIFIED, VERIFYING, verificationCouncils } from '../../shared/core/council/verification.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aDeclaration, anEntry, NOW } from '../builders.ts';
import { aCouncilWithRoomFor, opening, policy, type StoresWith, taking } from './fleet.ts';

const HAMPSHIRE = aCouncil();
const { code, region } = HAMPSHIRE;
const volunteering = policyNamed('nts-2026');
const twice = { threshold: { ...policy.threshold, perMillion: policy.threshold.perMillion * 2 } };

/** A declaration, by default the first of the council that `aCouncil` builds. */
const declaring = (overrides: Partial<CouncilChange> = {}): CouncilChange => {
  const seen = overrides.seen ?? 0;
  return {
    code,
    seen,
    event: anEntry('capacity-declared.v1', { subject: code, number: seen + 1 }),
    declaration: aDeclaration(),
    reminders: { sinceDeclaration: 0 },
    ...overrides,
  };
};

const reminding = (seen: number, reminder = 1): CouncilChange => ({
  code,
  seen,
  event: anEntry('capacity-reminder-due.v1', {
    subject: code,
    number: seen + 1,
    cause: `reminder ${reminder}`,
  }),
  reminders: { sinceDeclaration: reminder, lastOn: '2026-11-23' },
});

/** The promises of a council store, for any twin. */
export const keepsCouncilStorePromises = (fresh: StoresWith): void => {
  const seeded = async (...councils: Parameters<typeof aCouncil>[0][]) => {
    const stores = await fresh();
    await stores.councils.seed(councils.map(aCouncil), policy);
    return stores;
  };

  describe('seeding', () => {
    test('is read back as it was given, council by council and as a view', async () => {
      const full = aCouncil({
        caredFor: { count: null, asAt: '2025-03-31', source: 'not-published' },
        publishedCount: null,
        participates: false,
        incoming: 1,
        held: 2,
        offered: 1,
        netSince: -3,
        moved: { '2026-03-31': 1, '2026-11-20': -4 },
        declaration: aDeclaration({
          supports: ['trained-carers', 'medical-care'],
          pausedUntil: '2026-12-24',
        }),
        unanswered: { offers: 3, reminders: 2, offersBefore: 2, since: '2026-11-02T17:00:00.000Z' },
        placedIn: { E09000009: '2026-11-02', E08000035: '2026-10-01' },
        closing: { because: 'ended', from: '2026-11-30' },
        exemptions: {
          pause: {
            since: '2026-11-02',
            until: '2026-12-24',
            askedOn: '2026-11-03',
            agreedUntil: '2026-12-01',
          },
          'step-free-access': { since: '2026-10-12', refused: true },
        },
        reminders: { sinceDeclaration: 2, lastOn: '2026-11-20' },
        trail: { number: 3, hash: 'c'.repeat(64) },
      });
      const other = aCouncil({
        code: 'S12000033',
        nation: 'Scotland',
        region: 'S92000003',
        regionName: 'Scotland',
        name: 'Aberdeen City',
      });
      const { councils } = await fresh();
      expect(await councils.seed([full, other], policy)).toEqual({ added: 2, refreshed: 0 });
      expect(await councils.read(code)).toEqual(full);
      const start = { state: emptyRota, version: 0, turn: 0 };
      expect(await councils.view()).toEqual({
        councils: [full, other],
        national: start,
        regions: { [region]: start, S92000003: start },
      });
    });

    test('of councils that were made up for verification stands apart: neither view has a council or a turn of the other', async () => {
      const { councils, cases } = await fresh();
      await councils.seed(verificationCouncils, policy);
      await expect(councils.view()).rejects.toThrow(/seed/);
      await councils.seed([HAMPSHIRE], policy);
      const real = await councils.view();
      const [verified] = verificationCouncils;
      await cases.commit({
        ...opening(300, {}, taking({ council: VERIFIED })),
        rota: [
          { kind: 'tick', scope: 'verification', seen: 0 },
          { kind: 'replace', scope: verified?.region ?? '', seen: 0, state: { ...emptyRota, arrivals: 1 } },
        ],
      });
      const made = await councils.view('verification');
      expect(made.councils).toMatchObject([
        { code: VERIFYING, held: 0 },
        { code: VERIFIED, held: 1 },
      ]);
      expect(made.national.turn).toBe(1);
      expect(Object.keys(made.regions)).toEqual([verified?.region]);
      expect(await councils.view()).toEqual(real);
      expect(real.councils).toEqual([HAMPSHIRE]);
      expect(await councils.miscounted({ threshold: { ...policy.threshold, perMillion: 1 } })).toEqual([
        code,
      ]);
    });

    test('the turns of a region are read alone, as a view has them, and those of verification apart', async () => {
      const { councils, cases } = await fresh();
      expect(await councils.turns(region)).toBeUndefined();
      await councils.seed([HAMPSHIRE], policy);
      await councils.seed(verificationCouncils, policy);
      await cases.commit({
        ...opening(301, {}, taking()),
        rota: [
          { kind: 'tick', scope: 'national', seen: 0 },
          { kind: 'replace', scope: region, seen: 0, state: { ...emptyRota, arrivals: 1 } },
        ],
      });
      const { national, regions } = await councils.view();
      expect(await councils.turns(region)).toEqual({ national, region: regions[region] });
      const made = await councils.view('verification');
      const [[own = '', turns] = []] = Object.entries(made.regions);
      expect(await councils.turns(own)).toEqual({ national: made.national, region: turns });
      expect(await councils.turns('E12000099')).toBeUndefined();
    });

    test('without it a view says what to do, and no council is found', async () => {
      const { councils } = await fresh();
      await expect(councils.view()).rejects.toThrow(/seed/);
      expect(await councils.read(code)).toBeUndefined();
    });

    test('again changes nothing, whatever the scheme has counted since', async () => {
      const stores = await seeded({});
      await stores.councils.commit(declaring());
      await stores.cases.commit({
        ...opening(200, {}, taking()),
        rota: [
          { kind: 'tick', scope: 'national', seen: 0 },
          { kind: 'replace', scope: region, seen: 0, state: { ...emptyRota, arrivals: 1 } },
        ],
      });
      const before = await stores.councils.view();
      expect(await stores.councils.seed([aCouncil()], policy)).toEqual({ added: 0, refreshed: 0 });
      expect(await stores.councils.view()).toEqual(before);
    });

    test('with newly published figures refreshes them, and the headroom with them', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(1)], policy);
      await stores.cases.commit(opening(201, {}, taking()));
      const anew = aCouncilWithRoomFor(3, { name: 'Hampshire County', region: 'E12000009' });
      const published = { ...anew, caredFor: { ...anew.caredFor, asAt: '2026-03-31' } };
      const added = aCouncil({ code: 'E08000035', region: 'E12000003' });
      expect(await stores.councils.seed([published, added], policy)).toEqual({ added: 1, refreshed: 1 });
      expect(await stores.councils.read(code)).toEqual({ ...published, held: 1, offered: 1 });
      expect(Object.keys((await stores.councils.view()).regions).sort()).toEqual([
        'E12000003',
        region,
        'E12000009',
      ]);
      expect(await stores.cases.commit(opening(202, {}, taking({ held: 3 })))).toMatchObject({
        kind: 'no-place',
      });
      expect(await stores.cases.commit(opening(203, {}, taking({ held: 2 })))).toEqual({ kind: 'committed' });
    });

    test('with a newer count takes off what came or left up to its day, and keeps the rest by its days', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(3, { netSince: 0 })], policy);
      const none = { held: 0, offered: 0, used: { fosterCare: 0, supportedAccommodation: 0 } };
      const came = (day: string, children: number) =>
        taking({ ...none, netSince: children, moved: { [day]: children } });
      await stores.cases.commit(opening(216, {}, came('2026-03-31', 2)));
      await stores.cases.commit(opening(217, {}, came('2026-04-01', 1)));
      await stores.cases.commit(opening(218, {}, came('2026-04-01', -2)));
      const { caredFor, ...anew } = aCouncilWithRoomFor(3, { netSince: 0 });
      const published = { ...anew, caredFor: { ...caredFor, asAt: '2026-03-31' } };
      expect(await stores.councils.seed([published], policy)).toEqual({ added: 0, refreshed: 1 });
      expect(await stores.councils.read(code)).toEqual({
        ...published,
        netSince: -1,
        moved: { '2026-04-01': -1 },
      });
      expect(await stores.councils.recount(code, policy)).toBe('unchanged');
      expect(await stores.councils.seed([published], policy)).toEqual({ added: 0, refreshed: 0 });
    });

    test('and a declaration take in as many days as two years have', async () => {
      const days = Array.from({ length: 730 }, (_, at) =>
        new Date(Date.UTC(2024, 10, 23 + at)).toISOString().slice(0, 10),
      );
      const stores = await fresh();
      const council = aCouncilWithRoomFor(3, { netSince: 5 });
      const caredFor = { ...council.caredFor, asAt: '2024-11-22' };
      // By turns one comes and one leaves, but that one more comes on the first day, and three more on the last.
      const children = (at: number): number => {
        if (at === 0) return 1;
        return at === days.length - 1 ? 4 : (at % 2) * 2 - 1;
      };
      const moved = Object.fromEntries(days.map((day, at) => [day, children(at)]));
      await stores.councils.seed([{ ...council, caredFor, moved }], policy);
      const published = { ...council, caredFor: { ...caredFor, asAt: days.at(-11) ?? '' }, netSince: 0 };
      expect(await stores.councils.seed([published], policy)).toEqual({ added: 0, refreshed: 1 });
      const last = Object.fromEntries(Object.entries(moved).slice(-10));
      expect(await stores.councils.read(code)).toEqual({ ...published, netSince: 3, moved: last });
      expect(await stores.councils.recount(code, policy)).toBe('unchanged');
      const declared = { count: 7, asAt: '2026-11-23', source: 'declared' } as const;
      expect(await stores.councils.commit(declaring({ caredFor: declared }))).toBe('committed');
      const counted = await stores.councils.read(code);
      expect(counted).toMatchObject({ caredFor: declared, netSince: 0 });
      expect(counted).not.toHaveProperty('moved');
      expect(await stores.councils.recount(code, policy)).toBe('unchanged');
    });

    test('leaves the count a council declared alone', async () => {
      const stores = await seeded({});
      const caredFor = { count: 7, asAt: '2026-11-23', source: 'declared' } as const;
      await stores.councils.commit(declaring({ caredFor }));
      await stores.councils.seed(
        [aCouncil({ caredFor: { count: 95, asAt: '2027-03-31', source: 'published' }, publishedCount: 95 })],
        policy,
      );
      expect(await stores.councils.read(code)).toMatchObject({ caredFor, publishedCount: 95 });
    });
  });

  describe('a declaration', () => {
    test('is read back, with its event', async () => {
      const { councils } = await seeded({});
      const change = declaring({ declaration: aDeclaration({ pausedUntil: '2026-12-24' }) });
      expect(await councils.commit(change)).toBe('committed');
      expect(await councils.read(code)).toEqual({
        ...HAMPSHIRE,
        declaration: change.declaration,
        trail: { number: 1, hash: change.event.trail?.hash },
      });
      expect(await councils.trail(code)).toEqual([change.event]);
    });

    test('replaces the one before it: a pause ends, reminders start over', async () => {
      const { councils } = await seeded({});
      await councils.commit(declaring({ declaration: aDeclaration({ pausedUntil: '2026-12-24' }) }));
      await councils.commit(reminding(1));
      expect((await councils.read(code))?.reminders).toEqual({
        sinceDeclaration: 1,
        lastOn: '2026-11-23',
      });
      await councils.commit(declaring({ seen: 2 }));
      expect(await councils.read(code)).toMatchObject({
        declaration: aDeclaration(),
        reminders: { sinceDeclaration: 0 },
      });
      expect((await councils.read(code))?.declaration).not.toHaveProperty('pausedUntil');
      expect((await councils.read(code))?.reminders).not.toHaveProperty('lastOn');
      const trail = await councils.trail(code);
      expect(trail.map(({ trail }) => trail?.number)).toEqual([1, 2, 3]);
      expect(await Promise.all([1, 2, 3].map((one) => councils.event(code, one)))).toEqual(trail);
      expect(await councils.event(code, 4)).toBeUndefined();
      expect(await councils.event('E09000008', 1)).toBeUndefined();
    });

    test('says that the council was heard, and a reminder that it was not, since the first that brought nothing', async () => {
      const { councils } = await seeded({});
      const left = (at: string) => ({ hearing: { kind: 'unanswered', what: 'reminders', at } }) as const;
      const unanswered = async () => (await councils.read(code))?.unanswered;
      await councils.commit({ ...reminding(0, 1), ...left('2026-11-09T09:00:00.000Z') });
      await councils.commit({ ...reminding(1, 2), ...left('2026-11-16T09:00:00.000Z') });
      const since = '2026-11-09T09:00:00.000Z';
      expect(await unanswered()).toEqual({ offers: 0, reminders: 2, since });
      await councils.commit(reminding(2, 3));
      expect(await unanswered()).toEqual({ offers: 0, reminders: 2, since });
      await councils.commit(declaring({ seen: 3, hearing: { kind: 'heard' } }));
      expect(await councils.read(code)).not.toHaveProperty('unanswered');
      expect(await councils.commit({ ...reminding(4, 1), ...left('2026-11-23T09:00:00.000Z') })).toBe(
        'committed',
      );
      expect(await unanswered()).toEqual({ offers: 0, reminders: 1, since: '2026-11-23T09:00:00.000Z' });
    });

    test('keeps the offers that ran out, as those from before it declared, and takes the reminders away', async () => {
      const since = '2026-11-02T17:00:00.000Z';
      const { councils } = await seeded({ unanswered: { offers: 2, reminders: 3, since } });
      await councils.commit(declaring({ hearing: { kind: 'spoke' } }));
      const left = { offers: 2, reminders: 0, offersBefore: 2, since };
      expect((await councils.read(code))?.unanswered).toEqual(left);
      const at = '2026-11-30T09:00:00.000Z';
      await councils.commit({ ...reminding(1, 1), hearing: { kind: 'unanswered', what: 'reminders', at } });
      expect((await councils.read(code))?.unanswered).toEqual({ ...left, reminders: 1 });
      await councils.commit(declaring({ seen: 2, hearing: { kind: 'heard' } }));
      expect(await councils.read(code)).not.toHaveProperty('unanswered');
      // An answer to an offer took all of it away a moment before.
      await councils.commit(declaring({ seen: 3, hearing: { kind: 'spoke' } }));
      expect(await councils.read(code)).not.toHaveProperty('unanswered');
    });

    test('of its own, of which no event tells, counts at once, and twice as once', async () => {
      const since = '2026-11-02T17:00:00.000Z';
      const unanswered = { offers: 2, reminders: 3, since };
      const { councils } = await seeded({ unanswered, held: 1 });
      const before = await councils.read(code);
      for (const word of ['spoke', 'spoke', 'heard', 'heard'] as const) {
        expect(await councils.hear(code, { kind: word })).toBe('committed');
        const { unanswered: _, ...rest } = before ?? {};
        expect(await councils.read(code)).toEqual(
          word === 'spoke'
            ? { ...rest, unanswered: { offers: 2, reminders: 0, offersBefore: 2, since } }
            : rest,
        );
      }
      expect(await councils.trail(code)).toEqual([]);
      await expect(councils.hear('E09000008', { kind: 'heard' })).rejects.toThrow(/E09000008.*seed/);
    });

    test('with a count replaces the figure, starts over, and moves the headroom by the difference', async () => {
      const stores = await fresh();
      const council = aCouncilWithRoomFor(2);
      await stores.councils.seed([{ ...council, netSince: 1, moved: { '2026-11-20': 1 } }], policy);
      const caredFor = {
        count: (council.caredFor.count ?? 0) - 2,
        asAt: '2026-11-23',
        source: 'declared',
      } as const;
      expect(await stores.councils.commit(declaring({ caredFor }))).toBe('committed');
      const counted = await stores.councils.read(code);
      expect(counted).toMatchObject({ caredFor, netSince: 0 });
      expect(counted).not.toHaveProperty('moved');
      expect(await stores.councils.recount(code, policy)).toBe('unchanged');
      expect(await stores.cases.commit(opening(210, {}, taking({ held: 5 })))).toMatchObject({
        kind: 'no-place',
      });
      expect(await stores.cases.commit(opening(211, {}, taking({ held: 4 })))).toEqual({ kind: 'committed' });
    });

    test('beyond the threshold raises the headroom, with a new count or without, and the next one lowers it', async () => {
      const stores = await fresh();
      const council = aCouncilWithRoomFor(0);
      await stores.councils.seed([council], volunteering);
      const declaration = aDeclaration({ volunteersUpTo: threshold(council, volunteering) + 2 });
      await stores.councils.commit(declaring({ declaration, ceilingBy: 2 }));
      expect((await stores.councils.read(code))?.declaration).toEqual(declaration);
      expect(await stores.councils.miscounted(volunteering)).toEqual([]);
      expect(await stores.cases.commit(opening(214, {}, taking({ held: 3 })))).toMatchObject({
        kind: 'no-place',
      });
      expect(await stores.cases.commit(opening(215, {}, taking({ held: 2 })))).toEqual({ kind: 'committed' });
      const caredFor = {
        count: (council.caredFor.count ?? 0) + 3,
        asAt: '2026-11-23',
        source: 'declared',
      } as const;
      const more = aDeclaration({ volunteersUpTo: threshold(council, volunteering) + 6 });
      await stores.councils.commit(declaring({ seen: 1, declaration: more, caredFor, ceilingBy: 4 }));
      expect(await stores.councils.miscounted(volunteering)).toEqual([]);
      await stores.councils.commit(declaring({ seen: 2, ceilingBy: -6 }));
      expect((await stores.councils.read(code))?.declaration).not.toHaveProperty('volunteersUpTo');
      expect(await stores.councils.miscounted(volunteering)).toEqual([]);
    });

    test('given back after a newer one leaves no fewer than none used', async () => {
      const stores = await seeded({ declaration: aDeclaration() });
      const offered = opening(212, {}, taking());
      await stores.cases.commit(offered);
      await stores.councils.commit(
        declaring({ declaration: aDeclaration({ places: { fosterCare: 0, supportedAccommodation: 0 } }) }),
      );
      await stores.cases.commit(
        opening(
          213,
          {},
          taking({ held: -1, offered: -1, used: { fosterCare: -1, supportedAccommodation: -1 } }),
        ),
      );
      expect((await stores.councils.read(code))?.declaration?.used).toEqual({
        fosterCare: 0,
        supportedAccommodation: 0,
      });
    });

    test('of a council that is not stored is a mistake that says what to do', async () => {
      const { councils } = await seeded({});
      const event = anEntry('capacity-declared.v1', { subject: 'E06000001', number: 1 });
      const caredFor = { count: 1, asAt: '2026-11-23', source: 'declared' } as const;
      await expect(councils.commit(declaring({ code: 'E06000001', event }))).rejects.toThrow(
        /E06000001.*seed/,
      );
      await expect(councils.commit(declaring({ code: 'E06000001', event, caredFor }))).rejects.toThrow(
        /E06000001.*seed/,
      );
      await expect(councils.recount('E06000001', policy)).rejects.toThrow(/E06000001.*seed/);
    });
  });

  describe('a council’s trail', () => {
    test('of two who saw the same exactly one goes on', async () => {
      const { councils } = await seeded({});
      const outcomes = await Promise.all([councils.commit(declaring()), councils.commit(reminding(0))]);
      expect(outcomes.sort()).toEqual(['committed', 'lost-race']);
      expect(await councils.trail(code)).toHaveLength(1);
    });

    test('a closing stays, with the places beside it, until it is replaced or opened again', async () => {
      const { councils } = await seeded({});
      const closing = { because: 'inspection', from: '2026-11-23', until: '2026-12-24' } as const;
      const { until: _, ...forGood } = closing;
      const steps = [closing, forGood, 'none', closing] as const;
      for (const [seen, step] of steps.entries()) {
        const event = anEntry('capacity-reminder-due.v1', { subject: code, number: seen + 1 });
        const change = { code, seen, event, closing: step, reminders: { sinceDeclaration: 0 } };
        expect(await councils.commit(change)).toBe('committed');
        const read = await councils.read(code);
        expect(read?.closing).toEqual(step === 'none' ? undefined : step);
      }
      expect(
        await councils.commit(
          declaring({ seen: 4, event: anEntry('capacity-declared.v1', { subject: code, number: 5 }) }),
        ),
      ).toBe('committed');
      await councils.seed([aCouncil({ childPopulation: 7 })], policy);
      expect(await councils.read(code)).toMatchObject({ closing, childPopulation: 7 });
      expect((await councils.view()).councils[0]?.closing).toEqual(closing);
    });

    test('what is known of exemptions stays until a commit says something else of them, or that there is nothing', async () => {
      const { councils } = await seeded({});
      const known = { pause: { since: '2026-11-02', until: '2026-12-24' } } as const;
      const steps = [
        known,
        undefined,
        { 'no-places': { since: '2026-11-02', refused: true } },
        {},
        undefined,
      ] as const;
      const expected = [known, known, steps[2], undefined, undefined];
      for (const [seen, exemptions] of steps.entries()) {
        const event = anEntry('capacity-reminder-due.v1', { subject: code, number: seen + 1 });
        const said = exemptions === undefined ? {} : { exemptions };
        expect(
          await councils.commit({ code, seen, event, reminders: { sinceDeclaration: 0 }, ...said }),
        ).toBe('committed');
        const read = await councils.read(code);
        expect(read?.exemptions).toEqual(expected[seen]);
        expect(read !== undefined && 'exemptions' in read).toBe(expected[seen] !== undefined);
      }
    });

    test('a commit repeated is committed once; an older one loses', async () => {
      const { councils } = await seeded({});
      const first = declaring();
      expect(await councils.commit(first)).toBe('committed');
      expect(await councils.commit(first)).toBe('committed');
      expect(await councils.trail(code)).toEqual([first.event]);
      expect(await councils.commit(reminding(1))).toBe('committed');
      expect(await councils.commit(reminding(1, 2))).toBe('lost-race');
      expect(await councils.commit(reminding(0))).toBe('lost-race');
      // Said again after others went on: it stands in the trail, whether or not the answer to it was lost.
      expect(await councils.commit(first)).toBe('committed');
      expect(await councils.trail(code)).toHaveLength(2);
    });

    test('has no gaps: an event out of its place is a mistake', async () => {
      const { councils } = await seeded({});
      const event = anEntry('capacity-declared.v1', { subject: code, number: 3 });
      await expect(councils.commit(declaring({ event }))).rejects.toThrow(/number 1/);
      const { trail: _, ...untrailed } = event;
      await expect(councils.commit(declaring({ event: untrailed }))).rejects.toThrow(/place in a trail/);
      const others = anEntry('capacity-declared.v1', { subject: 'E10000016', number: 1 });
      await expect(councils.commit(declaring({ event: others }))).rejects.toThrow(/number 1/);
    });

    test('goes on while places are taken: counting and declaring do not disturb each other', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(50)], policy);
      const caredFor = { count: 20, asAt: NOW.slice(0, 10), source: 'declared' } as const;
      const [declared, ...taken] = await Promise.all([
        stores.councils.commit(declaring({ caredFor })),
        ...Array.from({ length: 10 }, (_, index) => stores.cases.commit(opening(220 + index, {}, taking()))),
      ]);
      expect(declared).toBe('committed');
      expect(taken.every(({ kind }) => kind === 'committed')).toBe(true);
      expect(await stores.councils.read(code)).toMatchObject({ caredFor, held: 10 });
      expect(await stores.councils.recount(code, policy)).toBe('unchanged');
    });
  });

  describe('a declaration that was decided on another', () => {
    const before = aDeclaration({ places: { fosterCare: 4, supportedAccommodation: 4 } });
    const fewer = (decidedOn = before) =>
      declaring({
        declaration: aDeclaration({ places: { fosterCare: 2, supportedAccommodation: 2 } }),
        decidedOn,
      });
    const used = (fosterCare: number, supportedAccommodation: number) => ({
      fosterCare,
      supportedAccommodation,
    });

    test.each([
      ['foster care', used(1, 0)],
      ['supported accommodation', used(0, 1)],
    ])('loses once a place of that in %s is taken, and goes on when decided anew', async (_, taken) => {
      const { councils, cases } = await seeded({ declaration: before });
      await cases.commit(opening(240, {}, taking({ used: taken })));
      expect(await councils.commit(fewer())).toBe('lost-race');
      expect(await councils.trail(code)).toEqual([]);
      const read = await councils.read(code);
      expect(read?.declaration).toEqual({ ...before, used: taken });
      const anew = fewer(read?.declaration);
      expect(await councils.commit(anew)).toBe('committed');
      expect(await councils.commit(anew)).toBe('committed');
      expect((await councils.read(code))?.declaration).toEqual(anew.declaration);
    });

    test('loses once a place of that is given back, and with a new count of children as well', async () => {
      const { councils, cases } = await seeded({ declaration: before });
      await cases.commit(opening(241, {}, taking({ used: used(1, 1) })));
      const seen = (await councils.read(code))?.declaration ?? before;
      const back = taking({ held: -1, offered: -1, used: used(-1, 0) });
      await cases.commit(opening(242, {}, back));
      const caredFor = { count: 20, asAt: NOW.slice(0, 10), source: 'declared' } as const;
      for (const change of [fewer(seen), { ...fewer(seen), caredFor }])
        expect(await councils.commit(change)).toBe('lost-race');
    });

    test('is not kept back by places of one still older that came back', async () => {
      const { councils, cases } = await seeded({ declaration: before });
      await cases.commit(opening(243, {}, taking({ held: -1, offered: -1, used: used(-1, -1) })));
      const seen = (await councils.read(code))?.declaration ?? before;
      expect(seen.used).toEqual(used(0, 0));
      expect(await councils.commit(fewer(seen))).toBe('committed');
    });

    test('of many at once, with as many places taken, gives no place back that was taken before it', async () => {
      const { councils, cases } = await seeded({ declaration: before });
      const [declared, ...taken] = await Promise.all([
        councils.commit(fewer()),
        ...[1, 2, 3].map((one) => cases.commit(opening(243 + one, {}, taking({ used: used(1, 0) })))),
      ]);
      const committed = taken.filter(({ kind }) => kind === 'committed').length;
      const left = (await councils.read(code))?.declaration;
      // Those that came after it were taken of it; had one come before, it would have lost.
      expect(left?.used.fosterCare).toBe(committed);
      expect(left?.places.fosterCare).toBe(declared === 'committed' ? 2 : 4);
    });
  });

  describe('recounting', () => {
    test('finds nothing to correct after ordinary commits', async () => {
      const stores = await seeded({});
      await stores.cases.commit(opening(230, {}, taking()));
      expect(await stores.councils.miscounted(policy)).toEqual([]);
      expect(await stores.councils.recount(code, policy)).toBe('unchanged');
    });

    test('puts a new threshold into force, once', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(1)], policy);
      expect(await stores.councils.miscounted(twice)).toEqual([code]);
      expect(await stores.councils.recount(code, twice)).toBe('corrected');
      expect(await stores.councils.miscounted(twice)).toEqual([]);
      expect(await stores.councils.recount(code, twice)).toBe('unchanged');
      expect(await stores.cases.commit(opening(231, {}, taking({ held: 2 })))).toEqual({ kind: 'committed' });
    });
  });
};
