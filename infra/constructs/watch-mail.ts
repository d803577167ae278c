import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import type { Alarms } from './alarms.ts';
import type { IncomingMail } from './incoming-mail.ts';
import { sumOf } from './metric-maths.ts';
import { HOURLY_CHECK, schemeMetric } from './scheme-metrics.ts';

/** Where AWS starts to review an account: 5 % bounces, 0.1 % complaints. */
const REVIEWED_AT = { bounces: 0.05, complaints: 0.001 };

/** A figure of SES about what went through one configuration set. */
export function mailMetric(configurationSetName: string, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/SES',
    metricName,
    dimensionsMap: { 'ses:configuration-set': configurationSetName },
    period: Duration.hours(1),
    statistic,
  });
}

/** A referral by e-mail that SES could not give to us is in no queue, and its sender believes that it is made. */
export function watchMailIn(alarms: Alarms, { ruleName }: Pick<IncomingMail, 'ruleName'>): void {
  alarms.raise({
    name: 'mail-not-taken-in',
    says: 'E-mail of councils does not reach us: SES could not store it or does not use our rules, or the bucket did not tell.',
    metric: sumOf('Not taken in', HOURLY_CHECK, [
      ...['PublishFailure', 'PublishExpired'].map(
        (metricName) =>
          new Metric({
            namespace: 'AWS/SES',
            metricName,
            dimensionsMap: { RuleName: ruleName },
            period: HOURLY_CHECK,
            statistic: 'Sum',
          }),
      ),
      schemeMetric(metricNames.mailRulesOff, { statistic: 'Maximum', period: HOURLY_CHECK }),
      schemeMetric(metricNames.mailsUntold, { statistic: 'Maximum', period: HOURLY_CHECK }),
    ]),
    from: 1,
    // When keep-watch is silent, message-nearly-lost rings.
    silence: 'is well',
  });
}

/** An e-mail that does not arrive is an offer that nobody sees. */
export function watchMail(alarms: Alarms, configurationSetName: string): void {
  alarms.raise({
    name: 'email-refused',
    says: 'SES refused an e-mail for good: somebody has not been told.',
    metric: schemeMetric(metricNames.emailsRefused, { statistic: 'Sum', period: Duration.minutes(5) }),
    from: 1,
    silence: 'is well',
  });
  alarms.raise({
    name: 'email-bounced',
    says: 'An e-mail came back: it is sent to somebody else, and the address needs mending.',
    metric: mailMetric(configurationSetName, 'Bounce', 'Sum'),
    from: 1,
    silence: 'is well',
  });
  alarms.raise({
    name: 'coordinators-unreached',
    says: 'E-mail to the coordinators comes back: cases that wait for them, and councils that nobody reaches, are seen by nobody.',
    metric: schemeMetric(metricNames.coordinatorsUnreached, {
      statistic: 'Sum',
      period: Duration.minutes(5),
    }),
    from: 1,
    silence: 'is well',
  });
  // AWS judges the account: whatever else it sends counts as well.
  for (const { name, says, metricName, from } of [
    {
      name: 'bounce-rate-high',
      says: 'Five in a hundred e-mails come back; SES reviews the account, and may stop it.',
      metricName: 'Reputation.BounceRate',
      from: REVIEWED_AT.bounces,
    },
    {
      name: 'complaint-rate-high',
      says: 'One in a thousand e-mails is marked as unwanted; SES reviews the account, and may stop it.',
      metricName: 'Reputation.ComplaintRate',
      from: REVIEWED_AT.complaints,
    },
  ])
    alarms.raise({
      name,
      says,
      metric: new Metric({
        namespace: 'AWS/SES',
        metricName,
        period: Duration.hours(1),
        statistic: 'Average',
      }),
      from,
      // A reputation does not heal by sending nothing.
      silence: 'changes nothing',
    });
}
