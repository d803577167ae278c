import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adjustPlaced,
  cancelArrival,
  emptyRota,
  furthestFromShare,
  lags,
  type RotaParty,
  type RotaRules,
  type RotaState,
  rankParties,
  serve,
} from '../../shared/core/allocation/rota.ts';
import { CATCHING_UP, dice, FORGIVEN, owedInAll, partiesOf, play } from '../rota/rota-play.ts';

const aParty = (id: string, overrides: Partial<RotaParty> = {}): RotaParty => ({
  id,
  weight: 1,
  open: true,
  able: true,
  ...overrides,
});

const firstOf = (state: RotaState, parties: readonly RotaParty[], size = 1, rules = FORGIVEN): string => {
  const [first] = rankParties(state, parties, size, rules);
  if (first === undefined) throw new Error('Nobody could be ranked');
  return first.id;
};

/** `arrivals` of `size`, each to whose turn it is. */
const served = (
  state: RotaState,
  parties: readonly RotaParty[],
  arrivals: number,
  rules = FORGIVEN,
  size = 1,
): RotaState => {
  let next = state;
  for (let arrival = 0; arrival < arrivals; arrival += 1)
    next = serve(next, parties, firstOf(next, parties, size, rules), size, rules);
  return next;
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

/** Parties in any order, some closed, some unable, some without weight; and the arrivals that came before. */
const someParties = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[A-Z][0-9]{1,3}$/),
    weight: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 400_000 }),
      fc.double({ min: 0.01, max: 5, noNaN: true }),
    ),
    open: fc.boolean(),
    able: fc.boolean(),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 14 },
);
const rulesOf = fc.boolean().map((forgiveClosedTime): RotaRules => ({ forgiveClosedTime }));
const history = fc.array(fc.record({ to: fc.nat(), size: fc.integer({ min: 1, max: 6 }), flips: fc.nat() }), {
  maxLength: 25,
});

/** A rota with a past: each arrival goes to anybody at all, and somebody closes or opens. */
const withPast = (
  parties: readonly RotaParty[],
  past: readonly { to: number; size: number; flips: number }[],
  rules: RotaRules,
) => {
  let state = emptyRota;
  let now = [...parties];
  for (const { to, size, flips } of past) {
    now = now.map((party, index) => (index === flips % now.length ? { ...party, open: !party.open } : party));
    state = serve(state, now, (now[to % now.length] as RotaParty).id, size, rules);
  }
  return state;
};

