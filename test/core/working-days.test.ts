import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Nation } from '../../shared/core/calendar/nation.ts';
import {
  addDays,
  addWorkingDays,
  CalendarEndsError,
  calendarDaysLeft,
  dateWords,
  daysBetween,
  deadlineAfter,
  deadlineWords,
  instantAt,
  isWorkingDay,
  londonDate,
  londonTime,
  monthWords,
  shiftByPause,
  workingDaysBetween,
} from '../../shared/core/calendar/working-days.ts';
import { portion, runs } from '../how-much.ts';

const nations: readonly Nation[] = ['England', 'Wales', 'Scotland', 'Northern Ireland'];
const aNation = fc.constantFrom(...nations);
const firstDay = '2016-01-01';
const aDate = fc.integer({ min: 0, max: 365 * 12 }).map((days) => addDays(firstDay, days));
const aTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const anInstant = fc.tuple(aDate, aTime).map(([date, time]) => new Date(`${date}T${time}:00Z`).toISOString());

const zone = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'short',
  hourCycle: 'h23',
});
/** What Node's own time zone data say that London's clocks show, YYYY-MM-DD HH:MM. */
const shownBy = (instant: string): string => zone.format(Date.parse(instant)).replace(', ', ' ');
const shown = (instant: string): string => `${londonDate(instant)} ${londonTime(instant)}`;

describe('which days are working days', () => {
  test.each([
    ['2026-11-30', { England: true, Wales: true, Scotland: false, 'Northern Ireland': true }], // St Andrew's Day
    ['2026-03-17', { England: true, Wales: true, Scotland: true, 'Northern Ireland': false }], // St Patrick's Day
    ['2026-07-13', { England: true, Wales: true, Scotland: true, 'Northern Ireland': false }], // 12 July, substitute
    ['2026-04-06', { England: false, Wales: false, Scotland: true, 'Northern Ireland': false }], // Easter Monday
    ['2026-08-03', { England: true, Wales: true, Scotland: false, 'Northern Ireland': true }], // summer, Scotland
    ['2026-08-31', { England: false, Wales: false, Scotland: true, 'Northern Ireland': false }], // summer, elsewhere
    ['2026-01-02', { England: true, Wales: true, Scotland: false, 'Northern Ireland': true }],
    ['2022-09-19', { England: false, Wales: false, Scotland: false, 'Northern Ireland': false }], // State Funeral
    ['2026-11-28', { England: false, Wales: false, Scotland: false, 'Northern Ireland': false }], // a Saturday
    ['2026-11-29', { England: false, Wales: false, Scotland: false, 'Northern Ireland': false }], // a Sunday
    ['2026-11-27', { England: true, Wales: true, Scotland: true, 'Northern Ireland': true }],
  ])('%s', (date, expected) => {
    expect(Object.fromEntries(nations.map((nation) => [nation, isWorkingDay(date, nation)]))).toEqual(
      expected,
    );
  });

  test('England and Wales share a calendar', () => {
    fc.assert(fc.property(aDate, (date) => isWorkingDay(date, 'England') === isWorkingDay(date, 'Wales')));
    expect(workingDaysBetween(firstDay, '2028-12-31', 'Wales')).toBeGreaterThan(3000);
  });
});

