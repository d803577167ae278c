import { describe, expect, test, vi } from 'vitest';
import { furthestFromShare, lags } from '../../shared/core/allocation/rota.ts';
import { portion } from '../how-much.ts';
import { distributions, owedInAll, type Play, play, tijdeman } from './rota-play.ts';

/** The laws hold for every seed; ROTA_SEEDS=50 tries that many of each, for an hour or so. */
const more = Number(process.env.ROTA_SEEDS ?? 0);
/** Seconds on a free machine; minutes on one that is shared, or with many seeds. */
vi.setConfig({ testTimeout: Math.max(240_000, more * 120_000) });

const ARRIVALS = portion(1_500, 6_000);
const GROUP = 4;
const ROUNDING = 1e-6;

const named = ['even', 'skewed', 'one giant'];
const few = { seeds: Math.max(more, 3), shares: Object.keys(distributions) };
const many = { seeds: Math.max(more, 2), shares: more > 0 ? Object.keys(distributions) : named };
const sizes = [
  ...[3, 5, 11, 12].map((parties) => ({ parties, ...few })),
  ...portion([212], [50, 150, 212]).map((parties) => ({ parties, ...many })),
];

/** With fixed shares and single children chance has no part in a play, unless it drew the shares: one seed says it all. */
const chanceDecides = (share: string, { largestGroup, flips }: Pick<Play, 'largestGroup' | 'flips'>) =>
  largestGroup > 1 || flips > 0 || share === 'heavy-tailed';

const plays = (
  parties: number,
  shares: readonly string[],
  seeds: number,
  rest: Pick<Play, 'largestGroup' | 'flips'>,
) =>
  shares.flatMap((share) =>
    Array.from({ length: chanceDecides(share, rest) ? seeds : 1 }, (_, seed) => ({
      what: `${share}, seed ${seed + 1}`,
      ...play({ parties, shares: share, seed: seed + 1, arrivals: ARRIVALS, ...rest }),
    })),
  );

const bookkeepingAgrees = ({ state, parties, owed }: ReturnType<typeof play>) => {
  const told = lags(state, parties);
  for (const [id, children] of Object.entries(owed)) expect(told[id]).toBeCloseTo(children, 5);
};

describe.each(sizes)('$parties parties, at every prefix of its arrivals', ({ parties, shares, seeds }) => {
  test.each([
    ['single children', 1],
    ['groups of up to four', GROUP],
  ])('with fixed shares and %s nobody is further from its share than Tijdeman’s bound', (_, group) => {
    for (const played of plays(parties, shares, seeds, { largestGroup: group, flips: 0 })) {
      expect(played.furthest, played.what).toBeLessThanOrEqual(group * tijdeman(parties) + ROUNDING);
      expect(furthestFromShare(played.state), played.what).toBeLessThanOrEqual(1 + ROUNDING);
      bookkeepingAgrees(played);
    }
  });

  test.each([
    ['single children', 1, 1.5],
    ['groups of up to four', GROUP, 1.25 * GROUP],
  ])('with parties that close and reopen and %s nobody drifts', (_, group, bound) => {
    for (const played of plays(parties, shares, seeds, { largestGroup: group, flips: 0.02 })) {
      expect(played.furthest, played.what).toBeLessThan(bound);
      bookkeepingAgrees(played);
    }
  });
});

describe('whatever the sizes of the groups', () => {
  test.each([
    ['mostly single children, now and then four', (roll: () => number) => (roll() < 0.9 ? 1 : 4)],
    ['threes and fours', (roll: () => number) => (roll() < 0.5 ? 3 : 4)],
    ['ones and fours by turns', (_: () => number, arrival: number) => (arrival % 2 === 0 ? 1 : 4)],
    ['single children for long, then fours', (_: () => number, arrival: number) => (arrival < 1000 ? 1 : 4)],
  ])('%s: fixed shares are kept within d times the bound', (_, sizeOf) => {
    for (const shares of Object.keys(distributions))
      for (const parties of [3, 5, 11, 12]) {
        const { furthest } = play({
          parties,
          shares,
          seed: 7,
          arrivals: ARRIVALS,
          largestGroup: GROUP,
          flips: 0,
          sizeOf,
        });
        expect(furthest, `${parties} parties, ${shares}`).toBeLessThanOrEqual(
          GROUP * tijdeman(parties) + ROUNDING,
        );
      }
  });
});

test('does not drift in a long life with parties that close and reopen', () => {
  const { state, parties, owed, furthest } = play({
    parties: 6,
    shares: 'heavy-tailed',
    seed: 11,
    arrivals: portion(50_000, 200_000),
    largestGroup: 1,
    flips: 0.02,
  });
  expect(owedInAll(state, parties)).toBeCloseTo(0, 5);
  for (const [id, children] of Object.entries(lags(state, parties)))
    expect(children).toBeCloseTo(owed[id] as number, 5);
  expect(furthest).toBeLessThan(1.5);
  expect(state.virtualTime).toBeLessThan(1e6);
});
