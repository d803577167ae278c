import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { settings as allocateReferralSettings } from '../functions/allocate-referral/settings.ts';
import { settings as anchorTrailsSettings } from '../functions/anchor-trails/settings.ts';
import { settings as apiSettings } from '../functions/api/settings.ts';
import { settings as enforceDeadlinesSettings } from '../functions/enforce-deadlines/settings.ts';
import { settings as pagesSettings } from '../functions/pages/settings.ts';
import { settings as receiveEmailSettings } from '../functions/receive-email/settings.ts';
import { settings as recountHeadroomSettings } from '../functions/recount-headroom/settings.ts';
import { settings as relayEventsSettings } from '../functions/relay-events/settings.ts';
import { settings as remindCapacitySettings } from '../functions/remind-capacity/settings.ts';
import { settings as sendNotificationSettings } from '../functions/send-notification/settings.ts';
import { EVENT_PREFIX, kinds } from '../shared/aws/keys.ts';
import { SEALED_FOR_SECONDS } from '../shared/core/referral/particulars.ts';
import { AlarmDesk } from './constructs/alarm-desk.ts';
import { CouncilApi } from './constructs/council-api.ts';
import { FingerprintSecret } from './constructs/fingerprint-secret.ts';
import { IncomingMail } from './constructs/incoming-mail.ts';
import { LinkSecret } from './constructs/link-secret.ts';
import { OutgoingMail } from './constructs/outgoing-mail.ts';
import { queryIndex, type Rights, sendTo, sendUnderKey, useItems } from './constructs/permissions.ts';
import { PipelineFunction } from './constructs/pipeline-function.ts';
import { PublicPages } from './constructs/public-pages.ts';
import { QueueTrigger } from './constructs/queue-trigger.ts';
import { SchemeDashboard } from './constructs/scheme-dashboard.ts';
import { StreamTrigger } from './constructs/stream-trigger.ts';
import { Timetable } from './constructs/timetable.ts';
import { tellOfUncleared } from './constructs/uncleared-documents.ts';
import { watchChildren } from './constructs/watch-children.ts';
import {
  watchAnchors,
  watchEvents,
  watchFunction,
  watchKeptFailures,
  watchRecount,
  watchSchedules,
  watchStream,
  watchSweep,
} from './constructs/watch-functions.ts';
import { watchMail } from './constructs/watch-mail.ts';
import { watchPages } from './constructs/watch-pages.ts';
import { watchHoldingQueue, watchWorkQueue } from './constructs/watch-queues.ts';
import { watchTable } from './constructs/watch-tables.ts';
import { HoldingQueue, WorkQueue } from './constructs/work-queue.ts';
import { type DataStack, DUE_INDEX, NEEDS_INDEX } from './data-stack.ts';

export interface PipelineStackProps extends StackProps {
  /** Where the tables are. */
  readonly data: DataStack;
  /** The policy that decides, for example `nts-2025`. */
  readonly policy: string;
  /** Domain that e-mails come from. */
  readonly senderDomain: string;
  /**
   * Who is told of alarms.
   *
   * @default nobody by e-mail; the topic and the dashboard still show them
   */
  readonly alarmEmail?: string;
}

const ALLOCATE_TIMEOUT = Duration.seconds(60);
const SEND_TIMEOUT = Duration.seconds(30);
const RECEIVE_TIMEOUT = Duration.seconds(60);

/** What deciding on a case takes besides its events: the case, the councils' places, and turns. */
const decideOnCases = {
  case: ['GetItem', 'PutItem'],
  region: ['Query', 'UpdateItem'],
  nation: ['GetItem', 'UpdateItem'],
} satisfies Rights<'cases'>;

/** The lists that a case comes on and leaves as it is received, amended and ended. */
const listCases = {
  birthday: ['PutItem', 'DeleteItem'],
  decline: ['PutItem', 'DeleteItem'],
} satisfies Rights<'cases'>;