describe('counting working days', () => {
  test.each([
    ['2026-12-24', 1, 'England', '2026-12-29'], // Christmas Day, weekend, Boxing Day's substitute
    ['2026-12-31', 1, 'England', '2027-01-04'],
    ['2026-12-31', 1, 'Scotland', '2027-01-05'],
    ['2026-11-27', 1, 'Scotland', '2026-12-01'],
    ['2026-11-27', 1, 'England', '2026-11-30'],
    ['2026-11-23', 10, 'England', '2026-12-07'],
    ['2026-11-28', 0, 'Scotland', '2026-12-01'],
    ['2026-11-27', 0, 'England', '2026-11-27'],
  ] as const)('%s and %i in %s is %s', (from, n, nation, expected) => {
    expect(addWorkingDays(from, n, nation)).toBe(expected);
  });

  test('adding and counting are each other’s inverse', () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: 1, max: 40 }), aNation, (from, n, nation) => {
        const to = addWorkingDays(from, n, nation);
        expect(isWorkingDay(to, nation)).toBe(true);
        expect(workingDaysBetween(from, to, nation)).toBe(n);
        expect(workingDaysBetween(to, from, nation)).toBe(-n);
      }),
    );
  });

  test('counting adds up over any day between', () => {
    fc.assert(
      fc.property(aDate, fc.nat(60), fc.nat(60), aNation, (from, a, b, nation) => {
        const middle = addDays(from, a);
        const to = addDays(middle, b);
        expect(workingDaysBetween(from, to, nation)).toBe(
          workingDaysBetween(from, middle, nation) + workingDaysBetween(middle, to, nation),
        );
      }),
    );
  });

  test('a number that counts no days is refused', () => {
    expect(() => addWorkingDays('2026-11-23', -1, 'England')).toThrow('-1 is not a number of working days');
    expect(() => addWorkingDays('2026-11-23', 1.5, 'England')).toThrow(RangeError);
  });
});

