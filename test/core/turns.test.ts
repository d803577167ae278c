import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRota, lags, type RotaState } from '../../shared/core/allocation/rota.ts';
import { turnsOnAcceptance, turnsOnCancel } from '../../shared/core/case/turns.ts';
import { headroom } from '../../shared/core/council/headroom.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil } from '../builders.ts';

const policy = policyNamed('nts-2025');
const today = '2026-11-23';
const councils = [
  aCouncil({ code: 'E10001001' }),
  aCouncil({ code: 'E10001002', publishedCount: 70 }),
  aCouncil({ code: 'S12000033', region: 'S92000003' }),
];
const viewWith = (states: Readonly<Record<string, RotaState>>, list = councils) => {
  const { national = emptyRota, ...regions } = states;
  return {
    councils: list,
    national: { state: national, version: 5, turn: 2 },
    regions: Object.fromEntries(
      Object.entries(regions).map(([code, state]) => [code, { state, version: 3, turn: 1 }]),
    ),
  };
};
const statesAfter = (changes: ReturnType<typeof turnsOnAcceptance>) =>
  Object.fromEntries(
    changes.flatMap((change): [string, RotaState][] =>
      change.kind === 'replace' ? [[change.scope, change.state]] : [],
    ),
  );
const lagsIn = (states: Readonly<Record<string, RotaState>>) => ({
  national: lags(states.national ?? emptyRota, [{ id: 'E12000008' }, { id: 'S92000003' }]),
  region: lags(states.E12000008 ?? emptyRota, [{ id: 'E10001001' }, { id: 'E10001002' }]),
});

describe('accepting', () => {
  test('moves the nation’s turn and the region’s, on the versions seen', () => {
    const first = turnsOnAcceptance(viewWith({}), 'E10001001', 2, policy, today);
    expect(first).toMatchObject([
      {
        kind: 'replace',
        scope: 'national',
        seen: 5,
        state: { arrivals: 1, parties: { E12000008: { placed: 2 } } },
      },
      {
        kind: 'replace',
        scope: 'E12000008',
        seen: 0,
        state: { arrivals: 1, parties: { E10001001: { placed: 2 } } },
      },
    ]);
    const second = turnsOnAcceptance(viewWith(statesAfter(first)), 'E10001002', 1, policy, today);
    expect(second).toMatchObject([{ seen: 5 }, { scope: 'E12000008', seen: 3, state: { arrivals: 2 } }]);
  });

  test('puts the council ahead and leaves the others behind, by weight, in all by nothing', () => {
    const { region } = lagsIn(statesAfter(turnsOnAcceptance(viewWith({}), 'E10001001', 1, policy, today)));
    expect(region.E10001001).toBeCloseTo(10 / 40 - 1, 6);
    expect(region.E10001002).toBeCloseTo(30 / 40, 6);
  });

  test('of its last place earns the council its share like any other', () => {
    const last = councils.map((one) => (one.code === 'E10001001' ? { ...one, incoming: 10 } : one));
    expect(headroom(last[0] ?? aCouncil(), policy)).toBe(0);
    const states = statesAfter(turnsOnAcceptance(viewWith({}, last), 'E10001001', 1, policy, today));
    expect(lagsIn(states).region.E10001001).toBeCloseTo(10 / 40 - 1, 6);
  });

  test('by a council that is paused or full leaves those who could not be asked as they were', () => {
    const full = councils.map((one) => (one.code === 'E10001002' ? { ...one, incoming: 10 } : one));
    const states = statesAfter(turnsOnAcceptance(viewWith({}, full), 'E10001001', 1, policy, today));
    expect(lagsIn(states).region).toEqual({ E10001001: 0, E10001002: 0 });
  });
});

describe('undoing a placement', () => {
  test('leaves everyone owed what they were owed before', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('E10001001', 'E10001002', 'S12000033'), fc.integer({ min: 1, max: 4 })),
        ),
        fc.constantFrom('E10001001', 'E10001002'),
        fc.integer({ min: 1, max: 4 }),
        (history, council, size) => {
          let states: Readonly<Record<string, RotaState>> = {};
          for (const [taker, children] of history)
            states = {
              ...states,
              ...statesAfter(turnsOnAcceptance(viewWith(states), taker, children, policy, today)),
            };
          const accepted = {
            ...states,
            ...statesAfter(turnsOnAcceptance(viewWith(states), council, size, policy, today)),
          };
          const undone = {
            ...accepted,
            ...statesAfter(turnsOnCancel(viewWith(accepted), council, size, policy, today)),
          };
          const [before, after] = [lagsIn(states), lagsIn(undone)];
          for (const [id, lag] of Object.entries({ ...before.national, ...before.region }))
            expect({ ...after.national, ...after.region }[id]).toBeCloseTo(lag, 6);
        },
      ),
    );
  });
});

test('a council that the scheme does not have is a clear error', () => {
  expect(() => turnsOnAcceptance(viewWith({}), 'E99999999', 1, policy, today)).toThrow(
    '"E99999999" is not a council of the scheme: check the code',
  );
});
