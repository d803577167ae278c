/** Whether alarms have something to judge by: one whose metric never has data says that all is well for ever. */
import type { Row } from './row.ts';

/**
 * When an alarm's metrics have data: while something is verified, once what runs by the clock has run, or only when something goes wrong (and in
 * places where AWS counts noughts as well).
 */
type Counted = 'while verifying' | 'by the clock' | 'when it goes wrong';

/** Every alarm, without the stack's name. */
export const countedWhen: Readonly<Record<string, Counted>> = {
  'referrals-waiting': 'while verifying',
  'notifications-waiting': 'while verifying',
  'allocate-referral-errors': 'while verifying',
  'relay-events-errors': 'while verifying',
  'send-notification-errors': 'while verifying',
  'relay-behind': 'while verifying',
  'pages-failing': 'while verifying',
  'answers-slow': 'while verifying',
  'work-slow': 'while verifying',
  // SQS counts a queue that is looked into: by its function all the time, by keep-watch each hour.
  'returned-waiting': 'by the clock',
  'mail-waiting': 'by the clock',
  'referrals-dlq-not-empty': 'by the clock',
  'notifications-dlq-not-empty': 'by the clock',
  'returned-dlq-not-empty': 'by the clock',
  'mail-dlq-not-empty': 'by the clock',
  'relay-dlq-not-empty': 'by the clock',
  'schedules-dlq-not-empty': 'by the clock',
  'quarantine-not-empty': 'by the clock',
  'relay-silent': 'by the clock',
  'enforce-deadlines-errors': 'by the clock',
  'work-left-undone': 'by the clock',
  'deadlines-not-enforced': 'by the clock',
  'capacity-not-asked': 'by the clock',
  'headroom-not-recounted': 'by the clock',
  'trails-not-anchored': 'by the clock',
  'trail-broken': 'by the clock',
  'message-nearly-lost': 'by the clock',
  'mail-not-taken-in': 'by the clock',
  'document-out-of-reach': 'by the clock',
  'case-past-deadline': 'by the clock',
  'child-unplaced-too-long': 'by the clock',
  'calendar-running-out': 'by the clock',
  'daily-runs-errors': 'by the clock',
  'mail-in-errors': 'when it goes wrong',
  'event-tampered': 'when it goes wrong',
  'email-refused': 'when it goes wrong',
  'email-bounced': 'when it goes wrong',
  'coordinators-unreached': 'when it goes wrong',
  'bounce-rate-high': 'when it goes wrong',
  'complaint-rate-high': 'when it goes wrong',
  'schedule-not-delivered': 'when it goes wrong',
  'table-throttled': 'when it goes wrong',
  'table-failing': 'when it goes wrong',
  'function-throttled': 'when it goes wrong',
  'failure-not-kept': 'when it goes wrong',
};

/** An alarm as it was found. */
export interface FoundAlarm {
  /** Without the stack's name. */
  readonly name: string;
  readonly state: string;
  /** Whether any of its metrics had data since yesterday. */
  readonly hasData: boolean;
}

const says: Readonly<Record<Counted, string>> = {
  'while verifying':
    'no data, although a referral went through: the metric it reads is not the one that is counted',
  'by the clock': 'no data yet: it has some once what runs by the clock has run',
  'when it goes wrong': 'no data, as long as nothing goes wrong',
};

function rowOf(what: string, found: FoundAlarm | undefined): Row {
  const counted = countedWhen[what];
  if (found === undefined) return { what, how: 'wrong', says: 'is not there' };
  if (counted === undefined)
    return { what, how: 'wrong', says: 'is not known here: infra/verify/alarm-data.ts' };
  if (found.state === 'ALARM') return { what, how: 'wrong', says: `rings: infra/runbooks` };
  if (found.hasData) return { what, how: 'well', says: 'has data' };
  return { what, how: counted === 'while verifying' ? 'wrong' : 'later', says: says[counted] };
}

/** A row for each alarm that there is or should be. */
export const alarmRows = (found: readonly FoundAlarm[]): readonly Row[] =>
  [...new Set([...Object.keys(countedWhen), ...found.map(({ name }) => name)])].toSorted().map((name) =>
    rowOf(
      name,
      found.find((one) => one.name === name),
    ),
  );