describe('the end of the calendar', () => {
  test('a date beyond it says which year is needed and what to do', () => {
    expect(() => addWorkingDays('2028-12-28', 3, 'England')).toThrow(CalendarEndsError);
    expect(() => isWorkingDay('2029-01-02', 'Scotland')).toThrow(
      /known from 2016 to 2028, and 2029 is needed\. Add 2029 .*bank-holidays\.json \(published at www\.gov\.uk/,
    );
    expect(() => isWorkingDay('2029-01-02', 'Scotland')).toThrow(
      expect.objectContaining({ name: 'CalendarEndsError', year: 2029 }),
    );
    expect(() => isWorkingDay('2015-12-31', 'Wales')).toThrow(/2015 is needed/);
  });

  test('weekends beyond it are no different', () => {
    expect(() => isWorkingDay('2029-01-06', 'England')).toThrow(CalendarEndsError);
  });

  test('days left are counted to the last day of its last year', () => {
    expect(calendarDaysLeft('2028-12-31')).toBe(0);
    expect(calendarDaysLeft('2028-12-01')).toBe(30);
    expect(calendarDaysLeft('2029-01-02')).toBe(-2);
  });

  test('what is no date is refused', () => {
    expect(() => isWorkingDay('23/11/2026', 'England')).toThrow('write it as YYYY-MM-DD');
    expect(() => addDays('2026-13-01', 1)).toThrow(RangeError);
    // Date.parse would take both of these for days.
    expect(() => addDays('+002026-11-23', 1)).toThrow(RangeError);
    expect(() => addDays('2026-11-23 (about', 1)).toThrow(RangeError);
  });
});

describe('London’s clocks', () => {
  // When this fails after a change of Node, the law has changed: mend aheadOfUtc in working-days.ts, and deploy before it is in force.
  test('show what the time zone data say, time after time around each change from 1996 to 2060', () => {
    const quarters = portion(4, 1);
    for (let year = 1996; year <= 2060; year += 1)
      for (const from of [`${year}-03-24`, `${year}-10-24`])
        for (let quarter = 0; quarter < 9 * 96; quarter += quarters) {
          const instant = new Date(Date.parse(`${from}T00:00:00Z`) + quarter * 900_000).toISOString();
          if (shown(instant) !== shownBy(instant)) expect(shown(instant)).toBe(shownBy(instant));
        }
    expect(shown('2026-03-29T01:00:00.000Z')).toBe('2026-03-29 02:00');
  });

  test('show what the time zone data say at any other time', () => {
    fc.assert(
      fc.property(anInstant, (instant) => {
        expect(shown(instant)).toBe(shownBy(instant));
      }),
      { numRuns: runs(1000) },
    );
  });

  test('instantAt gives an instant at which they show that time, where there is one', () => {
    fc.assert(
      fc.property(aDate, aTime, (date, time) => {
        const at = instantAt(date, time);
        const skipped = londonTime(at) !== time;
        expect(londonDate(at)).toBe(date);
        // Only an hour in spring is skipped, and it counts as the hour after it.
        expect(skipped ? [date.slice(5, 7), time.slice(0, 2), londonTime(at).slice(0, 2)] : []).toEqual(
          skipped ? ['03', '01', '02'] : [],
        );
      }),
      { numRuns: runs(1000) },
    );
  });

  test.each([
    ['2026-03-27', '17:00', '2026-03-27T17:00:00.000Z'], // Friday before the clocks go forward
    ['2026-03-30', '17:00', '2026-03-30T16:00:00.000Z'], // Monday after
    ['2026-10-23', '17:00', '2026-10-23T16:00:00.000Z'],
    ['2026-10-26', '17:00', '2026-10-26T17:00:00.000Z'],
    ['2026-03-29', '01:30', '2026-03-29T01:30:00.000Z'], // skipped: 02:30 in London
    ['2026-10-25', '01:30', '2026-10-25T00:30:00.000Z'], // twice: the first
    ['2026-07-01', '00:30', '2026-06-30T23:30:00.000Z'],
  ])('%s %s is %s', (date, time, instant) => {
    expect(instantAt(date, time)).toBe(instant);
  });

  test('the day changes at London’s midnight', () => {
    expect(londonDate('2026-07-01T23:30:00.000Z')).toBe('2026-07-02');
    expect(londonDate('2026-12-01T23:30:00.000Z')).toBe('2026-12-01');
  });

  test('what is no instant or time is refused', () => {
    expect(() => londonDate('yesterday')).toThrow('"yesterday" is not an instant');
    expect(() => instantAt('2026-11-23', '5pm')).toThrow('write them as YYYY-MM-DD and HH:MM');
    expect(() => instantAt('2026-11-23', '25:00')).toThrow(RangeError);
  });
});

describe('deadlines', () => {
  test.each([
    ['2026-11-23T09:00:00.000Z', 1, 'England', '2026-11-24T17:00:00.000Z'],
    ['2026-11-27T09:00:00.000Z', 1, 'Scotland', '2026-12-01T17:00:00.000Z'],
    ['2026-03-27T23:00:00.000Z', 1, 'England', '2026-03-30T16:00:00.000Z'], // over the spring weekend
    ['2026-10-23T09:00:00.000Z', 1, 'England', '2026-10-26T17:00:00.000Z'], // over the autumn weekend
    ['2026-06-30T23:30:00.000Z', 1, 'England', '2026-07-02T16:00:00.000Z'], // already 1 July in London
  ] as const)('after %s, %i working days in %s: %s', (instant, n, nation, expected) => {
    expect(deadlineAfter(instant, n, nation, '17:00')).toBe(expected);
  });

  test('always fall at the close of a working day, strictly later', () => {
    fc.assert(
      fc.property(anInstant, fc.integer({ min: 1, max: 10 }), aNation, (instant, n, nation) => {
        const deadline = deadlineAfter(instant, n, nation, '17:00');
        expect(londonTime(deadline)).toBe('17:00');
        expect(isWorkingDay(londonDate(deadline), nation)).toBe(true);
        expect(deadline > instant).toBe(true);
      }),
    );
  });

  test.each([
    ['2026-11-24T17:00:00.000Z', '5pm on Tuesday 24 November'],
    ['2026-07-02T16:00:00.000Z', '5pm on Thursday 2 July'],
    ['2026-11-24T09:30:00.000Z', '9:30am on Tuesday 24 November'],
    ['2026-11-24T12:00:00.000Z', 'midday on Tuesday 24 November'],
    ['2026-11-24T00:00:00.000Z', 'midnight on Tuesday 24 November'],
    ['2026-11-24T00:05:00.000Z', '12:05am on Tuesday 24 November'],
    ['2026-11-24T12:05:00.000Z', '12:05pm on Tuesday 24 November'],
  ])('%s reads %s', (instant, words) => {
    expect(deadlineWords(instant)).toBe(words);
  });

  test('dates and months read as people write them', () => {
    expect(dateWords('2026-11-04')).toBe('4 November 2026');
    expect(monthWords('2028-05')).toBe('May 2028');
  });

  test('every month and every day of the week has its name', () => {
    const spoken = new Intl.DateTimeFormat('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    });
    for (let day = 0; day < 366; day += 5) {
      const noon = new Date(Date.UTC(2028, 0, 1 + day, 12));
      const part = Object.fromEntries(spoken.formatToParts(noon).map(({ type, value }) => [type, value]));
      const { weekday, day: number, month } = part;
      const hour = shownBy(noon.toISOString()).endsWith('13:00') ? '1pm' : 'midday';
      expect(deadlineWords(noon.toISOString())).toBe(`${hour} on ${weekday} ${number} ${month}`);
    }
  });
});

describe('a pause', () => {
  const deadline = '2026-12-07T17:00:00.000Z'; // Monday

  test.each([
    [
      'five working days left',
      '2026-11-30T10:00:00.000Z',
      '2026-12-02T10:00:00.000Z',
      '2026-12-09T17:00:00.000Z',
    ],
    [
      'resumed at a weekend',
      '2026-11-30T10:00:00.000Z',
      '2026-12-05T10:00:00.000Z',
      '2026-12-11T17:00:00.000Z',
    ],
    [
      'paused on the last day',
      '2026-12-07T10:00:00.000Z',
      '2026-12-09T10:00:00.000Z',
      '2026-12-09T17:00:00.000Z',
    ],
    [
      'paused on the last day, resumed in the evening',
      '2026-12-07T10:00:00.000Z',
      '2026-12-09T18:00:00.000Z',
      '2026-12-10T17:00:00.000Z',
    ],
    [
      'paused on the last day, resumed at the very close',
      '2026-12-07T10:00:00.000Z',
      '2026-12-09T17:00:00.000Z',
      '2026-12-10T17:00:00.000Z',
    ],
    ['resumed at once', '2026-11-30T10:00:00.000Z', '2026-11-30T11:00:00.000Z', deadline],
    ['paused at the very end', deadline, '2026-12-20T10:00:00.000Z', deadline],
    ['paused after it had passed', '2026-12-07T18:00:00.000Z', '2026-12-20T10:00:00.000Z', deadline],
  ])('%s', (_case, pausedAt, resumedAt, expected) => {
    expect(shiftByPause(deadline, pausedAt, resumedAt, 'England')).toBe(expected);
  });

  test('does not move a deadline forward off a day that is a bank holiday for the nation', () => {
    const stAndrews = '2026-11-30T17:00:00.000Z';
    expect(shiftByPause(stAndrews, '2026-11-27T10:00:00.000Z', '2026-11-27T11:00:00.000Z', 'Scotland')).toBe(
      stAndrews,
    );
  });

  test('keeps the local hour when the clocks change meanwhile', () => {
    expect(
      shiftByPause(
        '2026-03-27T17:00:00.000Z',
        '2026-03-26T09:00:00.000Z',
        '2026-03-30T09:00:00.000Z',
        'England',
      ),
    ).toBe('2026-03-31T16:00:00.000Z');
  });

  test('takes no working day away, never ends in the past and never moves a deadline forward', () => {
    fc.assert(
      fc.property(
        anInstant,
        fc.integer({ min: 1, max: 10 }),
        fc.nat(2000),
        fc.nat(2000),
        aNation,
        (at, n, before, after, nation) => {
          const due = deadlineAfter(at, n, nation, '17:00');
          const hours = (from: string, count: number) =>
            new Date(Date.parse(from) + count * 3_600_000).toISOString();
          const pausedAt = hours(at, before % 240);
          const resumedAt = hours(pausedAt, after % 480);
          const shifted = shiftByPause(due, pausedAt, resumedAt, nation);
          expect(shifted >= due).toBe(true);
          if (pausedAt >= due) return;
          expect(shifted > resumedAt).toBe(true);
          expect(
            workingDaysBetween(londonDate(resumedAt), londonDate(shifted), nation),
          ).toBeGreaterThanOrEqual(workingDaysBetween(londonDate(pausedAt), londonDate(due), nation));
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

test('days between dates count leap days', () => {
  expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
  expect(daysBetween('2027-03-01', '2027-02-28')).toBe(-1);
});
