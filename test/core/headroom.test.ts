import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caredForNow, councilWeight, headroom, threshold } from '../../shared/core/council/headroom.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil } from '../builders.ts';

const now = policyNamed('nts-2025');
const before = policyNamed('nts-2016');
const unknown = { count: null, asAt: '2025-03-31', source: 'not-published' } as const;

describe('threshold', () => {
  test('is the published 346 for Kent’s 346,571 children', () => {
    expect(threshold({ code: 'E10000016', childPopulation: 346_571 }, now)).toBe(346);
  });

  test('was 0.07 % before August 2022', () => {
    expect(threshold({ code: 'E10000016', childPopulation: 346_571 }, before)).toBe(242);
  });

  test.each([
    ['down', 1999, 1],
    ['nearest', 1499, 1],
    ['nearest', 1500, 2],
    ['up', 1001, 2],
    ['down', 319, 0],
  ] as const)('rounded %s, %i children give %i', (rounding, childPopulation, expected) => {
    expect(
      threshold({ code: 'E10000014', childPopulation }, { threshold: { perMillion: 1000, rounding } }),
    ).toBe(expected);
  });

  test('loses no child to floating point', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (thousands) => {
        expect(threshold({ code: 'E10000014', childPopulation: thousands * 1000 }, now)).toBe(thousands);
      }),
    );
  });
});

describe('headroom', () => {
  test('is the threshold less those cared for, on the way and held', () => {
    const council = aCouncil({ netSince: 2, incoming: 3, held: 1 });
    expect(headroom(council, now)).toBe(100 - 90 - 2 - 3 - 1);
  });

  test('rises by one when a child turns 18', () => {
    const council = aCouncil({ netSince: 2 });
    expect(headroom({ ...council, netSince: 1 }, now)).toBe(headroom(council, now) + 1);
  });

  test('falls below zero over the threshold', () => {
    expect(
      headroom(aCouncil({ caredFor: { count: 120, asAt: '2025-03-31', source: 'published' } }), now),
    ).toBe(-20);
  });

  test('counts only what the scheme placed where no count is published', () => {
    const council = aCouncil({ caredFor: unknown, netSince: 4 });
    expect(headroom(council, now)).toBe(96);
    expect(caredForNow(council)).toEqual({ children: 4, known: false });
  });

  test('is never above the threshold because more children left than were counted', () => {
    const none = { count: 0, asAt: '2025-03-31', source: 'published' } as const;
    expect(headroom(aCouncil({ caredFor: none, netSince: -1 }), now)).toBe(100);
    expect(headroom(aCouncil({ caredFor: unknown, netSince: -3 }), now)).toBe(100);
  });
});

describe('a council’s weight', () => {
  test('is its headroom at the published figures', () => {
    expect(councilWeight(aCouncil({ publishedCount: 90 }), now)).toBe(10);
  });

  test('does not move with declarations, placements or birthdays', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(20),
        fc.nat(20),
        (count, netSince, incoming, held) => {
          const council = aCouncil({
            caredFor: { count, asAt: '2026-11-01', source: 'declared' },
            netSince,
            incoming,
            held,
          });
          expect(councilWeight(council, now)).toBe(councilWeight(aCouncil(), now));
        },
      ),
    );
  });

  test('is that of an average council of its size where no count is published', () => {
    expect(councilWeight(aCouncil({ publishedCount: null }), now)).toBe(46);
  });

  test('is its child population in the first scheme', () => {
    expect(councilWeight(aCouncil({ childPopulation: 12_345 }), before)).toBe(12_345);
  });

  test('is never zero, however full or small', () => {
    fc.assert(
      fc.property(
        fc.nat(2_000_000),
        fc.option(fc.nat(5000)),
        fc.constantFrom(now, before),
        (childPopulation, publishedCount, policy) => {
          expect(
            councilWeight({ code: 'E10000014', childPopulation, publishedCount }, policy),
          ).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});
