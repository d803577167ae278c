/** What comes at one moment for one reader is one email: nothing is lost in it, told twice, or hidden behind the rest. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyEvent, EventOf } from '../../events/catalogue.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { isLate } from '../../shared/core/case/told-together.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { anEvent, aReferral, NOW } from '../builders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const FIVE = '2026-11-24T17:00:00.000Z';
const coordinators = 'coordinators@desks.example';
const uuid = (n: number): string => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1${String(n).padStart(3, '0')}`;

/** A scheme in which so many children were referred in the morning, and nobody answers. */
async function silence(children: number, policy = 'nts-2026'): Promise<SchemeInMemory> {
  const scheme = await SchemeInMemory.open({ policy });
  for (let n = 0; n < children; n += 1)
    await scheme.receive(
      JSON.stringify(
        anEvent('referral-received.v2', {
          id: `referral-${n}`,
          data: { referralId: uuid(n), channel: 'queue', facts: aReferral() },
        }),
      ),
    );
  await scheme.settle();
  return scheme;
}

const since = (scheme: SchemeInMemory, before: number): readonly Email[] =>
  scheme.mailer.snapshot().slice(before);
const ids = (emails: readonly Email[]): readonly string[] =>
  emails.flatMap(({ id, tells = [id] }) => tells).toSorted();

/** The sweep at the close of the day, and everything that follows. @returns the emails that it came to */
async function closeOfDay(scheme: SchemeInMemory): Promise<readonly Email[]> {
  const before = scheme.mailer.snapshot().length;
  scheme.clock.set(FIVE);
  await scheme.sweep();
  await scheme.settle();
  return since(scheme, before);
}

test('when the time of 23 offers runs out at 5pm, the coordinators have one email, which leads to each', async () => {
  const scheme = await silence(23);
  const emails = await closeOfDay(scheme);
  const [digest, ...more] = emails.filter(({ to }) => to.includes(coordinators));
  expect(more).toEqual([]);
  const cases = Object.keys(scheme.cases.snapshot().cases);
  expect(cases).toHaveLength(23);
  for (const id of cases) expect(digest?.text).toContain(id);
  expect(new Set(digest?.text.match(/https:\S+/g)).size).toBe(digest?.tells?.length);
  expect(digest?.subject).toMatch(/^\d+ messages/);
  expect(digest?.subject).not.toContain('NTS-');
});

test('each thing that a digest told is recorded as told beside its case, under its own id', async () => {
  const scheme = await silence(5);
  const emails = await closeOfDay(scheme);
  const [digest] = emails.filter(({ tells = [] }) => tells.length > 1);
  const recorded = Object.keys(scheme.cases.snapshot().emails);
  for (const id of digest?.tells ?? []) expect(recorded).toContain(`${id.split(':')[0]}#${id}`);
});

test('nobody has two emails of one run within a minute, but for what has to be answered by an hour', async () => {
  const scheme = await silence(12);
  const emails = await closeOfDay(scheme);
  const runs = new Map<string, Email[]>();
  for (const email of emails) {
    const asked = /:(offer-to-primary|backup-request|offer-reminder|offer-promoted|region-asked):/.test(
      email.id,
    );
    if (!asked) for (const address of email.to) runs.set(address, [...(runs.get(address) ?? []), email]);
  }
  for (const [address, of] of runs)
    expect(
      of.map(({ subject }) => subject),
      address,
    ).toHaveLength(1);
});

test('what asks a council for an answer goes at once, by itself', async () => {
  const scheme = await silence(3);
  scheme.clock.set('2026-11-24T14:05:00.000Z');
  const before = scheme.mailer.snapshot().length;
  await scheme.sweep();
  await scheme.relay(scheme.events);
  const reminders = scheme.notifications
    .snapshot()
    .map(({ body }) => JSON.parse(body) as EventOf<'email-requested.v1'>)
    .filter(({ data: { template } }) => template === 'offer-reminder');
  expect(reminders.length).toBeGreaterThan(0);
  for (const reminder of reminders) await scheme.notify(JSON.stringify(reminder));
  expect(since(scheme, before)).toHaveLength(reminders.length);
});

test('one thing alone is told in the words that it always had', async () => {
  const scheme = await silence(1);
  const emails = await closeOfDay(scheme);
  expect(emails.filter(({ to }) => to.includes(coordinators)).map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^NTS-\S+: .* did not answer$/),
  ]);
});