describe('whose turn it is', () => {
  test('equal parties take turns one after the other, for ever', () => {
    const parties = partiesOf([1, 1, 1, 1, 1]);
    let state = emptyRota;
    for (let arrival = 0; arrival < 500; arrival += 1) {
      const first = firstOf(state, parties);
      expect(first).toBe(`P00${arrival % 5}`);
      state = serve(state, parties, first, 1, FORGIVEN);
    }
  });

  test('a tie goes to whoever was served longest ago, then to the smaller id', () => {
    const parties = [aParty('B'), aParty('A'), aParty('C')];
    expect(rankParties(emptyRota, parties, 1, FORGIVEN).map(({ id }) => id)).toEqual(['A', 'B', 'C']);
    const round = ['B', 'A', 'C'].reduce((state, id) => serve(state, parties, id, 1, FORGIVEN), emptyRota);
    expect(rankParties(round, parties, 1, FORGIVEN).map(({ id }) => id)).toEqual(['B', 'A', 'C']);
  });

  test('the numbers explain the order', () => {
    const parties = [aParty('A', { weight: 3 }), aParty('B')];
    expect(rankParties(emptyRota, parties, 1, FORGIVEN)).toEqual([
      { id: 'A', rank: 1, lag: 0, owed: 0.75, last: 0, share: 0.75, deadline: 0, because: 'furthest-behind' },
      { id: 'B', rank: 2, lag: 0, owed: 0.25, last: 0, share: 0.25, deadline: 1, because: 'next-in-line' },
    ]);
  });

  test('a deadline that only one choice can keep goes before who is furthest behind', () => {
    const parties = partiesOf([144, 89, 55, 34, 21, 13, 8, 5, 3, 2, 1]);
    let state = emptyRota;
    const because = new Set<string>();
    for (let arrival = 0; arrival < 300; arrival += 1) {
      const [first, ...others] = rankParties(state, parties, 1, FORGIVEN);
      if (first === undefined) throw new Error('Nobody could be ranked');
      because.add(first.because);
      if (first.because === 'earliest-deadline') {
        const levels = others.map(({ lag, share }) => lag + share);
        expect(Math.max(...levels)).toBeGreaterThanOrEqual(first.lag + first.share);
        expect(Math.min(...others.map(({ deadline }) => deadline ?? 0))).toBeGreaterThanOrEqual(0);
      }
      state = serve(state, parties, first.id, 1, FORGIVEN);
    }
    expect([...because].sort()).toEqual(['earliest-deadline', 'furthest-behind']);
  });

  test('every open and able party is ranked once, best first, and nobody else', () => {
    fc.assert(
      fc.property(
        someParties,
        history,
        rulesOf,
        fc.integer({ min: 1, max: 6 }),
        (parties, past, rules, size) => {
          const ranked = rankParties(withPast(parties, past, rules), parties, size, rules);
          const can = parties.filter(({ open, able }) => open && able).map(({ id }) => id);
          expect(ranked.map(({ id }) => id).sort()).toEqual(can.sort());
          expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, index) => index + 1));
          expect(JSON.parse(JSON.stringify(ranked))).toEqual(ranked);
        },
      ),
    );
  });

  test('back-ups follow in the order of what they are owed with this arrival', () => {
    fc.assert(
      fc.property(someParties, history, (parties, past) => {
        const state = withPast(parties, past, FORGIVEN);
        const backUps = rankParties(state, parties, 1, FORGIVEN)
          .slice(1)
          .filter(({ share }) => share > 0);
        const levels = backUps.map(({ lag, share }) => lag + share);
        for (const [index, level] of levels.entries())
          expect(level).toBeLessThanOrEqual((levels[index - 1] ?? Number.POSITIVE_INFINITY) + 1e-7);
      }),
    );
  });

  test('the order in which the parties come changes nothing, byte for byte', () => {
    fc.assert(
      fc.property(someParties, history, rulesOf, fc.nat(), (parties, past, rules, seed) => {
        const roll = dice(seed);
        const shuffled = parties
          .map((party) => ({ party, at: roll() }))
          .sort((a, b) => a.at - b.at)
          .map(({ party }) => party);
        const state = withPast(parties, past, rules);
        const id = (parties[0] as RotaParty).id;
        const outcomes = [parties, shuffled].map((order) =>
          JSON.stringify([
            rankParties(state, order, 2, rules),
            serve(state, order, id, 2, rules),
            cancelArrival(serve(state, order, id, 2, rules), order, id, 2, rules),
            lags(state, order),
          ]),
        );
        expect(outcomes[0]).toBe(outcomes[1]);
      }),
    );
  });
});

