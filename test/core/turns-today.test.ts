import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAllocation, explainAllocation, turnsToday } from '../../shared/core/allocation/allocation.ts';
import { emptyRota, fromShare, lags, serve } from '../../shared/core/allocation/rota.ts';
import { inOrderOfTurn } from '../../shared/core/allocation/turn-order.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aReferral } from '../builders.ts';
import { anyInputs, inputsWith, kent } from './allocation-inputs.ts';

const versioned = (state: typeof emptyRota) => ({ state, version: 0, turn: 0 });

test('where each council stands today is where a decision about a child of no special needs would have it, in any scheme', () => {
  fc.assert(
    fc.property(anyInputs, (any) => {
      const inputs = { ...any, facts: aReferral(), excluded: [], turned18: [], cleared: [] };
      const { decision, turns } = explainAllocation(inputs);
      if (!('verdicts' in decision)) throw new Error(`Nothing was decided: ${decision.kind}`);
      const today = turnsToday(
        {
          councils: inputs.councils.map((figures) => aCouncil(figures)),
          national: versioned(inputs.national),
          regions: Object.fromEntries(
            Object.entries(inputs.regions).map(([code, state]) => [code, versioned(state)]),
          ),
        },
        policyNamed(inputs.policy),
        inputs.today,
      );
      const others = <T extends { council: string }>(all: readonly T[]) =>
        all.filter(({ council }) => council !== kent.code);
      expect(others(today.verdicts)).toEqual(others(decision.verdicts));
      expect(today.order).toEqual(inOrderOfTurn(decision.verdicts, turns));
    }),
  );
});

test('no child is referred by it: nobody looks after it, and nothing is warned of or held', () => {
  const council = aCouncil();
  const view = { councils: [council], national: versioned(emptyRota), regions: {} };
  const { verdicts, order } = turnsToday(view, policyNamed('nts-2026'), '2026-11-23');
  expect(verdicts.map(({ outcome, because }) => [outcome, because])).toEqual([['chosen', 'turn']]);
  expect(order.map(({ turn }) => turn.place)).toEqual([1]);
  expect(checkAllocation(inputsWith([council]))).toMatchObject({ chosen: { council: council.code } });
});

test('a party is as far from its share as its lag says, and turns allow as much as for so many parties and groups of that size', () => {
  const parties = ['A', 'B', 'C'].map((id) => ({ id, weight: 1, open: true, able: true }));
  const rules = { forgiveClosedTime: true };
  expect(fromShare(emptyRota, 'A')).toEqual({ lag: 0, bound: 0.5 });
  const state = serve(serve(emptyRota, parties, 'A', 4, rules), parties, 'B', 1, rules);
  for (const { id } of parties)
    expect(fromShare(state, id)).toEqual({ lag: lags(state, parties)[id], bound: 3 });
  expect(fromShare(state, 'A').lag).toBeLessThan(0);
  expect(fromShare(state, 'nobody')).toEqual({ lag: 0, bound: 3 });
  expect(fromShare(state, 'constructor').lag).toBe(0);
});
