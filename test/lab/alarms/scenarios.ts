import { addDays, calendarDaysLeft } from '../../../shared/core/calendar/working-days.ts';
import { emailsFor } from '../../../shared/core/case/notifications.ts';
import type { Fault, Place } from '../simulation/kernel/faults.ts';
import type { Way } from '../simulation/world/stories.ts';
import { recordOf } from '../simulation/world/stream.ts';
import type { World } from '../simulation/world/world.ts';
import type { CloudWatch, Outage } from './cloud-watch.ts';

const HOURS = 60;
const DAYS = 24 * HOURS;

/** Something that fails, and who has to be called. */
export interface Scenario {
  /** In a sentence without its stop. */
  readonly fails: string;
  /** The alarm that has to ring, without its stack's name. */
  readonly rings: string;
  /** Minutes after it began to fail in which the alarm rings, at most. */
  readonly within: number;
  /** How children are referred. */
  readonly way?: Way;
  /** The day on which the world begins, YYYY-MM-DD; a Monday in June unless given. */
  readonly start?: string;
  /** Hours after the world's beginning at five in the morning; five unless given. */
  readonly begins?: number;
  /** What AWS does from then on. */
  readonly outage?: Outage;
  /** What strikes single calls from then on. */
  readonly strikes?: (place: Place) => Fault | undefined;
  /** What somebody does then. */
  readonly acts?: (world: World, cloudWatch: CloudWatch) => void;
  /** Why it may ring after a deadline has passed: nothing of a child hangs on it. */
  readonly mayWait?: string;
}

/** Calls by one kind of invocation, by the beginning of its name. */
const calls =
  (of: string, call: string, fault: Fault) =>
  ({ name, can }: Place): Fault | undefined =>
    name.startsWith(of) && name.includes(call) && can.includes(fault) ? fault : undefined;

const throttled = (...names: readonly string[]): Outage => ({
  refuses: (functionName) => (names.length === 0 || names.includes(functionName) ? 'throttled' : undefined),
});
const broken = (name: string): Outage => ({
  refuses: (functionName) => (functionName === name ? 'broken' : undefined),
});
const skipped =
  (run: string) =>
  ({ name, can }: Place): Fault | undefined =>
    name.startsWith(`${run} `) && can.includes('schedule-skipped') ? 'schedule-skipped' : undefined;

/** Mailboxes that are gone, by what their addresses hold. */
const gone =
  (address: string) =>
  ({ name, can }: Place): Fault | undefined =>
    can.includes('mailbox-gone') && name.includes(` to ${address}`) ? 'mailbox-gone' : undefined;

/** All calls of a port, whoever makes them. */
const everyCall =
  (port: string) =>
  ({ name, can }: Place): Fault | undefined =>
    name.includes(` call `) && name.includes(` ${port}.`) && can.includes('call-fails')
      ? 'call-fails'
      : undefined;

/** The first of some that strikes. */
const either =
  (...all: readonly ((place: Place) => Fault | undefined)[]) =>
  (place: Place): Fault | undefined =>
    all.map((one) => one(place)).find((fault) => fault !== undefined);

const nobodyIsThere = ({ office }: World): void => {
  office.away = true;
};

/** What AWS says of itself each minute, by its documentation: nothing here makes it happen. */
const says = (
  namespace: string,
  name: string,
  value: number,
  dimensions: (names: CloudWatch['names']) => Readonly<Record<string, string>> = () => ({}),
): Outage => ({
  counts: (cloudWatch) =>
    cloudWatch.count({ namespace, name, dimensions: dimensions(cloudWatch.names) }, value),
});
const casesTable = (names: CloudWatch['names']) => names.of('AWS::DynamoDB::Table', 'cases').id;

/** The last day on which the calendar of bank holidays is long enough. */
const calendarEnds = (): string => {
  const anyDay = '2020-01-01';
  return addDays(anyDay, calendarDaysLeft(anyDay) - 120);
};

/** Somebody cuts the first event off every trail. */
function cutTrails({ cases }: World): void {
  const whole = cases.trail.bind(cases);
  cases.trail = async (caseId) => (await whole(caseId)).slice(1);
}

