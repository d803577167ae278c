import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  byLevel,
  childrenUntilDue,
  choose,
  type Standing,
  windowOf,
} from '../../shared/core/allocation/rota-choice.ts';

const SLACK = 1e-8;

/**
 * The rule as the decision record tells it (0004): the furthest behind, if it and everyone else stay within the window after it; otherwise
 * the earliest deadline among those who stay within it; the furthest behind again once anybody is beyond it already.
 */
function told(parties: readonly Standing[], size: number, window: number, largest: number) {
  const able = parties.filter((party) => party.able);
  const [furthest] = able;
  if (furthest === undefined) return undefined;
  const behind = { id: furthest.id, because: 'furthest-behind' };
  if (parties.length === 1) return behind;
  const beyond = parties.some(({ level, share }) => Math.abs(level - size * share) - window > SLACK);
  if (beyond) return behind;

  const stays = ({ level }: Standing) => size - level - window <= SLACK;
  const due = parties
    .map((party) => ({ ...party, level: party === furthest ? party.level - size : party.level }))
    .map((party) => ({ ...party, at: (window - party.level) / party.share }))
    .sort((a, b) => a.at - b.at || a.level - b.level);
  const kept = due.every(({ level, at }, last) => {
    const first = due.slice(0, last + 1);
    const arrears = first.reduce((sum, one) => sum + one.level - window, 0);
    const restShare = 1 - first.reduce((sum, one) => sum + one.share, 0);
    return level - window <= SLACK && arrears + last * largest - at * restShare <= SLACK;
  });
  if (stays(furthest) && kept) return behind;

  const when = ({ level, share }: Standing) => Math.round(Math.max(0, (window - level) / share) * 1e6);
  const [soonest] = able
    .filter(stays)
    .toSorted((a, b) => when(a) - when(b) || a.last - b.last || a.id.localeCompare(b.id));
  return soonest === undefined || soonest === furthest
    ? behind
    : { id: soonest.id, because: 'earliest-deadline' };
}

const someStandings = fc
  .array(
    fc.record({
      weight: fc.constantFrom(1, 1, 2, 3, 10),
      quarters: fc.integer({ min: -8, max: 8 }),
      able: fc.constantFrom(true, true, true, false),
      last: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((drawn) => {
    const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
    return drawn.map(
      ({ weight, quarters, able, last }, index): Standing => ({
        id: 'CABED'[index] ?? '',
        share: weight / total,
        level: quarters / 4,
        able,
        last,
      }),
    );
  });

describe('whose turn it is', () => {
  test('is what the rule says, wherever the parties stand', () => {
    const because = new Map<string | undefined, number>();
    fc.assert(
      fc.property(
        someStandings,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        (parties, size, larger) => {
          const ordered = parties.toSorted(byLevel);
          const largest = size + larger;
          const window = windowOf(parties.length, largest);
          const chosen = choose(ordered, size, window, largest);
          expect(chosen).toEqual(told(ordered, size, window, largest));
          because.set(chosen?.because, (because.get(chosen?.because) ?? 0) + 1);
        },
      ),
      { numRuns: 3000 },
    );
    // Each of the rule's ways was asked for often.
    for (const way of ['furthest-behind', 'earliest-deadline', undefined])
      expect(because.get(way)).toBeGreaterThan(30);
  });

  test('the further behind stands first; of equals who waited longer; of those the smaller id', () => {
    const one: Standing = { id: 'B', share: 0.5, level: 1, able: true, last: 4 };
    expect(byLevel(one, { ...one, level: 2 })).toBeGreaterThan(0);
    expect(byLevel(one, { ...one, last: 5 })).toBeLessThan(0);
    expect(byLevel(one, { ...one, id: 'C' })).toBeLessThan(0);
    expect(byLevel(one, { ...one, id: 'A' })).toBeGreaterThan(0);
  });

  test('the window grows with the parties and the largest group; a deadline is never below 0', () => {
    expect([1, 2, 3, 4].map((parties) => windowOf(parties, 1))).toEqual([0.5, 0.5, 0.75, 1 - 1 / 6]);
    expect(windowOf(3, 4)).toBe(3);
    expect(childrenUntilDue(0.5, 0.25, 0.75)).toBe(1);
    expect(childrenUntilDue(2, 0.25, 0.75)).toBe(0);
  });
});
