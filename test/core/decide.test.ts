import { expect, test } from 'vitest';
import { decide, followedBy } from '../../shared/core/decide.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, NOW } from '../builders.ts';
import { codeOf, nobody, siblings } from './a-journey.ts';
import { coordinator, Play, system } from './a-scheme.ts';

test('a message for a check that is no longer awaited changes nothing', () => {
  const play = new Play().receive().offer();
  expect(codeOf(play.do(nobody))).toBe('unchanged');
});

test('changes that do not follow on each other are not merged', () => {
  const play = new Play().receive();
  const first = play.decide({ kind: 'child-refused' }, coordinator);
  const second = play.decide({ kind: 'withdraw', reason: 'other' }, system);
  if (first.kind !== 'changed' || second.kind !== 'changed') throw new Error('both change the case');
  expect(() => followedBy(first.change, second.change)).toThrow(/cannot follow/);
});

test('a damaged case says so', () => {
  expect(() =>
    decide(
      aCase({ status: 'held', hold: { reasons: [], since: NOW, reviewAt: NOW } }),
      { kind: 'turn-18', child: 9 },
      { now: NOW, actor: system, cause: 'c' },
      { policy: policyNamed('nts-2025') },
    ),
  ).not.toThrow();
  const { stepBy: _, ...damaged } = aCase({ status: 'eligible', facts: siblings });
  expect(() =>
    decide(
      damaged,
      { kind: 'turn-18', child: 1 },
      { now: NOW, actor: system, cause: 'c' },
      { policy: policyNamed('nts-2025') },
    ),
  ).toThrow(/damaged/);
});