/** The stream tells of an event that was changed in the table. */
function tamper({ pipeline, monitor }: World): void {
  const [event] = [...monitor.cases.trails.values()].flat();
  if (event === undefined) throw new Error('No event has happened yet.');
  const record = { ...recordOf(event, 'tampered'), eventName: 'MODIFY' as const };
  pipeline.functions.relay('tampering', { Records: [record] }, () => {});
}

/** Something is put with what waits for the coordinators, and the call for it is taken off its queue. */
function callNobody({ pipeline, monitor, kernel }: World): void {
  const request = [...monitor.cases.trails.values()].flat().flatMap(emailsFor)[0];
  if (request === undefined) throw new Error('No email has been asked for yet.');
  void pipeline.functions.digests.add('coordinators', request, kernel.timeline.instant);
}

export const scenarios: readonly Scenario[] = [
  {
    fails: 'Every referral throws: its case cannot be written',
    rings: 'referrals-dlq-not-empty',
    within: 60,
    strikes: calls('referrals ', ' cases.commit', 'call-fails'),
  },
  {
    fails: 'Allocation dies as it is loaded',
    rings: 'allocate-referral-errors',
    within: 15,
    outage: broken('allocate-referral'),
  },
  {
    fails: 'The relay dies as it is loaded',
    rings: 'relay-events-errors',
    within: 15,
    outage: broken('relay-events'),
  },
  {
    fails: 'The sender of e-mails dies as it is loaded',
    rings: 'send-notification-errors',
    within: 15,
    outage: broken('send-notification'),
  },
  {
    fails: 'The sweep dies as it is loaded',
    rings: 'enforce-deadlines-errors',
    within: 15,
    outage: broken('enforce-deadlines'),
  },
  {
    fails: 'The sweep dies each time, and its runs are given up',
    rings: 'schedules-dlq-not-empty',
    within: 35,
    outage: broken('enforce-deadlines'),
  },
  {
    fails: 'The sweep is not started: its schedule is disabled',
    rings: 'deadlines-not-enforced',
    within: 25,
    strikes: skipped('sweep'),
  },
  {
    fails: 'Every case fails in the sweep',
    rings: 'work-left-undone',
    // Until something is due nothing fails.
    within: 28 * HOURS,
    strikes: calls('sweep ', ' cases.commit', 'call-fails'),
    acts: ({ office }) => {
      office.away = true;
    },
  },
  {
    fails: 'The mapping of the relay is disabled, or has lost its leave',
    rings: 'relay-silent',
    within: 25,
    outage: { streamStands: true },
  },
  {
    fails: 'The relay is refused by the queue of e-mails',
    rings: 'relay-behind',
    within: 30,
    strikes: calls('stream ', ' notifications.publish', 'call-fails'),
  },
  {
    fails: 'SES takes nothing: it is paused, or throttles',
    rings: 'notifications-dlq-not-empty',
    within: 45,
    strikes: calls('notifications ', ' mailer.send', 'call-fails'),
  },
  {
    fails: 'SES refuses every e-mail for good',
    rings: 'email-refused',
    within: 15,
    strikes: calls('notifications ', ' mailer.send', 'mail-refused'),
  },
  { fails: 'A council’s mailbox is gone', rings: 'email-bounced', within: 15, strikes: gone('council.') },
  {
    fails: 'The coordinators’ mailbox is gone',
    rings: 'coordinators-unreached',
    within: 3 * HOURS,
    strikes: gone('coordinators@'),
  },
  {
    fails: 'The pages are not let start',
    rings: 'pages-failing',
    within: 2 * HOURS,
    outage: throttled('pages'),
  },
  {
    fails: 'Nothing is let start: the account’s concurrency is used up',
    rings: 'function-throttled',
    within: 25,
    outage: throttled(),
  },
  {
    fails: 'Nobody takes referrals from their queue',
    rings: 'referrals-waiting',
    within: 30,
    outage: { queueStands: 'referrals' },
  },
  {
    fails: 'Nobody takes e-mails from their queue',
    rings: 'notifications-waiting',
    within: 30,
    outage: { queueStands: 'notifications' },
  },
  {
    fails: 'SES cannot store the e-mails that it takes in for us',
    rings: 'mail-not-taken-in',
    within: 15,
    outage: {
      counts: (cloudWatch) => {
        const dimensions = { RuleName: cloudWatch.names.of('AWS::SES::ReceiptRule').id };
        cloudWatch.count({ namespace: 'AWS/SES', name: 'PublishFailure', dimensions }, 1);
      },
    },
  },
  {
    fails: 'Another set of rules takes in e-mails, not ours',
    rings: 'mail-not-taken-in',
    // The watch looks once an hour.
    within: 90,
    acts: ({ pipeline }) => {
      pipeline.functions.activeRules = 'theirs';
    },
  },
  {
    fails: 'The bucket of e-mails does not tell of them',
    rings: 'mail-not-taken-in',
    // It waits an hour for word of each, and looks once an hour.
    within: 4 * HOURS,
    way: 'email',
    strikes: ({ can }) => (can.includes('notice-lost') ? 'notice-lost' : undefined),
  },
  {
    fails: 'Documents are not scanned',
    rings: 'document-out-of-reach',
    within: 4 * HOURS,
    acts: ({ pipeline: { functions } }) => {
      void functions.documents.put('a referral', 'a copy', Buffer.from('%PDF-1.7'));
      functions.documents.scannedAs('a referral', 'waiting');
    },
  },
  {
    fails: 'The hourly watch is not started: nobody sees what is forgotten',
    rings: 'message-nearly-lost',
    // CloudWatch looks at older figures as long as it has some: for how long, AWS does not say.
    within: 14 * HOURS,
    strikes: skipped('watch'),
  },
  {
    fails: 'The call for what waits to be told to a desk is lost',
    rings: 'message-nearly-lost',
    within: 3 * HOURS,
    acts: callNobody,
  },
  {
    fails: 'A referral comes that nobody can read',
    rings: 'quarantine-not-empty',
    within: 30,
    acts: ({ pipeline }) => pipeline.send('referrals', { id: 'unreadable', body: 'no referral' }),
  },
  {
    fails: 'The reader of e-mails dies as it is loaded',
    rings: 'mail-in-errors',
    within: 15,
    way: 'email',
    outage: broken('receive-email'),
  },
  {
    fails: 'The bucket of e-mails gives nothing out',
    rings: 'mail-dlq-not-empty',
    within: 60,
    way: 'email',
    strikes: everyCall('mails'),
  },
  {
    fails: 'Nobody takes what the bucket of e-mails tells from its queue',
    rings: 'mail-waiting',
    within: 30,
    way: 'email',
    outage: { queueStands: 'mail' },
  },
  {
    fails: 'Nobody takes from its queue what SES says of e-mails',
    rings: 'returned-waiting',
    within: 30,
    strikes: gone('council.'),
    outage: { queueStands: 'returned' },
  },
  {
    fails: 'What SES says of e-mails cannot be written down',
    rings: 'returned-dlq-not-empty',
    within: 60,
    strikes: either(gone('council.'), calls('returned ', ' call ', 'call-fails')),
  },
  {
    fails: 'Who writes down what SES says dies as it is loaded',
    rings: 'mail-in-errors',
    within: 15,
    strikes: gone('council.'),
    outage: broken('record-bounce'),
  },
  {
    fails: 'The API dies as it is loaded',
    rings: 'pages-failing',
    within: 15,
    way: 'api',
    outage: broken('api'),
  },
  {
    fails: 'The key of what is sealed is disabled',
    rings: 'referrals-dlq-not-empty',
    within: 60,
    strikes: everyCall('sealed'),
  },
  {
    fails: 'The key of the cases is disabled',
    rings: 'enforce-deadlines-errors',
    within: 15,
    strikes: everyCall('cases'),
  },
  {
    fails: 'The secret that signs links cannot be read',
    rings: 'notifications-dlq-not-empty',
    within: 45,
    strikes: everyCall('key'),
  },
  {
    fails: 'Calls of the pages hang',
    rings: 'answers-slow',
    within: 3 * HOURS,
    strikes: ({ name, can }) =>
      / (?:look|answer) \d+ call /.test(name) && can.includes('call-slow') ? 'call-slow' : undefined,
  },
  {
    fails: 'Calls of allocation hang',
    rings: 'work-slow',
    within: 30,
    strikes: calls('referrals ', ' call ', 'call-slow'),
  },
  {
    fails: 'The relay fails for hours, and gives up',
    rings: 'relay-dlq-not-empty',
    within: 7 * HOURS,
    outage: broken('relay-events'),
  },
  {
    fails: 'An event of a trail is changed in the table',
    rings: 'event-tampered',
    within: 10,
    acts: tamper,
  },
  {
    fails: 'Trails are cut in the table',
    rings: 'trail-broken',
    within: 20 * HOURS,
    begins: 29,
    acts: cutTrails,
  },
  {
    fails: 'The nightly anchors are not made',
    rings: 'trails-not-anchored',
    within: 24 * HOURS,
    strikes: skipped('anchor'),
  },
  {
    fails: 'The nightly recount is not started',
    rings: 'headroom-not-recounted',
    within: 24 * HOURS,
    strikes: skipped('recount'),
  },
  {
    fails: 'The nightly recount dies as it is loaded',
    rings: 'daily-runs-errors',
    within: 20 * HOURS,
    outage: broken('recount-headroom'),
  },
  {
    fails: 'Councils are not asked for their places',
    rings: 'capacity-not-asked',
    within: 4 * DAYS,
    mayWait: 'figures grow old over weeks; no deadline of a child hangs on one reminder',
    strikes: skipped('remind'),
  },
  {
    fails: 'Nobody answers anything, and a child waits',
    rings: 'child-unplaced-too-long',
    within: 6 * DAYS,
    mayWait: 'deadlines pass as they are meant to: what rings is the wait itself',
    acts: nobodyIsThere,
  },
  {
    fails: 'Nobody answers anything, and a child should have moved',
    rings: 'case-past-deadline',
    within: 20 * DAYS,
    mayWait: 'the deadline is what rings',
    acts: nobodyIsThere,
  },
  {
    fails: 'A message lies among the dead letters for ten days',
    rings: 'message-nearly-lost',
    within: 11 * DAYS,
    mayWait: 'somebody has been called on the first day',
    strikes: calls('notifications ', ' mailer.send', 'call-fails'),
  },
  {
    fails: 'The calendar of bank holidays is not carried on',
    rings: 'calendar-running-out',
    within: 2 * DAYS,
    start: calendarEnds(),
    mayWait: 'months are left',
  },
  {
    fails: 'DynamoDB turns calls away',
    rings: 'table-throttled',
    within: 15,
    outage: says('AWS/DynamoDB', 'WriteThrottleEvents', 1, (names) => ({ TableName: casesTable(names) })),
  },
  {
    fails: 'DynamoDB itself fails',
    rings: 'table-failing',
    within: 15,
    outage: says('AWS/DynamoDB', 'SystemErrors', 1, (names) => ({
      TableName: casesTable(names),
      Operation: 'TransactWriteItems',
    })),
  },
  {
    fails: 'The clock is refused the sweep',
    rings: 'schedule-not-delivered',
    within: 10,
    strikes: skipped('sweep'),
    outage: says('AWS/Scheduler', 'TargetErrorCount', 1, (names) => ({
      ScheduleGroup: names.of('AWS::Scheduler::ScheduleGroup').id,
    })),
  },
  {
    fails: 'The night’s copy of a table or bucket fails',
    rings: 'schedule-not-delivered',
    within: 10,
    outage: says('AWS/Backup', 'NumberOfBackupJobsFailed', 1, (names) => ({
      BackupVaultName: names.of('AWS::Backup::BackupVault').id,
    })),
  },
  {
    fails: 'The relay gives up, and its dead letters are not taken',
    rings: 'failure-not-kept',
    within: 10,
    outage: {
      ...broken('relay-events'),
      counts: (cloudWatch) =>
        cloudWatch.count(cloudWatch.lambda('DestinationDeliveryFailures', 'relay-events'), 1),
    },
  },
  {
    fails: 'Six in a hundred e-mails come back',
    rings: 'bounce-rate-high',
    within: 10,
    outage: says('AWS/SES', 'Reputation.BounceRate', 0.06),
  },
  {
    fails: 'Two in a thousand e-mails are marked as unwanted',
    rings: 'complaint-rate-high',
    within: 10,
    outage: says('AWS/SES', 'Reputation.ComplaintRate', 0.002),
  },
];
