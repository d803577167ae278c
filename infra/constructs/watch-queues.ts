import { Duration } from 'aws-cdk-lib';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import type { Alarms } from './alarms.ts';
import { sumOfEach } from './metric-maths.ts';
import { HOURLY_CHECK, schemeMetric } from './scheme-metrics.ts';
import type { HoldingQueue, WorkQueue } from './work-queue.ts';

/** A referral or an e-mail that has waited this long is stuck, not busy: the busiest day there was had thirty. */
const STUCK = Duration.minutes(15);

/** Somebody has to look as soon as one message waits for a person. */
export function watchHoldingQueue(alarms: Alarms, holding: HoldingQueue, says: string): void {
  alarms.raise({
    name: `${holding.name}-not-empty`,
    says,
    metric: holding.queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    from: 1,
    // SQS reports nothing for a queue that nobody has touched for six hours, full or not: that is no all-clear.
    silence: 'changes nothing',
  });
}

/** And again before it is too late, whichever of the queues it waits in; and for what waits to be told to a desk that nobody calls up. Ages are counted by `keep-watch`, and its silence rings as well. */
export function watchAges(alarms: Alarms): void {
  alarms.raise({
    name: 'message-nearly-lost',
    says: 'A message has waited too long for a person, and will be deleted, or a desk was not told what waits for it; or nobody has looked for hours.',
    metric: sumOfEach(
      'Waiting too long',
      HOURLY_CHECK,
      [metricNames.messagesForgotten, metricNames.noticesUncalled].map((name) =>
        schemeMetric(name, { statistic: 'Maximum', period: HOURLY_CHECK }),
      ),
    ),
    from: 1,
    silence: 'is an alarm',
  });
}

/** Work has to move, and what fails has to be seen. */
export function watchWorkQueue(
  alarms: Alarms,
  work: WorkQueue,
  says: { readonly waiting: string; readonly failed: string },
): void {
  watchHoldingQueue(alarms, work.deadLetters, says.failed);
  alarms.raise({
    name: `${work.name}-waiting`,
    says: says.waiting,
    metric: work.queue.metricApproximateAgeOfOldestMessage({
      period: Duration.minutes(5),
      statistic: 'Maximum',
    }),
    from: STUCK.toSeconds(),
    // An idle queue reports nothing, and an idle queue has nothing waiting.
    silence: 'is well',
  });
}
