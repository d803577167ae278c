import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, londonDate } from '../../shared/core/calendar/working-days.ts';
import { monthsOf18 } from '../../shared/core/case/responsible.ts';
import { headroom } from '../../shared/core/council/headroom.ts';
import { roomAhead } from '../../shared/core/council/room-ahead.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, aCouncil, aDeclaration, aReferral, NOW } from '../builders.ts';

const policy = policyNamed('nts-2026');
const TODAY = londonDate(NOW);

test('whichever day of their month children turn 18, the room on a day to come lies within the span', () => {
  const aDay = fc.integer({ min: 0, max: 200 }).map((days) => addDays(TODAY, days));
  fc.assert(
    fc.property(fc.array(aDay, { maxLength: 12 }), fc.nat(20), (birthdays, incoming) => {
      const council = aCouncil({ incoming });
      const ahead = roomAhead(
        council,
        policy,
        birthdays.map((day) => day.slice(0, 7)),
        TODAY,
      );
      expect(ahead.map(({ on }) => on)).toEqual(['2026-12-23', '2027-01-22', '2027-02-21']);
      for (const { on, least, most } of ahead) {
        const room = headroom(council, policy, on) + birthdays.filter((day) => day <= on).length;
        expect(least).toBeLessThanOrEqual(room);
        expect(most).toBeGreaterThanOrEqual(room);
      }
    }),
  );
});

test('a month that has ended by then is certain, also on its last day; one that has begun is not, and one that nobody knows never', () => {
  const spans = (months: readonly string[], today = TODAY) =>
    roomAhead(aCouncil(), policy, months, today).map(({ least, most }) => [least, most]);
  expect(spans([])).toEqual([
    [10, 10],
    [10, 10],
    [10, 10],
  ]);
  expect(spans(['2026-11', '2026-12', '2027-01', '', '2027-03'])).toEqual([
    [11, 12],
    [12, 13],
    [13, 13],
  ]);
  // 31 December.
  expect(spans(['2026-12'], '2026-12-01')[0]).toEqual([11, 11]);
});

test('what a council volunteers lapses on the way, and the room with it', () => {
  const council = aCouncil({ declaration: aDeclaration({ volunteersUpTo: 120 }) });
  expect(headroom(council, policy, TODAY)).toBe(30);
  expect(roomAhead(council, policy, [], TODAY).map(({ least }) => least)).toEqual([10, 10, 10]);
});

test('the month in which a child turns 18 is the one decided by evidence, else the one given, and none while the age is being assessed', () => {
  const children = [
    aChild(),
    aChild({ number: 2, ageAssessment: 'under-way' }),
    aChild({ number: 3 }),
    aChild({ number: 4 }),
    aChild({ number: 5 }),
    { number: 6 },
  ];
  const subject = aCase({
    facts: aReferral({ children }),
    agesDecided: { 2: '2027-01', 3: '2027-02' },
    turned18: [4],
    left: [{ child: 5, outcome: 'joined-family', on: TODAY }],
  });
  expect(monthsOf18(subject)).toEqual(['2028-05', '2027-01', '2027-02', '']);
  expect(monthsOf18({ ...subject, agesDecided: {} })).toEqual(['2028-05', '', '2028-05', '']);
});
