/** Mailboxes of SES's simulator: gone, on the suppression list, complaining, out of office; by the rules and queues of the template. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { send, takeAll } from './queues.ts';
import { referral } from './referring.ts';

let run: Run;
beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
});
afterAll(() => run?.stop());

test('an offer to a mailbox that bounces, is suppressed or complains reaches the second contact or the coordinators, one that is out of office nobody else', async () => {
  const { sealed, localRun } = run;
  const councils = (await run.councils.view()).councils;
  const rows = ['bounce', 'suppressionlist', 'complaint', 'ooto'] as const;
  // Whoever is asked has a mailbox that does not take it; every second desk has another address.
  for (const [index, { code }] of councils.entries())
    await sealed.putContacts(`council:${code}`, {
      dutyDesk: `${rows[index % rows.length]}+${code.toLowerCase()}@simulator.amazonses.com`,
      ...(index % 8 < 4 ? { second: `second@${code.toLowerCase()}.councils.example` } : {}),
    });
  for (let number = 1; number <= 8; number += 1) await send(run, referral(run, number));
  await localRun.idle();
  expect(run.troubles).toEqual([]);
  expect(localRun.denials).toEqual([]);
  for (const queue of ['returned-dlq', 'quarantine', 'notifications-dlq'])
    expect(await takeAll(run, queue)).toEqual([]);
  const offers = localRun.messages.filter(({ subject }) => subject.includes('Offer NTS-'));
  const simulated = offers.filter(({ recipients: [to = ''] }) => to.endsWith('@simulator.amazonses.com'));
  const mailboxes = simulated.map(({ recipients: [to = ''] }) => to.replace(/\+.*/, ''));
  expect(new Set(mailboxes)).toEqual(new Set(rows));
  for (const { recipients, subject } of simulated) {
    const [mailbox = '', code = ''] = (recipients[0] ?? '').split('@')[0]?.split('+') ?? [];
    const again = offers.filter(
      (other) => other.subject.endsWith(subject) && !other.recipients[0]?.endsWith('amazonses.com'),
    );
    const { second } = (await sealed.contacts(`council:${code.toUpperCase()}`)) ?? {};
    const wanted = mailbox === 'ooto' ? [] : [second ?? 'coordinators@transfers.example'];
    expect(
      again.map((other) => other.recipients[0]),
      mailbox,
    ).toEqual(wanted);
  }
});
