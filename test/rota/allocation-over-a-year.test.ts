import { expect, test } from 'vitest';
import { checkAllocation, inputsFor } from '../../shared/core/allocation/allocation.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import type { SchemeView } from '../../shared/core/allocation/scheme.ts';
import { turnsOnAcceptance } from '../../shared/core/case/turns.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { headroom } from '../../shared/core/council/headroom.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { aCase, aChild, aReferral } from '../builders.ts';
import { inFull } from '../how-much.ts';

const today = '2026-11-23';

/** Numbers from 0 to 1, the same for the same seed. */
const drawing = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

/** The scheme with its councils and turns, moved as commits would move them. */
class Scheme {
  readonly policy: Policy;
  readonly chosen: string[] = [];
  view: SchemeView = {
    councils: publishedCouncils(),
    national: { state: emptyRota, version: 0, turn: 0 },
    regions: {},
  };

  constructor(policy: Policy) {
    this.policy = policy;
  }

  change(code: string, how: (council: Council) => Partial<Council>): void {
    const councils = this.view.councils.map((one) => (one.code === code ? { ...one, ...how(one) } : one));
    this.view = { ...this.view, councils };
  }

  offer(size: number): string | undefined {
    const children = Array.from({ length: size }, (_, at) => aChild({ number: at + 1 }));
    const subject = aCase({ facts: aReferral({ children }) });
    const decision = checkAllocation(inputsFor(this.view, subject, this.policy, today, []));
    if (decision.kind !== 'offer') return undefined;
    const { council } = decision.chosen;
    this.chosen.push(council);
    this.change(council, ({ held, offered }) => ({ held: held + size, offered: offered + size }));
    return council;
  }

  answer(council: string, size: number, accepts: boolean): void {
    this.change(council, ({ held, offered }) => ({ held: held - size, offered: offered - size }));
    if (!accepts) return;
    for (const change of turnsOnAcceptance(this.view, council, size, this.policy, today)) {
      if (change.kind !== 'replace') continue;
      const turned = { state: change.state, version: change.seen + 1, turn: 0 };
      this.view =
        change.scope === 'national'
          ? { ...this.view, national: turned }
          : { ...this.view, regions: { ...this.view.regions, [change.scope]: turned } };
    }
    this.change(council, ({ incoming }) => ({ incoming: incoming + size }));
  }
}

const years = [
  [1, 'nts-2025'],
  [2, 'nts-2025'],
  [3, 'nts-2026'],
] as const;

test.each(years.filter(([seed]) => inFull || seed !== 2))(
  'with twenty offers waiting at any time, one answer in five a no, and pairs of siblings, every region keeps its share (seed %i, %s)',
  (seed, id) => {
    const draw = drawing(seed);
    const policy = policyNamed(id);
    const scheme = new Scheme(policy);
    const waiting: { council: string; size: number }[] = [];
    const answerOne = () => {
      const [one] = waiting.splice(Math.floor(draw() * waiting.length), 1);
      if (one) scheme.answer(one.council, one.size, draw() < 0.8);
    };
    for (let arrival = 0; arrival < 700; arrival += 1) {
      const size = draw() < 0.1 ? 2 : 1;
      const council = scheme.offer(size);
      if (council !== undefined) waiting.push({ council, size });
      if (waiting.length > 20) answerOne();
    }
    while (waiting.length > 0) answerOne();

    const { councils } = scheme.view;
    expect(councils.every(({ held, offered }) => held === 0 && offered === 0)).toBe(true);
    expect(councils.filter((one) => one.incoming > 0 && headroom(one, policy) < 0)).toEqual([]);
    const placed = councils.reduce((sum, { incoming }) => sum + incoming, 0);
    expect(placed).toBeGreaterThan(500);
    const weights = Object.values(policy.regionWeights).reduce((sum, weight) => sum + weight, 0);
    for (const [region, weight] of Object.entries(policy.regionWeights)) {
      const got = councils.reduce((sum, one) => (one.region === region ? sum + one.incoming : sum), 0);
      expect(Math.abs(got - (placed * weight) / weights)).toBeLessThan(4);
    }
  },
);

test('with everyone answering at once, nts-2026 asks whom nts-2025 asks, child after child', () => {
  const [before, now] = ['nts-2025', 'nts-2026'].map((id) => {
    const draw = drawing(7);
    const scheme = new Scheme(policyNamed(id));
    for (let arrival = 0; arrival < 400; arrival += 1) {
      const size = draw() < 0.1 ? 2 : 1;
      const council = scheme.offer(size);
      if (council !== undefined) scheme.answer(council, size, true);
    }
    return scheme.chosen;
  });
  expect(before).toHaveLength(400);
  expect(now).toEqual(before);
});
