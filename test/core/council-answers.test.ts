import { expect, test } from 'vitest';
import { answersOf } from '../../shared/core/figures/council-answers.ts';
import { noFigures } from '../../shared/core/figures/figures.ts';
import { monthsUpTo } from '../../shared/core/figures/periods.ts';

const [A, B] = ['E10000014', 'E10000016'] as const;

test('of a council’s figures only its own count: what it was asked, each answer by its reason, and how long it took', () => {
  const figures = {
    ...noFigures,
    counts: {
      asked: { [A]: { first: 7, 'back-up': 4 }, [B]: { first: 90 } },
      accepted: { [A]: { accepted: 2, 'back-up-yes': 1, 'placed-directly': 1 }, [B]: { accepted: 80 } },
      directed: { [A]: { 'court-order': 1 }, [B]: { 'court-order': 3 } },
      'turned-down': { [A]: { 'no-safe-placement': 1, other: 1, 'needs-not-met': 2 }, [B]: { other: 9 } },
      silent: { [A]: { '': 1 }, [B]: { '': 8 } },
      'would-not-stand-by': { [A]: { '': 2 } },
      undone: { [A]: { 'child-refused': 1 } },
      'moved-in': { [A]: { reception: 1, care: 2 } },
    },
    lengths: { 'hours-to-answer': { [A]: { 2: 3, 9: 1 }, [B]: { 40: 9 } } },
  };
  expect(answersOf(figures, A)).toEqual({
    askedFirst: 7,
    askedToStandBy: 4,
    yes: 2,
    asBackUp: 1,
    no: 4,
    reasons: [
      ['needs-not-met', 2],
      ['no-safe-placement', 1],
      ['other', 1],
    ],
    silent: 1,
    wouldNotStandBy: 2,
    directed: 1,
    undone: 1,
    movedIn: 3,
    hours: { n: 4, shortest: 2, mean: 3.75, longest: 9, p50: 2, p90: 9 },
  });
  const none = answersOf(noFigures, A);
  expect(none).toMatchObject({ askedFirst: 0, yes: 0, no: 0, reasons: [], silent: 0 });
  expect('hours' in none).toBe(false);
});

test('months go back over the turn of the year', () => {
  expect(monthsUpTo('2026-02', 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  expect(monthsUpTo('2026-12', 1)).toEqual(['2026-12']);
});
