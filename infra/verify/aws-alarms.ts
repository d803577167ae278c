/** The alarms of a stage on AWS, and which of their metrics have data, as the AWS CLI says. */
import * as z from 'zod';
import { ask, type Run } from '../deploy/ask.ts';
import { DeployProblem } from '../deploy/options.ts';
import type { FoundAlarm } from './alarm-data.ts';

const metric = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
const described = z.object({
  MetricAlarms: z
    .array(
      z.object({
        AlarmName: z.string(),
        StateValue: z.string(),
        Metrics: z.array(z.object({ MetricStat: z.object({ Metric: metric }).optional() })).default([]),
        ...metric.partial().shape,
      }),
    )
    .default([]),
});
const data = z.object({
  MetricDataResults: z
    .array(z.object({ Id: z.string(), Values: z.array(z.number()).default([]) }))
    .default([]),
});

type Metric = z.infer<typeof metric>;
type Described = z.infer<typeof described>['MetricAlarms'][number];

function metricsOf({ Metrics, Namespace, MetricName, Dimensions = [] }: Described): readonly Metric[] {
  const own =
    Namespace === undefined || MetricName === undefined ? [] : [{ Namespace, MetricName, Dimensions }];
  return [
    ...own,
    ...Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric])),
  ];
}

const HOUR_SECONDS = 3_600;
const DAY_MILLISECONDS = 24 * HOUR_SECONDS * 1_000;
/** CloudWatch takes 500 in one question. */
const MOST = 500;

/** @throws DeployProblem when CloudWatch cannot be asked */
function asked<Data>(run: Run, region: string, question: readonly string[], shape: z.ZodType<Data>): Data {
  const answer = ask(run, region, question, shape);
  if ('problem' in answer) throw new DeployProblem(`CloudWatch cannot be asked: ${answer.problem}`);
  return answer.data;
}

/** @param stack the stack that moves everything: its name stands before that of each alarm */
export function alarmsOnAws(stack: string, region: string, run: Run, now: Date): readonly FoundAlarm[] {
  const { MetricAlarms } = asked(
    run,
    region,
    ['cloudwatch', 'describe-alarms', '--alarm-name-prefix', `${stack}-`],
    described,
  );
  const metrics = new Map(MetricAlarms.flatMap(metricsOf).map((one) => [JSON.stringify(one), one] as const));
  const all = [...metrics];
  const having = new Set<string>();
  for (let from = 0; from < all.length; from += MOST) {
    const queries = all.slice(from, from + MOST).map(([, Metric], at) => ({
      Id: `m${from + at}`,
      MetricStat: { Metric, Period: HOUR_SECONDS, Stat: 'SampleCount' },
    }));
    const { MetricDataResults } = asked(
      run,
      region,
      [
        ...['cloudwatch', 'get-metric-data', '--metric-data-queries', JSON.stringify(queries)],
        ...['--start-time', new Date(now.getTime() - DAY_MILLISECONDS).toISOString()],
        ...['--end-time', now.toISOString()],
      ],
      data,
    );
    for (const { Id, Values } of MetricDataResults)
      if (Values.length > 0) having.add(all[Number(Id.slice(1))]?.[0] ?? '');
  }
  return MetricAlarms.map((alarm) => ({
    name: alarm.AlarmName.slice(stack.length + 1),
    state: alarm.StateValue,
    hasData: metricsOf(alarm).some((one) => having.has(JSON.stringify(one))),
  }));
}