describe('what is owed', () => {
  test('sums to zero after any arrivals, moved turns, cancellations and closures', () => {
    fc.assert(
      fc.property(someParties, history, rulesOf, fc.nat(), (parties, past, rules, pick) => {
        let state = withPast(parties, past, rules);
        expect(owedInAll(state, parties)).toBeCloseTo(0, 6);
        const one = (parties[pick % parties.length] as RotaParty).id;
        const other = (parties[(pick + 1) % parties.length] as RotaParty).id;
        state = serve(state, parties, one, 3, rules);
        state = adjustPlaced(adjustPlaced(state, one, -3), other, 3);
        expect(owedInAll(state, parties)).toBeCloseTo(0, 6);
        state = cancelArrival(state, parties, other, 3, rules);
        expect(owedInAll(state, parties)).toBeCloseTo(0, 6);
      }),
    );
  });

  test('the furthest from its share is measured by how far turns allow, ahead or behind, at the size of the largest group', () => {
    expect(furthestFromShare(emptyRota)).toBe(0);
    const two = [aParty('A'), aParty('B')];
    // Half a child each, and two take turns within half a child.
    expect(furthestFromShare(serve(emptyRota, two, 'A', 1, FORGIVEN))).toBe(1);
    expect(furthestFromShare(served(emptyRota, two, 2))).toBe(0);
    expect(furthestFromShare(serve(emptyRota, two, 'A', 4, FORGIVEN))).toBe(1);
    // Four to one of three in a row: eight thirds ahead, where three quarters are allowed.
    const three = [aParty('A'), aParty('B'), aParty('C')];
    let state = emptyRota;
    for (let child = 0; child < 4; child += 1) state = serve(state, three, 'A', 1, FORGIVEN);
    expect(furthestFromShare(state)).toBeCloseTo(8 / 3 / 0.75, 6);
  });

  test('an arrival that is cancelled at once leaves what it found', () => {
    fc.assert(
      fc.property(
        someParties,
        history,
        rulesOf,
        fc.integer({ min: 1, max: 6 }),
        (parties, past, rules, size) => {
          const state = withPast(parties, past, rules);
          const id = (parties[0] as RotaParty).id;
          const before = lags(state, parties);
          const cancelled = lags(
            cancelArrival(serve(state, parties, id, size, rules), parties, id, size, rules),
            parties,
          );
          for (const party of parties) expect(cancelled[party.id]).toBeCloseTo(before[party.id] as number, 6);
        },
      ),
    );
  });

  test('an arrival that nobody holds any more is cancelled without touching anybody’s turns', () => {
    const parties = partiesOf([5, 3, 2]);
    const before = served(emptyRota, parties, 7);
    const declinedByAll = adjustPlaced(serve(before, parties, 'P001', 2, FORGIVEN), 'P001', -2);
    const cancelled = cancelArrival(declinedByAll, parties, null, 2, FORGIVEN);
    expect(owedInAll(declinedByAll, parties)).toBeCloseTo(2, 6);
    expect(lags(cancelled, parties)).toEqual(lags(before, parties));
  });

  test('a decline does not lower it: as if the council had never been asked', () => {
    fc.assert(
      fc.property(someParties, history, rulesOf, fc.nat(), (parties, past, rules, pick) => {
        const state = withPast(parties, past, rules);
        const decliner = (parties[pick % parties.length] as RotaParty).id;
        const next = (parties[(pick + 1) % parties.length] as RotaParty).id;
        const asked = serve(state, parties, decliner, 2, rules);
        const passedOn = adjustPlaced(adjustPlaced(asked, decliner, -2), next, 2);
        expect(lags(passedOn, parties)).toEqual(lags(serve(state, parties, next, 2, rules), parties));
      }),
    );
  });

  test('a council that declines every offer is asked again as soon as ever', () => {
    const parties = partiesOf([1, 1, 1, 1]);
    let state = emptyRota;
    let asked = 0;
    for (let arrival = 0; arrival < 40; arrival += 1) {
      const [first, second] = rankParties(state, parties, 1, FORGIVEN);
      if (first === undefined || second === undefined) throw new Error('Four can be ranked');
      state = serve(state, parties, first.id, 1, FORGIVEN);
      if (first.id !== 'P000') continue;
      asked += 1;
      state = adjustPlaced(adjustPlaced(state, first.id, -1), second.id, 1);
    }
    expect(asked).toBeGreaterThanOrEqual(35);
    expect(lags(state, parties).P000).toBeCloseTo(10, 6);
  });

  test('adjustments commute, and touch nothing but `placed`', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: -5, max: 5 })), {
          maxLength: 12,
        }),
        (moves) => {
          const parties = partiesOf([5, 4, 3, 2, 1]);
          const state = served(emptyRota, parties, 9);
          const moved = (order: typeof moves) =>
            order.reduce((next, [to, by]) => adjustPlaced(next, `P00${to}`, by), state);
          expect(moved(moves.toReversed())).toEqual(moved(moves));
          const entries = Object.entries(moved(moves).parties);
          const restored = entries.map(([id, entry]) => [
            id,
            { ...entry, placed: state.parties[id]?.placed },
          ]);
          expect({ ...moved(moves), parties: Object.fromEntries(restored) }).toEqual(state);
        },
      ),
    );
  });
});

