/** How many referrals a second go through the local run in a burst, and where the time goes. */
import { startRun, withoutCapacityReminders } from '../../journey/a-run.ts';
import { sendAll } from '../../journey/queues.ts';
import { caseIdOf, referral } from '../../journey/referring.ts';
import { type Memory, watchMemory } from './memory.ts';

const BURST = 100;

export interface Throughput {
  readonly referrals: number;
  /** Referrals that lost every race of their first try; the queue brings them again. */
  readonly cameBack: number;
  /** From the first message until every offer is made. */
  readonly offeredSeconds: number;
  /** ... and every e-mail is sent. */
  readonly quietSeconds: number;
  readonly emails: number;
  /** Transactions tried for each referral: more than one are races that were lost and decided again. */
  readonly transactionsEach: number;
  readonly tableRequestsEach: number;
  readonly memory: readonly Memory[];
  readonly functions: readonly {
    readonly name: string;
    readonly invocations: number;
    readonly cold: number;
    /** Sum over invocations, which run side by side. */
    readonly busySeconds: number;
  }[];
}

export async function throughput(): Promise<Throughput> {
  const run = await startRun({ alter: withoutCapacityReminders });
  try {
    const { localRun } = run;
    const memory = watchMemory(localRun);
    await sendAll(run, [referral(run, BURST + 1)]);
    await localRun.idle();
    localRun.usage.reset();
    const before = localRun.mail.sent;
    const ran = new Map<string, { invocations: number; cold: number; busySeconds: number }>();
    localRun.on('invocation', ({ functionName, milliseconds, cold }) => {
      const {
        invocations,
        cold: colds,
        busySeconds,
      } = ran.get(functionName) ?? { invocations: 0, cold: 0, busySeconds: 0 };
      ran.set(functionName, {
        invocations: invocations + 1,
        cold: colds + Number(cold),
        busySeconds: busySeconds + milliseconds / 1_000,
      });
    });
    const from = performance.now();
    const offered = new Set<string>();
    let lastOffer = from;
    localRun.on('committed-event', ({ keys, item }) => {
      if (
        String(keys.sk).startsWith('EVENT#') &&
        String(item?.body).includes('"offers-made.v1"') &&
        !offered.has(String(keys.pk))
      ) {
        offered.add(String(keys.pk));
        lastOffer = performance.now();
      }
    });
    await sendAll(
      run,
      Array.from({ length: BURST }, (_, index) => referral(run, index + 1)),
    );
    await localRun.idle(600_000);
    const quiet = performance.now();
    const done = offered.size;
    const lines = localRun.usage.report().filter(({ caller }) => caller === 'allocate-referral');
    const requests = (fits: (operation: string) => boolean) =>
      lines
        .filter(({ service, operation }) => service === 'dynamodb' && fits(operation))
        .reduce((sum, line) => sum + line.requests, 0);
    const emails = localRun.mail.sent - before;
    const functions = [...ran]
      .map(([name, counts]) => ({ name, ...counts }))
      .toSorted((a, b) => b.busySeconds - a.busySeconds);
    // What lost too many races is hidden for six minutes and then tried again.
    for (let tries = 0; tries < 5; tries += 1) await localRun.advance('7m');
    for (let number = 1; number <= BURST; number += 1)
      if ((await run.cases.read(caseIdOf(number)))?.status !== 'offered')
        throw new Error(`Referral ${number} of the burst was not offered to anybody.`);
    // Past midnight, so that the birthdays are looked at too.
    await localRun.advance('to 2026-11-24T00:20');
    return {
      referrals: done,
      cameBack: BURST - done,
      offeredSeconds: (lastOffer - from) / 1_000,
      quietSeconds: (quiet - from) / 1_000,
      emails,
      transactionsEach: requests((operation) => operation === 'TransactWriteItems') / BURST,
      tableRequestsEach: requests(() => true) / BURST,
      functions,
      memory: memory(),
    };
  } finally {
    await run.stop();
  }
}
