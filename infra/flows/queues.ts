import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { AlarmDesk } from '../constructs/alarm-desk.ts';
import { sendUnderKey } from '../constructs/permissions.ts';
import { watchHoldingQueue, watchWorkQueue } from '../constructs/watch-queues.ts';
import { HoldingQueue, WorkQueue } from '../constructs/work-queue.ts';

/** Where the flows meet: referrals to decide on, e-mails to send, and what nobody could read. */
export class Queues {
  /** Read by allocation; filled by everything that refers a child, and by events that want a new decision. */
  readonly referrals: WorkQueue;
  /** Read by notifications; filled by events, and by whoever asks for an e-mail. */
  readonly notifications: WorkQueue;
  /** Messages that are no contract of ours, each with its reason. */
  readonly quarantine: HoldingQueue;
  readonly #quarantineKey: Key;

  constructor(scope: Construct) {
    this.referrals = new WorkQueue(scope, 'Referrals', {
      name: 'referrals',
      consumerTimeout: Duration.seconds(60),
    });
    this.notifications = new WorkQueue(scope, 'Notifications', {
      name: 'notifications',
      consumerTimeout: Duration.seconds(30),
    });
    // What nobody could read may hold what it should not: names, from a sender who got it wrong.
    this.#quarantineKey = new Key(scope, 'QuarantineKey', {
      description: 'National Transfer Scheme: unreadable messages',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.quarantine = new HoldingQueue(scope, 'Quarantine', {
      name: 'quarantine',
      key: this.#quarantineKey,
      emptiedBy: 'each is unreadable and carries its reason, and the alarm calls somebody to read it',
    });
  }

  /** Leave to put an unreadable message aside. */
  setAside(purpose: string): PolicyStatement[] {
    return sendUnderKey(purpose, this.quarantine.queue, this.#quarantineKey);
  }

  watch(desk: AlarmDesk): void {
    watchWorkQueue(desk, this.referrals, {
      waiting: 'A referral has waited fifteen minutes to be looked at.',
      failed: 'A referral failed five times: a child is waiting and no council has been asked.',
    });
    watchWorkQueue(desk, this.notifications, {
      waiting: 'An e-mail has waited fifteen minutes to be sent.',
      failed: 'An e-mail failed five times: somebody who has to act does not know it.',
    });
    watchHoldingQueue(desk, this.quarantine, 'A message could not be read; it may be a referral of a child.');
  }
}
