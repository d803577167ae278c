import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { aCase, anEntry, aPlaceChange } from '../builders.ts';
import {
  aCouncilWithRoomFor,
  hampshire,
  next,
  opening,
  policy,
  reference,
  type StoresWith,
  seeded,
  taking,
} from './fleet.ts';

const committed = { kind: 'committed' };

/** The promises of a case store about its commits, for any twin. */
export const keepsCommitPromises = (fresh: StoresWith): void => {
  describe('a commit', () => {
    test('is read back whole, with its trail', async () => {
      const { cases } = await seeded(fresh, {});
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
      const { cases } = await seeded(fresh, {});
      expect(await cases.read(reference(99))).toBeUndefined();
      expect(await cases.trail(reference(99))).toEqual([]);
    });

    test('of several events keeps them all, in order', async () => {
      const { cases } = await seeded(fresh, {});
      const id = reference(2);
      const events = [1, 2, 3].map((number) =>
        number === 1
          ? anEntry('referral-received.v2', { subject: id, number })
          : anEntry('case-resumed.v1', { subject: id, number }),
      );
      const subject = aCase({ id, version: 3, lastHash: events[2]?.trail?.hash ?? '' });
      expect(
        await cases.commit({ seen: 0, case: subject, events, places: [], rota: [], birthdays: [], was: {} }),
      ).toEqual(committed);
      expect((await cases.trail(id)).map(({ trail }) => trail?.number)).toEqual([1, 2, 3]);
    });

    test('keeps members of a case that this version does not know', async () => {
      const { cases } = await seeded(fresh, {});
      const later = { fromALaterVersion: { kept: true } } as unknown as Partial<Case>;
      const change = opening(3, later);
      await cases.commit(change);
      expect(await cases.read(change.case.id)).toMatchObject({ fromALaterVersion: { kept: true } });
    });

    test('repeated is committed once: trail, places and turns stay as they were', async () => {
      const stores = await seeded(fresh, {});
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
      const stores = await seeded(fresh, {});
      const first = opening(5, {}, taking());
      const second = next(first);
      await stores.cases.commit(first);
      await stores.cases.commit(second);
      expect(await stores.cases.commit(first)).toEqual(committed);
      expect(await stores.cases.read(first.case.id)).toEqual(second.case);
      expect((await hampshire(stores))?.held).toBe(1);
    });

    test('that does not hold together is refused as a mistake', async () => {
      const { cases } = await seeded(fresh, {});
      const change = opening(6);
      await expect(cases.commit({ ...change, seen: 4 })).rejects.toThrow(/does not hold together/);
      await expect(
        cases.commit({ ...change, case: { ...change.case, lastHash: 'f'.repeat(64) } }),
      ).rejects.toThrow(/does not hold together/);
      const entry = (number: number, subject = change.case.id) =>
        anEntry('case-paused.v1', { subject, number });
      const ending = (...events: ReturnType<typeof entry>[]) => ({
        ...change,
        events,
        case: {
          ...change.case,
          version: events.at(-1)?.trail?.number ?? 1,
          lastHash: events.at(-1)?.trail?.hash ?? '',
        },
      });
      const { trail: _, ...untold } = entry(1);
      const version = { ...change, case: { ...change.case, version: 2 } };
      for (const mistake of [
        ending(),
        ending(entry(1), entry(3)),
        ending(entry(1, reference(7)), entry(2)),
        ending(entry(1, reference(7))),
        { ...change, events: [untold as ReturnType<typeof entry>] },
        version,
      ])
        await expect(cases.commit(mistake)).rejects.toThrow(/does not hold together/);
      expect(await cases.read(change.case.id)).toBeUndefined();
    });
  });

  describe('a race', () => {
    test('of two writers who saw one version exactly one wins, and the other changes nothing', async () => {
      const stores = await seeded(fresh, {});
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
      const { cases } = await seeded(fresh, {});
      const rivals = ['a', 'b'].map((referralId) => {
        const change = opening(11, { referralId });
        const events = [
          anEntry('referral-received.v2', { subject: change.case.id, number: 1, cause: referralId }),
        ];
        return { ...change, events, case: { ...change.case, lastHash: events[0]?.trail?.hash ?? '' } };
      });
      const outcomes = await Promise.all(rivals.map((rival) => cases.commit(rival)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['committed', 'lost-race']);
    });

    test('a second event of a number that is taken changes nothing', async () => {
      const { cases } = await seeded(fresh, {});
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
      const stores = await seeded(fresh, {});
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

  test('nothing that was given or read can be changed from outside', async () => {
    const stores = await seeded(fresh, {});
    const change = opening(140);
    await stores.cases.commit(change);
    (change.case.cleared as string[]).push('changed');
    ((await stores.cases.read(change.case.id)) as unknown as { offers: unknown[] }).offers.push('changed');
    ((await stores.cases.trail(change.case.id)) as unknown[]).pop();
    expect(await stores.cases.read(change.case.id)).toMatchObject({ cleared: [], offers: [] });
    expect(await stores.cases.trail(change.case.id)).toHaveLength(1);
  });

  test('one council of several is told apart', async () => {
    const stores = await seeded(
      fresh,
      {},
      { code: 'E06000046', name: 'Isle of Wight' },
      { code: 'E08000035', region: 'E12000003' },
    );
    const places = [aPlaceChange(), aPlaceChange({ council: 'E08000035', held: 2, offered: 0 })];
    expect(await stores.cases.commit(opening(150, {}, places))).toEqual(committed);
    expect((await stores.councils.view()).councils.map(({ code, held }) => [code, held])).toEqual([
      ['E06000046', 0],
      ['E08000035', 2],
      ['E10000014', 1],
    ]);
  });
};
