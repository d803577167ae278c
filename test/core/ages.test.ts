import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agesFrom, birthday, reached, yearsOld } from '../../shared/core/ages.ts';
import { addDays } from '../../shared/core/working-days.ts';

const aDate = fc.nat(20_000).map((days) => addDays('1990-01-01', days));

describe('birthdays', () => {
  test('fall on the day, and of 29 February on 1 March in a common year', () => {
    expect(birthday('2010-06-15', 18)).toBe('2028-06-15');
    expect(birthday('2012-02-29', 18)).toBe('2030-03-01');
    expect(birthday('2012-02-29', 16)).toBe('2028-02-29');
    expect(birthday('1896-02-29', 4)).toBe('1900-03-01');
    expect(birthday('1980-02-29', 20)).toBe('2000-02-29');
  });

  test('years change on the birthday and not before', () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: 1, max: 30 }), (born, years) => {
        const day = birthday(born, years);
        expect(yearsOld(born, day)).toBe(years);
        expect(yearsOld(born, addDays(day, -1))).toBe(years - 1);
      }),
    );
  });
});

describe('ages for a decision', () => {
  test('give years, and days to 18 in steps of 30', () => {
    expect(agesFrom({ 2: '2010-02-01', 1: '2008-11-23', 3: '2008-12-24' }, '2026-11-23')).toEqual([
      { child: 1, years: 18, daysTo18: null },
      { child: 2, years: 16, daysTo18: 450 },
      { child: 3, years: 17, daysTo18: 60 },
    ]);
  });

  test('never give the date of birth away', () => {
    fc.assert(
      fc.property(aDate, fc.nat(28), (born, shift) => {
        const today = addDays(birthday(born, 18), -400);
        const [age] = agesFrom({ 1: born }, today);
        const [other] = agesFrom({ 1: addDays(born, -shift) }, today);
        expect((age?.daysTo18 ?? 0) % 30).toBe(0);
        expect(Math.abs((age?.daysTo18 ?? 0) - (other?.daysTo18 ?? 0))).toBeLessThanOrEqual(30);
      }),
    );
  });
});

test.each([
  [18, '2026-10', 'yes'],
  [18, '2026-11', 'this-month'],
  [18, '2026-12', 'no'],
  [16, '2028-11', 'this-month'],
  [16, '2028-10', 'yes'],
  [16, '2028-12', 'no'],
] as const)('someone who turns 18: reached %i by a month of %s: %s', (age, month, expected) => {
  expect(reached(age, month, '2026-11-23')).toBe(expected);
});
