/** What breaks first as referrals come faster: arithmetic of measured counts and the limits that AWS publishes. */

/** What one placed referral asks, as counted by the bill and the meter. */
export interface Counted {
  readonly reads: number;
  readonly writes: number;
  /** Of the national turns, the one item that every allocation and every acceptance writes. */
  readonly turnWrites: number;
  /** Of the partition that holds all councils, and their regions' turns. */
  readonly councilReads: number;
  readonly councilWrites: number;
  /** Of the index `due`, all shards together. */
  readonly dueWrites: number;
  readonly pageRequests: number;
  readonly pageSeconds: number;
  /** SES counts addresses, not e-mails. */
  readonly recipients: number;
}

export interface Limit {
  readonly what: string;
  /** For each placed referral. */
  readonly asks: number;
  readonly perSecond: number;
  readonly source: string;
  /** What people see beyond it, and why nothing is lost. */
  readonly whatThen: string;
}

export interface Level {
  readonly perMinute: number;
  /** What is asked for more than it gives, worst first. */
  readonly beyond: readonly { readonly limit: Limit; readonly times: number }[];
  /** What is nearest to its limit, where none is beyond. */
  readonly nearest: { readonly limit: Limit; readonly times: number };
}

export const levels = [1, 10, 1_000, 100_000] as const;

const DAY_SECONDS = 86_400;
const KEY = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html';
const TABLE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html';
const SES =
  'https://docs.aws.amazon.com/ses/latest/dg/quotas.html; figures at the start: rate-limits.apis.io';
/** Shards of the index `due`. */
const SHARDS = 4;
/**
 * What it takes from reading the scheme to the commit, one allocation after another: a get, a query, three
 * gets, a put and a transaction at 3 to 15 ms each. Assumed; never measured on AWS.
 */
const DECISION_SECONDS = 0.06;
/** Two invocations side by side, each of which gives way for 2.5 times as long as it decides. */
const ALLOCATIONS_PER_SECOND = 2 / ((1 + 2.5) * DECISION_SECONDS);

export const limitsFor = (counted: Counted): readonly Limit[] => [
  {
    what: 'SES, addresses a day (50,000 to begin with)',
    asks: counted.recipients,
    perSecond: 50_000 / DAY_SECONDS,
    source: SES,
    whatThen:
      'SES refuses until yesterday’s have aged. A request is tried five times in a quarter of an hour, then waits in the dead letters, an alarm rings, and it is sent from there. Offers run out meanwhile: ask for a higher quota first',
  },
  {
    what: 'SES, addresses a second (14 to begin with)',
    asks: counted.recipients,
    perSecond: 14,
    source: SES,
    whatThen:
      'Requests wait in the queue; each sender waits before an e-mail, so that all together keep the rate. E-mails come minutes late',
  },
  {
    what: 'Pages, requests a second (our own throttle of one route, if all were the same page)',
    asks: counted.pageRequests,
    perSecond: 20,
    source: 'infra/constructs/public-pages.ts; decision 0002',
    whatThen:
      'Some people see "Too Many Requests" and press again; nothing was changed. Raise the throttle: the account’s own is 10,000',
  },
  {
    what: 'Allocations, one after another (the national turn)',
    asks: 1,
    perSecond: ALLOCATIONS_PER_SECOND,
    source: `assumed ${DECISION_SECONDS} s from reading to commit; functions/allocate-referral/backoff.ts`,
    whatThen:
      'Referrals wait in the queue, in no order. An alarm rings when one is 15 minutes old. Shard the turns by nation',
  },
  {
    what: 'Write units of one key: the national turns',
    asks: counted.turnWrites,
    perSecond: 1_000,
    source: KEY,
    whatThen:
      'DynamoDB throttles; decisions are taken again later. Never met first: allocations one after another are slower',
  },
  {
    what: 'Write units of one shard of the index `due`',
    asks: counted.dueWrites / SHARDS,
    perSecond: 1_000,
    source: KEY,
    whatThen: 'The index holds writes of the table back: commits are throttled and tried again. More shards',
  },
  {
    what: 'Read units of one key: all councils with their regions’ turns',
    asks: counted.councilReads,
    perSecond: 3_000,
    source: KEY,
    whatThen:
      'The view of the scheme is throttled and read again, until DynamoDB has split the partition. Twelve keys again would take a fifth',
  },
  {
    what: 'Write units of one key: all councils with their regions’ turns',
    asks: counted.councilWrites,
    perSecond: 1_000,
    source: KEY,
    whatThen: 'DynamoDB throttles; decisions are taken again later, until the partition is split',
  },
  {
    what: 'Write units of the table (4,000 to begin with, 40,000 by quota)',
    asks: counted.writes,
    perSecond: 4_000,
    source: `${KEY}; ${TABLE}`,
    whatThen: 'Throttled for minutes while the table grows to twice its last peak; every caller tries again',
  },
  {
    what: 'Read units of the table (12,000 to begin with)',
    asks: counted.reads,
    perSecond: 12_000,
    source: KEY,
    whatThen: 'As with writes',
  },
  {
    what: 'Pages, invocations side by side (1,000 for an account)',
    asks: counted.pageSeconds,
    perSecond: 1_000,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
    whatThen:
      'People see an error and press again; what comes by queues is not held up by pages only if the account’s quota is raised',
  },
];

/** @param perMinute referrals that are placed in a minute, minute after minute */
export function levelAt(perMinute: number, limits: readonly Limit[]): Level {
  const used = limits
    .map((limit) => ({ limit, times: (limit.asks * perMinute) / 60 / limit.perSecond }))
    .toSorted((a, b) => b.times - a.times);
  const [nearest] = used;
  if (!nearest) throw new Error('There is no limit to compare with.');
  return { perMinute, beyond: used.filter(({ times }) => times > 1), nearest };
}

/** Placed referrals a minute at which a limit is met. */
export const metAt = ({ asks, perSecond }: Limit): number => (60 * perSecond) / asks;
