/** A council that has as many children as it is asked up to has no turn: its reminder says so, and no other's does. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asked, standings } from '../../shared/core/allocation/candidates.ts';
import { addDays, londonDate } from '../../shared/core/calendar/working-days.ts';
import { remind } from '../../shared/core/council/commands/remind.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { ceiling, threshold } from '../../shared/core/council/headroom.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aDeclaration, aReferral, NOW } from '../builders.ts';

const TODAY = londonDate(NOW);
const daysAgo = (days: number): string => `${addDays(TODAY, -days)}T09:00:00.000Z`;

/** Around its threshold of 100, or 70 under the first policies. */
const aroundTheThreshold: fc.Arbitrary<Council> = fc
  .record({
    count: fc.option(fc.integer({ min: 60, max: 110 })),
    netSince: fc.integer({ min: -5, max: 5 }),
    incoming: fc.nat(5),
    held: fc.nat(5),
    declaration: fc.option(
      fc.record({
        days: fc.integer({ min: 28, max: 60 }),
        volunteersUpTo: fc.integer({ min: 90, max: 120 }),
      }),
    ),
  })
  .map(({ count, netSince, incoming, held, declaration }) =>
    aCouncil({
      caredFor: { count, asAt: '2025-03-31', source: count === null ? 'not-published' : 'published' },
      netSince,
      incoming,
      held,
      ...(declaration === null
        ? {}
        : {
            declaration: aDeclaration({
              declaredAt: daysAgo(declaration.days),
              volunteersUpTo: declaration.volunteersUpTo,
            }),
          }),
    }),
  );

test.each(policyIds)('by the check’s own word, offers that may come to nothing aside: %s', (id) => {
  const policy = policyNamed(id);
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(aroundTheThreshold, (council) => {
      const outcome = remind(council, {
        now: NOW,
        actor: { kind: 'system', name: 'remind-capacity' },
        cause: 'morning',
        policy,
      });
      if (outcome.kind !== 'changed') throw new Error('It is to be reminded.');
      const { data } = outcome.change.event as unknown as { data: { askedUpTo?: number } };
      const wants = asked({ facts: aReferral(), turned18: [], excluded: [] }, policy);
      const [check] = standings([{ ...council, held: 0 }], wants, TODAY, policy);
      const isFull = check?.precondition === 'at-threshold';
      seen.add(isFull);
      expect(data.askedUpTo).toBe(isFull ? ceiling(council, policy, TODAY) : undefined);
      if (isFull) expect(data.askedUpTo).toBeGreaterThanOrEqual(threshold(council, policy));
    }),
  );
  expect([...seen].toSorted()).toEqual([false, true]);
});
