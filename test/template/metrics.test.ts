import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { schemeMetrics } from '../../infra/constructs/scheme-metrics.ts';
import { type MetricName, metricNames } from '../../shared/runtime/metric-names.ts';
import { functionNames } from '../function-names.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The files of a function: its handler, and whatever that imports of ours. */
function filesOf(name: string): readonly string[] {
  const files = new Set([path.join(root, 'functions', name, 'handler.ts')]);
  for (const file of files)
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']+\.ts)'/g))
      files.add(path.resolve(path.dirname(file), from));
  return [...files];
}

const counts = (name: string, metric: string): boolean =>
  filesOf(name).some((file) => readFileSync(file, 'utf8').includes(`metricNames.${metric}`));
const emitters = (metric: MetricName): readonly string[] =>
  schemeMetrics(metric, { statistic: 'Sum', period: Duration.minutes(5) }).map(
    ({ dimensions }) => dimensions?.service,
  );

test.each(Object.entries(metricNames))('%s is watched where a function counts it', (metric, name) => {
  const watched = emitters(name);
  expect(watched.length).toBeGreaterThan(0);
  expect(watched.filter((service) => !counts(service, metric))).toEqual([]);
});

/** Counted outside what several functions share: there, who reaches the count is who emits it. */
test.each([
  'casesOpen',
  'casesOpenPastDeadline',
  'oldestUnplacedSeconds',
  'calendarDaysLeft',
  'emailsSent',
  'emailsRefused',
] as const)('an alarm on %s watches every function that counts it', (metric) => {
  expect(emitters(metricNames[metric])).toEqual(functionNames.filter((name) => counts(name, metric)));
});
