/** Metrics that functions write into their logs: CloudWatch's embedded metric format. */
import type { MetricName } from './metrics.ts';

export interface Datum {
  readonly metric: MetricName;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

interface Embedded extends Readonly<Record<string, unknown>> {
  readonly _aws?: { readonly Timestamp?: number; readonly CloudWatchMetrics?: readonly Directive[] };
}

function parsed(line: string): Embedded | undefined {
  try {
    return JSON.parse(line) as Embedded;
  } catch {
    return undefined;
  }
}

/**
 * The metrics in a line of a log (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html):
 * one for each value, name and set of dimensions.
 *
 * @param arrived when the line came, milliseconds since 1970, for lines that do not say
 * @returns none for a line that is no such thing
 */
export function embeddedMetrics(line: string, arrived: number): readonly Datum[] {
  if (!line.includes('"_aws"')) return [];
  const embedded = parsed(line);
  const { Timestamp: at = arrived, CloudWatchMetrics: directives = [] } = embedded?._aws ?? {};
  return directives.flatMap(({ Namespace: namespace, Dimensions: sets, Metrics: metrics }) =>
    metrics.flatMap(({ Name: name }) =>
      sets.flatMap((set) => {
        const dimensions = Object.fromEntries(set.map((key) => [key, String(embedded?.[key])]));
        return [embedded?.[name]]
          .flat()
          .filter((value) => typeof value === 'number')
          .map((value) => ({ metric: { namespace, name, dimensions }, value, at }));
      }),
    ),
  );
}