describe('closed time', () => {
  const roomy = [aParty('A', { weight: 2 }), aParty('B', { weight: 9 }), aParty('C', { weight: 1 })];
  const without = roomy.map((party) => (party.id === 'A' ? { ...party, open: false } : party));

  test('neither earns nor costs: a party comes back with exactly what it was owed', () => {
    const before = served(emptyRota, roomy, 31);
    const owed = lags(before, roomy).A;
    let state = before;
    for (let arrival = 0; arrival < 200; arrival += 1) {
      state = served(state, without, 1);
      expect(lags(state, roomy).A).toBe(owed);
    }
    const turns = { A: 0, B: 0, C: 0 };
    for (let arrival = 0; arrival < 120; arrival += 1) {
      const first = firstOf(state, roomy) as keyof typeof turns;
      turns[first] += 1;
      state = serve(state, roomy, first, 1, FORGIVEN);
    }
    expect(Math.abs(turns.A - 20)).toBeLessThanOrEqual(2);
  });

  test('by the other policy it earns all the same: the party catches up, and the others are relieved by weight', () => {
    let state = served(emptyRota, roomy, 31, CATCHING_UP);
    const before = lags(state, roomy) as { A: number; B: number; C: number };
    state = served(state, without, 240, CATCHING_UP);
    const closed = lags(state, roomy) as typeof before;
    expect(closed.A - before.A).toBeCloseTo(40, 6);
    expect(Math.abs(closed.B - before.B + 36)).toBeLessThan(2);
    expect(Math.abs(closed.C - before.C + 4)).toBeLessThan(2);

    let next = state;
    for (let arrival = 0; arrival < 30; arrival += 1) {
      expect(firstOf(next, roomy, 1, CATCHING_UP)).toBe('A');
      next = serve(next, roomy, 'A', 1, CATCHING_UP);
    }
    next = served(next, roomy, 120, CATCHING_UP);
    for (const lag of Object.values(lags(next, roomy))) expect(Math.abs(lag)).toBeLessThan(1);
  });

  test('a party that is open but cannot take these children keeps earning, and is next when it can', () => {
    const unable = roomy.map((party) => (party.id === 'C' ? { ...party, able: false } : party));
    const state = served(emptyRota, unable, 36);
    expect(lags(state, roomy).C).toBeCloseTo(3, 6);
    expect(firstOf(state, roomy)).toBe('C');
    const caughtUp = served(state, roomy, 40);
    for (const lag of Object.values(lags(caughtUp, roomy))) expect(Math.abs(lag)).toBeLessThan(1);
  });

  test('of two who are both overdue the one further behind goes first, whoever waited longer', () => {
    const parties = partiesOf([1, 1, 1]);
    const [first, second, third] = ['P000', 'P001', 'P002'];
    const unable = (...ids: string[]) =>
      parties.map((party) => ({ ...party, able: !ids.includes(party.id) }));
    const early = serve(emptyRota, parties, second as string, 1, FORGIVEN);
    let state = serve(early, parties, first as string, 1, FORGIVEN);
    state = served(state, unable(first as string, second as string), 12);
    state = adjustPlaced(adjustPlaced(state, first as string, -2), third as string, 2);
    expect(rankParties(state, parties, 1, FORGIVEN)).toMatchObject([
      { id: first, deadline: 0, because: 'furthest-behind' },
      { id: second, deadline: 0 },
      { id: third },
    ]);
  });

  test('while nobody is open nobody is ranked; a child placed all the same counts, and everyone earns', () => {
    const closed = roomy.map((party) => ({ ...party, open: false }));
    expect(rankParties(emptyRota, closed, 1, FORGIVEN)).toEqual([]);
    const state = serve(emptyRota, closed, 'C', 1, FORGIVEN);
    expect(lags(state, closed)).toEqual({
      A: expect.closeTo(1 / 6, 8),
      B: 0.75,
      C: expect.closeTo(-11 / 12, 8),
    });
  });

  test('while nobody is able nobody is ranked', () => {
    expect(
      rankParties(
        emptyRota,
        roomy.map((party) => ({ ...party, able: false })),
        1,
        FORGIVEN,
      ),
    ).toEqual([]);
    expect(rankParties(emptyRota, [], 1, FORGIVEN)).toEqual([]);
  });
});

