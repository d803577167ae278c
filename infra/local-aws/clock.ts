/** The local run's clock: real time plus an offset that can be moved forward. */

export interface Clock {
  /** Milliseconds between the machine's time and the run's. */
  readonly offsetMilliseconds: number;
  now(): Date;
  /** Moves the clock to a moment; time goes on passing from there. */
  moveTo(moment: Date): void;
}

/** @param startAt the moment at which the run begins; the machine's time by default */
export function movableClock(startAt?: Date): Clock {
  let offset = startAt ? startAt.getTime() - Date.now() : 0;
  return {
    get offsetMilliseconds() {
      return offset;
    },
    now: () => new Date(Date.now() + offset),
    moveTo(moment) {
      offset = moment.getTime() - Date.now();
    },
  };
}

const units: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Reads `2d`, `3h`, `30m`, `1d12h`, or a moment such as `to 2026-11-24T09:00` (London time unless it says otherwise).
 *
 * @returns the moment meant, or undefined when the text means neither or lies in the past
 */
export function momentAfter(now: Date, text: string): Date | undefined {
  const trimmed = text.trim().replace(/^to\s+/, '');
  const steps = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([smhdw])/g)];
  if (steps.length && steps.map(([whole]) => whole).join('') === trimmed.replaceAll(/\s/g, '')) {
    const sum = steps.reduce((total, [, count, unit]) => total + Number(count) * (units[unit ?? ''] ?? 0), 0);
    return new Date(now.getTime() + sum);
  }
  const moment = londonMoment(trimmed);
  return moment && moment >= now ? moment : undefined;
}

/** Reads an ISO 8601 moment; without an offset it is London's wall clock. A date alone means 09:00. */
export function londonMoment(text: string): Date | undefined {
  const [, date, time = '09:00', zone] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
  if (!date) return undefined;
  const asUtc = new Date(`${date}T${time}${zone ?? 'Z'}`);
  if (Number.isNaN(asUtc.getTime())) return undefined;
  return zone
    ? asUtc
    : new Date(asUtc.getTime() - londonOffset(new Date(asUtc.getTime() - londonOffset(asUtc))));
}

function londonOffset(moment: Date): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(moment.getTime() / 1_000) * 1_000;
}
