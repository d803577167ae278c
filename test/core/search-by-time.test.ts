import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterOfficeHours,
  beforeOfficeHours,
  isWorkingDay,
  londonDate,
  londonTime,
  officeTimeBetween,
  workingDaysBefore,
  workingDaysBetween,
} from '../../shared/core/calendar/working-days.ts';
import { peopleBy } from '../../shared/core/case/offers.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aReferral } from '../builders.ts';
import { noMailbox } from './a-play.ts';
import { BELFAST, CARDIFF, councilsWith, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

const policy = policyNamed('nts-2026');
const office = { opens: '09:00', closes: '17:00' };

describe('hours of office time', () => {
  test.each([
    ['within a day', '2026-11-23T10:00:00.000Z', 'England', '2026-11-23T14:00:00.000Z'],
    ['before opening', '2026-11-23T05:00:00.000Z', 'England', '2026-11-23T13:00:00.000Z'],
    ['to the very close', '2026-11-23T13:00:00.000Z', 'England', '2026-11-23T17:00:00.000Z'],
    ['over a night', '2026-11-23T15:00:00.000Z', 'England', '2026-11-24T11:00:00.000Z'],
    ['over a weekend', '2026-11-27T16:00:00.000Z', 'England', '2026-11-30T12:00:00.000Z'],
    ['from a Saturday', '2026-11-28T12:00:00.000Z', 'England', '2026-11-30T13:00:00.000Z'],
    // St Andrew's Day is a bank holiday in Scotland.
    ['over Scotland’s own holiday', '2026-11-27T16:00:00.000Z', 'Scotland', '2026-12-01T12:00:00.000Z'],
    ['over Christmas', '2026-12-24T15:00:00.000Z', 'England', '2026-12-29T11:00:00.000Z'],
    ['in summer, by London’s clocks', '2026-07-01T15:00:00.000Z', 'England', '2026-07-02T11:00:00.000Z'],
  ] as const)('four of them %s', (_, from, nation, until) => {
    expect(afterOfficeHours(from, 4, nation, office)).toBe(until);
  });

  test.each([
    ['within a day', '2026-11-23T14:00:00.000Z', 'England', '2026-11-23T11:00:00.000Z'],
    ['from the very opening', '2026-11-23T12:00:00.000Z', 'England', '2026-11-23T09:00:00.000Z'],
    ['over a night', '2026-11-24T09:02:00.000Z', 'England', '2026-11-23T14:02:00.000Z'],
    ['over a weekend', '2026-11-30T10:00:00.000Z', 'England', '2026-11-27T15:00:00.000Z'],
    ['before a Saturday', '2026-11-28T12:00:00.000Z', 'England', '2026-11-27T14:00:00.000Z'],
    ['from after closing', '2026-11-23T23:00:00.000Z', 'England', '2026-11-23T14:00:00.000Z'],
    ['over Scotland’s own holiday', '2026-12-01T10:00:00.000Z', 'Scotland', '2026-11-27T15:00:00.000Z'],
    ['in summer, by London’s clocks', '2026-07-02T09:00:00.000Z', 'England', '2026-07-01T14:00:00.000Z'],
  ] as const)('three of them back %s', (_, until, nation, from) => {
    expect(beforeOfficeHours(until, 3, nation, office)).toBe(from);
  });

  test('so many back are so many forward, from an instant at which the office is open', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20 * 1440, max: 330 * 1440 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('England' as const, 'Scotland' as const, 'Northern Ireland' as const),
        (minute, hours, nation) => {
          const until = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
          const from = beforeOfficeHours(until, hours, nation, office);
          expect(officeTimeBetween(from, until, nation, office)).toBe(hours * 3_600_000);
          expect(isWorkingDay(londonDate(from), nation)).toBe(true);
          expect(londonTime(from) >= office.opens && londonTime(from) < office.closes).toBe(true);
        },
      ),
    );
  });
});

test('so many working days before a deadline are so many, on a working day, at its close', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 330 }),
      fc.integer({ min: 0, max: 10 }),
      fc.constantFrom('England' as const, 'Scotland' as const, 'Northern Ireland' as const),
      (day, n, nation) => {
        const deadline = new Date(Date.UTC(2026, 0, day, 17)).toISOString();
        const found = workingDaysBefore(deadline, n, nation, '17:00');
        expect(londonTime(found)).toBe('17:00');
        expect(isWorkingDay(londonDate(found), nation)).toBe(true);
        expect(workingDaysBetween(londonDate(found), londonDate(deadline), nation)).toBe(n);
      },
    ),
  );
});