describe('what overrules the rota is made up for', () => {
  test.each([[[1, 1, 1, 1, 1, 1]], [[9, 3, 2, 1, 1, 0.5]], [[50, 1, 1, 1, 1, 1]]])(
    'family links, weights %j',
    (weights) => {
      const parties = partiesOf(weights);
      let state = served(emptyRota, parties, 60);
      for (let link = 0; link < 4; link += 1) state = serve(state, parties, 'P005', 2, FORGIVEN);
      expect(lags(state, parties).P005).toBeLessThan(-4);
      const weight = weights[5] as number;
      const enough = Math.ceil((10 * sum(weights)) / weight);
      for (let arrival = 0; arrival < enough; arrival += 1) {
        const first = firstOf(state, parties);
        if (first === 'P005') expect(lags(state, parties).P005).toBeGreaterThan(-1);
        state = serve(state, parties, first, 1, FORGIVEN);
      }
      for (const lag of Object.values(lags(state, parties))) expect(Math.abs(lag)).toBeLessThan(1.5);
    },
  );

  test('a closed party that takes a child by a family link is asked later for it', () => {
    const parties = [aParty('A', { open: false }), aParty('B')];
    const state = serve(emptyRota, parties, 'A', 1, FORGIVEN);
    expect(lags(state, parties)).toEqual({ A: -1, B: 1 });
    expect(firstOf(state, [aParty('A'), aParty('B')])).toBe('B');
  });
});

describe('parties that come, go and change weight', () => {
  test('a newcomer owes nothing and is owed nothing, and takes its share from then on', () => {
    const two = partiesOf([2, 1]);
    const three = partiesOf([2, 1, 3]);
    let state = served(emptyRota, two, 100);
    expect(lags(state, three).P002).toBe(0);
    state = served(state, three, 60);
    expect(Math.abs((state.parties.P002?.placed ?? 0) - 30)).toBeLessThanOrEqual(1);
    expect(owedInAll(state, three)).toBeCloseTo(0, 6);
  });

  test('a party that is no longer listed stops earning and keeps what it was owed', () => {
    const three = partiesOf([2, 1, 3]);
    const before = served(emptyRota, three, 50);
    const later = served(before, three.slice(0, 2), 50);
    expect(lags(later, three).P002).toBe(lags(before, three).P002);
    expect(owedInAll(later, three)).toBeCloseTo(0, 6);
  });

  test('new weights count from now on and rewrite nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 4, maxLength: 4 }), (weights) => {
        const before = partiesOf([4, 3, 2, 1]);
        const now = partiesOf(weights);
        const state = served(emptyRota, before, 50);
        const owed = lags(state, before);
        const next = serve(state, now, 'P000', 1, FORGIVEN);
        const total = sum(weights);
        for (const [index, { id, weight }] of now.entries())
          expect(lags(next, now)[id]).toBeCloseTo(
            (owed[id] as number) + weight / total - (index === 0 ? 1 : 0),
            6,
          );
      }),
    );
  });

  test('weights published anew every hundred arrivals leave everyone near its share', () => {
    const roll = dice(5);
    let state = emptyRota;
    let furthest = 0;
    for (let year = 0; year < 40; year += 1) {
      const parties = partiesOf(Array.from({ length: 20 }, () => 1 + Math.floor(roll() * 300)));
      state = served(state, parties, 100);
      furthest = Math.max(furthest, ...Object.values(lags(state, parties)).map(Math.abs));
    }
    expect(furthest).toBeLessThan(1.5);
  });

  test('a party without weight is asked only when nobody with a weight can be', () => {
    const parties = [aParty('A', { weight: 0 }), aParty('B'), aParty('C')];
    const ranked = rankParties(served(emptyRota, parties, 25), parties, 1, FORGIVEN);
    expect(ranked.at(-1)).toMatchObject({ id: 'A', share: 0, deadline: null, because: 'next-in-line' });
    const alone = parties.map((party) => ({ ...party, able: party.id === 'A' }));
    expect(rankParties(emptyRota, alone, 1, FORGIVEN)).toMatchObject([{ id: 'A', rank: 1 }]);
  });

  test('parties that all have no weight share alike', () => {
    const parties = partiesOf([0, 0, 0]);
    const state = served(emptyRota, parties, 30);
    expect(Object.values(state.parties).map(({ placed }) => placed)).toEqual([10, 10, 10]);
    expect(owedInAll(state, parties)).toBeCloseTo(0, 6);
  });
});

