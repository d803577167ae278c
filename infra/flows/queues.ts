import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Alarms } from '../constructs/alarms.ts';
import { openMessages, sendUnderKey } from '../constructs/permissions.ts';
import { watchHoldingQueue, watchWorkQueue } from '../constructs/watch-queues.ts';
import { HoldingQueue, WorkQueue } from '../constructs/work-queue.ts';

/** Where the flows meet: referrals to decide on, e-mails to send, and what nobody could read. */
export class Queues {
  /** Read by allocation; filled by everything that refers a child, and by events that want a new decision. */
  readonly referrals: WorkQueue;
  /** Read by notifications; filled by events, and by whoever asks for an e-mail. */
  readonly notifications: WorkQueue;
  /** Read by `record-bounce`; filled by SES, by way of EventBridge. Its messages name addresses of desks. */
  readonly returned: WorkQueue;
  /** Messages that are no contract of ours, each with its reason. */
  readonly quarantine: HoldingQueue;
  /** E-mails of councils and strangers that only a person may act on, each with its reason. However many, they ring no alarm of the quarantine. */
  readonly setAside: HoldingQueue;
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
    // EventBridge delivers under the key, and no condition on whose it is can be relied on: that the queue takes only our rules' messages stands in
    // the queue's own policy.
    this.#quarantineKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ReturnedMailIsEncrypted',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
      }),
    );
    this.returned = new WorkQueue(scope, 'Returned', {
      name: 'returned',
      consumerTimeout: Duration.seconds(30),
      key: this.#quarantineKey,
    });
    this.quarantine = new HoldingQueue(scope, 'Quarantine', {
      name: 'quarantine',
      key: this.#quarantineKey,
      emptiedBy: 'each is unreadable and carries its reason, and the alarm calls somebody to read it',
    });
    this.setAside = new HoldingQueue(scope, 'SetAside', {
      name: 'set-aside',
      key: this.#quarantineKey,
      emptiedBy: 'the coordinators are told of each, and ask the operator for it',
    });
  }

  /** Leave to keep for a person, with a reason: in the quarantine unless said otherwise. */
  keepForPeople(purpose: string, ...others: readonly HoldingQueue[]): PolicyStatement[] {
    const queues = [this.quarantine, ...others].map(({ queue }) => queue);
    return sendUnderKey(purpose, this.#quarantineKey, ...queues);
  }

  /** Leave to see how long messages have waited for a person. Nothing else than receiving shows it, under the key that the message is under. */
  look(purpose: string, holding: readonly HoldingQueue[]): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: purpose,
        actions: ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: holding.map(({ queue }) => queue.queueArn),
      }),
      openMessages(`${purpose}Key`, this.#quarantineKey),
    ];
  }

  watch(alarms: Alarms): void {
    watchWorkQueue(alarms, this.referrals, {
      waiting: 'A referral has waited fifteen minutes to be looked at.',
      failed: 'A referral failed five times: a child is waiting and no council has been asked.',
    });
    watchWorkQueue(alarms, this.notifications, {
      waiting: 'An e-mail has waited fifteen minutes to be sent.',
      failed: 'An e-mail failed five times: somebody who has to act does not know it.',
    });
    watchWorkQueue(alarms, this.returned, {
      waiting: 'What came back of an e-mail has waited fifteen minutes to be looked at.',
      failed: 'An e-mail came back and nobody could be told: not even the coordinators may know of it.',
    });
    watchHoldingQueue(
      alarms,
      this.quarantine,
      'A message could not be read; it may be a referral of a child.',
    );
  }
}
