import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import type { Alarms } from './alarms.ts';
import { largestOf, sumOf } from './metric-maths.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import { schemeMetric, schemeMetrics } from './scheme-metrics.ts';

const period = Duration.minutes(5);

/**
 * A metric of which silence is an alarm. A period without data is missing to CloudWatch, and it then looks through more periods than the alarm names for
 * one that is there: the alarm would ring two periods late. A nought is there.
 */
const silentAsZero = (label: string, metric: Metric): IMetric => sumOf(label, metric.period, [metric]);

/** At this part of its timeout a function is about to be cut off in the middle. */
const NEAR_LIMIT = 0.8;

/**
 * A function that queues, the stream or the clock start, and that failed as a whole: it threw, or was cut off. A single message that
 * fails is no error of the function: it comes back, and after five tries rings its dead-letter queue. No invocation, no error.
 */
export function watchErrors(alarms: Alarms, { name, function: code }: PipelineFunction): void {
  alarms.raise({
    name: `${name}-errors`,
    runbook: 'function-errors',
    says: `${name} failed as a whole, or was cut off. What it was at is tried again.`,
    metric: code.metricErrors({ period, statistic: 'Sum' }),
    from: 1,
    silence: 'is well',
  });
}

/** Functions of which it need not be known at once which failed as a whole: what they were at is tried again, and the graph tells them apart. */
export function watchErrorsOf(alarms: Alarms, name: string, functions: readonly PipelineFunction[]): void {
  alarms.raise({
    name: `${name}-errors`,
    runbook: 'function-errors',
    says: `One of ${functions.map((one) => one.name).join(', ')} failed or was cut off. What it was at is tried again.`,
    metric: sumOf(
      'Errors',
      period,
      functions.map(({ function: code }) => code.metricErrors({ period, statistic: 'Sum' })),
    ),
    from: 1,
    silence: 'is well',
  });
}

/** Cases and councils that a run by the clock went past, because something about each fails: no other alarm says so before a deadline is over. */
export function watchLeftUndone(alarms: Alarms): void {
  alarms.raise({
    name: 'work-left-undone',
    says: 'Some cases or councils could not be dealt with: their offers do not expire, or nobody is reminded.',
    metric: sumOf('Left undone', period, schemeMetrics(metricNames.leftUndone, { statistic: 'Sum', period })),
    from: 1,
    silence: 'is well',
  });
}

/** A run that failed and could not even be kept for a person would be lost without a trace. */
export function watchKeptFailures(alarms: Alarms, functions: readonly PipelineFunction[]): void {
  alarms.raise({
    name: 'failure-not-kept',
    says: 'A function gave something up, and the queue that keeps such things did not take it.',
    metric: sumOf(
      'Not kept',
      period,
      functions.map(({ function: code }) =>
        code.metric('DestinationDeliveryFailures', { period, statistic: 'Sum' }),
      ),
    ),
    from: 1,
    silence: 'is well',
  });
}

/** Functions share the account’s concurrency, so that one is refused says it of all: one alarm, on the account’s own figure. */
export function watchThrottles(alarms: Alarms): void {
  alarms.raise({
    name: 'function-throttled',
    says: 'A function was not allowed to start: the account’s concurrency is used up.',
    metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', period, statistic: 'Sum' }),
    from: 1,
    // SQS pollers are throttled now and then and come back; a quarter of an hour of it is a shortage.
    periods: 3,
    silence: 'is well',
  });
}

/** How near to their timeouts functions come, as a part of each: of those that people wait for, and of the others. */
export function watchTimes(
  alarms: Alarms,
  { answering, working }: Readonly<Record<'answering' | 'working', readonly PipelineFunction[]>>,
): void {
  for (const [name, functions] of [
    ['answers-slow', answering],
    ['work-slow', working],
  ] as const)
    alarms.raise({
      name,
      runbook: 'function-slow',
      says: `One of ${functions.map((one) => one.name).join(', ')} took four fifths of its time. Past it, it is cut off in the middle.`,
      metric: largestOf(
        'Part of its time',
        period,
        functions.map(({ function: code }) => code.metricDuration({ period, statistic: 'Maximum' })),
        functions.map(({ timeout }) => timeout.toMilliseconds()),
      ),
      from: NEAR_LIMIT,
      silence: 'is well',
    });
}