describe('what is remembered', () => {
  test('comes back from JSON as it went, and decides the same', () => {
    fc.assert(
      fc.property(someParties, history, rulesOf, (parties, past, rules) => {
        const state = withPast(parties, past, rules);
        const back = JSON.parse(JSON.stringify(state)) as RotaState;
        expect(back).toEqual(state);
        expect(JSON.stringify(serve(back, parties, (parties[0] as RotaParty).id, 1, rules))).toBe(
          JSON.stringify(serve(state, parties, (parties[0] as RotaParty).id, 1, rules)),
        );
      }),
    );
  });

  test('is about 60 bytes a party after years', () => {
    const { state } = play({
      parties: 33,
      shares: 'skewed',
      seed: 3,
      arrivals: 6000,
      largestGroup: 4,
      flips: 0.02,
    });
    expect(JSON.stringify(state).length / 33).toBeLessThan(90);
  });

  test('does not drift with parties that close and reopen', () => {
    const { state, parties, owed, furthest } = play({
      parties: 6,
      shares: 'heavy-tailed',
      seed: 11,
      // Past the arrival at which virtual time returns to 0.
      arrivals: 4_200,
      largestGroup: 1,
      flips: 0.02,
    });
    expect(owedInAll(state, parties)).toBeCloseTo(0, 5);
    for (const [id, children] of Object.entries(lags(state, parties)))
      expect(children).toBeCloseTo(owed[id] as number, 5);
    expect(furthest).toBeLessThan(1.5);
  });

  test('ids may be the names of what every object has', () => {
    const parties = [aParty('constructor'), aParty('toString'), aParty('valueOf')];
    const state = served(emptyRota, parties, 6);
    expect(Object.entries(state.parties).map(([id, { placed }]) => [id, placed])).toEqual([
      ['constructor', 2],
      ['toString', 2],
      ['valueOf', 2],
    ]);
  });
});

