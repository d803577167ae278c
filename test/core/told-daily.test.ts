/** Once a working day, at nine by London's clocks. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, isWorkingDay, londonDate, londonTime } from '../../shared/core/calendar/working-days.ts';
import { emailTemplates } from '../../shared/core/case/notification-templates.ts';
import { DAILY_LIST, dailyUntil, isDaily, isToldDaily } from '../../shared/core/case/told-daily.ts';

test.each([
  ['on a Monday at nine', '2026-11-23T09:00:00.000Z', '2026-11-23T08:59:59.999Z'],
  ['a moment before, from Friday', '2026-11-23T08:59:59.999Z', '2026-11-20T08:59:59.999Z'],
  ['on a Sunday, from Friday', '2026-11-22T23:00:00.000Z', '2026-11-20T08:59:59.999Z'],
  ['over Christmas, from Christmas Eve', '2026-12-29T08:00:00.000Z', '2026-12-24T08:59:59.999Z'],
  ['on the first day of work after it', '2026-12-29T09:00:00.000Z', '2026-12-29T08:59:59.999Z'],
  ['where only Scotland is closed', '2026-11-30T10:00:00.000Z', '2026-11-30T08:59:59.999Z'],
  ['in summer an hour sooner', '2026-03-30T08:00:00.000Z', '2026-03-30T07:59:59.999Z'],
  ['on the Monday after the clocks went back', '2026-10-26T08:30:00.000Z', '2026-10-23T07:59:59.999Z'],
])('%s', (_, now, expected) => {
  expect(dailyUntil(now)).toBe(expected);
});

test('it is the last nine o’clock of a working day that has come, whenever it is', () => {
  const [from, to] = [Date.parse('2026-01-05T12:00:00.000Z'), Date.parse('2027-12-31T12:00:00.000Z')];
  fc.assert(
    fc.property(fc.integer({ min: from, max: to }), (ms) => {
      const now = new Date(ms).toISOString();
      const nine = new Date(Date.parse(dailyUntil(now)) + 1).toISOString();
      expect(nine <= now).toBe(true);
      expect([londonTime(nine), isWorkingDay(londonDate(nine), 'England')]).toEqual(['09:00', true]);
      for (let day = addDays(londonDate(nine), 1); day <= londonDate(now); day = addDays(day, 1))
        expect(isWorkingDay(day, 'England') && (day < londonDate(now) || londonTime(now) >= '09:00')).toBe(
          false,
        );
    }),
  );
});

test('so is told what became of moves, and nothing that asks anybody for anything', () => {
  expect(emailTemplates.filter(isToldDaily)).toEqual(['moves']);
  expect([DAILY_LIST, 'coordinators', 'coordinators>coordinators-second'].filter(isDaily)).toEqual([
    DAILY_LIST,
  ]);
});
