/** Metrics as CloudWatch keeps them: values by name and dimensions, a minute being the finest that is told apart. */
import { LocalRunError } from '../local-run-error.ts';

const MINUTE = 60_000;

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  /** Each set of dimensions is a metric of its own: nothing is summed over dimensions that are left out. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** What came within one minute. */
interface Bucket {
  readonly minute: number;
  readonly values: number[];
}

/** One point of a graph: what one period comes to, or undefined where nothing came. */
export type Point = number | undefined;

/** Each alarm asks for the same metrics every minute. */
const identities = new WeakMap<MetricName, string>();

function identity(metric: MetricName): string {
  const known = identities.get(metric);
  if (known !== undefined) return known;
  const { namespace, name, dimensions = {} } = metric;
  const sorted = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const made = JSON.stringify([namespace, name, sorted]);
  identities.set(metric, made);
  return made;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** @param part 0 to 1. The nearest value that is there; CloudWatch interpolates, and says not how. */
const percentile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] as number;
};

const statistics: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: sum,
  SampleCount: ({ length }) => length,
  Average: (values) => sum(values) / values.length,
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
};

/**
 * How a statistic is reckoned from values of which there is at least one.
 *
 * @param name as CloudWatch calls it: `Sum`, `Maximum`, `p90`, …
 * @throws LocalRunError for one that is not known here
 */
export function statisticNamed(name: string): (values: readonly number[]) => number {
  const [, rank] = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name) ?? [];
  const found =
    rank === undefined
      ? statistics[name]
      : (values: readonly number[]) => percentile(values, Number(rank) / 100);
  if (found === undefined)
    throw new LocalRunError(
      `The local run does not know the statistic ${name}. Teach it in infra/local-aws/alarms/metrics.ts.`,
    );
  return found;
}

/** A run of periods, all of one length. */
export interface Range {
  /** When the last period ends, milliseconds since 1970; not in it any more. */
  readonly end: number;
  readonly periodSeconds: number;
  readonly periods: number;
}

/** What was counted, and what it comes to by period. */
export class Metrics {
  readonly #series = new Map<string, Bucket[]>();

  /** Notes one value. @param at milliseconds since 1970; it may come late */
  record(metric: MetricName, value: number, at: number): void {
    const key = identity(metric);
    const buckets = this.#series.get(key) ?? [];
    this.#series.set(key, buckets);
    const minute = Math.floor(at / MINUTE);
    let place = buckets.length;
    while (place > 0 && (buckets[place - 1] as Bucket).minute > minute) place -= 1;
    const before = buckets[place - 1];
    if (before?.minute === minute) before.values.push(value);
    else buckets.splice(place, 0, { minute, values: [value] });
  }

  /** The points of one metric, the oldest first. @throws LocalRunError for a statistic that is not known */
  points(metric: MetricName, statistic: string, { end, periodSeconds, periods }: Range): readonly Point[] {
    const reckon = statisticNamed(statistic);
    const points: (number[] | undefined)[] = Array.from({ length: periods }, () => undefined);
    const period = periodSeconds * 1_000;
    const start = end - periods * period;
    const buckets = this.#series.get(identity(metric)) ?? [];
    for (let at = buckets.length - 1; at >= 0; at -= 1) {
      const { minute, values } = buckets[at] as Bucket;
      const place = Math.floor((minute * MINUTE - start) / period);
      if (place < 0) break;
      if (place >= periods) continue;
      const there = points[place];
      if (there === undefined) points[place] = [...values];
      else there.push(...values);
    }
    return points.map((values) => (values === undefined ? undefined : reckon(values)));
  }

  /** Lets go of what is older. @param moment milliseconds since 1970 */
  forgetBefore(moment: number): void {
    for (const buckets of this.#series.values()) {
      const kept = buckets.findIndex(({ minute }) => minute * MINUTE >= moment);
      buckets.splice(0, kept === -1 ? buckets.length : kept);
    }
  }

  /** The metrics that have ever had a value. */
  get names(): readonly MetricName[] {
    return [...this.#series.keys()].map((key) => {
      const [namespace, name, dimensions] = JSON.parse(key) as [string, string, [string, string][]];
      return { namespace, name, dimensions: Object.fromEntries(dimensions) };
    });
  }
}
