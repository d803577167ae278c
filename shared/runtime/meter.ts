import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricName } from './metric-names.ts';

/** Where functions count what happens to children and messages. */
export interface Meter {
  /** Adds whole things; `by` 0 writes a zero, which an alarm reads as "all is well". */
  count(name: MetricName, by?: number): void;
  /** One duration in seconds. */
  seconds(name: MetricName, value: number): void;
}

/** An invocation that counts nothing (a page, a duplicate, a relayed event) is usual here, and no reason to warn. */
const warn = (...words: readonly unknown[]): void => {
  if (!String(words[0]).startsWith('No application metrics')) console.warn(...words);
};

/** The metrics of one function. Its namespace and service name come from the POWERTOOLS_ variables. */
export function powertoolsMetrics(): Metrics {
  return new Metrics({ logger: { debug: () => {}, info: () => {}, warn, error: console.error } });
}

/** A function's meter over its Powertools metrics. */
export function meterTo(metrics: Metrics): Meter {
  return {
    count: (name, by = 1) => {
      metrics.addMetric(name, MetricUnit.Count, by);
    },
    seconds: (name, value) => {
      metrics.addMetric(name, MetricUnit.Seconds, value);
    },
  };
}
