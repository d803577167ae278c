import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  PeriodOverride,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type MetricName, metricNames } from '../../shared/runtime/metric-names.ts';
import type { DataStack } from '../data-stack.ts';
import { prices } from '../prices.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import { SWEEP, schemeMetrics } from './scheme-metrics.ts';
import { UNPLACED_TOO_LONG } from './watch-children.ts';
import { mailMetric } from './watch-mail.ts';
import type { HoldingQueue, WorkQueue } from './work-queue.ts';

export interface SchemeDashboardProps {
  readonly workQueues: readonly WorkQueue[];
  readonly holdingQueues: readonly HoldingQueue[];
  readonly functions: readonly PipelineFunction[];
  readonly configurationSetName: string;
  readonly apiId: string;
  readonly data: Pick<DataStack, 'cases' | 'sealed'>;
}

const SECONDS_AN_HOUR = 3600;
const MILLISECONDS = 1_000;
const MEGABYTES = 1_024;
/** Of prices: the smallest is a hundred-millionth of a dollar for a gigabyte and a millisecond. */
const DIGITS = 16;
const WHOLE_ROW = 24;
const THIRD = WHOLE_ROW / 3;
const day = Duration.days(1);
const period = Duration.minutes(5);

function graph(
  title: string,
  width: number,
  left: readonly IMetric[],
  right: readonly IMetric[] = [],
): IWidget {
  return new GraphWidget({
    title,
    width,
    height: 6,
    left: [...left],
    right: [...right],
    leftYAxis: { min: 0 },
  });
}

/** Seconds read as hours: nobody thinks in 432,000. */
function inHours(metrics: readonly IMetric[], id: string, labels: readonly string[]): MathExpression[] {
  return metrics.map((metric, index) => {
    const key = `${id}${index}`;
    return new MathExpression({
      expression: `${key} / ${SECONDS_AN_HOUR}`,
      usingMetrics: { [key]: metric },
      label: labels[index] ?? id,
      period: Duration.seconds(metric.toMetricConfig().metricStat?.period.toSeconds() ?? SWEEP.toSeconds()),
    });
  });
}

/** Median and slowest tenth of a time that children wait, by day, in hours. */
function waits(
  name:
    | typeof metricNames.timeToOfferSeconds
    | typeof metricNames.timeToAcceptanceSeconds
    | typeof metricNames.timeToHandoverSeconds,
  id: string,
): MathExpression[] {
  return ['p50', 'p90'].flatMap((statistic) => {
    const metrics = schemeMetrics(name, { statistic, period: day });
    return inHours(
      metrics,
      `${id}${statistic}x`,
      metrics.map((metric) => metric.label ?? statistic),
    );
  });
}

const heading = (words: string): IWidget[] => [
  new TextWidget({ markdown: `## ${words}`, width: WHOLE_ROW, height: 1 }),
];

/** Several metrics by day, each with its own name before that of the function that counts it. */
const daily = (...names: readonly MetricName[]): IMetric[] =>
  names.flatMap((name) =>
    schemeMetrics(name, { statistic: 'Sum', period: day }).map((metric) =>
      metric.with({ label: `${name} ${metric.dimensions?.service}` }),
    ),
  );

