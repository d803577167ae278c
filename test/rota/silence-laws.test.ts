import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  emptyRota,
  lags,
  type RotaParty,
  type RotaRules,
  type RotaState,
  rankParties,
  serve,
} from '../../shared/core/allocation/rota.ts';
import { windowOf } from '../../shared/core/allocation/rota-choice.ts';
import { runs } from '../how-much.ts';
import { dice, distributions, FORGIVEN, partiesOf } from './rota-play.ts';

vi.setConfig({ testTimeout: 240_000 });

const catchUp = { inARow: 2, aDay: 1_000 };
const PACED: RotaRules = { forgiveClosedTime: true, catchUp };
const ROUNDING = 1e-6;

const aPlay = fc.record({
  parties: fc.integer({ min: 3, max: 14 }),
  shares: fc.constantFrom(...Object.keys(distributions)),
  seed: fc.nat(1_000),
  group: fc.constantFrom(1, 1, 3),
});

type Changed = (party: RotaParty, index: number, arrival: number) => Partial<RotaParty>;

/** Arrivals one after another, each to whoever is first. `changed`: what is special of a party at that arrival. */
function played(
  { parties: count, shares, seed, group }: { parties: number; shares: string; seed: number; group: number },
  arrivals: number,
  changed: Changed,
  rules = PACED,
) {
  const roll = dice(seed * 1009 + count);
  const base = partiesOf(distributions[shares]?.(count, roll) ?? []);
  let state: RotaState = emptyRota;
  const turns: { readonly id: string; readonly size: number; readonly before: RotaState }[] = [];
  for (let arrival = 0; arrival < arrivals; arrival += 1) {
    const size = 1 + Math.floor(roll() * group);
    const parties = base.map((party, index) => ({ ...party, ...changed(party, index, arrival) }));
    const first = rankParties(state, parties, size, rules)[0];
    if (first === undefined) throw new Error('Somebody is open, so somebody must be ranked');
    turns.push({ id: first.id, size, before: state });
    state = serve(state, parties, first.id, size, rules);
  }
  return { base, state, turns };
}

/** The furthest that any of these was from its share among them, counting only the children that went to them. */
function furthestAmong(
  among: readonly RotaParty[],
  turns: readonly { readonly id: string; readonly size: number }[],
) {
  const all = among.reduce((sum, { weight }) => sum + weight, 0);
  const placed = new Map(among.map(({ id }) => [id, 0]));
  let [children, furthest] = [0, 0];
  for (const { id, size } of turns) {
    if (!placed.has(id)) continue;
    children += size;
    placed.set(id, (placed.get(id) ?? 0) + size);
    for (const party of among)
      furthest = Math.max(furthest, Math.abs((children * party.weight) / all - (placed.get(party.id) ?? 0)));
  }
  return furthest;
}

describe('with some who do not answer', () => {
  test('those who answer keep Tijdeman’s bound among themselves, and nobody silent is ever first', () => {
    fc.assert(
      fc.property(aPlay, fc.integer({ min: 1, max: 5 }), (given, silent) => {
        const isSilent = (index: number) => index % given.parties < Math.min(silent, given.parties - 2);
        const { base, turns } = played(given, 400, (_, index) => ({ answers: !isSilent(index) }));
        const answering = base.filter((_, index) => !isSilent(index));
        expect(turns.every(({ id }) => answering.some((one) => one.id === id))).toBe(true);
        expect(furthestAmong(answering, turns)).toBeLessThanOrEqual(
          windowOf(answering.length, given.group) + ROUNDING,
        );
      }),
      { numRuns: runs(60) },
    );
  });

  test('what they did not take they owe to the last child', () => {
    const { base, state } = played({ parties: 5, shares: 'even', seed: 1, group: 1 }, 500, (_, index) => ({
      answers: index !== 2,
    }));
    expect(lags(state, base).P002).toBeCloseTo(100, 6);
  });

  test('the order in which parties come changes nothing', () => {
    fc.assert(
      fc.property(aPlay, fc.nat(), fc.integer({ min: 0, max: 255 }), (given, at, mask) => {
        const { base, turns } = played(given, 60, (_, index) => ({
          answers: ((mask >> (index % 8)) & 1) === 0,
        }));
        const { before = emptyRota, size = 1 } = turns[at % turns.length] ?? {};
        const parties = base.map((party, index) => ({
          ...party,
          answers: ((mask >> (index % 8)) & 1) === 0,
        }));
        expect(rankParties(before, parties.toReversed(), size, PACED)).toEqual(
          rankParties(before, parties, size, PACED),
        );
      }),
      { numRuns: runs(100) },
    );
  });

  test('when nobody answers, turns are as if everybody did', () => {
    fc.assert(
      fc.property(aPlay, (given) => {
        const silent = played(given, 80, () => ({ answers: false }));
        const heard = played(given, 80, () => ({}));
        expect(silent.turns.map(({ id }) => id)).toEqual(heard.turns.map(({ id }) => id));
      }),
      { numRuns: runs(40) },
    );
  });
});

