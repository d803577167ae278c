/** A burst of referrals through the real local servers, with functions killed at random and people answering, until all is over. */

import { People } from '../../../../infra/local/people/people.ts';
import { Referrer } from '../../../../infra/local/story/seed.ts';
import { addDays, londonDate } from '../../../../shared/core/calendar/working-days.ts';
import { caseReference } from '../../../../shared/core/case/reference.ts';
import { sealedUntil } from '../../../../shared/core/referral/particulars.ts';
import type { Run } from '../../../journey/a-run.ts';
import { waitingForMorning } from '../../../journey/accounts.ts';
import { reasonsOf, sendAll, takeAll } from '../../../journey/queues.ts';
import { Violation } from '../watch/violation.ts';
import { mayBeQuarantined } from '../world/world.ts';
import { burstOf, type Referred } from './burst.ts';
import { Days } from './days.ts';
import { Killer } from './killer.ts';
import type { PlayOptions } from './play-options.ts';
import { RunWatch } from './run-watch.ts';

export interface Played {
  readonly watch: RunWatch;
  /** Every message put on the queue of referrals. */
  readonly sent: readonly object[];
  readonly kills: ReadonlyMap<string, number>;
  /** Invocations cut short, by function. */
  readonly cutShort: ReadonlyMap<string, number>;
  readonly invocations: number;
  /** Batches that their queue or stream had to hand over again. */
  readonly redelivered: number;
  /** Messages that failed five times and were sent again by the operator. */
  readonly redriven: number;
  /** Transactions that were tried; those that are not among `watch.committed` lost a race, found no place, or were said again. */
  readonly transactions: number;
  readonly quarantined: readonly string[];
  readonly gaveUp: number;
  /** From the first message until each referral has its first decision and its e-mails. */
  readonly burstSeconds: number;
}

/**
 * Plays a burst, and watches it.
 *
 * @throws PlayFailed when a rule breaks
 */
export async function play(run: Run, options: PlayOptions): Promise<Played> {
  const { localRun } = run;
  const now = () => localRun.clock.now();
  const burst = burstOf(options.seed, options.referrals, addDays(londonDate(now().toISOString()), -7));
  const children = new Map(burst.map(({ sample, children: own }) => [sample.message.data.referralId, own]));
  const watch = new RunWatch(run, (referralId) => children.get(referralId) ?? []);
  const counts = countsOf(run);
  const referrer = new Referrer(localRun.endpoints);
  const people = new People({
    seed: options.seed,
    mood: 'mixed',
    pagesUrl: localRun.endpoints.pages,
    referrer,
    now,
    say: () => undefined,
    atOnce: 3,
    patience: 50,
  });
  const expiresAt = sealedUntil([], now().toISOString());
  for (const { sample } of burst) {
    people.adopt(sample);
    const { referralId, facts } = sample.message.data;
    await run.sealed.sealFirst(referralId, facts.entryAuthority, sample.sealed, expiresAt);
  }
  localRun.usage.reset();
  const killer = new Killer(localRun, options.seed, options.killing);
  const days = new Days(run, { watch, people, killer, options });
  try {
    const from = performance.now();
    const sent = burst.flatMap(({ sample }) => Array.from({ length: sample.copies }, () => sample.message));
    await sendAll(run, sent);
    await days.burst();
    const burstSeconds = (performance.now() - from) / 1_000;
    if (options.until === 'everything has ended') await days.untilTheEnd();
    killer.stop();
    await days.comeBack('the end');
    await days.operate();
    await days.settle('the end');
    await watch.quiet(true);
    watch.mails.account(await waitingForMorning(run));
    if (options.until === 'everything has ended') await watch.places.returned();
    const quarantined = await quarantineOf(run);
    await nothingLost(run, watch, burst);
    return {
      watch,
      sent,
      kills: killer.killed,
      ...counts(),
      redriven: days.redriven,
      quarantined,
      gaveUp: people.gaveUp,
      burstSeconds,
    };
  } catch (error) {
    throw new PlayFailed(watch, { cause: error });
  } finally {
    killer.stop();
    referrer.close();
  }
}

/** @throws Violation for a referral that has neither a case nor been merged into one; it says where messages still are */
async function nothingLost(run: Run, watch: RunWatch, burst: readonly Referred[]): Promise<void> {
  for (const { sample } of burst) {
    const caseId = caseReference(sample.message.data.referralId, 1);
    if (watch.cases.known.has(caseId) || (await run.cases.mergedInto(caseId)) !== undefined) continue;
    const stored = await run.cases.read(caseId);
    const queues = await Promise.all(
      run.localRun.plan.queues.map(async ({ shortName, url }) => {
        const { ready, inFlight, delayed } = await run.localRun.sqs.depth(url);
        return `${shortName} ${ready} ready, ${inFlight} in flight, ${delayed} delayed`;
      }),
    );
    throw new Violation(
      'no referral lost',
      `${caseId} has ${stored === undefined ? 'no case' : `a case (${stored.status}) that the watch has not seen`} and was merged into none. Queues: ${queues.join('; ')}.`,
      caseId,
    );
  }
}

/** @throws Violation when a message was put aside for a reason that should not come up */
async function quarantineOf(run: Run): Promise<readonly string[]> {
  const codes = reasonsOf(await takeAll(run, 'quarantine')).map(String);
  const astray = codes.find((code) => !mayBeQuarantined.includes(code));
  if (astray !== undefined)
    throw new Violation('no message goes astray', `A message was quarantined: ${astray}.`);
  return codes;
}

/** A rule broke, or the run did; the watch knows what happened. */
export class PlayFailed extends Error {
  override readonly name = 'PlayFailed';
  readonly watch: RunWatch;

  constructor(watch: RunWatch, options: { readonly cause: unknown }) {
    super(options.cause instanceof Error ? options.cause.message : String(options.cause), options);
    this.watch = watch;
  }
}

/** Counts, from now on, what the run's functions do. */
function countsOf({
  localRun,
}: Run): () => Pick<Played, 'cutShort' | 'invocations' | 'redelivered' | 'transactions'> {
  const cutShort = new Map<string, number>();
  let invocations = 0;
  let redelivered = 0;
  localRun.on('invocation', ({ functionName, source, outcome }) => {
    invocations += 1;
    const byQueue = source.startsWith('queue ') || source === 'table stream';
    if (outcome.kind === 'failed') {
      cutShort.set(functionName, (cutShort.get(functionName) ?? 0) + 1);
      if (byQueue) redelivered += 1;
    } else if (byQueue && outcome.payload.includes('itemIdentifier')) redelivered += 1;
  });
  return () => ({
    cutShort,
    invocations,
    redelivered,
    transactions: localRun.usage
      .report()
      .filter(({ caller, operation }) => caller !== 'admin' && operation === 'TransactWriteItems')
      .reduce((sum, { requests }) => sum + requests, 0),
  });
}
