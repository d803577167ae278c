/** What one placed referral asks of AWS, from the gateway's own meter, and what that costs. */

import { fillIn } from '../../../infra/local/story/form-client.ts';
import type { BilledLine } from '../../../infra/local-aws/services/bill.ts';
import type { UsageLine } from '../../../infra/local-aws/services/usage.ts';
import type { Resource } from '../../../infra/local-aws/template/assembly.ts';
import { monthly, prices } from '../../../infra/prices.ts';
import { councilsPartition } from '../../../shared/aws/keys.ts';
import { type Run, startRun, withoutCapacityReminders } from '../../journey/a-run.ts';
import { linkTo } from '../../journey/mail.ts';
import { send } from '../../journey/queues.ts';
import { caseIdOf, liveOffer, referral, theCase } from '../../journey/referring.ts';
import { type Memory, watchMemory } from './memory.ts';
import type { Counted } from './scale.ts';
import { type Share, shares } from './where-units-go.ts';

export interface PlacementCost {
  readonly reads: number;
  readonly writes: number;
  readonly counted: Counted;
  readonly byFunction: readonly Share[];
  readonly bySort: readonly Share[];
  /** By the step of the course, and in it by the kind of item. */
  readonly byStep: readonly { readonly step: string; readonly shares: readonly Share[] }[];
  readonly requests: Readonly<Record<string, number>>;
  readonly messages: number;
  readonly emails: number;
  /** Addresses, which is what SES charges for. */
  readonly recipients: number;
  readonly emailBytes: number;
  readonly pageRequests: number;
  readonly invocations: number;
  readonly invoked: readonly {
    readonly name: string;
    readonly times: number;
    readonly gigabyteSeconds: number;
  }[];
  /** As the local run counts them, on a machine that is not Lambda: an upper bound for the sum, not a promise. */
  readonly gigabyteSeconds: number;
  readonly dollarsPerThousand: Readonly<Record<string, number>>;
  readonly memory: readonly Memory[];
  /** What the case's trail holds in the end, and how many transactions were tried. */
  readonly events: number;
  readonly decisions: number;
  readonly fixedMonthly: { readonly dollars: number; readonly how: string };
}

const HOUR = 3_600_000;
const steps = ['referral and offers', 'acceptance', 'arrangement', 'handover'] as const;
type Step = (typeof steps)[number];

const requestsIn = (lines: readonly UsageLine[]): number =>
  lines.reduce((total, { requests }) => total + requests, 0);

interface Ran {
  readonly name: string;
  readonly gigabytes: number;
  readonly seconds: number;
  readonly page: boolean;
  /** By a batch of messages of a queue. */
  readonly queued: boolean;
}

