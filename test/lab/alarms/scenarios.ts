import type { Fault, Place } from '../simulation/kernel/faults.ts';
import type { Way } from '../simulation/world/stories.ts';
import type { World } from '../simulation/world/world.ts';
import type { CloudWatch, Outage } from './cloud-watch.ts';

const HOURS = 60;

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
    fails: 'The hourly watch is not started: nobody sees what is forgotten',
    rings: 'message-nearly-lost',
    // CloudWatch looks at older figures as long as it has some.
    within: 6 * HOURS,
    strikes: skipped('watch'),
  },
  {
    fails: 'A referral comes that nobody can read',
    rings: 'quarantine-not-empty',
    within: 30,
    acts: ({ pipeline }) => pipeline.send('referrals', { id: 'unreadable', body: 'no referral' }),
  },
];
