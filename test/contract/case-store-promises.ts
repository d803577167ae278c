import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case.ts';
import { emptyRota } from '../../shared/core/rota.ts';
import { aCase, aCouncil, aDeclaration, anEntry, anEvent, aPlaceChange } from '../builders.ts';
import {
  aCouncilWithRoomFor,
  all,
  next,
  opening,
  policy,
  reference,
  type StoresWith,
  taking,
} from './fleet.ts';

const HAMPSHIRE = aCouncil();
const committed = { kind: 'committed' };

/** The promises of a case store, for any twin. */
export const keepsCaseStorePromises = (fresh: StoresWith): void => {
  const withCouncils = async (...councils: Parameters<typeof aCouncil>[0][]) => {
    const stores = await fresh();
    await stores.councils.seed(councils.map(aCouncil), policy);
    return stores;
  };
  const hampshire = (stores: Awaited<ReturnType<StoresWith>>) =>
    stores.councils.read(HAMPSHIRE.region, HAMPSHIRE.code);

  describe('a commit', () => {
    test('is read back whole, with its trail', async () => {
      const { cases } = await withCouncils({});
      const first = opening(1);
      const second = next(first, {
        status: 'held',
        needs: { party: { kind: 'coordinators' }, by: '2026-11-24T17:00:00.000Z', what: 'hold' },
      });
      expect(await cases.commit(first)).toEqual(committed);
      expect(await cases.commit(second)).toEqual(committed);
      expect(await cases.read(first.case.id)).toEqual(second.case);
      expect(await cases.trail(first.case.id)).toEqual([...first.events, ...second.events]);
    });

    test('leaves what nobody committed unknown', async () => {
      const { cases } = await withCouncils({});
      expect(await cases.read(reference(99))).toBeUndefined();
      expect(await cases.trail(reference(99))).toEqual([]);
    });

    test('of several events keeps them all, in order', async () => {
      const { cases } = await withCouncils({});
      const id = reference(2);
      const events = [1, 2, 3].map((number) =>
        number === 1
          ? anEntry('referral-received.v1', { subject: id, number })
          : anEntry('case-resumed.v1', { subject: id, number }),
      );
      const subject = aCase({ id, version: 3, lastHash: events[2]?.trail?.hash ?? '' });
      expect(
        await cases.commit({ seen: 0, case: subject, events, places: [], rota: [], birthdays: [] }),
      ).toEqual(committed);
      expect((await cases.trail(id)).map(({ trail }) => trail?.number)).toEqual([1, 2, 3]);
    });

    test('keeps members of a case that this version does not know', async () => {
      const { cases } = await withCouncils({});
      const later = { fromALaterVersion: { kept: true } } as unknown as Partial<Case>;
      const change = opening(3, later);
      await cases.commit(change);
      expect(await cases.read(change.case.id)).toMatchObject({ fromALaterVersion: { kept: true } });
    });

    test('repeated is committed once: trail, places and turns stay as they were', async () => {
      const stores = await withCouncils({});
      const change = {
        ...opening(4, {}, taking()),
        rota: [{ kind: 'tick', scope: 'national', seen: 0 } as const],
      };
      expect(await stores.cases.commit(change)).toEqual(committed);
      expect(await stores.cases.commit(change)).toEqual(committed);
      expect(await stores.cases.trail(change.case.id)).toHaveLength(1);
      expect((await hampshire(stores))?.held).toBe(1);
      expect((await stores.councils.view()).national.turn).toBe(1);
    });

    test('repeated after others went on is still committed, and undoes nothing', async () => {
      const stores = await withCouncils({});
      const first = opening(5, {}, taking());
      const second = next(first);
      await stores.cases.commit(first);
      await stores.cases.commit(second);
      expect(await stores.cases.commit(first)).toEqual(committed);
      expect(await stores.cases.read(first.case.id)).toEqual(second.case);
      expect((await hampshire(stores))?.held).toBe(1);
    });

    test('that does not hold together is refused as a mistake', async () => {
      const { cases } = await withCouncils({});
      const change = opening(6);
      await expect(cases.commit({ ...change, seen: 4 })).rejects.toThrow(/does not hold together/);
      await expect(
        cases.commit({ ...change, case: { ...change.case, lastHash: 'f'.repeat(64) } }),
      ).rejects.toThrow(/does not hold together/);
      expect(await cases.read(change.case.id)).toBeUndefined();
    });
  });

  describe('a race', () => {
    test('of two writers who saw one version exactly one wins, and the other changes nothing', async () => {
      const stores = await withCouncils({});
      const first = opening(10);
      await stores.cases.commit(first);
      const rivals = ['2026-12-01', '2026-12-02'].map((moveBy) => next(first, { moveBy }, taking()));
      const outcomes = await Promise.all(rivals.map((rival) => stores.cases.commit(rival)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['committed', 'lost-race']);
      expect(outcomes).toContainEqual({ kind: 'lost-race', over: 'case' });
      expect((await hampshire(stores))?.held).toBe(1);
      expect(await stores.cases.trail(first.case.id)).toHaveLength(2);
    });

    test('of two who open one case exactly one wins', async () => {
      const { cases } = await withCouncils({});
      const rivals = ['a', 'b'].map((referralId) => {
        const change = opening(11, { referralId });
        const events = [
          anEntry('referral-received.v1', { subject: change.case.id, number: 1, cause: referralId }),
        ];
        return { ...change, events, case: { ...change.case, lastHash: events[0]?.trail?.hash ?? '' } };
      });
      const outcomes = await Promise.all(rivals.map((rival) => cases.commit(rival)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['committed', 'lost-race']);
    });

    test('a second event of a number that is taken changes nothing', async () => {
      const { cases } = await withCouncils({});
      const first = opening(12);
      const second = next(first);
      await cases.commit(first);
      await cases.commit(second);
      expect(await cases.commit(next(first, { moveBy: '2026-12-03' }))).toEqual({
        kind: 'lost-race',
        over: 'case',
      });
      expect(await cases.trail(first.case.id)).toEqual([...first.events, ...second.events]);
    });

    test('of two allocations that saw the same turn exactly one wins', async () => {
      const stores = await withCouncils({});
      const tick = [{ kind: 'tick', scope: 'national', seen: 0 } as const];
      const outcomes = await Promise.all(
        [13, 14].map((index) => stores.cases.commit({ ...opening(index, {}, taking()), rota: tick })),
      );
      expect(outcomes).toContainEqual(committed);
      expect(outcomes).toContainEqual({ kind: 'lost-race', over: 'rota' });
      expect((await hampshire(stores))?.held).toBe(1);
    });

    test('of 100 for the last place of a council exactly one gets it', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(1)], policy);
      const outcomes = await Promise.all(
        Array.from({ length: 100 }, (_, index) => stores.cases.commit(opening(1000 + index, {}, taking()))),
      );
      expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'no-place')).toHaveLength(99);
      expect(await hampshire(stores)).toMatchObject({ held: 1, offered: 1 });
      const opened = await Promise.all(
        Array.from({ length: 100 }, (_, index) => stores.cases.read(reference(1000 + index))),
      );
      expect(opened.filter((subject) => subject !== undefined)).toHaveLength(1);
    });
  });

  describe('places', () => {
    test('that do not fit stop the whole commit and name the council', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(2)], policy);
      expect(await stores.cases.commit(opening(20, {}, taking({ held: 3 })))).toEqual({
        kind: 'no-place',
        council: HAMPSHIRE.code,
      });
      expect(await stores.cases.read(reference(20))).toBeUndefined();
      expect(await stores.cases.trail(reference(20))).toEqual([]);
      expect((await hampshire(stores))?.held).toBe(0);
    });

    test('a named person may put a child beyond the headroom', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(0)], policy);
      const beyond = taking({ held: 0, offered: 0, incoming: 1, mustFit: false });
      expect(await stores.cases.commit(opening(21, {}, beyond))).toEqual(committed);
      expect((await hampshire(stores))?.incoming).toBe(1);
    });

    test('held for an offer become incoming, then cared for, and headroom is taken once', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(1)], policy);
      const held = opening(22, {}, taking());
      const accepted = next(held, {}, taking({ held: -1, offered: -1, incoming: 1 }));
      const handedOver = next(
        accepted,
        {},
        taking({
          held: 0,
          offered: 0,
          incoming: -1,
          netSince: 1,
          used: { fosterCare: 0, supportedAccommodation: 0 },
        }),
      );
      for (const change of [held, accepted, handedOver])
        expect(await stores.cases.commit(change)).toEqual(committed);
      expect(await hampshire(stores)).toMatchObject({ held: 0, offered: 0, incoming: 0, netSince: 1 });
      expect(await stores.cases.commit(opening(23, {}, taking()))).toEqual({
        kind: 'no-place',
        council: HAMPSHIRE.code,
      });
    });

    test('given back can be taken again, even by a council over its threshold', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(-3, { held: 0 })], policy);
      const over = opening(24, {}, taking({ mustFit: false }));
      await stores.cases.commit(over);
      expect(await stores.cases.commit(next(over, {}, taking({ held: -1, offered: -1 })))).toEqual(committed);
      expect((await hampshire(stores))?.held).toBe(0);
    });

    test('given and taken of one council in one commit count as a whole', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(1)], policy);
      const held = opening(25, {}, taking());
      await stores.cases.commit(held);
      const swapped = next(held, {}, [...taking({ held: -1, offered: -1 }), ...taking()]);
      expect(await stores.cases.commit(swapped)).toEqual(committed);
      expect((await hampshire(stores))?.held).toBe(1);
    });

    test('of a voluntary policy must be declared and left', async () => {
      const declaration = aDeclaration({ places: { fosterCare: 1, supportedAccommodation: 0 } });
      const stores = await withCouncils({ declaration });
      const ask = { mustBeDeclared: true } as const;
      const supported = { fosterCare: 0, supportedAccommodation: 1 };
      const noPlace = { kind: 'no-place', council: HAMPSHIRE.code };
      expect(await stores.cases.commit(opening(26, {}, taking({ ...ask, used: supported })))).toEqual(
        noPlace,
      );
      expect(await stores.cases.commit(opening(27, {}, taking(ask)))).toEqual(committed);
      expect(await stores.cases.commit(opening(28, {}, taking(ask)))).toEqual(noPlace);
      expect((await hampshire(stores))?.declaration?.used).toEqual({
        fosterCare: 1,
        supportedAccommodation: 0,
      });
    });

    test('of a council that declared nothing are never declared places', async () => {
      const stores = await withCouncils({});
      const release = opening(
        29,
        {},
        taking({ held: -1, offered: -1, used: { fosterCare: -2, supportedAccommodation: 0 } }),
      );
      await stores.cases.commit(release);
      expect(await stores.cases.commit(opening(30, {}, taking({ mustBeDeclared: true })))).toEqual({
        kind: 'no-place',
        council: HAMPSHIRE.code,
      });
      expect((await hampshire(stores))?.declaration).toBeUndefined();
    });

    test('of a council that is not stored are a mistake that says what to do', async () => {
      const { cases } = await withCouncils({});
      await expect(cases.commit(opening(31, {}, taking({ council: 'E06000001' })))).rejects.toThrow(
        /E06000001.*seed/,
      );
    });
  });

  describe('turns', () => {
    const state = { ...emptyRota, virtualTime: 1 / 3, arrivals: 1 };

    test('are counted in the region and the nation in one commit, to the last digit', async () => {
      const stores = await withCouncils({});
      const rota = ['national', HAMPSHIRE.region].map(
        (scope) => ({ kind: 'replace', scope, seen: 0, state }) as const,
      );
      expect(await stores.cases.commit({ ...opening(40), rota })).toEqual(committed);
      const { national, regions } = await stores.councils.view();
      expect(national).toEqual({ state, version: 1, turn: 1 });
      expect(regions[HAMPSHIRE.region]).toMatchObject({ state, version: 1 });
    });

    test('counted on old turns lose', async () => {
      const stores = await withCouncils({});
      const rota = [{ kind: 'replace', scope: HAMPSHIRE.region, seen: 0, state } as const];
      await stores.cases.commit({ ...opening(41), rota });
      expect(await stores.cases.commit({ ...opening(42), rota })).toEqual({
        kind: 'lost-race',
        over: 'rota',
      });
    });

    test('counted undo an allocation that was decided before; an allocation does not keep turns from being counted', async () => {
      const stores = await withCouncils({});
      const tick = (seen: number) => [{ kind: 'tick', scope: 'national', seen } as const];
      const count = (seen: number) => [{ kind: 'replace', scope: 'national', seen, state } as const];
      await stores.cases.commit({ ...opening(43), rota: count(0) });
      expect(await stores.cases.commit({ ...opening(44), rota: tick(0) })).toEqual({
        kind: 'lost-race',
        over: 'rota',
      });
      expect(await stores.cases.commit({ ...opening(45), rota: tick(1) })).toEqual(committed);
      expect(await stores.cases.commit({ ...opening(46), rota: count(1) })).toEqual(committed);
    });

    test('may be counted and ticked by one commit', async () => {
      const stores = await withCouncils({});
      const rota = [
        { kind: 'tick', scope: 'national', seen: 0 } as const,
        { kind: 'replace', scope: 'national', seen: 0, state } as const,
      ];
      expect(await stores.cases.commit({ ...opening(47), rota })).toEqual(committed);
      expect((await stores.councils.view()).national).toEqual({ state, version: 1, turn: 1 });
    });
  });

  describe('lists', () => {
    const open = (index: number, nextDueAt: string, party = 'coordinators') =>
      opening(index, {
        nextDueAt,
        needs: {
          party: party === 'coordinators' ? { kind: 'coordinators' } : { kind: 'council', code: party },
          by: nextDueAt,
          what: 'test',
        },
      });
    const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T17:00:00.000Z`;

    test('what is due comes soonest first, up to the time and no further', async () => {
      const { cases } = await withCouncils({});
      for (const [index, number] of [24, 27, 25, 23, 26].entries())
        await cases.commit(open(60 + index, day(number)));
      const due = await all(cases.due(day(26)));
      expect(due.map(({ dueAt }) => dueAt)).toEqual([day(23), day(24), day(25), day(26)]);
      expect(due[0]).toEqual({
        caseId: reference(63),
        status: 'eligible',
        entryAuthority: 'E10000016',
        openedAt: '2026-11-23T09:00:00.000Z',
        moveBy: '2026-12-07T17:00:00.000Z',
        dueAt: day(23),
      });
    });

    test('a closed case is on no list; one without a clock is still open', async () => {
      const { cases } = await withCouncils({});
      const first = open(70, day(24));
      await cases.commit(first);
      const { needs: _, nextDueAt: __, ...rest } = first.case;
      await cases.commit({ ...next(first), case: { ...rest, ...lastOf(next(first)), status: 'withdrawn' } });
      const stopped = open(71, day(24));
      const { nextDueAt: ___, ...paused } = stopped.case;
      await cases.commit({ ...stopped, case: { ...paused, status: 'paused' } });
      expect(await all(cases.due(day(30)))).toEqual([]);
      const [only, ...others] = await all(cases.open());
      expect(others).toEqual([]);
      expect(only).toMatchObject({ caseId: reference(71), status: 'paused' });
      expect(only).not.toHaveProperty('dueAt');
      expect((await all(cases.neededBy('coordinators'))).map(({ caseId }) => caseId)).toEqual([
        reference(71),
      ]);
    });

    test('a party sees what waits for it, soonest first, and nobody else’s', async () => {
      const { cases } = await withCouncils({});
      await cases.commit(open(80, day(26), 'E10000014'));
      await cases.commit(open(81, day(25), 'E10000014'));
      await cases.commit(open(82, day(24)));
      const waiting = await all(cases.neededBy('council:E10000014'));
      expect(waiting.map(({ caseId }) => caseId)).toEqual([reference(81), reference(80)]);
      expect(await all(cases.neededBy('council:E06000001'))).toEqual([]);
    });

    test('every case of many is listed once, page after page', async () => {
      const { cases } = await withCouncils({});
      const number = 23;
      for (let index = 0; index < number; index += 1)
        await cases.commit(open(90 + index, day(1 + (index % 28))));
      const ids = Array.from({ length: number }, (_, index) => reference(90 + index));
      for (const list of [cases.open(), cases.due(day(30)), cases.neededBy('coordinators')])
        expect((await all(list)).map(({ caseId }) => caseId).sort()).toEqual(ids);
    });

    test('birthdays are found in their month until the child is settled', async () => {
      const { cases } = await withCouncils({});
      const birthday = (child: number, month = '2027-01') => ({ do: 'add', month, child }) as const;
      const first = { ...opening(120), birthdays: [birthday(1), birthday(2), birthday(3, '2027-02')] };
      await cases.commit(first);
      await cases.commit({ ...opening(121), birthdays: [birthday(1)] });
      expect(await all(cases.birthdays('2027-01'))).toEqual([
        { caseId: reference(120), child: 1 },
        { caseId: reference(120), child: 2 },
        { caseId: reference(121), child: 1 },
      ]);
      await cases.commit({ ...next(first), birthdays: [{ do: 'remove', month: '2027-01', child: 1 }] });
      expect((await all(cases.birthdays('2027-01'))).map(({ child }) => child)).toEqual([2, 1]);
      expect(await all(cases.birthdays('2027-03'))).toEqual([]);
    });
  });

  describe('what lies beside a case', () => {
    test('a decision’s inputs come back byte for byte, and the first kept stand', async () => {
      const { cases } = await withCouncils({});
      const inputs = JSON.stringify({
        words: 'Sir Gâr – ½',
        many: Array.from({ length: 500 }, (_, index) => index / 7),
      });
      await cases.keepDecision(reference(130), 'a'.repeat(64), inputs);
      await cases.keepDecision(reference(130), 'a'.repeat(64), 'something else');
      expect(await cases.decision(reference(130), 'a'.repeat(64))).toBe(inputs);
      expect(await cases.decision(reference(130), 'b'.repeat(64))).toBeUndefined();
    });

    test.each([reference(131), 'E10000014'])('an e-mail about %s is recorded once', async (subject) => {
      const { cases } = await withCouncils({});
      const sent = anEvent('email-sent.v1');
      expect(await cases.emailDone(subject, 'email-1')).toBe(false);
      const outcomes = await Promise.all([
        cases.recordEmail(subject, sent),
        cases.recordEmail(subject, sent),
      ]);
      expect(outcomes.sort()).toEqual(['already-recorded', 'recorded']);
      expect(await cases.emailDone(subject, 'email-1')).toBe(true);
      expect(await cases.emailDone(subject, 'email-2')).toBe(false);
    });

    test('an e-mail’s record is no part of the trail', async () => {
      const { cases } = await withCouncils({});
      const change = opening(132);
      await cases.commit(change);
      await cases.recordEmail(change.case.id, anEvent('email-sent.v1'));
      expect(await cases.trail(change.case.id)).toEqual(change.events);
      await expect(cases.recordEmail(change.case.id, anEvent('case-paused.v1'))).rejects.toThrow(
        /email-sent/,
      );
    });
  });

  test('nothing that was given or read can be changed from outside', async () => {
    const stores = await withCouncils({});
    const change = opening(140);
    await stores.cases.commit(change);
    (change.case.cleared as string[]).push('changed');
    ((await stores.cases.read(change.case.id)) as unknown as { offers: unknown[] }).offers.push('changed');
    ((await stores.cases.trail(change.case.id)) as unknown[]).pop();
    expect(await stores.cases.read(change.case.id)).toMatchObject({ cleared: [], offers: [] });
    expect(await stores.cases.trail(change.case.id)).toHaveLength(1);
  });

  test('one council of several is told apart', async () => {
    const stores = await withCouncils(
      {},
      { code: 'E06000046', name: 'Isle of Wight' },
      { code: 'E08000035', region: 'E12000003' },
    );
    const places = [
      aPlaceChange(),
      aPlaceChange({ council: 'E08000035', region: 'E12000003', held: 2, offered: 0 }),
    ];
    expect(await stores.cases.commit(opening(150, {}, places))).toEqual(committed);
    expect((await stores.councils.view()).councils.map(({ code, held }) => [code, held])).toEqual([
      ['E08000035', 2],
      ['E06000046', 0],
      ['E10000014', 1],
    ]);
  });
};

const lastOf = ({ case: { version, lastHash } }: ReturnType<typeof next>) => ({ version, lastHash });
