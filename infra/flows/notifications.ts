import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { settings as recordBounceSettings } from '../../functions/record-bounce/settings.ts';
import { settings as relayEventsSettings } from '../../functions/relay-events/settings.ts';
import { settings as sendNotificationSettings } from '../../functions/send-notification/settings.ts';
import { EVENT_PREFIX, keys, kinds } from '../../shared/aws/keys.ts';
import type { Alarms } from '../constructs/alarms.ts';
import type { LinkSecret } from '../constructs/link-secret.ts';
import { OutgoingMail } from '../constructs/outgoing-mail.ts';
import { sendTo, useItems } from '../constructs/permissions.ts';
import { PipelineFunction } from '../constructs/pipeline-function.ts';
import { QueueTrigger } from '../constructs/queue-trigger.ts';
import { tellOfReturned } from '../constructs/returned-mail.ts';
import { StreamTrigger } from '../constructs/stream-trigger.ts';
import { tellOfUncleared } from '../constructs/uncleared-documents.ts';
import { watchErrors, watchEvents, watchStream } from '../constructs/watch-functions.ts';
import { watchMail } from '../constructs/watch-mail.ts';
import { watchHoldingQueue } from '../constructs/watch-queues.ts';
import { HoldingQueue } from '../constructs/work-queue.ts';
import { type Pace, paceOf } from '../deploy/allowances.ts';
import { NOBODY } from '../deploy/options.ts';
import type { FlowProps } from './flow.ts';

export interface NotificationsProps extends FlowProps {
  readonly linkSecret: LinkSecret;
  /** Domain that e-mails come from. */
  readonly domain: string;
  /** The address that councils write to, for replies. */
  readonly inboxAddress: string;
  /** Who is told of alarms, if anybody is by e-mail. */
  readonly onCall: string | undefined;
  /** Root of the pages that links lead to. */
  readonly pagesUrl: string;
}

/**
 * From what has happened to whoever must know: `relay-events`, woken by the stream of the cases table, the rule on documents that
 * were not cleared, `send-notification`, the domain that e-mails come from, and what comes back from there to `record-bounce`.
 */
export class Notifications {
  readonly relayEvents: PipelineFunction;
  readonly sendNotification: PipelineFunction;
  readonly recordBounce: PipelineFunction;
  /** Places in the stream that were given up. */
  readonly relayDlq: HoldingQueue;
  readonly mail: OutgoingMail;

  constructor(scope: Construct, props: NotificationsProps) {
    const { queues, data } = props;
    this.relayDlq = new HoldingQueue(scope, 'RelayDlq', {
      name: 'relay-dlq',
      emptiedBy:
        'each names a place in the stream of cases that could not be relayed; the events are in the table',
    });
    this.mail = new OutgoingMail(scope, 'Mail', {
      domain: props.domain,
      sandbox: props.allowed.sandbox,
    });
    this.relayEvents = this.#relayEvents(scope, props);
    new StreamTrigger(scope, 'EventsTrigger', {
      source: data.cases,
      consumer: this.relayEvents,
      items: [
        { partitionPrefix: kinds.cases.event, sortKeyPrefix: EVENT_PREFIX },
        { partitionPrefix: keys.heartbeat().pk, sortKeyPrefix: keys.heartbeat().sk },
      ],
      givenUp: this.relayDlq,
    });
    tellOfUncleared(scope, 'UnclearedDocuments', {
      bucket: data.documents.bucket,
      told: queues.notifications,
    });
    const pace = paceOf(props.allowed.emailsASecond);
    this.sendNotification = this.#sendNotification(scope, props, pace);
    this.mail.explainSending(this.sendNotification.role);
    new QueueTrigger(scope, 'NotificationsTrigger', {
      queue: queues.notifications,
      consumer: this.sendNotification,
      batchSize: pace.batchSize,
      maxConcurrency: pace.lanes,
    });
    tellOfReturned(scope, 'ReturnedMail', { mail: this.mail.configurationSet, told: queues.returned });
    this.recordBounce = this.#recordBounce(scope, props);
    new QueueTrigger(scope, 'ReturnedTrigger', {
      queue: queues.returned,
      consumer: this.recordBounce,
      batchSize: 10,
      maxConcurrency: 2,
    });
  }

