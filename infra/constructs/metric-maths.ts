import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

/** An alarm reads ten metrics at most (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html). */
function combined(
  label: string,
  period: Duration,
  metrics: readonly IMetric[],
  expression: (keys: readonly string[]) => string,
): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({
    expression: expression(Object.keys(usingMetrics)),
    label,
    usingMetrics,
    period,
  });
}

/**
 * All of some metrics together, where a metric without data counts as nothing. `SUM` of a list passes over what has no point, and `+` does not: should
 * `FILL` make nothing of a metric that never had data, one such would silence all the others.
 */
export const sumOf = (label: string, period: Duration, metrics: readonly IMetric[]): MathExpression =>
  combined(label, period, metrics, (keys) => {
    const filled = keys.map((key) => `FILL(${key}, 0)`);
    return filled.length === 1 ? filled.join('') : `SUM([${filled.join(', ')}])`;
  });

/** All of some metrics together, where one without data leaves the whole without: each has to be counted. */
export const sumOfEach = (label: string, period: Duration, metrics: readonly IMetric[]): MathExpression =>
  combined(label, period, metrics, (keys) => keys.join(' + '));

/**
 * The largest of some metrics, where a metric without data counts as nothing.
 *
 * @param limits what each is divided by before they are compared
 */
export const largestOf = (
  label: string,
  period: Duration,
  metrics: readonly IMetric[],
  limits?: readonly number[],
): MathExpression =>
  combined(
    label,
    period,
    metrics,
    (keys) =>
      `MAX([${keys.map((key, index) => `FILL(${key}, 0)${limits === undefined ? '' : ` / ${limits[index]}`}`).join(', ')}])`,
  );
