import { Duration } from 'aws-cdk-lib';
import type { Alarms } from './alarms.ts';
import { largestOf } from './metric-maths.ts';
import type { HoldingQueue, WorkQueue } from './work-queue.ts';

/** A referral or an e-mail that has waited this long is stuck, not busy: the busiest day there was had thirty. */
const STUCK = Duration.minutes(15);

/** SQS deletes what is fourteen days old, read or not: four days before, somebody is called a second time. */
const NEARLY_LOST = Duration.days(10);

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

/** And again before it is too late, whichever of the queues it waits in. */
export function watchAges(alarms: Alarms, holding: readonly HoldingQueue[]): void {
  const period = Duration.hours(1);
  alarms.raise({
    name: 'message-nearly-lost',
    says: `A message that waits for a person will be deleted in ${14 - NEARLY_LOST.toDays()} days.`,
    metric: largestOf(
      'Oldest',
      period,
      holding.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' })),
    ),
    from: NEARLY_LOST.toSeconds(),
    silence: 'changes nothing',
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
