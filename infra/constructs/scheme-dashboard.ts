import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  PeriodOverride,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { metricNames } from '../../shared/runtime/metric-names.ts';
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
}

const SECONDS_AN_HOUR = 3600;
const WHOLE_ROW = 24;
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
  name: typeof metricNames.timeToOfferSeconds | typeof metricNames.timeToAcceptanceSeconds,
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

/** One page to look at: children first, then what carries them. */
export class SchemeDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: SchemeDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        this.children(),
        [
          graph(
            'Cases open, held and escalated; leads asked, naming another, silent',
            WHOLE_ROW / 2,
            schemeMetrics(metricNames.casesOpen, { statistic: 'Maximum', period: SWEEP }),
            [
              ...schemeMetrics(metricNames.casesHeld, { statistic: 'Sum', period: day }),
              ...schemeMetrics(metricNames.casesEscalated, { statistic: 'Sum', period: day }),
              ...schemeMetrics(metricNames.regionsAsked, { statistic: 'Sum', period: day }),
              ...schemeMetrics(metricNames.turnsOverridden, { statistic: 'Sum', period: day }),
              ...schemeMetrics(metricNames.regionsUnanswered, { statistic: 'Sum', period: day }),
            ],
          ),
          graph(
            'Offers made, reminders issued, left undone, races lost, sealed details opened by coordinators',
            WHOLE_ROW / 2,
            [
              ...schemeMetrics(metricNames.offersMade, { statistic: 'Sum', period: day }),
              ...schemeMetrics(metricNames.leftUndone, { statistic: 'Sum', period: day }),
              ...schemeMetrics(metricNames.remindersIssued, { statistic: 'Sum', period: day }),
              ...schemeMetrics(metricNames.commitConflicts, { statistic: 'Sum', period: day }),
              ...schemeMetrics(metricNames.sealedDetailsConsulted, { statistic: 'Sum', period: day }),
            ],
          ),
        ],
        [new TextWidget({ markdown: '## Queues', width: WHOLE_ROW, height: 1 })],
        this.queues(props),
        [new TextWidget({ markdown: '## Functions', width: WHOLE_ROW, height: 1 })],
        this.functions(props),
        [new TextWidget({ markdown: '## E-mail', width: WHOLE_ROW, height: 1 })],
        this.mail(props),
      ],
    });
  }

  private children(): IWidget[] {
    const gauge = { statistic: 'Maximum', period: SWEEP };
    const width = WHOLE_ROW / 4;
    return [
      graph(
        'Children past their deadline',
        width,
        schemeMetrics(metricNames.casesOpenPastDeadline, gauge).map((metric) =>
          metric.with({ label: 'should have moved' }),
        ),
      ),
      new GraphWidget({
        title: 'Longest without a council (hours)',
        width,
        height: 6,
        left: inHours(schemeMetrics(metricNames.oldestUnplacedSeconds, gauge), 'oldest', ['waiting']),
        leftYAxis: { min: 0 },
        leftAnnotations: [{ value: UNPLACED_TOO_LONG.toHours(), label: 'alarm' }],
      }),
      graph(
        'Time to offer (hours, p50 and p90 by day)',
        width,
        waits(metricNames.timeToOfferSeconds, 'offer'),
      ),
      graph(
        'Time to acceptance (hours, p50 and p90 by day)',
        width,
        waits(metricNames.timeToAcceptanceSeconds, 'accept'),
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
      graph('Sent, refused, come back', 8, [
        ...schemeMetrics(metricNames.emailsSent, { statistic: 'Sum', period: day }),
        ...schemeMetrics(metricNames.emailsRefused, { statistic: 'Sum', period: day }),
        ...schemeMetrics(metricNames.emailsReturned, { statistic: 'Sum', period: day }),
        ...schemeMetrics(metricNames.coordinatorsUnreached, { statistic: 'Sum', period: day }),
      ]),
      graph(
        'Delivered, returned, complained of',
        8,
        ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map(ses),
      ),
      graph(
        'Unreadable messages, and e-mails set aside',
        8,
        [
          metricNames.referralsQuarantined,
          metricNames.eventsQuarantined,
          metricNames.messagesSetAside,
        ].flatMap((name) => schemeMetrics(name, { statistic: 'Sum', period: day })),
      ),
    ];
  }
}