/** Everything that moves: queues, functions, schedules, pages, e-mail, and what watches over them. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { cases, sealed, documents, anchors } = props.data;
    const CASES_TABLE = cases.table.tableName;
    const SEALED_TABLE = sealed.table.tableName;
    const POLICY = props.policy;

    const referrals = new WorkQueue(this, 'Referrals', {
      name: 'referrals',
      consumerTimeout: ALLOCATE_TIMEOUT,
    });
    const notifications = new WorkQueue(this, 'Notifications', {
      name: 'notifications',
      consumerTimeout: SEND_TIMEOUT,
    });
    const received = new WorkQueue(this, 'ReceivedMail', { name: 'mail', consumerTimeout: RECEIVE_TIMEOUT });
    // What nobody could read may hold what it should not: names, from a sender who got it wrong.
    const quarantineKey = new Key(this, 'QuarantineKey', {
      description: 'National Transfer Scheme: unreadable messages',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const quarantine = new HoldingQueue(this, 'Quarantine', {
      name: 'quarantine',
      key: quarantineKey,
      emptiedBy: 'each is unreadable and carries its reason, and the alarm calls somebody to read it',
    });
    const relayDlq = new HoldingQueue(this, 'RelayDlq', {
      name: 'relay-dlq',
      emptiedBy:
        'each names a place in the stream of cases that could not be relayed; the events are in the table',
    });
    const schedulesDlq = new HoldingQueue(this, 'SchedulesDlq', {
      name: 'schedules-dlq',
      emptiedBy: 'each is a run by the clock that did not happen; the next one does its work too',
    });
    const QUARANTINE_QUEUE_URL = quarantine.queue.queueUrl;

    const linkSecret = new LinkSecret(this, 'LinkSecret');
    const LINK_SECRET_ARN = linkSecret.secret.secretArn;
    const mail = new OutgoingMail(this, 'Mail', { domain: props.senderDomain });
    const incoming = new IncomingMail(this, 'IncomingMail', {
      domain: props.senderDomain,
      received,
      // The original names a child as what was read from it does, and goes with it.
      keptFor: Duration.seconds(SEALED_FOR_SECONDS),
    });

    const allocateReferral = new PipelineFunction(this, 'AllocateReferral', {
      name: 'allocate-referral',
      description: 'Finds the councils that should take a child, and makes the offers',
      settings: allocateReferralSettings,
      environment: { CASES_TABLE, SEALED_TABLE, POLICY, QUARANTINE_QUEUE_URL },
      timeout: ALLOCATE_TIMEOUT,
      memorySize: 1024,
      may: [
        ...useItems('DecideOnCases', cases, {
          ...decideOnCases,
          event: ['Query', 'PutItem'],
          merger: ['GetItem', 'PutItem'],
          decision: ['PutItem'],
          fingerprint: ['GetItem', 'PutItem'],
          ...listCases,
        }),
        ...useItems('ApplyAmendments', sealed, {
          particulars: ['GetItem', 'PutItem'],
          amendment: ['GetItem', 'PutItem'],
        }),
        ...sendUnderKey('QuarantineUnreadable', quarantine.queue, quarantineKey),
      ],
    });

    const relayEvents = new PipelineFunction(this, 'RelayEvents', {
      name: 'relay-events',
      description: 'Publishes what happened to a case: the outbox of the cases table',
      settings: relayEventsSettings,
      environment: {
        CASES_TABLE,
        REFERRALS_QUEUE_URL: referrals.queue.queueUrl,
        NOTIFICATIONS_QUEUE_URL: notifications.queue.queueUrl,
        QUARANTINE_QUEUE_URL,
      },
      timeout: Duration.seconds(30),
      may: [
        ...useItems('NoteGrownTrails', cases, { grown: ['PutItem'] }),
        sendTo('PublishEvents', referrals.queue, notifications.queue),
        ...sendUnderKey('QuarantineUnreadable', quarantine.queue, quarantineKey),
      ],
    });

    const fingerprintSecret = new FingerprintSecret(this, 'FingerprintSecret');
    const pages = new PipelineFunction(this, 'Pages', {
      name: 'pages',
      description: 'The pages behind the links in e-mails, and each council’s list',
      settings: pagesSettings,
      environment: {
        CASES_TABLE,
        SEALED_TABLE,
        DOCUMENTS_BUCKET: documents.bucket.bucketName,
        REFERRALS_QUEUE_URL: referrals.queue.queueUrl,
        NOTIFICATIONS_QUEUE_URL: notifications.queue.queueUrl,
        LINK_SECRET_ARN,
        INBOX_ADDRESS: incoming.address,
        FINGERPRINT_SECRET_ARN: fingerprintSecret.secret.secretArn,
        POLICY,
      },
      timeout: Duration.seconds(20),
      memorySize: 1024,
      may: [
        ...useItems('DecideOnCases', cases, {
          ...decideOnCases,
          region: ['GetItem', 'Query', 'UpdateItem'],
          event: ['GetItem', 'Query', 'PutItem'],
          merger: ['GetItem'],
          decision: ['GetItem'],
          fingerprint: ['GetItem', 'PutItem'],
          ...listCases,
          decline: ['Query', 'PutItem', 'DeleteItem'],
        }),
        queryIndex('FindWhatWaits', cases, NEEDS_INDEX),
        queryIndex('FindWhatIsOpen', cases, DUE_INDEX),
        ...useItems('SealParticulars', sealed, {
          particulars: ['GetItem', 'PutItem'],
          amendment: ['GetItem', 'Query', 'PutItem'],
          documents: ['GetItem', 'PutItem'],
          socialWorker: ['GetItem', 'PutItem'],
          contacts: ['GetItem'],
        }),
        ...useItems('KeepSessionsAndDrafts', sealed, {
          session: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
          signInCount: ['GetItem', 'PutItem', 'UpdateItem'],
          draft: ['GetItem', 'Query', 'PutItem'],
        }),
        ...useItems('ChangeApiKeys', sealed, {
          apiKey: ['PutItem'],
          councilKey: ['GetItem', 'UpdateItem'],
        }),
        ...documents.use('KeepDocuments'),
        sendTo('ReferAndAskForEmail', referrals.queue, notifications.queue),
        linkSecret.read('CheckLinks', 'AWSCURRENT', 'AWSPREVIOUS', 'FORMER'),
        fingerprintSecret.read('MakeFingerprints', 'AWSCURRENT', 'AWSPREVIOUS'),
      ],
    });
    documents.explainUse(pages.role);
    const publicPages = new PublicPages(this, 'PublicPages', { pages });

    const api = new PipelineFunction(this, 'Api', {
      name: 'api',
      description: 'Takes referrals from councils’ own systems and tells them how they stand',
      settings: apiSettings,
      environment: {
        CASES_TABLE,
        SEALED_TABLE,
        FINGERPRINT_SECRET_ARN: fingerprintSecret.secret.secretArn,
        REFERRALS_QUEUE_URL: referrals.queue.queueUrl,
        POLICY,
      },
      timeout: Duration.seconds(20),
      memorySize: 1024,
      may: [
        ...useItems('ReadCases', cases, { case: ['GetItem'], merger: ['GetItem'] }),
        ...useItems('SealParticulars', sealed, {
          particulars: ['GetItem', 'PutItem'],
          amendment: ['Query', 'PutItem'],
        }),
        ...useItems('KnowCallers', sealed, {
          apiKey: ['GetItem'],
          councilKey: ['GetItem'],
          requestCount: ['UpdateItem'],
          apiRequest: ['GetItem', 'PutItem'],
        }),
        fingerprintSecret.read('MakeFingerprints', 'AWSCURRENT', 'AWSPREVIOUS'),
        sendTo('SendReferrals', referrals.queue),
      ],
    });
    new CouncilApi(this, 'CouncilApi', { api: publicPages.api, function: api });

    const sendNotification = new PipelineFunction(this, 'SendNotification', {
      name: 'send-notification',
      description: 'E-mails councils and coordinators what they are asked for',
      settings: sendNotificationSettings,
      environment: {
        CASES_TABLE,
        SEALED_TABLE,
        LINK_SECRET_ARN,
        PAGES_URL: publicPages.url,
        SENDER_ADDRESS: mail.senderAddress,
        INBOX_ADDRESS: incoming.address,
        CONFIGURATION_SET: mail.configurationSet.configurationSetName,
        QUARANTINE_QUEUE_URL,
      },
      timeout: SEND_TIMEOUT,
      may: [
        ...useItems('ReadCases', cases, {
          case: ['GetItem'],
          merger: ['GetItem'],
          event: ['GetItem', 'Query'],
          decision: ['GetItem'],
          region: ['GetItem'],
        }),
        ...useItems('RecordWhatWasSent', cases, { email: ['PutItem'] }),
        // Names, types and sizes of documents, to say which did not clear; of the children themselves nothing.
        ...useItems('ReadContacts', sealed, {
          contacts: ['GetItem'],
          sender: ['GetItem'],
          documents: ['GetItem'],
        }),
        linkSecret.read('SignLinks', 'AWSCURRENT'),
        mail.send('SendEmail'),
        ...sendUnderKey('QuarantineUnreadable', quarantine.queue, quarantineKey),
      ],
    });

    const receiveEmail = new PipelineFunction(this, 'ReceiveEmail', {
      name: 'receive-email',
      description: 'Reads referrals that councils send by e-mail, and answers',
      settings: receiveEmailSettings,
      environment: {
        CASES_TABLE,
        SEALED_TABLE,
        MAIL_BUCKET: incoming.bucket.bucketName,
        FINGERPRINT_SECRET_ARN: fingerprintSecret.secret.secretArn,
        REFERRALS_QUEUE_URL: referrals.queue.queueUrl,
        NOTIFICATIONS_QUEUE_URL: notifications.queue.queueUrl,
        QUARANTINE_QUEUE_URL,
        POLICY,
        OWN_DOMAIN: props.senderDomain,
      },
      timeout: RECEIVE_TIMEOUT,
      memorySize: 1024,
      may: [
        ...incoming.read('ReadMail'),
        ...useItems('RecordMail', cases, {
          case: ['GetItem'],
          merger: ['GetItem'],
          region: ['GetItem', 'UpdateItem'],
          event: ['Query', 'PutItem'],
        }),
        ...useItems('SealParticulars', sealed, {
          particulars: ['GetItem', 'PutItem'],
          amendment: ['Query', 'PutItem'],
        }),
        ...useItems('KnowSenders', sealed, {
          contacts: ['GetItem'],
          domain: ['Query'],
          sender: ['PutItem'],
          answerCount: ['UpdateItem'],
        }),
        fingerprintSecret.read('MakeFingerprints', 'AWSCURRENT', 'AWSPREVIOUS'),
        sendTo('ReferChildrenAndTell', referrals.queue, notifications.queue),
        ...sendUnderKey('QuarantineUnreadable', quarantine.queue, quarantineKey),
      ],
    });
    incoming.explainReading(receiveEmail.role);

    const enforceDeadlines = new PipelineFunction(this, 'EnforceDeadlines', {
      name: 'enforce-deadlines',
      description: 'Reminds, expires, promotes and escalates when a deadline passes',
      settings: enforceDeadlinesSettings,
      environment: { CASES_TABLE, POLICY },
      timeout: Duration.minutes(2),
      may: [
        // No deadline puts a case on a list or takes it off: birthdays, declines.
        ...useItems('DecideOnCases', cases, { ...decideOnCases, event: ['PutItem'] }),
        queryIndex('FindWhatIsDue', cases, DUE_INDEX),
      ],
    });

    const remindCapacity = new PipelineFunction(this, 'RemindCapacity', {
      name: 'remind-capacity',
      description: 'Asks councils for their places when their last word is old',
      settings: remindCapacitySettings,
      environment: { CASES_TABLE, POLICY },
      timeout: Duration.minutes(2),
      may: [
        ...useItems('RemindCouncils', cases, {
          nation: ['GetItem'],
          region: ['GetItem', 'Query', 'UpdateItem'],
          event: ['PutItem'],
        }),
      ],
    });

    const recountHeadroom = new PipelineFunction(this, 'RecountHeadroom', {
      name: 'recount-headroom',
      description: 'Counts each council’s headroom again as children turn 18',
      settings: recountHeadroomSettings,
      environment: { CASES_TABLE, SEALED_TABLE, POLICY },
      timeout: Duration.minutes(5),
      may: [
        ...useItems('DecideOnCases', cases, {
          ...decideOnCases,
          region: ['GetItem', 'Query', 'UpdateItem'],
          event: ['PutItem'],
          birthday: ['Query', 'DeleteItem'],
          decline: ['PutItem', 'DeleteItem'],
        }),
        ...useItems('ReadDatesOfBirth', sealed, { particulars: ['GetItem'] }),
      ],
    });

    const anchorTrails = new PipelineFunction(this, 'AnchorTrails', {
      name: 'anchor-trails',
      description: 'Keeps the ends of the trails outside the table, where nobody can change them',
      settings: anchorTrailsSettings,
      environment: { CASES_TABLE, ANCHORS_BUCKET: anchors.bucket.bucketName },
      timeout: Duration.minutes(5),
      may: [
        ...useItems('ReadTrails', cases, { event: ['Query'], grown: ['Query'] }),
        ...anchors.use('KeepAnchors'),
      ],
    });
    anchors.explainUse(anchorTrails.role);

    new QueueTrigger(this, 'ReferralsTrigger', {
      queue: referrals,
      consumer: allocateReferral,
      batchSize: 10,
      // The rota item is the one that every allocation writes: more side by side would only lose races.
      maxConcurrency: 2,
    });
    new QueueTrigger(this, 'NotificationsTrigger', {
      queue: notifications,
      consumer: sendNotification,
      batchSize: 10,
      // Below the 14 a second that SES gives a new production account.
      maxConcurrency: 5,
    });
    new QueueTrigger(this, 'ReceivedMailTrigger', {
      queue: received,
      consumer: receiveEmail,
      // One mail may take its whole time.
      batchSize: 1,
      maxConcurrency: 2,
    });
    tellOfUncleared(this, 'UnclearedDocuments', {
      bucket: documents.bucket,
      told: notifications,
    });
    new StreamTrigger(this, 'EventsTrigger', {
      source: cases,
      consumer: relayEvents,
      partitionPrefix: kinds.cases.event,
      sortKeyPrefix: EVENT_PREFIX,
      givenUp: relayDlq,
    });

    const timetable = new Timetable(this, 'Timetable', { undelivered: schedulesDlq });
    timetable.run({
      target: enforceDeadlines,
      expression: 'rate(5 minutes)',
      description: 'Every five minutes: what is due',
      worthStartingFor: Duration.minutes(4),
    });
    timetable.run({
      target: remindCapacity,
      expression: 'cron(0 8 ? * MON-FRI *)',
      description: 'Weekday mornings at eight: councils whose word on capacity is old',
      worthStartingFor: Duration.hours(2),
    });
    timetable.run({
      target: recountHeadroom,
      expression: 'cron(15 0 * * ? *)',
      description: 'A quarter past midnight: birthdays',
      worthStartingFor: Duration.hours(6),
    });

    timetable.run({
      target: anchorTrails,
      expression: 'cron(45 1 * * ? *)',
      description: 'In the night: the ends of yesterday’s trails',
      worthStartingFor: Duration.hours(6),
    });

    const functions = [
      allocateReferral,
      relayEvents,
      sendNotification,
      receiveEmail,
      pages,
      api,
      enforceDeadlines,
      remindCapacity,
      recountHeadroom,
      anchorTrails,
    ];
    const { configurationSetName } = mail.configurationSet;

    const desk = new AlarmDesk(
      this,
      'Alarms',
      props.alarmEmail === undefined ? {} : { email: props.alarmEmail },
    );
    watchChildren(desk);
    watchWorkQueue(desk, referrals, {
      waiting: 'A referral has waited fifteen minutes to be looked at.',
      failed: 'A referral failed five times: a child is waiting and no council has been asked.',
    });
    watchWorkQueue(desk, notifications, {
      waiting: 'An e-mail has waited fifteen minutes to be sent.',
      failed: 'An e-mail failed five times: somebody who has to act does not know it.',
    });
    watchWorkQueue(desk, received, {
      waiting: 'An e-mail of a council has waited fifteen minutes to be read.',
      failed: 'An e-mail of a council failed five times: it may refer a child, and nobody has answered.',
    });
    watchHoldingQueue(desk, quarantine, 'A message could not be read; it may be a referral of a child.');
    watchHoldingQueue(
      desk,
      relayDlq,
      'Events of cases were not published: the e-mails that follow from them are missing.',
    );
    watchHoldingQueue(desk, schedulesDlq, 'A run by the clock failed or was never started.');
    for (const each of functions) watchFunction(desk, each);
    for (const each of [relayEvents, enforceDeadlines, remindCapacity, recountHeadroom, anchorTrails])
      watchKeptFailures(desk, each);
    watchStream(desk, relayEvents);
    watchEvents(desk);
    watchSweep(desk, enforceDeadlines);
    watchRecount(desk, recountHeadroom);
    watchAnchors(desk, anchorTrails);
    watchSchedules(desk, timetable.group.ref);
    watchMail(desk, configurationSetName);
    watchPages(desk, publicPages.api);
    watchTable(desk, 'cases', cases);
    watchTable(desk, 'sealed', sealed);

    const { dashboard } = new SchemeDashboard(this, 'Scheme', {
      workQueues: [referrals, notifications, received],
      holdingQueues: [quarantine, relayDlq, schedulesDlq],
      functions,
      configurationSetName,
    });

    new CfnOutput(this, 'DashboardName', { value: dashboard.dashboardName });
    new CfnOutput(this, 'AlarmTopic', { value: desk.topic.topicArn });
    new CfnOutput(this, 'PagesUrl', { value: publicPages.url });
    new CfnOutput(this, 'ReferralsAddress', { value: incoming.address });
    new CfnOutput(this, 'ReferralsQueueUrl', { value: referrals.queue.queueUrl });
    new CfnOutput(this, 'LinkSecretArn', { value: linkSecret.secret.secretArn });
    new CfnOutput(this, 'FingerprintSecretArn', { value: fingerprintSecret.secret.secretArn });
  }
}
