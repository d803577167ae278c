import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { londonMoment, momentAfter, movableClock } from '../../infra/local-aws/clock.ts';
import { EventSources } from '../../infra/local-aws/functions/event-sources.ts';
import type { FunctionRunner } from '../../infra/local-aws/functions/function-runner.ts';
import { cronerPattern, firingsBetween, scheduleOf } from '../../infra/local-aws/functions/schedules.ts';
import type { Judge } from '../../infra/local-aws/iam/denials.ts';
import type { DynamoDb } from '../../infra/local-aws/services/dynamodb.ts';
import type { Sqs } from '../../infra/local-aws/services/sqs.ts';
import type { Plan, SchedulePlan } from '../../infra/local-aws/template/plan.ts';

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

describe('as time passes', () => {
  const sourcesOf = (schedulesWait: boolean) => {
    const fired: string[] = [];
    const sources = new EventSources({
      schedulesWait,
      clock: movableClock(start),
      plan: {
        functions: [{ name: 'f', arn: 'arn:f', retryAttempts: 0 }],
        tables: [],
        mappings: [],
        schedules: [{ name: 'Often', expression: 'rate(5 minutes)', functionArn: 'arn:f' }],
      } as unknown as Plan,
      runner: {
        invoke: async (_: string, __: unknown, source: string) => {
          fired.push(source);
          return { kind: 'returned', payload: '' };
        },
      } as unknown as FunctionRunner,
      judge: { lambda: () => undefined, schedule: () => undefined } as unknown as Judge,
      sqs: {} as Sqs,
      dynamoDb: {} as DynamoDb,
      onRecord: () => undefined,
      onAge: () => undefined,
    });
    return { sources, fired };
  };

  beforeEach(() => {
    vi.useFakeTimers({ now: start });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['they fire by themselves', false, 3],
    ['those that wait do not', true, 0],
  ] as const)('%s', async (_, schedulesWait, times) => {
    const { sources, fired } = sourcesOf(schedulesWait);
    await sources.start();
    await vi.advanceTimersByTimeAsync(16 * 60_000);
    expect(fired).toHaveLength(times);
    await sources.stop();
  });

  test('those that wait fire when the clock is moved over them', async () => {
    const { sources, fired } = sourcesOf(true);
    await sources.start();
    await sources.catchUp(sources.firingsUntil(new Date('2026-11-23T00:16:00Z')));
    expect(fired.length).toBeGreaterThan(0);
    await sources.stop();
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
