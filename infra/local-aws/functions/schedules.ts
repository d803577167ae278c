/** EventBridge Scheduler's expressions, read with croner: when does a schedule fire next? */
import { Cron } from 'croner';
import { LocalRunError } from '../local-run-error.ts';
import type { SchedulePlan } from '../template/plan.ts';

export interface Schedule {
  readonly plan: SchedulePlan;
  /** The first moment after the given one at which it fires. */
  next(after: Date): Date | undefined;
}

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * @param start rates count from here, as they do from a schedule's creation
 * @throws LocalRunError for an expression that cannot be read
 */
export function scheduleOf(plan: SchedulePlan, start: Date): Schedule {
  const [, kind, inside = ''] = /^(rate|cron|at)\((.+)\)$/.exec(plan.expression) ?? [];
  if (kind === 'rate') {
    const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(inside) ?? [];
    const every = Number(count) * (units[unit] ?? Number.NaN);
    if (!(every > 0)) throw unreadable(plan);
    return {
      plan,
      next: (after) => {
        const passed = Math.floor((after.getTime() - start.getTime()) / every);
        return new Date(start.getTime() + Math.max(1, passed + 1) * every);
      },
    };
  }
  if (kind === 'cron') {
    const cron = new Cron(cronerPattern(inside, plan), {
      timezone: plan.timeZone,
      paused: true,
      mode: '7-part',
    });
    return { plan, next: (after) => cron.nextRun(after) ?? undefined };
  }
  if (kind === 'at') {
    const once = new Cron(inside, { timezone: plan.timeZone, paused: true });
    return { plan, next: (after) => once.nextRun(after) ?? undefined };
  }
  throw unreadable(plan);
}

const unreadable = (plan: SchedulePlan) =>
  new LocalRunError(`The local run cannot read the schedule expression ${plan.expression} of ${plan.name}.`);

const last: readonly number[] = [59, 23, 31, 12, 7, 2199];

/** AWS's six fields (minute hour day month weekday year) as croner's seven, seconds first. */
export function cronerPattern(fields: string, plan: Pick<SchedulePlan, 'name' | 'expression'>): string {
  const parts = fields.trim().split(/\s+/);
  if (parts.length !== 6) throw unreadable(plan as SchedulePlan);
  const translated = parts.map((part, index) => {
    const field = part
      .replaceAll('?', '*')
      .split(',')
      .map((piece) =>
        piece.replace(/^(\d+)\/(\d+)$/, (_, from: string, step: string) => `${from}-${last[index]}/${step}`),
      )
      .join(',');
    // AWS counts weekdays from 1 (Sunday), croner from 0; the number after # is a week, not a day.
    return index === 4
      ? field.replaceAll(/(?<![#\d/])([1-7])(?!\d)/g, (day) => String(Number(day) - 1))
      : field;
  });
  return ['0', ...translated].join(' ');
}

export interface Firing {
  readonly schedule: Schedule;
  readonly at: Date;
}

const HOUR = 3_600_000;

/**
 * Every firing between two moments, in order. A schedule more frequent than hourly fires once an hour and once at
 * the end: what it does depends on what has become due by then, and a week of five-minute ticks would take minutes.
 *
 * @param wholeFrom from when on each firing is wanted, however frequent
 */
export function firingsBetween(
  schedules: readonly Schedule[],
  after: Date,
  until: Date,
  wholeFrom = until,
): Firing[] {
  const firings: Firing[] = [];
  for (const schedule of schedules) {
    let from = after;
    let final: Date | undefined;
    for (let at = schedule.next(from); at && at <= until; at = schedule.next(from)) {
      firings.push({ schedule, at });
      const following = schedule.next(at);
      const leaps = following !== undefined && following.getTime() - at.getTime() < HOUR && at < wholeFrom;
      from = leaps
        ? new Date(Math.min(at.getTime() + HOUR, Math.max(at.getTime() + 1, wholeFrom.getTime())) - 1)
        : at;
      if (leaps) final = lastFiring(schedule, at, until);
    }
    if (final && !firings.some((one) => one.schedule === schedule && one.at.getTime() === final.getTime()))
      firings.push({ schedule, at: final });
  }
  return firings.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function lastFiring(schedule: Schedule, from: Date, until: Date): Date {
  let latest = from;
  const near = new Date(Math.max(from.getTime(), until.getTime() - HOUR));
  for (let at = schedule.next(near); at && at <= until; at = schedule.next(at)) latest = at;
  return latest;
}
