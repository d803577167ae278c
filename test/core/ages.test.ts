import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agesFrom, birthday, reached, yearsOld } from '../../shared/core/calendar/ages.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';

const aDate = fc.nat(20_000).map((days) => addDays('1990-01-01', days));

describe('birthdays', () => {
  test('fall on the day, and of 29 February on 1 March in a common year', () => {
    expect(birthday('2010-06-15', 18)).toBe('2028-06-15');
    expect(birthday('2012-02-29', 18)).toBe('2030-03-01');
    expect(birthday('2012-02-29', 16)).toBe('2028-02-29');
    expect(birthday('1896-02-29', 4)).toBe('1900-03-01');
    expect(birthday('1980-02-29', 20)).toBe('2000-02-29');
  });

  test('are days in any year that can be written', () => {
    expect(birthday('0010-05-14', 18)).toBe('0028-05-14');
    expect(agesFrom({ 1: '0010-05-14' }, '0012-01-01')).toEqual([{ child: 1, years: 1, daysTo18: 5995 }]);
    expect(reached(18, '0028-05', '2026-11-23')).toBe('yes');
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
  test('give years, and days to the end of the month of the 18th birthday', () => {
    expect(agesFrom({ 2: '2010-02-01', 1: '2008-11-23', 3: '2008-12-24' }, '2026-11-23')).toEqual([
      { child: 1, years: 18, daysTo18: null },
      { child: 2, years: 16, daysTo18: 463 }, // to 29 February 2028
      { child: 3, years: 17, daysTo18: 38 }, // to 31 December 2026
    ]);
  });

  test('put side by side over many days, say no more than the month', () => {
    fc.assert(
      fc.property(aDate, fc.nat(27), fc.nat(27), (date, one, other) => {
        const month = date.slice(0, 7);
        const born = [one, other].map((day) => `${month}-${String(day + 1).padStart(2, '0')}`);
        const said = born.map((dateOfBirth) =>
          Array.from({ length: 100 }, (_, day) =>
            agesFrom({ 1: dateOfBirth }, addDays(`${month}-01`, 6300 + day)),
          ),
        );
        expect(said[0]).toEqual(said[1]);
        expect(said[0]?.[0]).toMatchObject([{ years: 17 }]);
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
