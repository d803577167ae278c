import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type MetricName, metricNames } from '../../shared/runtime/metric-names.ts';
import { namespaceOf, stageOf } from '../stage.ts';

/** Which functions emit which metric. A graph draws a line for each. */
const emitters: Readonly<Record<MetricName, readonly string[]>> = {
  [metricNames.casesOpenPastDeadline]: ['enforce-deadlines'],
  [metricNames.oldestUnplacedSeconds]: ['enforce-deadlines'],
  [metricNames.casesOpen]: ['enforce-deadlines'],
  [metricNames.timeToOfferSeconds]: ['allocate-referral'],
  [metricNames.timeToAcceptanceSeconds]: ['allocate-referral', 'pages', 'enforce-deadlines'],
  [metricNames.timeToHandoverSeconds]: ['pages'],
  [metricNames.furthestFromShare]: ['recount-headroom'],
  [metricNames.placesDirected]: ['pages'],
  [metricNames.referralsQuarantined]: [
    'allocate-referral',
    'send-notification',
    'receive-email',
    'record-bounce',
  ],
  [metricNames.messagesSetAside]: ['receive-email'],
  [metricNames.eventsQuarantined]: ['relay-events'],
  [metricNames.eventsTampered]: ['relay-events'],
  [metricNames.trailsBroken]: ['anchor-trails'],
  [metricNames.offersMade]: ['allocate-referral'],
  [metricNames.regionsAsked]: ['allocate-referral'],
  [metricNames.turnsOverridden]: ['pages'],
  [metricNames.regionsUnanswered]: ['enforce-deadlines'],
  [metricNames.casesEscalated]: ['allocate-referral', 'pages', 'enforce-deadlines'],
  [metricNames.casesHeld]: ['allocate-referral'],
  [metricNames.emailsSent]: ['send-notification'],
  [metricNames.emailsRefused]: ['send-notification'],
  [metricNames.emailsReturned]: ['record-bounce'],
  [metricNames.coordinatorsUnreached]: ['record-bounce'],
  [metricNames.documentsOutOfReach]: ['pages'],
  [metricNames.sealedDetailsConsulted]: ['pages'],
  [metricNames.commitConflicts]: [
    'allocate-referral',
    'pages',
    'enforce-deadlines',
    'recount-headroom',
    'record-bounce',
  ],
  [metricNames.leftUndone]: ['enforce-deadlines', 'recount-headroom', 'remind-capacity', 'keep-figures'],
  [metricNames.heartbeatsRelayed]: ['relay-events'],
  [metricNames.messagesForgotten]: ['keep-watch'],
  [metricNames.mailRulesOff]: ['keep-watch'],
  [metricNames.documentsUnscanned]: ['keep-watch'],
  [metricNames.mailsUntold]: ['keep-watch'],
  [metricNames.noticesUncalled]: ['keep-watch'],
  [metricNames.calendarDaysLeft]: ['enforce-deadlines'],
  [metricNames.remindersIssued]: ['remind-capacity', 'enforce-deadlines'],
};

/** The namespace of whatever stack asks for it: a graph or an alarm reads what its own stage counts. */
const ownNamespace = Lazy.uncachedString({
  produce: ({ scope }) => namespaceOf(stageOf(Stack.of(scope))),
});

export interface Reading {
  /** A CloudWatch statistic: `Sum`, `Maximum`, `p90` … */
  readonly statistic: string;
  readonly period: Duration;
}

/** One of the scheme's own metrics, as each function that emits it counts it. */
export function schemeMetrics(name: MetricName, reading: Reading): Metric[] {
  return emitters[name].map(
    (service) =>
      new Metric({
        namespace: ownNamespace,
        metricName: name,
        dimensionsMap: { service },
        label: `${service} ${reading.statistic}`,
        ...reading,
      }),
  );
}

/**
 * One of the scheme's own metrics that a single function emits.
 *
 * @throws Error when several emit it: then an alarm has to say which it means
 */
export function schemeMetric(name: MetricName, reading: Reading): Metric {
  const [metric, ...others] = schemeMetrics(name, reading);
  if (metric === undefined || others.length > 0)
    throw new Error(`${name} is not emitted by exactly one function.`);
  return metric;
}

/** Every hour one of them is due; half an hour more gives room for one that is late. */
export const HOURLY_CHECK = Duration.minutes(90);

/** How often a sweep reports, and so the finest period that its gauges have. */
export const SWEEP = Duration.minutes(5);
