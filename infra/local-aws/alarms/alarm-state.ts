/** When an alarm rings: CloudWatch's own rules, without a clock and without metrics. */
import type { Point } from './metrics.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What becomes of a period without data. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export interface Rule {
  /** Whether a value is on the wrong side of the threshold. */
  readonly breaches: (value: number) => boolean;
  /** N: periods that are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them have to be wrong. */
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
}

/**
 * AWS "attempts to retrieve a higher number of data points than the number specified as Evaluation Periods" and does not say how many
 * more; in its one example, 3 periods are looked for among 5.
 */
export const RANGE_BEYOND = 2;

/**
 * The state after one look, as "How alarm state is evaluated when data is missing" and "Avoiding premature transitions to alarm state"
 * have it (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html). The newest N points that are there
 * decide. Where fewer are there, those and the filling do: so a metric that stops is missed only when its last point leaves the range,
 * which is longer than N periods.
 *
 * @param points all of the range, the oldest first
 * @param before the state until now
 */
export function stateOf(rule: Rule, points: readonly Point[], before: AlarmState): AlarmState {
  const { breaches, evaluationPeriods: n, datapointsToAlarm: m, missingData } = rule;
  const there = points.filter((point) => point !== undefined).slice(-n);
  const wrong = there.filter(breaches).length;
  const decided = (count: number): AlarmState => (count >= m ? 'ALARM' : 'OK');
  const filled = n - there.length;
  if (filled === 0 || missingData === 'notBreaching') return decided(wrong);
  if (missingData === 'breaching') return decided(wrong + filled);
  if (there.length === 0) return missingData === 'ignore' ? before : 'INSUFFICIENT_DATA';
  if (wrong < there.length) return decided(wrong);
  // Nothing speaks against it, and less than is asked for speaks for it.
  if (wrong >= m) return 'ALARM';
  if (missingData === 'ignore') return before;
  const oldest = points.findIndex((point) => point !== undefined);
  return points.length - oldest >= m ? 'ALARM' : 'OK';
}
