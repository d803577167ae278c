/** The alarms that a template asks for. */
import { LocalRunError } from '../local-run-error.ts';
import type { Json, Resource } from '../template/assembly.ts';
import type { AlarmState, MissingData, Rule } from './alarm-state.ts';
import { type CompositeRule, readCompositeRule } from './composite-rule.ts';
import { type Expression, readExpression } from './metric-maths.ts';
import { type MetricName, statisticNamed } from './metrics.ts';

/** One metric that an alarm reads. */
interface Reading {
  readonly metric: MetricName;
  readonly statistic: string;
}

interface CommonPlan {
  readonly name: string;
  readonly description: string;
  /** Whether it calls somebody when it rings. */
  readonly calls: boolean;
  /** The topics that are told when it comes into a state, by their ARNs. */
  readonly tells: Readonly<Record<AlarmState, readonly string[]>>;
}

export interface MetricAlarmPlan extends CommonPlan {
  readonly kind: 'metric';
  readonly periodSeconds: number;
  readonly rule: Rule;
  /** By the ids that the expressions use. */
  readonly readings: ReadonlyMap<string, Reading>;
  readonly expressions: ReadonlyMap<string, Expression>;
  /** The id whose points are compared. */
  readonly compared: string;
}

interface CompositeAlarmPlan extends CommonPlan {
  readonly kind: 'composite';
  readonly rule: CompositeRule;
}

export type AlarmPlan = MetricAlarmPlan | CompositeAlarmPlan;

const honoured: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': [
    'AlarmName',
    'AlarmDescription',
    'ComparisonOperator',
    'DatapointsToAlarm',
    'Dimensions',
    'EvaluationPeriods',
    'ExtendedStatistic',
    'MetricName',
    'Metrics',
    'Namespace',
    'Period',
    'Statistic',
    'Threshold',
    'TreatMissingData',
    'ActionsEnabled',
    'AlarmActions',
    'OKActions',
    'InsufficientDataActions',
    'Tags',
  ],
  'AWS::CloudWatch::CompositeAlarm': [
    'AlarmName',
    'AlarmDescription',
    'AlarmRule',
    'ActionsEnabled',
    'AlarmActions',
    'OKActions',
    'InsufficientDataActions',
    'Tags',
  ],
};

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

function commonOf(name: string, given: Json): CommonPlan {
  const actions = (listed: unknown): readonly string[] =>
    given.ActionsEnabled === false ? [] : ((listed ?? []) as readonly string[]);
  const tells = {
    ALARM: actions(given.AlarmActions),
    OK: actions(given.OKActions),
    INSUFFICIENT_DATA: actions(given.InsufficientDataActions),
  };
  return {
    name,
    description: String(given.AlarmDescription ?? ''),
    calls: tells.ALARM.length > 0,
    tells,
  };
}

const dimensionsOf = (listed: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ((listed ?? []) as { Name: string; Value: unknown }[]).map(({ Name, Value }) => [Name, String(Value)]),
  );

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: Json; readonly Period: number; readonly Stat: string };
  readonly ReturnData?: boolean;
}

/** An alarm on one metric is an alarm on one query. */
const queriesOf = (given: Json): readonly Query[] =>
  (given.Metrics as readonly Query[] | undefined) ?? [
    {
      Id: 'm',
      MetricStat: {
        Metric: { Namespace: given.Namespace, MetricName: given.MetricName, Dimensions: given.Dimensions },
        Period: Number(given.Period),
        Stat: String(given.Statistic ?? given.ExtendedStatistic),
      },
    },
  ];

function metricAlarm(name: string, given: Json): MetricAlarmPlan {
  const refuse = (what: string): LocalRunError =>
    new LocalRunError(`The alarm ${name} ${what}. Teach it in infra/local-aws/alarms/alarm-plans.ts.`);
  const readings = new Map<string, Reading>();
  const expressions = new Map<string, Expression>();
  const periods = new Set<number>();
  let compared: string | undefined;
  const queries = queriesOf(given);
  for (const { Id: id, Expression: text, MetricStat: stat, ReturnData: returned = true } of queries) {
    if (returned) compared = id;
    if (text !== undefined) expressions.set(id, readExpression(text));
    if (stat === undefined) continue;
    const { Namespace, MetricName: metricName, Dimensions } = stat.Metric;
    const dimensions = dimensionsOf(Dimensions);
    statisticNamed(stat.Stat);
    readings.set(id, {
      metric: { namespace: String(Namespace), name: String(metricName), dimensions },
      statistic: stat.Stat,
    });
    periods.add(stat.Period);
  }
  const [periodSeconds, ...others] = periods;
  if (compared === undefined || periodSeconds === undefined || others.length > 0)
    throw refuse('does not read one series over periods of one length');
  if (periodSeconds % 60 !== 0) throw refuse('looks more often than every minute');
  const compare = comparisons[String(given.ComparisonOperator)];
  if (compare === undefined) throw refuse(`compares by ${String(given.ComparisonOperator)}`);
  const evaluationPeriods = Number(given.EvaluationPeriods);
  const threshold = Number(given.Threshold);
  const alone = queries.length === 1 ? readings.get(compared)?.metric.namespace : undefined;
  return {
    kind: 'metric',
    ...commonOf(name, given),
    periodSeconds,
    rule: {
      breaches: (value) => compare(value, threshold),
      evaluationPeriods,
      datapointsToAlarm: Number(given.DatapointsToAlarm ?? evaluationPeriods),
      // "Alarms that evaluate metrics in the AWS/DynamoDB namespace always ignore missing data" (alarm-evaluation, as above).
      missingData:
        alone === 'AWS/DynamoDB' ? 'ignore' : ((given.TreatMissingData ?? 'missing') as MissingData),
    },
    readings,
    expressions,
    compared,
  };
}

/**
 * The alarms among some resources.
 *
 * @throws LocalRunError for a property, a statistic or metric maths that is not known here
 */
export function alarmPlans(resources: readonly Resource[]): readonly AlarmPlan[] {
  return resources.flatMap(({ type, id, path, properties }): AlarmPlan[] => {
    const known = honoured[type];
    if (known === undefined) return [];
    const strange = Object.keys(properties).find((property) => !known.includes(property));
    if (strange !== undefined)
      throw new LocalRunError(
        `The local run does not honour the property ${strange} of ${type} (${path}). Teach it in infra/local-aws/alarms/alarm-plans.ts.`,
      );
    if (type === 'AWS::CloudWatch::Alarm') return [metricAlarm(id, properties)];
    return [
      {
        kind: 'composite',
        ...commonOf(id, properties),
        rule: readCompositeRule(String(properties.AlarmRule)),
      },
    ];
  });
}