describe('whoever catches up', () => {
  /** Silent, unable or closed for long, then back; nothing else ever changes. */
  const waysAway = {
    silent: { answers: false },
    unable: { able: false },
  } as const satisfies Record<string, Partial<RotaParty>>;

  test.each(Object.entries(waysAway))(
    'having been %s for long takes at most two of any three children until it is inside the window again, and nobody else leaves it meanwhile',
    (_, away) => {
      fc.assert(
        fc.property(aPlay, fc.integer({ min: 60, max: 200 }), fc.nat(), (given, long, which) => {
          const one = which % given.parties;
          const single = { ...given, group: 1 };
          const { base, turns } = played(single, long + 300, (__, index, arrival) =>
            index === one && arrival < long ? away : {},
          );
          const id = base[one]?.id ?? '';
          const all = base.reduce((sum, { weight }) => sum + weight, 0);
          const share = (base[one]?.weight ?? 0) / all;
          // Where a party has more than half of all, two of three would not be its share.
          if (share > 0.5) return;
          const others = base.filter((party) => party.id !== id);
          const window = windowOf(given.parties, 1);
          const inside = turns.findIndex(
            ({ before }, at) => at >= long && (lags(before, base)[id] ?? 0) <= window + ROUNDING,
          );
          const until = inside === -1 ? turns.length : inside;
          const taken = turns.slice(0, until).map((turn) => turn.id);
          for (let at = long; at + 3 <= taken.length; at += 1)
            expect(taken.slice(at, at + 3).filter((taker) => taker === id).length).toBeLessThanOrEqual(2);
          // Being back in line took no longer than it must: two of every three.
          const owed = lags(turns[long]?.before ?? emptyRota, base)[id] ?? 0;
          expect(until - long).toBeLessThanOrEqual(Math.ceil((Math.max(0, owed) + 2) / (2 / 3 - share)) + 3);
          const duringAbsence = furthestAmong(others, turns.slice(0, until));
          // A silent party was set aside from the start: the others' proof is whole. One that is unable counts until it is owed too much.
          expect(duringAbsence).toBeLessThanOrEqual(
            ('answers' in away ? windowOf(others.length, 1) : 2 * windowOf(given.parties, 1)) + ROUNDING,
          );
        }),
        { numRuns: runs(60) },
      );
    },
  );

  test.each([
    ['unable', { able: false }, PACED],
    ['closed, where closed time counts,', { open: false }, { ...PACED, forgiveClosedTime: false }],
    ['silent', { answers: false }, PACED],
  ] as const)(
    'having been %s for 100 arrivals with a quarter of them its share takes two in a row and two on a day, until it is inside the window',
    (_, away, rules) => {
      const paced = { ...rules, catchUp: { inARow: 2, aDay: 2 } };
      const base = partiesOf([1, 1, 1, 1]);
      let state: RotaState = emptyRota;
      const taken: { readonly id: string; readonly day: string; readonly owed: number }[] = [];
      for (let arrival = 0; arrival < 300; arrival += 1) {
        // Five children of the region on a day.
        const day = `day ${Math.floor(arrival / 5)}`;
        const parties = base.map((party, index) =>
          index === 1 && arrival < 100 ? { ...party, ...away } : party,
        );
        const id = rankParties(state, parties, 1, paced, day)[0]?.id ?? '';
        taken.push({ id, day, owed: lags(state, base).P001 ?? 0 });
        state = serve(state, parties, id, 1, paced, day);
      }
      expect(taken[100]?.owed).toBeGreaterThan(20);
      const back = taken.slice(100).filter(({ owed }) => owed > windowOf(4, 1));
      expect(back.length).toBeGreaterThan(30);
      for (let at = 0; at + 3 <= back.length; at += 1)
        expect(back.slice(at, at + 3).filter(({ id }) => id === 'P001').length).toBeLessThanOrEqual(2);
      for (const those of Map.groupBy(back, ({ day }) => day).values())
        expect(those.filter(({ id }) => id === 'P001').length).toBeLessThanOrEqual(2);
      // Inside again in the end, and nobody else was left behind for it.
      for (const owed of Object.values(lags(state, base))) expect(Math.abs(owed)).toBeLessThan(2);
    },
  );

  test('never takes more on one day than the policy says, while others can', () => {
    const rules: RotaRules = { forgiveClosedTime: true, catchUp: { inARow: 2, aDay: 3 } };
    const base = partiesOf([1, 1, 1, 1]);
    let state: RotaState = emptyRota;
    const perDay = new Map<string, number>();
    for (let arrival = 0; arrival < 400; arrival += 1) {
      const today = `2026-${String(1 + Math.floor(arrival / 240)).padStart(2, '0')}-${String(1 + (Math.floor(arrival / 10) % 24)).padStart(2, '0')}`;
      const parties = base.map((party, index) =>
        index === 1 && arrival < 200 ? { ...party, answers: false } : party,
      );
      const before = lags(state, base).P001 ?? 0;
      const [first] = rankParties(state, parties, 1, rules, today);
      if (first?.id === 'P001' && before > 3) perDay.set(today, (perDay.get(today) ?? 0) + 1);
      state = serve(state, parties, first?.id ?? '', 1, rules, today);
    }
    expect(perDay.size).toBeGreaterThan(5);
    expect(Math.max(...perDay.values())).toBe(3);
  });

  test('is first the moment it answers, whatever it owes', () => {
    const { base, state } = played({ parties: 4, shares: 'even', seed: 1, group: 1 }, 100, (_, index) => ({
      answers: index !== 0,
    }));
    expect(rankParties(state, base, 1, PACED)[0]).toMatchObject({ id: 'P000', lag: 25 });
    const still = base.map((party, index) => (index === 0 ? { ...party, answers: false } : party));
    expect(rankParties(state, still, 1, PACED).at(-1)).toMatchObject({
      id: 'P000',
      lag: 25,
      waits: 'silent',
    });
  });

  test('counts offers that nobody has answered yet', () => {
    const { base, state } = played({ parties: 4, shares: 'even', seed: 1, group: 1 }, 100, (_, index) => ({
      answers: index !== 0,
    }));
    const withLive = (live: number) => base.map((party, index) => (index === 0 ? { ...party, live } : party));
    expect(rankParties(state, withLive(1), 1, PACED)[0]?.id).toBe('P000');
    const ranked = rankParties(state, withLive(2), 1, PACED);
    expect(ranked[0]?.id).not.toBe('P000');
    expect(ranked.at(-1)).toMatchObject({ id: 'P000', waits: 'paced' });
  });
});

test('with everyone answering and able, pacing changes nothing: the same turns, with the same numbers', () => {
  fc.assert(
    fc.property(aPlay, (given) => {
      const paced = played(given, 150, () => ({}));
      const plain = played(given, 150, () => ({}), FORGIVEN);
      expect(paced.turns.map(({ id }) => id)).toEqual(plain.turns.map(({ id }) => id));
      for (const { before, size } of paced.turns.slice(-5))
        expect(JSON.stringify(rankParties(before, paced.base, size, PACED))).toBe(
          JSON.stringify(rankParties(before, paced.base, size, FORGIVEN)),
        );
    }),
    { numRuns: runs(60) },
  );
});