describe('the numbers behind a turn', () => {
  const deadlines = (state: RotaState, parties: readonly RotaParty[], size = 1) =>
    Object.fromEntries(
      rankParties(state, parties, size, FORGIVEN).map(({ id, deadline }) => [
        id,
        deadline === null ? null : Number(deadline.toFixed(6)),
      ]),
    );
  const three = [aParty('A'), aParty('B'), aParty('C')];

  test('the window is that of the parties with a weight; of all, when none has any', () => {
    const even = { A: 1.25, B: 1.25, C: 1.25 };
    expect(deadlines(emptyRota, three)).toEqual(even);
    expect(deadlines(emptyRota, [...three, aParty('D', { weight: 0 })])).toEqual({ ...even, D: null });
    expect(
      deadlines(
        emptyRota,
        three.map((party) => ({ ...party, weight: 0 })),
      ),
    ).toEqual(even);
  });

  test('the largest group so far is the unit, and is not forgotten', () => {
    expect(deadlines(emptyRota, three, 2)).toEqual({ A: 2.5, B: 2.5, C: 2.5 });
    const state = serve(serve(emptyRota, three, 'A', 3, FORGIVEN), three, 'B', 1, FORGIVEN);
    expect(state.largest).toBe(3);
    expect(serve(state, three, 'C', 2, FORGIVEN).largest).toBe(3);
    expect(serve(state, three, 'C', 4, FORGIVEN).largest).toBe(4);
  });

  test('what a closed party owes is shared evenly by the open ones; a party without weight has no part in it', () => {
    const closed = [aParty('A'), aParty('B'), aParty('C', { open: false })];
    expect(deadlines(serve(emptyRota, three, 'C', 1, FORGIVEN), closed)).toEqual({ A: 0.5, B: 0.5 });
    const withZ = [...three, aParty('Z', { weight: 0 })];
    expect(deadlines(serve(emptyRota, withZ, 'Z', 1, FORGIVEN), withZ)).toEqual({
      A: 1.25,
      B: 1.25,
      C: 1.25,
      Z: null,
    });
  });

  test('parties without weight stand last, furthest behind first', () => {
    const parties = [aParty('A'), aParty('Y', { weight: 0 }), aParty('Z', { weight: 0 })];
    const state = serve(emptyRota, parties, 'Y', 1, FORGIVEN);
    expect(rankParties(state, parties, 1, FORGIVEN).map(({ id }) => id)).toEqual(['A', 'Z', 'Y']);
  });

  test('are kept in order of id, whoever came when', () => {
    const state = serve(serve(emptyRota, [aParty('B')], 'B', 1, FORGIVEN), three, 'B', 1, FORGIVEN);
    expect(Object.keys(state.parties)).toEqual(['A', 'B', 'C']);
    expect(Object.keys(lags(state, [aParty('C'), aParty('A'), aParty('B')]))).toEqual(['A', 'B', 'C']);
  });

  test('virtual time returns to 0 now and then, and owes nobody less for it', () => {
    const parties = [aParty('A', { weight: 2 }), aParty('B'), aParty('C', { open: false })];
    const before: RotaState = { ...served(emptyRota, parties, 7), arrivals: 4094 };
    const last = serve(before, parties, 'A', 1, FORGIVEN);
    expect(last.virtualTime).toBeGreaterThan(0);
    const rebased = serve(last, parties, 'B', 1, FORGIVEN);
    expect(rebased.virtualTime).toBe(0);
    expect(rebased.parties).toMatchObject({ A: { rate: 2, last: 4095 }, B: { rate: 1, last: 4096 } });
    const unbased = serve({ ...last, arrivals: 7 }, parties, 'B', 1, FORGIVEN);
    expect(lags(rebased, parties)).toEqual(lags(unbased, parties));
    expect(serve(rebased, parties, 'A', 1, FORGIVEN).virtualTime).toBeGreaterThan(0);
  });
});

describe('mistakes are refused', () => {
  const parties = [aParty('A'), aParty('B')];
  test.each([0, -1, 1.5, Number.NaN])('a size of %s', (size) => {
    expect(() => rankParties(emptyRota, parties, size, FORGIVEN)).toThrow(/whole number of children/);
    expect(() => serve(emptyRota, parties, 'A', size, FORGIVEN)).toThrow(RangeError);
    expect(() => cancelArrival(emptyRota, parties, null, size, FORGIVEN)).toThrow(RangeError);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('a weight of %s', (weight) => {
    const mistaken = [aParty('A', { weight })];
    expect(() => rankParties(emptyRota, mistaken, 1, FORGIVEN)).toThrow(/weight of "A"/);
    expect(() => serve(emptyRota, mistaken, 'A', 1, FORGIVEN)).toThrow(RangeError);
  });

  test('a party listed twice, one that is not listed, one that never had a turn', () => {
    expect(() => rankParties(emptyRota, [aParty('A'), aParty('A')], 1, FORGIVEN)).toThrow(
      /"A" is listed twice/,
    );
    const apart = [aParty('B'), aParty('A'), aParty('C'), aParty('B')];
    expect(() => rankParties(emptyRota, apart, 1, FORGIVEN)).toThrow(/"B" is listed twice/);
    expect(() => serve(emptyRota, parties, 'Z', 1, FORGIVEN)).toThrow(/"Z" is not among the parties/);
    expect(() => adjustPlaced(emptyRota, 'A', -1)).toThrow(/"A" is not on this rota/);
    expect(() => cancelArrival(emptyRota, parties, 'A', 1, FORGIVEN)).toThrow(/"A" is not on this rota/);
    expect(() => cancelArrival(emptyRota, [], null, 1, FORGIVEN)).toThrow(/List the parties/);
    expect(() => adjustPlaced(serve(emptyRota, parties, 'A', 1, FORGIVEN), 'A', 0.5)).toThrow(
      /whole children/,
    );
  });
});
