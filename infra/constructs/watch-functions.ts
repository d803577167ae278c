import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import type { Alarms } from './alarms.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import { schemeMetric } from './scheme-metrics.ts';

const period = Duration.minutes(5);

/** At this part of its timeout a function is about to be cut off in the middle. */
const NEAR_LIMIT = 0.8;

/** Errors, throttles and time of one function. No invocation, no error: silence is well, except where noted. */
export function watchFunction(alarms: Alarms, { name, function: code, timeout }: PipelineFunction): void {
  alarms.raise({
    name: `${name}-errors`,
    runbook: 'function-errors',
    says: `${name} failed. Its messages come back and are tried again, up to five times.`,
    metric: code.metricErrors({ period, statistic: 'Sum' }),
    from: 1,
    silence: 'is well',
  });
  alarms.raise({
    name: `${name}-throttled`,
    runbook: 'function-throttled',
    says: `${name} was not allowed to start: the account’s concurrency is used up.`,
    metric: code.metricThrottles({ period, statistic: 'Sum' }),
    from: 1,
    // SQS pollers are throttled now and then and come back; a quarter of an hour of it is a shortage.
    periods: 3,
    silence: 'is well',
  });
  alarms.raise({
    name: `${name}-slow`,
    runbook: 'function-slow',
    says: `${name} took four fifths of its ${timeout.toSeconds()} seconds. Past them it is cut off in the middle.`,
    metric: code.metricDuration({ period, statistic: 'Maximum' }),
    from: NEAR_LIMIT * timeout.toMilliseconds(),
    silence: 'is well',
  });
}

/** A run that failed and could not even be kept for a person would be lost without a trace. */
export function watchKeptFailures(alarms: Alarms, { name, function: code }: PipelineFunction): void {
  alarms.raise({
    name: `${name}-failure-not-kept`,
    runbook: 'failure-not-kept',
    says: `${name} gave something up, and the queue that keeps such things did not take it.`,
    metric: code.metric('DestinationDeliveryFailures', { period, statistic: 'Sum' }),
    from: 1,
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
    // Without new events there is nothing to be behind with.
    silence: 'is well',
  });
}

/** The anchors are made once a day by London’s clock; 26 hours leave room for the day that has 25. */
export function watchAnchors(alarms: Alarms, anchor: PipelineFunction): void {
  alarms.raise({
    name: 'trails-not-anchored',
    says: 'The ends of the trails have not been kept outside the table for 26 hours.',
    metric: anchor.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
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
    metric: sweep.function.metricInvocations({ period, statistic: 'Sum' }),
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
    metric: recount.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    from: 1,
    direction: 'below',
    periods: 26,
    silence: 'is an alarm',
  });
}

/** Runs that EventBridge Scheduler could not deliver, or dropped, or could not keep. */
export function watchSchedules(alarms: Alarms, groupName: string): void {
  const says = {
    TargetErrorCount: 'A function refused to be started by the clock; the start is tried again.',
    InvocationDroppedCount: 'A run by the clock was given up.',
    InvocationsFailedToBeSentToDeadLetterCount:
      'A run by the clock was given up, and not even its message was kept.',
  };
  for (const [metricName, what] of Object.entries(says))
    alarms.raise({
      name: `schedule-${metricName.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}`,
      runbook: 'schedule-not-delivered',
      says: what,
      metric: new Metric({
        namespace: 'AWS/Scheduler',
        metricName,
        dimensionsMap: { ScheduleGroup: groupName },
        period,
        statistic: 'Sum',
      }),
      from: 1,
      silence: 'is well',
    });
}
