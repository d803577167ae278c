import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { londonMoment, momentAfter, movableClock } from '../../infra/local-aws/clock.ts';
import { cronerPattern, firingsBetween, scheduleOf } from '../../infra/local-aws/functions/schedules.ts';
import type { SchedulePlan } from '../../infra/local-aws/template/plan.ts';

const start = new Date('2026-11-23T00:00:00Z');
const schedule = (expression: string) =>
  scheduleOf({ name: 'S', expression, timeZone: 'Europe/London' } as SchedulePlan, start);
const next = (expression: string, after: string) => schedule(expression).next(new Date(after))?.toISOString();

describe('expressions', () => {
  test.each([
    ['0 8 ? * MON-FRI *', '0 0 8 * * MON-FRI *'],
    ['0/15 9 ? * 2-6 *', '0 0-59/15 9 * * 1-5 *'],
    ['0 9 ? * 6#3 *', '0 0 9 * * 5#3 *'],
    ['5 4 1,15 * ? 2027', '0 5 4 1,15 * * 2027'],
  ])('%s is %s for croner', (given, translated) => {
    expect(cronerPattern(given, { name: 'S', expression: given })).toBe(translated);
  });

  test('London keeps its own time: eight in the morning in winter and in summer', () => {
    expect(next('cron(0 8 ? * MON-FRI *)', '2026-01-02T09:00:00Z')).toBe('2026-01-05T08:00:00.000Z');
    expect(next('cron(0 8 ? * MON-FRI *)', '2026-06-05T09:00:00Z')).toBe('2026-06-08T07:00:00.000Z');
  });

  test('a rate counts from the start', () => {
    expect(next('rate(5 minutes)', '2026-11-23T00:00:00Z')).toBe('2026-11-23T00:05:00.000Z');
    expect(next('rate(5 minutes)', '2026-11-23T00:05:00Z')).toBe('2026-11-23T00:10:00.000Z');
  });

  test.each(['rate(0 minutes)', 'cron(0 8 * *)', 'daily'])('%s is refused', (expression) => {
    expect(() => schedule(expression)).toThrow(/cannot read the schedule expression/);
  });
});

describe('moving over time', () => {
  const between = (until: string) =>
    firingsBetween(
      [schedule('rate(5 minutes)'), schedule('cron(0 8 ? * MON-FRI *)')],
      start,
      new Date(until),
    );

  test('in order, the frequent ones once an hour and once at the end', () => {
    const firings = between('2026-11-23T08:33:00Z');
    expect(firings.map((one) => one.at.toISOString().slice(11, 16))).toEqual([
      '00:05',
      '01:05',
      '02:05',
      '03:05',
      '04:05',
      '05:05',
      '06:05',
      '07:05',
      '08:00',
      '08:05',
      '08:30',
    ]);
  });

  test('never after the target, never backwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 * 24 * 60 }), (minutes) => {
        const until = new Date(start.getTime() + minutes * 60_000);
        const times = between(until.toISOString()).map((one) => one.at.getTime());
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times.every((time) => time > start.getTime() && time <= until.getTime())).toBe(true);
        expect(times.length >= Math.floor(minutes / 60)).toBe(true);
      }),
    );
  });
});

describe('the clock', () => {
  test.each([
    ['2d', '2026-11-25T00:00:00.000Z'],
    ['1d12h', '2026-11-24T12:00:00.000Z'],
    ['30m', '2026-11-23T00:30:00.000Z'],
    ['to 2026-11-24T09:00', '2026-11-24T09:00:00.000Z'],
    ['to 2027-06-01T09:00', '2027-06-01T08:00:00.000Z'],
    ['to 2027-06-01', '2027-06-01T08:00:00.000Z'],
  ])('%s leads to %s', (text, moment) => {
    expect(momentAfter(start, text)?.toISOString()).toBe(moment);
  });

  test.each(['', 'soon', '2x', 'to 2020-01-01', '2d later'])('"%s" leads nowhere', (text) => {
    expect(momentAfter(start, text)).toBeUndefined();
  });

  test('starts where it is told and goes on from there', () => {
    const clock = movableClock(londonMoment('2026-11-23T08:55'));
    expect(Math.abs(clock.now().getTime() - Date.parse('2026-11-23T08:55:00Z'))).toBeLessThan(1_000);
    clock.moveTo(new Date('2026-12-01T00:00:00Z'));
    expect(clock.now().toISOString()).toMatch(/^2026-12-01T00:00:0/);
  });
});