/** The outbox: an event that is not relayed is an e-mail that is not sent. */
export function watchStream(alarms: Alarms, relay: PipelineFunction): void {
  alarms.raise({
    name: 'relay-behind',
    says: 'Events of cases have waited ten minutes to be published: councils are not being told.',
    metric: relay.function.metric('IteratorAge', { period, statistic: 'Maximum' }),
    from: Duration.minutes(10).toMilliseconds(),
    // Where nothing comes at all, relay-silent rings.
    silence: 'is well',
  });
  alarms.raise({
    name: 'relay-silent',
    runbook: 'relay-behind',
    says: 'What the sweep writes for the relay has not come out of the stream for fifteen minutes: nobody is told of anything.',
    metric: silentAsZero(
      'Heartbeats',
      schemeMetric(metricNames.heartbeatsRelayed, { statistic: 'Sum', period }),
    ),
    from: 1,
    direction: 'below',
    periods: 3,
    silence: 'is an alarm',
  });
}

/** The anchors are made once a day by London’s clock; 26 hours leave room for the day that has 25. */
export function watchAnchors(alarms: Alarms, anchor: PipelineFunction): void {
  alarms.raise({
    name: 'trails-not-anchored',
    says: 'The ends of the trails have not been kept outside the table for 26 hours.',
    metric: silentAsZero(
      'Runs',
      anchor.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    ),
    from: 1,
    direction: 'below',
    periods: 26,
    silence: 'is an alarm',
  });
  alarms.raise({
    name: 'trail-broken',
    says: 'A trail of events is not what was anchored of it: it was cut or rewritten.',
    metric: schemeMetric(metricNames.trailsBroken, { statistic: 'Maximum', period: Duration.days(1) }),
    from: 1,
    silence: 'changes nothing',
  });
}

/** The trail is evidence: one event that says something else than it said makes all of it doubtful. */
export function watchEvents(alarms: Alarms): void {
  alarms.raise({
    name: 'event-tampered',
    says: 'An event of a trail was changed or deleted in the table, which nobody may do.',
    metric: schemeMetric(metricNames.eventsTampered, { statistic: 'Sum', period }),
    from: 1,
    silence: 'is well',
  });
}

/** Children’s deadlines depend on the sweep: here silence is the alarm. */
export function watchSweep(alarms: Alarms, sweep: PipelineFunction): void {
  alarms.raise({
    name: 'deadlines-not-enforced',
    says: 'No deadline has been looked at for fifteen minutes: no offer expires, no back-up is promoted.',
    metric: silentAsZero('Runs', sweep.function.metricInvocations({ period, statistic: 'Sum' })),
    from: 1,
    direction: 'below',
    periods: 3,
    silence: 'is an alarm',
  });
}

/** The recount runs once a day by London’s clock; 26 hours leave room for the day that has 25. */
export function watchRecount(alarms: Alarms, recount: PipelineFunction): void {
  alarms.raise({
    name: 'headroom-not-recounted',
    says: 'Headroom has not been counted again for 26 hours: birthdays are not seen.',
    metric: silentAsZero(
      'Runs',
      recount.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    ),
    from: 1,
    direction: 'below',
    periods: 26,
    silence: 'is an alarm',
  });
}

/** Reminders go out on weekdays at eight; from a Friday to a Monday are 72 hours, and 73 when the clocks go back. */
export function watchReminders(alarms: Alarms, reminders: PipelineFunction): void {
  alarms.raise({
    name: 'capacity-not-asked',
    says: 'No council has been asked for its places since before the weekend: figures grow old.',
    metric: silentAsZero(
      'Runs',
      reminders.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    ),
    from: 1,
    direction: 'below',
    periods: 74,
    silence: 'is an alarm',
  });
}

/** Runs that EventBridge Scheduler could not start, dropped, or could not keep the message of; and copies that AWS Backup did not make. */
export function watchSchedules(alarms: Alarms, groupName: string, vaultName: string): void {
  const names = ['TargetErrorCount', 'InvocationDroppedCount', 'InvocationsFailedToBeSentToDeadLetterCount'];
  const jobs = ['NumberOfBackupJobsFailed', 'NumberOfBackupJobsAborted', 'NumberOfBackupJobsExpired'];
  const sum = (namespace: string, metricName: string, dimensionsMap: Record<string, string>): IMetric =>
    new Metric({ namespace, metricName, dimensionsMap, period, statistic: 'Sum' });
  alarms.raise({
    name: 'schedule-not-delivered',
    says: 'A run by the clock was refused or given up, or the night’s copy of a table or bucket failed.',
    metric: sumOf('Not delivered', period, [
      ...names.map((name) => sum('AWS/Scheduler', name, { ScheduleGroup: groupName })),
      ...jobs.map((name) => sum('AWS/Backup', name, { BackupVaultName: vaultName })),
    ]),
    from: 1,
    silence: 'is well',
  });
}