const day = (name: string, date: string) => {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Three councils are asked, the first accepts, arranges the move and confirms the handover: four visits to the pages. */
async function place(run: Run, number: number, at: (step: Step) => void): Promise<void> {
  at('referral and offers');
  await send(run, referral(run, number));
  await run.localRun.idle();
  const caseId = caseIdOf(number);
  const desk = `council:${liveOffer(await theCase(run, number)).council}`;
  at('acceptance');
  await fillIn(linkTo(run, { desk, caseId, link: 'offer' }), { answer: 'accept' });
  await run.localRun.idle();
  const transfer = linkTo(run, { desk, caseId, link: 'transfer' });
  at('arrangement');
  await fillIn(transfer, {
    action: 'arrange',
    ...day('moveOn', '2026-11-23'),
    socialWorker: 'Synthetic Worker',
    socialWorkerPhone: '01632 960 001',
  });
  await run.localRun.idle();
  const handedOver = new Date(run.localRun.clock.now().getTime() + HOUR);
  run.localRun.clock.moveTo(new Date(handedOver.getTime() + HOUR));
  at('handover');
  await fillIn(transfer, {
    action: 'handover',
    ...day('handedOverOn', '2026-11-23'),
    // London keeps Greenwich time in November.
    handedOverAt: handedOver.toISOString().slice(11, 16),
  });
  await run.localRun.idle();
  const { status } = await theCase(run, number);
  if (status !== 'transferred') throw new Error(`The referral to be measured ended as ${status}.`);
}

/** An alarm is billed by the metrics that it reads, anything else by itself. */
const metricsOf = ({ Metrics }: Resource['properties']): number =>
  Array.isArray(Metrics) ? Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;

/** What is there every month, referrals or none. */
function fixedMonthly(resources: readonly Resource[]): PlacementCost['fixedMonthly'] {
  const lines = Object.entries(monthly).map(([type, { each, called }]) => {
    const there = resources.filter((one) => one.type === type);
    const billed = there.reduce((sum, { properties }) => sum + metricsOf(properties), 0);
    const over = billed === there.length ? '' : ` over ${billed} metrics`;
    return { dollars: billed * each, how: `${there.length} ${called}${over}` };
  });
  return {
    dollars: lines.reduce((total, { dollars }) => total + dollars, 0),
    how: lines.map(({ how }) => how).join(', '),
  };
}

export async function placementCost(): Promise<PlacementCost> {
  let resources: readonly Resource[] = [];
  let step: Step = 'referral and offers';
  let lines: (BilledLine & { readonly step: Step })[] = [];
  const run = await startRun({
    alter: (plan) => {
      resources = plan.resources;
      return withoutCapacityReminders(plan);
    },
    billed: (line) => lines.push({ ...line, step }),
  });
  try {
    const memory = watchMemory(run.localRun);
    await place(run, 1, () => undefined); // Warm: secrets are read once for each process, not once for each referral.
    const { localRun } = run;
    const before = localRun.messages.length;
    const ran: Ran[] = [];
    localRun.on('invocation', ({ functionName, milliseconds, source }) =>
      ran.push({
        name: functionName,
        gigabytes: localRun.functionNamed(functionName).memoryMegabytes / 1024,
        seconds: milliseconds / 1_000,
        page: source.startsWith('route'),
        queued: source.startsWith('queue '),
      }),
    );
    localRun.usage.reset();
    lines = [];
    await place(run, 2, (begins) => {
      step = begins;
    });
    const billed = lines.filter(({ caller }) => caller !== 'admin');
    const cost = costOf(
      localRun.usage.report().filter(({ caller }) => caller !== 'admin'),
      billed,
      localRun.messages
        .slice(before)
        .map(({ raw, recipients }) => ({ bytes: raw.length, recipients: recipients.length })),
      ran,
    );
    const decisions = localRun.usage
      .report()
      .filter(({ caller, operation }) => caller !== 'admin' && operation === 'TransactWriteItems')
      .reduce((total, { requests }) => total + requests, 0);
    const events = (await run.cases.trail(caseIdOf(2))).length;
    const byStep = steps.map((one) => ({
      step: one,
      shares: shares(billed.filter((line) => line.step === one)),
    }));
    return { ...cost, byStep, memory: memory(), events, decisions, fixedMonthly: fixedMonthly(resources) };
  } finally {
    await run.stop();
  }
}

const unitsWhere = (
  billed: readonly BilledLine[],
  units: 'reads' | 'writes',
  fits: (line: BilledLine) => boolean,
): number => billed.filter(fits).reduce((total, line) => total + line[units], 0);

function costOf(
  lines: readonly UsageLine[],
  billed: readonly BilledLine[],
  emails: readonly { readonly bytes: number; readonly recipients: number }[],
  ran: readonly Ran[],
): Omit<PlacementCost, 'byStep' | 'memory' | 'events' | 'decisions' | 'fixedMonthly'> {
  const of = (service: string) => lines.filter((line) => line.service === service);
  const reads = unitsWhere(billed, 'reads', () => true);
  const writes = unitsWhere(billed, 'writes', () => true);
  const bytes = emails.reduce((total, one) => total + one.bytes, 0);
  const recipients = emails.reduce((total, one) => total + one.recipients, 0);
  const pageRequests = ran.filter(({ page }) => page).length;
  const batches = ran.filter(({ queued }) => queued).length;
  const gigabyteSeconds = ran.reduce((total, { gigabytes, seconds }) => total + gigabytes * seconds, 0);
  const thousand = (amount: number) => amount * 1_000;
  return {
    reads,
    writes,
    counted: {
      reads,
      writes,
      turnWrites: unitsWhere(billed, 'writes', ({ pk }) => pk === 'ROTA'),
      councilReads: unitsWhere(billed, 'reads', ({ pk }) => pk === councilsPartition('scheme')),
      councilWrites: unitsWhere(billed, 'writes', ({ pk }) => pk === councilsPartition('scheme')),
      dueWrites: unitsWhere(billed, 'writes', ({ index }) => index === 'due'),
      pageRequests,
      pageSeconds: ran.reduce((total, { page, seconds }) => total + (page ? seconds : 0), 0),
      recipients,
    },
    byFunction: shares(billed, ({ caller }) => caller),
    bySort: shares(billed),
    requests: Object.fromEntries(
      [...new Set(lines.map(({ service }) => service))]
        .toSorted()
        .map((service) => [service, requestsIn(of(service))]),
    ),
    // The referral itself, and a message for each e-mail.
    messages: 1 + emails.length,
    emails: emails.length,
    recipients,
    emailBytes: bytes,
    pageRequests,
    invocations: ran.length,
    invoked: [...Map.groupBy(ran, ({ name }) => name)].map(([name, of]) => ({
      name,
      times: of.length,
      gigabyteSeconds: of.reduce((total, { gigabytes, seconds }) => total + gigabytes * seconds, 0),
    })),
    gigabyteSeconds,
    dollarsPerThousand: {
      'tables, reads': thousand(reads * prices.readUnit),
      'tables, writes': thousand(writes * prices.writeUnit),
      // Lambda receives and deletes a batch at a time, and the referral was sent by somebody else.
      queues: thousand((1 + requestsIn(of('sqs')) + 2 * batches) * prices.queueRequest),
      functions: thousand(ran.length * prices.invocation + gigabyteSeconds * prices.gigabyteSecond),
      'e-mail': thousand(recipients * prices.emailRecipient),
      secrets: thousand(requestsIn(of('secretsmanager')) * prices.secretRead),
      pages: thousand(pageRequests * prices.pageRequest),
    },
  };
}