describe('under nts-2026', () => {
  const all = [HAMPSHIRE, LEEDS, CARDIFF, BELFAST];
  /** Nobody ever answers, and every deadline is looked at when it comes. */
  const nobodyAnswers = (inCare: boolean, backUps: number, from: string): Play => {
    const play = new Play(councilsWith(10), policy)
      .at(from)
      .receive(aReferral({ inCareOfAuthority: inCare }));
    for (let step = 0; step < 60 && play.case.status !== 'escalated'; step += 1) {
      if (play.case.status === 'eligible') {
        const left = all.filter((code) => !play.case.excluded.includes(code));
        const [chosen, ...others] = left;
        if (chosen === undefined) {
          play.do({
            kind: 'allocate',
            decisionHash: 'd'.repeat(64),
            decision: { kind: 'no-candidate', verdicts: [], warnings: [] },
          });
          break;
        }
        play.offer(chosen, ...others.slice(0, backUps));
        continue;
      }
      const next = play.case.nextDueAt ?? '';
      play.at(next > play.now ? next : play.now).sweep();
    }
    return play;
  };

  test.each([
    [true, 0],
    [true, 2],
    [false, 0],
    [false, 2],
  ])(
    'a person has the case by half of its time, whoever does not answer (in care: %s, back-ups: %i)',
    (inCare, backUps) => {
      for (const from of [
        '2026-11-23T09:00:00.000Z',
        '2026-11-27T16:30:00.000Z',
        '2026-12-23T12:00:00.000Z',
      ]) {
        const play = nobodyAnswers(inCare, backUps, from);
        expect(play.case.status).toBe('escalated');
        const days = inCare ? policy.workingDays.moveInCare : policy.workingDays.moveNotInCare;
        const since = workingDaysBetween(londonDate(from), londonDate(play.now), 'England');
        expect(since).toBeLessThanOrEqual(Math.floor(days / 2));
        expect(play.now <= (peopleBy(play.case, policy) ?? '')).toBe(true);
      }
    },
  );

  test('an offer of a later round of which nobody had heard has half a day again, and no more', () => {
    const play = new Play(councilsWith(10), policy).receive().offer(HAMPSHIRE);
    play.answer('1-1', 'decline');
    play.offer(LEEDS);
    expect(play.case.offers[1]?.answerBy).toBe('2026-11-23T13:00:00.000Z');
    play.at('2026-11-23T11:00:00.000Z').do(noMailbox(play, '2-1', { next: 'coordinators' }));
    expect(play.case.offers[1]?.answerBy).toBe('2026-11-23T15:00:00.000Z');
  });

  test('an offer of a later round is answered in half a day, and so is its back-up’s', () => {
    const play = new Play(councilsWith(10), policy).receive().offer(HAMPSHIRE);
    expect(play.case.offers[0]?.answerBy).toBe('2026-11-24T17:00:00.000Z');
    play.at('2026-11-24T10:00:00.000Z').answer('1-1', 'decline');
    play.offer(LEEDS, CARDIFF);
    expect(play.case.offers.slice(1).map(({ answerBy }) => answerBy)).toEqual([
      '2026-11-24T14:00:00.000Z',
      '2026-11-24T14:00:00.000Z',
    ]);
    play.at('2026-11-24T15:00:00.000Z').answer('2-1', 'decline');
    expect(play.case.offers.at(-1)).toMatchObject({ status: 'live', council: CARDIFF });
  });

  test('quick answers may go through more rounds than three, while there is time', () => {
    const play = new Play(councilsWith(10), policy).receive();
    for (const [index, council] of all.entries()) {
      play.offer(council);
      play.answer(`${index + 1}-1`, 'decline');
    }
    expect(play.case).toMatchObject({ status: 'eligible', round: 4 });
  });

  test('an earlier policy counts rounds, however much time is left, and knows no such moment', () => {
    const before = policyNamed('nts-2025');
    expect(peopleBy(new Play(councilsWith(10), before).receive().case, before)).toBeUndefined();
  });
});
