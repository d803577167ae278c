/** A template's alarms over the metrics of a run. */
import { LocalRunError } from '../local-run-error.ts';
import type { AlarmPlan, MetricAlarmPlan } from './alarm-plans.ts';
import { type AlarmState, RANGE_BEYOND, stateOf } from './alarm-state.ts';
import { pointsOf } from './metric-maths.ts';
import type { Metrics, Point, Range } from './metrics.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY_SECONDS = 86_400;
/** Past the hour, when alarms that look at more than a day are evaluated: as in AWS's example. */
const HOURLY_AT = 3 * MINUTE;

/** An alarm has gone from one state to another. */
export interface Transition {
  readonly alarm: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface AlarmsOptions {
  readonly plans: readonly AlarmPlan[];
  readonly metrics: Metrics;
  /** How many periods more than N are looked through; AWS does not say. */
  readonly rangeBeyond?: number;
  /** Whether `FILL` makes points of nothing; AWS does not say. */
  readonly fillsNothing?: boolean;
}

/** Evaluates alarms as CloudWatch does: each minute over windows that slide, those that look at more than a day once an hour. */
export class Alarms {
  readonly plans: readonly AlarmPlan[];
  readonly #metrics: Metrics;
  readonly #rangeBeyond: number;
  readonly #fillsNothing: boolean;
  readonly #states: Map<string, AlarmState>;

  constructor({ plans, metrics, rangeBeyond = RANGE_BEYOND, fillsNothing = true }: AlarmsOptions) {
    this.plans = plans;
    this.#metrics = metrics;
    this.#rangeBeyond = rangeBeyond;
    this.#fillsNothing = fillsNothing;
    this.#states = new Map(plans.map(({ name }) => [name, 'INSUFFICIENT_DATA']));
  }

  /** @throws LocalRunError when there is no such alarm */
  state(alarm: string): AlarmState {
    const state = this.#states.get(alarm);
    if (state === undefined) throw new LocalRunError(`There is no alarm ${alarm}.`);
    return state;
  }

  /** How far back any of them looks, in milliseconds. */
  get range(): number {
    const seconds = this.plans.map((plan) =>
      plan.kind === 'metric' ? (plan.rule.evaluationPeriods + this.#rangeBeyond) * plan.periodSeconds : 0,
    );
    return Math.max(0, ...seconds) * 1_000 + HOUR;
  }

  /**
   * One look at all of them, at a whole minute.
   *
   * @param now milliseconds since 1970
   * @param looks whether an alarm looks now; each does by default
   * @returns what has changed
   */
  evaluate(now: number, looks: (plan: MetricAlarmPlan) => boolean = () => true): readonly Transition[] {
    const changed: Transition[] = [];
    const turn = (alarm: string, to: AlarmState): void => {
      const from = this.state(alarm);
      this.#states.set(alarm, to);
      if (from !== to) changed.push({ alarm, from, to, at: now });
    };
    for (const plan of this.plans) {
      if (plan.kind !== 'metric' || !looks(plan)) continue;
      const end = this.#endFor(plan, now);
      if (end === undefined) continue;
      turn(plan.name, stateOf(plan.rule, this.points(plan, end), this.state(plan.name)));
    }
    for (const plan of this.plans)
      if (plan.kind === 'composite') turn(plan.name, plan.rule((name) => this.state(name)) ? 'ALARM' : 'OK');
    return changed;
  }

  /** Up to when an alarm looks now; undefined when it is not its turn. */
  #endFor({ periodSeconds, rule }: MetricAlarmPlan, now: number): number | undefined {
    if (periodSeconds * rule.evaluationPeriods <= DAY_SECONDS) return now - (now % MINUTE);
    const hour = now - (now % HOUR);
    return now - (now % MINUTE) === hour + HOURLY_AT ? hour : undefined;
  }

  /** Whether any of the metrics that an alarm reads had a value in the day before a moment. @param now milliseconds since 1970 */
  hasData({ readings }: MetricAlarmPlan, now: number): boolean {
    const range = { end: now + MINUTE, periodSeconds: DAY_SECONDS, periods: 1 };
    return [...readings.values()].some(({ metric }) =>
      this.#metrics.points(metric, 'SampleCount', range).some((point) => point !== undefined),
    );
  }

  /** What an alarm compares with its threshold, the oldest first. @param end milliseconds since 1970 */
  points(plan: MetricAlarmPlan, end: number): readonly Point[] {
    const periods = plan.rule.evaluationPeriods + this.#rangeBeyond;
    const range: Range = { end, periodSeconds: plan.periodSeconds, periods };
    const series = (id: string): readonly Point[] => {
      const reading = plan.readings.get(id);
      if (reading !== undefined) return this.#metrics.points(reading.metric, reading.statistic, range);
      const expression = plan.expressions.get(id);
      if (expression === undefined)
        throw new LocalRunError(`The alarm ${plan.name} reads ${id}, which is not among its metrics.`);
      return pointsOf(expression, { series, periods, fillsNothing: this.#fillsNothing });
    };
    return series(plan.compared);
  }
}
