import { describe, expect, test } from 'vitest';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { aDeclaration } from '../builders.ts';
import {
  aCouncilWithRoomFor,
  HAMPSHIRE,
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

/** The promises of a case store about the places and turns its commits count, for any twin. */
export const keepsPlacePromises = (fresh: StoresWith): void => {
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
          moved: { '2026-11-24': 1 },
          used: { fosterCare: 0, supportedAccommodation: 0 },
        }),
      );
      for (const change of [held, accepted, handedOver])
        expect(await stores.cases.commit(change)).toEqual(committed);
      expect(await hampshire(stores)).toMatchObject({
        held: 0,
        offered: 0,
        incoming: 0,
        netSince: 1,
        moved: { '2026-11-24': 1 },
      });
      expect(await stores.cases.commit(opening(23, {}, taking()))).toEqual({
        kind: 'no-place',
        council: HAMPSHIRE.code,
      });
    });

    test('say whether the council answers: offers that ran out add up until it answers one', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(3, { held: 0 })], policy);
      const at = '2026-11-24T17:00:00.000Z';
      const ranOut = (instant: string) =>
        ({ hearing: { kind: 'unanswered', what: 'offers', at: instant } }) as const;
      const nothing = { held: 0, offered: 0, used: { fosterCare: 0, supportedAccommodation: 0 } };
      const offered = opening(26, {}, taking());
      const expired = next(offered, {}, taking({ held: -1, offered: -1, ...ranOut(at) }));
      const again = next(expired, {}, taking({ ...nothing, ...ranOut('2026-11-25T17:00:00.000Z') }));
      const heard = next(again, {}, taking({ ...nothing, hearing: { kind: 'heard' } }));
      for (const change of [offered, expired, again])
        expect(await stores.cases.commit(change)).toEqual(committed);
      expect(await hampshire(stores)).toMatchObject({
        held: 0,
        unanswered: { offers: 2, reminders: 0, since: at },
      });
      // Whoever commits it again, after its answer got lost, adds nothing.
      expect(await stores.cases.commit(again)).toEqual(committed);
      expect((await hampshire(stores))?.unanswered?.offers).toBe(2);
      expect(await stores.cases.commit(heard)).toEqual(committed);
      expect(await hampshire(stores)).not.toHaveProperty('unanswered');
    });

    test('say where the council last placed a child: each area once, with the last day, beside the others', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(3, { held: 0 })], policy);
      const nothing = { held: 0, offered: 0, used: { fosterCare: 0, supportedAccommodation: 0 } };
      const placing = (area: string, on: string) => taking({ ...nothing, placedIn: { area, on } });
      const ealing = opening(27, {}, placing('E09000009', '2026-11-23'));
      const leeds = next(ealing, {}, placing('E08000035', '2026-11-24'));
      const again = next(leeds, {}, placing('E09000009', '2026-11-25'));
      const moved = next(again, {}, taking({ ...nothing, incoming: 1 }));
      for (const change of [ealing, leeds, again, moved])
        expect(await stores.cases.commit(change)).toEqual(committed);
      expect((await hampshire(stores))?.placedIn).toEqual({
        E09000009: '2026-11-25',
        E08000035: '2026-11-24',
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

    test('held that become incoming take no more, even of a council over its threshold', async () => {
      const stores = await fresh();
      await stores.councils.seed([aCouncilWithRoomFor(-3, { held: 0 })], policy);
      const over = opening(24, {}, taking({ mustFit: false }));
      await stores.cases.commit(over);
      const accepted = next(over, {}, taking({ held: -1, offered: -1, incoming: 1 }));
      expect(await stores.cases.commit(accepted)).toEqual(committed);
      expect(await hampshire(stores)).toMatchObject({ held: 0, incoming: 1 });
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
      const stores = await seeded(fresh, { declaration });
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

    test('of each kind are counted by themselves', async () => {
      const declaration = aDeclaration({ places: { fosterCare: 2, supportedAccommodation: 2 } });
      const stores = await seeded(fresh, { declaration });
      const used = { fosterCare: 0, supportedAccommodation: 1 };
      expect(await stores.cases.commit(opening(33, {}, taking({ used })))).toEqual(committed);
      expect((await hampshire(stores))?.declaration?.used).toEqual(used);
    });

    test('of a council that declared nothing are never declared places', async () => {
      const stores = await seeded(fresh, {});
      const release = opening(
        29,
        {},
        taking({
          held: -1,
          offered: -1,
          used: { fosterCare: -2, supportedAccommodation: 0 },
          mustBeDeclared: true,
        }),
      );
      expect(await stores.cases.commit(release)).toEqual(committed);
      expect(await stores.cases.commit(opening(30, {}, taking({ mustBeDeclared: true })))).toEqual({
        kind: 'no-place',
        council: HAMPSHIRE.code,
      });
      expect((await hampshire(stores))?.declaration).toBeUndefined();
    });

    test('of a council that is not stored are a mistake that says what to do', async () => {
      const { cases } = await seeded(fresh, {});
      await expect(cases.commit(opening(31, {}, taking({ council: 'E06000001' })))).rejects.toThrow(
        /E06000001.*seed/,
      );
      await expect(
        cases.commit(opening(32, {}, taking({ council: 'E06000001', held: -1, offered: -1 }))),
      ).rejects.toThrow(/E06000001.*seed/);
      expect(await cases.read(reference(32))).toBeUndefined();
    });
  });

  describe('turns', () => {
    const state = { ...emptyRota, virtualTime: 1 / 3, arrivals: 1 };

    test('are counted in the region and the nation in one commit, to the last digit', async () => {
      const stores = await seeded(fresh, {});
      const rota = ['national', HAMPSHIRE.region].map(
        (scope) => ({ kind: 'replace', scope, seen: 0, state }) as const,
      );
      expect(await stores.cases.commit({ ...opening(40), rota })).toEqual(committed);
      const { national, regions } = await stores.councils.view();
      expect(national).toEqual({ state, version: 1, turn: 1 });
      expect(regions[HAMPSHIRE.region]).toMatchObject({ state, version: 1 });
    });

    test('ticked once may be ticked again by whoever saw it', async () => {
      const stores = await seeded(fresh, {});
      for (const seen of [0, 1]) {
        const rota = [{ kind: 'tick', scope: 'national', seen } as const];
        expect(await stores.cases.commit({ ...opening(43 + seen), rota })).toEqual(committed);
      }
      expect((await stores.councils.view()).national).toMatchObject({ version: 0, turn: 2 });
    });

    test('counted on old turns lose', async () => {
      const stores = await seeded(fresh, {});
      const rota = [{ kind: 'replace', scope: HAMPSHIRE.region, seen: 0, state } as const];
      await stores.cases.commit({ ...opening(41), rota });
      expect(await stores.cases.commit({ ...opening(42), rota })).toEqual({
        kind: 'lost-race',
        over: 'rota',
      });
    });

    test('counted undo an allocation that was decided before; an allocation does not keep turns from being counted', async () => {
      const stores = await seeded(fresh, {});
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
      const stores = await seeded(fresh, {});
      const rota = [
        { kind: 'tick', scope: 'national', seen: 0 } as const,
        { kind: 'replace', scope: 'national', seen: 0, state } as const,
      ];
      expect(await stores.cases.commit({ ...opening(47), rota })).toEqual(committed);
      expect((await stores.councils.view()).national).toEqual({ state, version: 1, turn: 1 });
    });
  });
};