/** One page to look at: children first, then whether it is fair, then what carries them, and what that costs. */
export class SchemeDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: SchemeDashboardProps) {
    super(scope, id);
    const rows = {
      Children: this.children(),
      Fairness: this.fairness(),
      Flow: [...this.cases(), ...this.queues(props)],
      'E-mail': this.mail(props),
      Functions: this.functions(props),
      Cost: this.cost(props),
    };
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      periodOverride: PeriodOverride.INHERIT,
      widgets: Object.entries(rows).flatMap(([words, widgets]) => [heading(words), widgets]),
    });
  }

  private children(): IWidget[] {
    const gauge = { statistic: 'Maximum', period: SWEEP };
    return [
      graph(
        'Children past their deadline',
        THIRD,
        schemeMetrics(metricNames.casesOpenPastDeadline, gauge).map((metric) =>
          metric.with({ label: 'should have moved' }),
        ),
      ),
      new GraphWidget({
        title: 'Longest without a council (hours)',
        width: THIRD,
        height: 6,
        left: inHours(schemeMetrics(metricNames.oldestUnplacedSeconds, gauge), 'oldest', ['waiting']),
        leftYAxis: { min: 0 },
        leftAnnotations: [{ value: UNPLACED_TOO_LONG.toHours(), label: 'alarm' }],
      }),
      graph(
        'Time to offer (hours, p50 and p90 by day)',
        THIRD,
        waits(metricNames.timeToOfferSeconds, 'offer'),
      ),
      graph(
        'Time to acceptance (hours, p50 and p90 by day)',
        THIRD,
        waits(metricNames.timeToAcceptanceSeconds, 'accept'),
      ),
      graph(
        'Time to handover (hours, p50 and p90 by day)',
        THIRD,
        waits(metricNames.timeToHandoverSeconds, 'handover'),
      ),
      graph(
        'Not reached: e-mail refused or come back, coordinators too, documents',
        THIRD,
        daily(
          metricNames.emailsRefused,
          metricNames.emailsReturned,
          metricNames.coordinatorsUnreached,
          metricNames.documentsOutOfReach,
        ),
      ),
    ];
  }

  private fairness(): IWidget[] {
    return [
      new GraphWidget({
        title: 'Furthest from its share, region or council',
        width: WHOLE_ROW / 2,
        height: 6,
        left: schemeMetrics(metricNames.furthestFromShare, { statistic: 'Maximum', period: day }).map(
          (metric) => metric.with({ label: 'part of what turns allow' }),
        ),
        leftYAxis: { min: 0 },
        leftAnnotations: [{ value: 1, label: 'as far as turns lead' }],
      }),
      graph(
        'Past the rota: placed directly, turns that leads changed, leads silent',
        WHOLE_ROW / 2,
        daily(metricNames.placesDirected, metricNames.turnsOverridden, metricNames.regionsUnanswered),
      ),
    ];
  }

  private cases(): IWidget[] {
    return [
      graph(
        'Cases open, held and escalated; leads asked',
        WHOLE_ROW / 2,
        schemeMetrics(metricNames.casesOpen, { statistic: 'Maximum', period: SWEEP }),
        daily(metricNames.casesHeld, metricNames.casesEscalated, metricNames.regionsAsked),
      ),
      graph(
        'Offers made, reminders issued, left undone, races lost, sealed details opened by coordinators',
        WHOLE_ROW / 2,
        daily(
          metricNames.offersMade,
          metricNames.leftUndone,
          metricNames.remindersIssued,
          metricNames.commitConflicts,
          metricNames.sealedDetailsConsulted,
        ),
      ),
    ];
  }

  private queues({ workQueues, holdingQueues }: SchemeDashboardProps): IWidget[] {
    const waiting = (name: string, queue: WorkQueue['queue']): IMetric =>
      queue.metricApproximateNumberOfMessagesVisible({ label: name, period, statistic: 'Maximum' });
    return [
      graph(
        'Oldest message (seconds)',
        8,
        workQueues.map(({ name, queue }) =>
          queue.metricApproximateAgeOfOldestMessage({ label: name, period, statistic: 'Maximum' }),
        ),
      ),
      graph(
        'Messages waiting for a function',
        8,
        workQueues.map(({ name, queue }) => waiting(name, queue)),
      ),
      graph('Messages waiting for a person', 8, [
        ...workQueues.map(({ deadLetters }) => waiting(deadLetters.name, deadLetters.queue)),
        ...holdingQueues.map(({ name, queue }) => waiting(name, queue)),
      ]),
    ];
  }

  private functions({ functions }: SchemeDashboardProps): IWidget[] {
    const each = (
      metric: (code: PipelineFunction['function']) => IMetric & { with(options: { label: string }): IMetric },
    ): IMetric[] => functions.map(({ name, function: code }) => metric(code).with({ label: name }));
    return [
      graph(
        'Invocations',
        6,
        each((code) => code.metricInvocations({ period, statistic: 'Sum' })),
      ),
      graph(
        'Errors',
        6,
        each((code) => code.metricErrors({ period, statistic: 'Sum' })),
      ),
      graph(
        'Throttles',
        6,
        each((code) => code.metricThrottles({ period, statistic: 'Sum' })),
      ),
      graph(
        'Slowest run (milliseconds)',
        6,
        each((code) => code.metricDuration({ period, statistic: 'Maximum' })),
      ),
    ];
  }

  private mail({ configurationSetName }: SchemeDashboardProps): IWidget[] {
    const ses = (name: string): IMetric => mailMetric(configurationSetName, name, 'Sum');
    return [
      graph('Sent', THIRD, daily(metricNames.emailsSent)),
      graph(
        'Delivered, returned, complained of',
        8,
        ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map(ses),
      ),
      graph(
        'Unreadable messages, and e-mails set aside',
        THIRD,
        daily(metricNames.referralsQuarantined, metricNames.eventsQuarantined, metricNames.messagesSetAside),
      ),
    ];
  }

  /** By list prices; what is there every month whether anybody is referred or not is not in it. */
  private cost({ functions, data, configurationSetName, apiId }: SchemeDashboardProps): IWidget[] {
    const each = { statistic: 'Sum', period: day };
    const daily = (namespace: string, metricName: string, dimensionsMap: Record<string, string>): Metric =>
      new Metric({ namespace, metricName, dimensionsMap, ...each });
    const usingMetrics: Record<string, IMetric> = {};
    /** The metrics all together, each times its factor: a metric without data is passed over. */
    const sum = (id: string, metrics: readonly IMetric[], factors: readonly number[] = []): string => {
      const terms = metrics.map((metric, index) => {
        usingMetrics[`${id}${index}`] = metric;
        return `${id}${index}${factors[index] === undefined ? '' : ` * ${factors[index]}`}`;
      });
      return `SUM([${terms.join(', ')}])`;
    };
    const consumed = (what: string): readonly IMetric[] =>
      [data.cases, data.sealed].map(({ table }) =>
        daily('AWS/DynamoDB', what, { TableName: table.tableName }),
      );
    const spent: readonly (readonly [string, number])[] = [
      [
        sum(
          'd',
          functions.map(({ function: code }) => code.metricDuration(each)),
          functions.map(({ memoryMegabytes }) => memoryMegabytes),
        ),
        prices.gigabyteSecond / MILLISECONDS / MEGABYTES,
      ],
      [
        sum(
          'i',
          functions.map(({ function: code }) => code.metricInvocations(each)),
        ),
        prices.invocation,
      ],
      [sum('w', consumed('ConsumedWriteCapacityUnits')), prices.writeUnit],
      [sum('r', consumed('ConsumedReadCapacityUnits')), prices.readUnit],
      [
        sum('s', [mailMetric(configurationSetName, 'Send', 'Sum').with({ period: day })]),
        prices.emailRecipient,
      ],
      [sum('a', [daily('AWS/ApiGateway', 'Count', { ApiId: apiId })]), prices.pageRequest],
    ];
    const placed = sum(
      'p',
      schemeMetrics(metricNames.timeToAcceptanceSeconds, { statistic: 'SampleCount', period: day }),
    );
    const dollars = `SUM([${spent.map(([used, price]) => `${used} * ${price.toFixed(DIGITS)}`).join(', ')}])`;
    return [
      new GraphWidget({
        title: 'Dollars for each placed referral, by day: functions, tables, pages, e-mail',
        width: WHOLE_ROW,
        height: 6,
        left: [
          new MathExpression({
            expression: `${dollars} / ${placed}`,
            usingMetrics,
            label: 'dollars',
            period: day,
          }),
        ],
        leftYAxis: { min: 0 },
      }),
    ];
  }
}
