/** What the same placed referral would cost at the least, and what an engine for workflows would add to it. */
import { prices } from '../../../infra/prices.ts';

export interface Alternative {
  readonly name: string;
  /** For 1,000 placed referrals. */
  readonly dollars: number;
  readonly how: string;
}

/** A page asked for and a form sent, for each of three visits: answer, arrange, hand over. */
const FEWEST_PAGE_REQUESTS = 6;
/** A decision in an express workflow: 64 MB, and half a second with the calls that it makes. */
const EXPRESS_GIGABYTE_SECONDS = 0.5 * (64 / 1024);

/** The referral's own batch of messages and one for each decision that people are told of, each sent, received and deleted. */
const queueRequests = (decisions: number): number => 3 * (1 + decisions);

/**
 * The least with an audit trail that only grows: each event written once, each decision's state once, in transactions,
 * which cost two units for each item of up to 1 KB; nothing read or computed; six page requests, each of them an invocation.
 */
export const floor = (events: number, decisions: number): Alternative => {
  const units = 2 * (events + decisions);
  return {
    name: 'the least with an append-only trail',
    dollars:
      1_000 *
      (units * prices.writeUnit +
        FEWEST_PAGE_REQUESTS * (prices.pageRequest + prices.invocation) +
        queueRequests(decisions) * prices.queueRequest),
    how: `2 x (${events} events + ${decisions} states) write units, ${FEWEST_PAGE_REQUESTS} page requests, ${queueRequests(decisions)} queue requests`,
  };
};

/** What is charged before a byte is read or written and before anything is computed: for being asked, and for starting to work. */
export const requestsAlone = (decisions: number): Alternative => {
  // Pages, the referral's batch, and for each decision the relay and the sender of e-mails.
  const invocations = FEWEST_PAGE_REQUESTS + 1 + 2 * decisions;
  return {
    name: 'requests, messages and invocations alone',
    dollars:
      1_000 *
      (FEWEST_PAGE_REQUESTS * prices.pageRequest +
        queueRequests(decisions) * prices.queueRequest +
        invocations * prices.invocation),
    how: `${FEWEST_PAGE_REQUESTS} page requests, ${queueRequests(decisions)} queue requests, ${invocations} invocations, nothing read, written or computed`,
  };
};

/** Added to what is paid now: the tables, queues and functions stay, the workflow only says what comes next. */
export const alternatives = (events: number, decisions: number): readonly Alternative[] => [
  {
    name: 'Step Functions, standard, would add',
    dollars: 1_000 * (events + 2) * prices.stepFunctionsTransition,
    how: `a transition for each of ${events} events, a beginning and an end`,
  },
  {
    name: 'Step Functions, express, would add',
    dollars:
      1_000 *
      decisions *
      (prices.stepFunctionsExpressRequest +
        EXPRESS_GIGABYTE_SECONDS * prices.stepFunctionsExpressGigabyteSecond),
    how: `${decisions} decisions of half a second; it waits five minutes at most, so deadlines stay with us`,
  },
  {
    name: 'durable functions would add',
    dollars: 1_000 * (events + decisions) * prices.durableOperation,
    how: `an operation for each of ${events} events and ${decisions} waits, without what they write`,
  },
];