  #relayEvents(scope: Construct, { data: { cases }, queues }: NotificationsProps): PipelineFunction {
    return new PipelineFunction(scope, 'RelayEvents', {
      name: 'relay-events',
      description: 'Publishes what happened to a case: the outbox of the cases table',
      settings: relayEventsSettings,
      environment: {
        CASES_TABLE: cases.table.tableName,
        REFERRALS_QUEUE_URL: queues.referrals.queue.queueUrl,
        NOTIFICATIONS_QUEUE_URL: queues.notifications.queue.queueUrl,
        QUARANTINE_QUEUE_URL: queues.quarantine.queue.queueUrl,
      },
      timeout: Duration.seconds(30),
      may: [
        ...useItems('NoteGrownTrails', cases, { grown: ['PutItem'] }),
        sendTo('PublishEvents', queues.referrals.queue, queues.notifications.queue),
        ...queues.keepForPeople('QuarantineUnreadable'),
      ],
    });
  }

  #sendNotification(scope: Construct, props: NotificationsProps, pace: Pace): PipelineFunction {
    const {
      data: { cases, sealed },
      queues,
      linkSecret,
    } = props;
    return new PipelineFunction(scope, 'SendNotification', {
      name: 'send-notification',
      description: 'E-mails councils and coordinators what they are asked for',
      settings: sendNotificationSettings,
      environment: {
        CASES_TABLE: cases.table.tableName,
        SEALED_TABLE: sealed.table.tableName,
        LINK_SECRET_ARN: linkSecret.secret.secretArn,
        PAGES_URL: props.pagesUrl,
        SENDER_ADDRESS: this.mail.senderAddress,
        INBOX_ADDRESS: props.inboxAddress,
        CONFIGURATION_SET: this.mail.configurationSet.configurationSetName,
        NOTIFICATIONS_QUEUE_URL: queues.notifications.queue.queueUrl,
        QUARANTINE_QUEUE_URL: queues.quarantine.queue.queueUrl,
        ON_CALL_ADDRESS: props.onCall ?? NOBODY,
        MILLISECONDS_AN_ADDRESS: String(pace.millisecondsAnAddress),
      },
      timeout: queues.notifications.consumerTimeout,
      may: [
        ...useItems('ReadCases', cases, {
          case: ['GetItem'],
          event: ['GetItem'],
          decision: ['GetItem'],
          council: ['GetItem'],
        }),
        ...useItems('RecordWhatWasSent', cases, {
          email: ['GetItem', 'PutItem'],
          notice: ['Query', 'PutItem', 'DeleteItem'],
          digest: ['PutItem'],
        }),
        sendTo('CallUpDigests', queues.notifications.queue),
        // Names, types and sizes of documents, to say which did not clear; of the children themselves nothing.
        ...useItems('ReadContacts', sealed, {
          contacts: ['GetItem'],
          returned: ['GetItem'],
          sender: ['GetItem'],
          person: ['GetItem'],
          documents: ['GetItem'],
        }),
        linkSecret.read('SignLinks', 'AWSCURRENT'),
        this.mail.send('SendEmail'),
        ...queues.keepForPeople('QuarantineUnreadable'),
      ],
    });
  }

  #recordBounce(
    scope: Construct,
    { data: { cases, sealed }, queues, policy }: NotificationsProps,
  ): PipelineFunction {
    return new PipelineFunction(scope, 'RecordBounce', {
      name: 'record-bounce',
      description: 'Has e-mails that came back sent to somebody else, and marks the address',
      settings: recordBounceSettings,
      environment: {
        CASES_TABLE: cases.table.tableName,
        SEALED_TABLE: sealed.table.tableName,
        POLICY: policy,
        QUARANTINE_QUEUE_URL: queues.quarantine.queue.queueUrl,
      },
      timeout: queues.returned.consumerTimeout,
      may: [
        ...useItems('RecordWhatCameBack', cases, {
          case: ['GetItem', 'PutItem'],
          event: ['GetItem', 'Query', 'PutItem'],
          council: ['GetItem', 'UpdateItem'],
          digest: ['GetItem'],
        }),
        ...useItems('MarkAddresses', sealed, {
          contacts: ['GetItem'],
          returned: ['GetItem', 'PutItem'],
          domain: ['Query'],
          sender: ['GetItem'],
          person: ['GetItem', 'UpdateItem'],
        }),
        ...queues.keepForPeople('QuarantineUnreadable'),
      ],
    });
  }

  watch(alarms: Alarms): void {
    watchHoldingQueue(
      alarms,
      this.relayDlq,
      'Events of cases were not published: the e-mails that follow from them are missing.',
    );
    watchErrors(alarms, this.relayEvents);
    watchStream(alarms, this.relayEvents);
    watchEvents(alarms);
    watchErrors(alarms, this.sendNotification);
    watchMail(alarms, this.mail.configurationSet.configurationSetName);
  }
}
