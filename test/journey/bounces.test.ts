/** Mailboxes of SES's simulator: gone, on the suppression list, complaining, out of office; by the rules and queues of the template. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formOf } from '../pages/as-coordinator.ts';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { send, takeAll } from './queues.ts';
import { caseIdOf, referral } from './referring.ts';
import { type Form, Visitor } from './visitor.ts';

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

test('a coordinator changes the address of a council whose mailbox is gone: the offer reaches the new one, once, and is answered', async () => {
  const { cases, sealed, localRun } = run;
  for (const { code } of (await run.councils.view()).councils)
    await sealed.putContacts(`council:${code}`, {
      dutyDesk: `bounce+${code.toLowerCase()}@simulator.amazonses.com`,
    });
  await send(run, referral(run, 20));
  await localRun.idle();
  const offer = async () => (await cases.read(caseIdOf(20)))?.offers.find(({ rank }) => rank === 1);
  const code = (await offer())?.council ?? '';
  const path = `/councils/${code}/contacts`;
  const coordinator = new Visitor(run);
  await coordinator.signIn('coordinators', 'A. Coordinator (invented)');
  expect((await coordinator.visit('/home')).body).toContain(`href="${path}"`);
  const address = `duty@${code.toLowerCase()}.councils.example`;
  const answers: readonly Form[] = [
    { todo: 'duty-desk' },
    { address },
    { domainIsIts: 'yes' },
    { confirm: 'yes' },
  ];
  let seen = await coordinator.visit(path);
  for (const answer of answers) seen = await coordinator.visit(path, { ...formOf(seen.body), ...answer });
  expect(seen.body).toContain('The duty desk has another address');
  await localRun.idle();
  expect((await coordinator.visit('/home')).body).not.toContain(`href="${path}"`);
  const offers = localRun.messages.filter(
    ({ recipients, subject }) => recipients.includes(address) && subject.includes(`Offer ${caseIdOf(20)}`),
  );
  expect(offers).toHaveLength(1);
  const link = /http\S+\/offers\/\S+/.exec(offers[0]?.text ?? '')?.[0] ?? '';
  const officer = new Visitor(run);
  const accepts = { step: 'confirm', answer: 'accept', confirm: 'yes', name: 'Sam Okafor' };
  await officer.visit(link, { ...formOf((await officer.visit(link)).body), ...accepts });
  await localRun.idle();
  expect((await offer())?.status).toBe('accepted');
  expect([run.troubles, localRun.denials]).toEqual([[], []]);
});
