import * as z from 'zod';
import { type Answer, ask, type Run } from './ask.ts';

/** What the account allows, and the stack is made for. `deploy` looks each time; where it cannot, what was deployed stays. */
export const allowances = z.object({
  /** E-mails a second that SES takes from the account: addresses, copies too. What AWS gives a new production account, unless it says more or less. */
  emailsASecond: z.coerce.number().positive().default(14),
  /** Whether SES holds the account in its sandbox: IAM is then asked for the recipients' identities as well. */
  sandbox: z.stringbool().or(z.boolean()).default(false),
  /** Whether functions are set apart for pages and API, so that no burst takes their turn and they take nobody's. */
  setsApart: z.stringbool().or(z.boolean()).default(false),
});
export type Allowances = z.infer<typeof allowances>;

/**
 * Functions side by side that are set apart, at most and at least: reserved concurrency is both. Pages: what the throttles of a few routes
 * let in while every function starts.
 */
export const setApart = { pages: 60, api: 30 } as const;
const ALL_SET_APART = setApart.pages + setApart.api;

/** Below this a burst of e-mails takes the pages' turn. AWS gives new accounts ten, and refuses to reserve what would leave fewer than a hundred. */
export const FUNCTIONS_SIDE_BY_SIDE = 100;

const lambdaAccount = z.object({
  AccountLimit: z.object({
    ConcurrentExecutions: z.number(),
    UnreservedConcurrentExecutions: z.number().optional(),
  }),
});

/** How many functions the account runs side by side, and how many of them nothing has reserved. */
export const functionsOf = (region: string, run: Run): Answer<z.infer<typeof lambdaAccount>> =>
  ask(run, region, ['lambda', 'get-account-settings'], lambdaAccount);

const sesAccount = z.object({
  ProductionAccessEnabled: z.boolean().default(false),
  SendingEnabled: z.boolean().default(false),
  EnforcementStatus: z.string().default('unknown'),
  SendQuota: z.object({ MaxSendRate: z.number() }).default({ MaxSendRate: 0 }),
});

/** What SES lets the account send. */
export const sendingOf = (region: string, run: Run): Answer<z.infer<typeof sesAccount>> =>
  ask(run, region, ['sesv2', 'get-account'], sesAccount);

/**
 * What the account allows today; what cannot be seen is left out.
 *
 * @param already whether the stack that is deployed has set functions apart: they are no longer among the unreserved
 */
export function allowedBy(region: string, already: boolean, run: Run): Partial<Allowances> {
  const functions = functionsOf(region, run);
  const sending = sendingOf(region, run);
  const free = 'data' in functions ? functions.data.AccountLimit.UnreservedConcurrentExecutions : undefined;
  const rate = 'data' in sending ? sending.data.SendQuota.MaxSendRate : 0;
  return {
    ...(free === undefined
      ? {}
      : { setsApart: free + (already ? ALL_SET_APART : 0) - ALL_SET_APART >= FUNCTIONS_SIDE_BY_SIDE }),
    ...('data' in sending ? { sandbox: !sending.data.ProductionAccessEnabled } : {}),
    ...(rate > 0 ? { emailsASecond: rate } : {}),
  };
}

/** Invocations of `send-notification` side by side, and how long each waits before an e-mail, for every address that it goes to. */
export interface Pace {
  readonly lanes: number;
  readonly millisecondsAnAddress: number;
  /** Messages that one invocation takes: as many as it can begin while it waits for each, with a copy to somebody. */
  readonly batchSize: number;
}

/** AWS takes no fewer than two side by side. */
const FEWEST_LANES = 2;
const MOST_LANES = 20;
/** A lane that waits less than this spends most of its time on its own work: more lanes are faster. */
const ADDRESSES_A_LANE = 7;
/** A function may begin messages for half of its thirty seconds (`eachMessage`); this much of that is for waiting. */
const WAITING_MILLISECONDS = 10_000;

/**
 * So many e-mails a second and no more, in any second: SES counts addresses, and refuses what is too fast. Each lane waits before every
 * e-mail, in the same invocation, so that nothing has to be remembered between two. Of one a second, in the sandbox, two may meet: SES refuses one,
 * and it is tried again.
 */
export function paceOf(emailsASecond: number): Pace {
  const lanes = Math.min(MOST_LANES, Math.max(FEWEST_LANES, Math.floor(emailsASecond / ADDRESSES_A_LANE)));
  // In whole e-mails a lane and second, so that no second has one more than the others.
  const ofALane = emailsASecond / lanes;
  const millisecondsAnAddress = Math.ceil(1_000 / (ofALane < 1 ? ofALane : Math.floor(ofALane)));
  const batchSize = Math.floor(WAITING_MILLISECONDS / (2 * millisecondsAnAddress));
  return { lanes, millisecondsAnAddress, batchSize: Math.min(10, Math.max(1, batchSize)) };
}
