import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { portion } from '../how-much.ts';
import { play } from '../lab/simulation/real/play.ts';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { accountOf, besidesSigningIn, nothingWrong } from './accounts.ts';
import { sendAll } from './queues.ts';

const REFERRALS = portion(6, 20);
const SEED = 20261123;
const LONG = 400_000;
const THIRTEEN_DAYS = 13 * 86_400_000;

let run: Run;
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
});
afterAll(() => run?.stop());

/** What the table says of each case: nothing, when nothing has changed. */
const standing = async () => {
  const { cases, ...rest } = besidesSigningIn(await accountOf(run));
  return { ...rest, cases: cases.map(({ id, status, version }) => [id, status, version]).toSorted() };
};

test(
  'killing processes at any moment loses nothing and doubles nothing, and a redrive after 13 days changes nothing',
  async () => {
    const { kills, sent, watch } = await play(run, {
      seed: SEED,
      referrals: REFERRALS,
      killing: 0.15,
      until: 'the burst is dealt with',
      progress: () => undefined,
    });
    const killed = [...kills.values()].reduce((sum, count) => sum + count, 0);
    console.log(`Killed ${killed} processes: ${[...kills].map((one) => one.join(' ')).join(', ')}`);
    expect(killed).toBeGreaterThan(portion(4, 15));
    expect(kills.size).toBeGreaterThan(2);

    const before = await standing();
    const { doubledEmails } = before;
    expect(before).toMatchObject({ ...nothingWrong, doubledEmails });
    // Only a process that dies between SES's yes and our record of it can send twice, once for each death.
    expect(doubledEmails.length).toBeLessThanOrEqual(kills.get('send-notification') ?? 0);
    // Some were referred twice, and merged.
    expect(before.cases.length).toBeGreaterThan(REFERRALS * 0.8);

    // Thirteen days later every message that ever was comes again: every referral, every event, every request for an e-mail.
    const trails = (await Promise.all([...watch.cases.known.keys()].map((id) => run.cases.trail(id)))).flat();
    const emails = run.localRun.messages.length;
    run.localRun.clock.moveTo(new Date(run.localRun.clock.now().getTime() + THIRTEEN_DAYS));
    await sendAll(run, [...sent]);
    await sendAll(
      run,
      trails.filter(({ type }) =>
        ['referral-released.v1', 'case-reallocated.v1', 'case-resumed.v1'].includes(type),
      ),
    );
    await sendAll(run, trails.flatMap(emailsFor), 'notifications');
    await run.localRun.idle(LONG);
    // Nothing else has happened meanwhile: schedules wait. What is told here is what came, and of what is below whether it came twice.
    expect(
      run.localRun.messages.slice(emails).map(({ subject, to }) => `${subject} to ${to.join()}`),
    ).toEqual([]);
    expect(await standing()).toEqual(before);
  },
  LONG,
);
