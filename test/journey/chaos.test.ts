import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillIn } from '../../infra/local/story/form-client.ts';
import { chance } from '../../infra/local/story/sample-referrals.ts';
import { emailsFor } from '../../shared/core/notifications.ts';
import { linkPaths } from '../../shared/runtime/links.ts';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { accountOf, nothingWrong } from './accounts.ts';
import { send, sendAll, takeAll } from './queues.ts';
import { amendment, caseIdOf, referral } from './referring.ts';

const REFERRALS = 20;
const SEED = 20261123;
const LONG = 240_000;

let run: Run;
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
});
afterAll(() => run?.stop());

const victims = [
  'allocate-referral',
  'relay-events',
  'send-notification',
  'pages',
  'enforce-deadlines',
] as const;

/** Kills all processes of one function or another, again and again, until told to stop. @returns how many died, by function */
async function killNowAndThen(until: AbortSignal): Promise<Map<string, number>> {
  const killed = new Map<string, number>();
  for (let turn = 0; !until.aborted; turn += 1) {
    await wait(150 + 250 * chance(SEED, `pause ${turn}`));
    const victim = victims[Math.floor(chance(SEED, `victim ${turn}`) * victims.length)] ?? victims[0];
    killed.set(victim, (killed.get(victim) ?? 0) + run.world.killInstances(victim));
  }
  return killed;
}

/** Lets time pass, so that what failed comes back while processes still die. */
async function letTimePass(until: AbortSignal): Promise<void> {
  while (!until.aborted) await run.world.advance('6m');
}

const says = ['accept', 'accept', 'decline'] as const;

/** Answers every offer as its mail comes: a person whose page fails loads it again. */
async function answerWhatComes(until: AbortSignal): Promise<void> {
  const { pages } = run.world.endpoints;
  const inLinks = `${pages}${linkPaths.offer}/`;
  for (let read = 0; !until.aborted; ) {
    const mail = run.world.messages[read];
    if (mail === undefined) {
      await wait(20);
      continue;
    }
    read += 1;
    const link = mail.text.match(/\S+/g)?.find((word) => word.startsWith(inLinks));
    if (link === undefined) continue;
    const asBackUp = mail.subject.startsWith('Back-up');
    const mood = chance(SEED, `${mail.subject} ${mail.to.join()}`);
    const answer = asBackUp
      ? mood < 0.5
        ? 'back-up-yes'
        : 'back-up-no'
      : says[Math.floor(mood * says.length)];
    await fillIn(link, { answer: answer ?? 'accept', reason: 'safeguarding', text: 'Said by a test.' }).catch(
      // Its process was killed, or the offer has moved on: deadlines and the next mail see to it.
      () => undefined,
    );
  }
}

/** Waits for the pipeline, and for what failed to come back, until nothing is left in flight. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await run.world.advance('6m');
}

test('copies of one request for an e-mail, handled side by side, send it once', async () => {
  run.world.faults.add({ kind: 'refuse', service: 'ses', times: 4 });
  await send(run, referral(run, 60));
  await run.world.idle();
  const requests = (await takeAll(run, 'quarantine')).map(({ Body = '' }) => Body);
  expect(requests).toHaveLength(4);
  const before = run.world.messages.length;
  await sendAll(run, Array.from({ length: 10 }, () => requests).flat(), 'notifications');
  await run.world.idle();
  await run.world.advance('4m');
  expect(run.world.messages.length - before).toBe(4);
});

test(
  'killing processes at any moment loses nothing and doubles nothing, and a redrive after 13 days changes nothing',
  async () => {
    const stopKilling = new AbortController();
    const killing = killNowAndThen(stopKilling.signal);
    const passing = letTimePass(stopKilling.signal);
    const stopAnswering = new AbortController();
    const answering = answerWhatComes(stopAnswering.signal);
    const said: object[] = [];
    let sentBefore = 0;
    for (let number = 1; number <= REFERRALS; number += 1) {
      const message = referral(run, number);
      said.push(message);
      if (number % 4 === 0) said.push(amendment(run, number, { proposedMoveOn: '2026-12-01' }));
      if (number % 5 === 0) said.push(message);
      await sendAll(run, said.slice(sentBefore));
      sentBefore = said.length;
      await wait(200);
    }
    await wait(10_000);
    stopKilling.abort();
    const killed = await killing;
    await passing;
    await settle();
    stopAnswering.abort();
    await answering;
    await run.world.idle();

    const kills = [...killed.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `Killed ${kills} processes: ${[...killed].map(([name, count]) => `${name} ${count}`).join(', ')}`,
    );
    expect(kills).toBeGreaterThan(15);
    const redriven = [
      ...(await takeAll(run, 'referrals-dlq')).map(({ Body = '' }) => ({ queue: 'referrals', body: Body })),
      ...(await takeAll(run, 'notifications-dlq')).map(({ Body = '' }) => ({
        queue: 'notifications',
        body: Body,
      })),
    ];
    for (const { queue, body } of redriven) await send(run, body, queue);
    // A run by the clock that died three times: the next one does its work too.
    await takeAll(run, 'schedules-dlq');
    await run.world.idle();

    const { doubledEmails, cases, ...rest } = await accountOf(run);
    const { doubledEmails: _, ...otherwise } = nothingWrong;
    console.log(`Set aside and redriven: ${redriven.length}. Copies too many: ${doubledEmails.length}.`);
    expect(rest).toEqual(otherwise);
    expect(cases.map(({ id }) => id).toSorted()).toEqual(
      [...Array.from({ length: REFERRALS }, (_, index) => caseIdOf(index + 1)), caseIdOf(60)].toSorted(),
    );
    // Only a process that dies between SES's yes and our record of it can send twice, once for each death.
    expect(doubledEmails.length).toBeLessThanOrEqual(killed.get('send-notification') ?? 0);
    expect(cases.filter(({ status }) => status === 'accepted').length).toBeGreaterThan(REFERRALS / 4);

    // Thirteen days later every message that ever was comes again: every referral, every event, every request for an e-mail.
    const trails = (await Promise.all(cases.map(({ id }) => run.cases.trail(id)))).flat();
    const before = cases.map(({ id, version }) => [id, version]);
    const sent = run.world.messages.length;
    run.world.clock.moveTo(new Date(run.world.clock.now().getTime() + 13 * 86_400_000));
    await sendAll(run, said);
    await sendAll(
      run,
      trails.filter(({ type }) =>
        ['referral-released.v1', 'case-reallocated.v1', 'case-resumed.v1'].includes(type),
      ),
    );
    await sendAll(run, trails.flatMap(emailsFor), 'notifications');
    await run.world.idle(LONG);
    const after = await accountOf(run);
    expect(after.cases.map(({ id, version }) => [id, version])).toEqual(before);
    expect(run.world.messages.length).toBe(sent);
    expect(after).toMatchObject({ ...nothingWrong, doubledEmails });
  },
  LONG,
);