test('what was held up, and is let go all at once, comes together', async () => {
  const scheme = await silence(0);
  const held: AnyEvent[] = [];
  scheme.cases.onCommit((events) => held.push(...events));
  for (let n = 0; n < 4; n += 1)
    await scheme.receive(
      JSON.stringify(
        anEvent('referral-received.v2', {
          id: `referral-${n}`,
          data: { referralId: uuid(n), channel: 'queue', facts: aReferral() },
        }),
      ),
    );
  const asked = held.flatMap(emailsFor);
  scheme.clock.set('2026-11-23T12:00:00.000Z');
  for (const request of asked) await scheme.notify(JSON.stringify(request));
  for (const { body } of scheme.notifications.snapshot()) await scheme.notify(body);
  const toKent = scheme.mailer.snapshot().filter(({ to }) => to.includes('council.e10000016@desks.example'));
  expect(toKent).toMatchObject([
    { subject: '4 messages about 4 cases, nothing due', replyTo: 'referrals@nts.example' },
  ]);
  expect(isLate(NOW, '2026-11-23T12:00:00.000Z')).toBe(true);
});

test('a digest that comes back is brought to the next reader, whole, and noted at each case', async () => {
  const scheme = await silence(4);
  const emails = await closeOfDay(scheme);
  const [digest] = emails.filter(({ to }) => to.includes(coordinators));
  const before = scheme.mailer.snapshot().length;
  await scheme.returned(digest ?? { id: '', to: [], cc: [] }, {
    kind: 'Bounce',
    said: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: coordinators, action: 'failed' }],
    },
  });
  await scheme.settle();
  const again = since(scheme, before);
  expect(again).toMatchObject([{ to: ['second.coordinators@desks.example'], cc: [] }]);
  expect(ids(again)).toEqual(ids(digest ? [digest] : []).map((id) => `${id}:again:1`));
  const { trails } = scheme.cases.snapshot();
  for (const trail of Object.values(trails))
    expect(trail.map(({ type }) => type)).toContain('email-bounced.v1');
});

test('however messages are doubled, mixed up, lost halfway or come again, each thing is told, and once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 10, maxLength: 60 }),
      fc.nat(40),
      async (order, dies) => {
        const scheme = await silence(4);
        const told = scheme.mailer.snapshot().length;
        scheme.clock.set(FIVE);
        await scheme.sweep();
        const fresh = scheme.notifications.snapshot().length;
        await scheme.relay(scheme.events.filter(({ at }) => at === FIVE));
        const asked = scheme.notifications.snapshot().slice(fresh);
        const queue = asked.map(({ body }) => body);
        let calls = 0;
        const failing = new Proxy(scheme.digests, {
          get: (of, method) => {
            const value: unknown = Reflect.get(of, method);
            if (typeof value !== 'function') return value;
            return async (...args: readonly unknown[]) => {
              calls += 1;
              if (calls === dies) throw new Error('The process is gone.');
              return value.apply(of, args);
            };
          },
        });
        Object.assign(scheme, { digests: failing });
        let seen = scheme.notifications.snapshot().length;
        for (const [pick, again] of order) {
          const body = queue.splice(pick % Math.max(1, queue.length), 1)[0];
          if (body === undefined) break;
          const back = await scheme.notify(body);
          if (again || back.length > 0) queue.push(body);
          const more = scheme.notifications.snapshot().slice(seen);
          seen += more.length;
          queue.push(...more.map((one) => one.body));
        }
        // What is left comes in the end, however often it takes; nobody who died holds it up for more than a minute.
        for (let turn = 0; queue.length > 0 && turn < 500; turn += 1) {
          scheme.clock.set(new Date(Date.parse(FIVE) + 120_000 + turn * 1_000).toISOString());
          const body = queue.shift() ?? '';
          if ((await scheme.notify(body)).length > 0) queue.push(body);
          const more = scheme.notifications.snapshot().slice(seen);
          seen += more.length;
          queue.push(...more.map((one) => one.body));
        }
        expect(queue).toEqual([]);
        const sent = ids(since(scheme, told));
        expect(new Set(sent).size).toBe(sent.length);
        const ended = Object.values(scheme.cases.snapshot().emails).flatMap(({ data }) =>
          'emailId' in data ? [data.emailId] : [],
        );
        for (const { id } of asked) expect(ended).toContain(id);
      },
    ),
    { numRuns: 15 },
  );
});
