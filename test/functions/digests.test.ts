/** What comes at one moment for one reader is one email: nothing is lost in it, told twice, or hidden behind the rest. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyEvent, EventOf } from '../../events/catalogue.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { isLate } from '../../shared/core/case/told-together.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { anEvent, aReferral, NOW } from '../builders.ts';
import { gone } from './returned-mail.ts';
import { SchemeInMemory, type SchemeOptions } from './scheme-in-memory.ts';

const FIVE = '2026-11-24T17:00:00.000Z';
const coordinators = 'coordinators@desks.example';
const uuid = (n: number): string => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1${String(n).padStart(3, '0')}`;

/** So many children are referred by Kent. */
async function refer(scheme: SchemeInMemory, children: number): Promise<void> {
  for (let n = 0; n < children; n += 1) {
    const data = { referralId: uuid(n), channel: 'queue', facts: aReferral() } as const;
    await scheme.receive(JSON.stringify(anEvent('referral-received.v2', { id: `referral-${n}`, data })));
  }
}

/** A scheme in which so many children were referred in the morning, and nobody answers. */
async function silence(children: number, options: SchemeOptions = {}): Promise<SchemeInMemory> {
  const scheme = await SchemeInMemory.open({ policy: 'nts-2026', ...options });
  await refer(scheme, children);
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
  expect(digest?.subject).toMatch(/did not answer, and 22 more$/);
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
  const { scheme, held } = await heldUp(4);
  const asked = held.flatMap(emailsFor);
  scheme.clock.set('2026-11-23T12:00:00.000Z');
  for (const request of asked) await scheme.notify(JSON.stringify(request));
  for (const { body } of scheme.notifications.snapshot()) await scheme.notify(body);
  const toKent = scheme.mailer.snapshot().filter(({ to }) => to.includes('council.e10000016@desks.example'));
  expect(toKent).toMatchObject([
    {
      subject: expect.stringMatching(/^NTS-\S+: we have your referral.*, and 3 more$/),
      replyTo: 'referrals@nts.example',
    },
  ]);
  expect(isLate(NOW, '2026-11-23T12:00:00.000Z')).toBe(true);
});

test('a digest that comes back is brought to the next reader, whole, and noted at each case', async () => {
  const scheme = await silence(4);
  const emails = await closeOfDay(scheme);
  const [digest] = emails.filter(({ to }) => to.includes(coordinators));
  const before = scheme.mailer.snapshot().length;
  await scheme.returned(digest ?? { id: '', to: [], cc: [] }, gone(coordinators));
  await scheme.settle();
  const again = since(scheme, before);
  expect(again).toMatchObject([{ to: ['second.coordinators@desks.example'], cc: [] }]);
  expect(ids(again)).toEqual(ids(digest ? [digest] : []).map((id) => `${id}:again:1`));
  const { trails } = scheme.cases.snapshot();
  for (const trail of Object.values(trails))
    expect(trail.map(({ type }) => type)).toContain('email-bounced.v1');
});

type Asked = EventOf<'email-requested.v1'>;

/** What the close of the day asks for waits with the others. @returns it, and the calls that will tell it */
async function waitingAtFive(scheme: SchemeInMemory) {
  scheme.clock.set(FIVE);
  await scheme.sweep();
  const before = scheme.notifications.snapshot().length;
  await scheme.relay(scheme.events.filter(({ at }) => at === FIVE));
  const asked = scheme.notifications.snapshot().slice(before);
  for (const { body } of asked) await scheme.notify(body);
  return {
    asked: asked.map(({ body }): Asked => JSON.parse(body)).filter(({ data: { together } }) => together),
    calls: scheme.notifications.snapshot().slice(before + asked.length),
  };
}

/** Hands these over, and whatever follows from them. @returns what goes back to the queue */
async function handOver(
  scheme: SchemeInMemory,
  messages: readonly { readonly body: string }[],
): Promise<readonly string[]> {
  const back: string[] = [];
  for (let fresh = messages; fresh.length > 0; ) {
    const before = scheme.notifications.snapshot().length;
    for (const { body } of fresh) if ((await scheme.notify(body)).length > 0) back.push(body);
    fresh = scheme.notifications.snapshot().slice(before);
  }
  return back;
}

/** The cases, read otherwise than they are kept. */
const readAs = (scheme: SchemeInMemory, read: SchemeInMemory['cases']['read']) => {
  const kept = scheme.cases;
  scheme.cases.read = read;
  return { heal: () => Reflect.deleteProperty(kept, 'read') };
};

const toCoordinators = (emails: readonly Email[]) => emails.filter(({ to }) => to.includes(coordinators));

test('one case that nobody can read holds up only what is told of it', async () => {
  const scheme = await silence(4);
  const { asked, calls } = await waitingAtFive(scheme);
  const before = scheme.mailer.snapshot().length;
  const [damaged = ''] = Object.keys(scheme.cases.snapshot().cases);
  const read = scheme.cases.read.bind(scheme.cases);
  const { heal } = readAs(scheme, async (id) => {
    if (id === damaged) throw new Error('The case is damaged.');
    return read(id);
  });
  const back = await handOver(scheme, calls);
  const ofDamaged = asked.map(({ id }) => id).filter((id) => id.startsWith(damaged));
  expect(ids(since(scheme, before))).toEqual(
    asked
      .map(({ id }) => id)
      .filter((id) => !ofDamaged.includes(id))
      .toSorted(),
  );
  expect(new Set(back.map((body) => JSON.parse(body).id))).toEqual(new Set(ofDamaged));
  heal();
  await handOver(
    scheme,
    back.map((body) => ({ body })),
  );
  expect(ids(since(scheme, before))).toEqual(asked.map(({ id }) => id).toSorted());
});

test('while nothing can be read, what waits stays together, and is told with what has come since', async () => {
  const scheme = await silence(4);
  const { asked, calls } = await waitingAtFive(scheme);
  const before = scheme.mailer.snapshot().length;
  const { heal } = readAs(scheme, () => Promise.reject(new Error('The table is away.')));
  const back = await handOver(scheme, calls);
  expect(since(scheme, before)).toEqual([]);
  expect((await scheme.digests.waiting('coordinators')).begun).toBeUndefined();
  heal();
  await handOver(
    scheme,
    back.map((body) => ({ body })),
  );
  expect(ids(since(scheme, before))).toEqual(asked.map(({ id }) => id).toSorted());
  expect(toCoordinators(since(scheme, before))).toHaveLength(1);
});

test.each([
  [3, (email: Email) => (email.tells ?? []).length > 1],
  [1, () => true],
])(
  'what SES refuses for good of %i things is asked for one by one, and holds up nobody',
  async (children, refuses) => {
    const scheme = await silence(children);
    const { asked, calls } = await waitingAtFive(scheme);
    const before = scheme.mailer.snapshot().length;
    const send = scheme.mailer.send.bind(scheme.mailer);
    scheme.mailer.send = async (email) =>
      refuses(email) ? { kind: 'refused', reason: 'It is too long.' } : send(email);
    expect(await handOver(scheme, calls)).toEqual([]);
    const kept = scheme.quarantine.snapshot().map(({ body }) => JSON.parse(body).id);
    expect([...ids(since(scheme, before)), ...kept].toSorted()).toEqual(asked.map(({ id }) => id).toSorted());
    expect(await scheme.digests.waiting('coordinators')).toEqual({ requests: [] });
  },
);

test('what was told meanwhile is not told again, and does not come back with the digest', async () => {
  const scheme = await silence(4);
  const { asked, calls } = await waitingAtFive(scheme);
  const before = scheme.mailer.snapshot().length;
  const [wouldBe] = toCoordinators(await closeOfDay(await silence(4)));
  const told = asked.find(({ id }) => id === wouldBe?.tells?.[0]);
  expect(told).toBeDefined();
  const subject = told?.id.split(':')[0] ?? '';
  const begin = scheme.digests.begin.bind(scheme.digests);
  scheme.digests.begin = async (...given: Parameters<typeof begin>) => {
    const begun = await begin(...given);
    await scheme.cases.recordEmail(subject, {
      id: `${told?.id}:superseded`,
      type: 'email-sent.v1',
      at: FIVE,
      actor: { kind: 'system', name: 'send-notification' },
      data: { emailId: told?.id ?? '', template: told?.data.template ?? '', outcome: 'superseded' },
    });
    return begun;
  };
  await handOver(scheme, calls);
  const [digest] = toCoordinators(since(scheme, before));
  expect(digest?.tells).not.toContain(told?.id);
  await scheme.returned(digest ?? { id: '', to: [], cc: [] }, gone(coordinators));
  for (const [id, trail] of Object.entries(scheme.cases.snapshot().trails))
    expect(
      trail.some(({ type }) => type === 'email-bounced.v1'),
      id,
    ).toBe(digest?.tells?.some((one) => one.startsWith(id)));
});

test('a digest that comes back when nobody else is left is noted at each of its cases', async () => {
  const scheme = await silence(4);
  await scheme.sealed.putContacts('coordinators', { dutyDesk: coordinators });
  const [digest] = toCoordinators(await closeOfDay(scheme));
  expect(await scheme.returned(digest ?? { id: '', to: [], cc: [] }, gone(coordinators))).toHaveLength(1);
  for (const trail of Object.values(scheme.cases.snapshot().trails))
    expect(trail.map(({ type }) => type)).toContain('email-bounced.v1');
});

/** What so many referrals of Kent lead to, before any of it is told. */
async function heldUp(children: number) {
  const scheme = await silence(0);
  const held: AnyEvent[] = [];
  scheme.cases.onCommit((events) => held.push(...events));
  await refer(scheme, children);
  return { scheme, held };
}

test('what is another council’s by now goes to that council alone, by itself', async () => {
  const { scheme, held } = await heldUp(4);
  scheme.clock.set('2026-11-23T12:00:00.000Z');
  for (const request of held.flatMap(emailsFor)) await scheme.notify(JSON.stringify(request));
  const calls = scheme.notifications.snapshot();
  const [taken = ''] = Object.keys(scheme.cases.snapshot().cases);
  const read = scheme.cases.read.bind(scheme.cases);
  readAs(scheme, async (id) => {
    const subject = await read(id);
    if (id !== taken || subject === undefined) return subject;
    return { ...subject, facts: { ...subject.facts, entryAuthority: 'E10000014' } };
  });
  await handOver(scheme, calls);
  const of = (desk: string) =>
    scheme.mailer.snapshot().filter(({ to }) => to.includes(`council.${desk}@desks.example`));
  const toKent = ids(of('e10000016'));
  expect(toKent).toHaveLength(3);
  expect(toKent.filter((id) => id.startsWith(taken))).toEqual([]);
  expect(ids(of('e10000014'))).toContainEqual(
    expect.stringMatching(new RegExp(`^${taken}.*entry-authority`)),
  );
});

test('several things about one case stand in its own thread', async () => {
  const { scheme, held } = await heldUp(1);
  for (const at of ['2026-11-23T15:00:00.000Z', FIVE]) {
    scheme.clock.set(at);
    await scheme.sweep();
  }
  scheme.clock.set('2026-11-25T12:00:00.000Z');
  await handOver(
    scheme,
    held.flatMap(emailsFor).map((request) => ({ body: JSON.stringify(request) })),
  );
  const digests = scheme.mailer.snapshot().filter(({ tells = [] }) => tells.length > 1);
  expect(digests).not.toEqual([]);
  const [id] = Object.keys(scheme.cases.snapshot().cases);
  for (const { thread } of digests) expect(thread).toBe(id);
});

test('a search of the log for a case finds the digest that told of it', async () => {
  const scheme = await silence(4);
  const [digest] = toCoordinators(await closeOfDay(scheme));
  const lines = scheme.log.lines.filter(
    ({ code, particulars }) => code === 'EMAIL_TOLD_TOGETHER' && particulars.toldBy === digest?.id,
  );
  expect(lines.map(({ particulars }) => `${particulars.emailId}`).toSorted()).toEqual(
    digest?.tells?.toSorted(),
  );
  for (const { particulars } of lines) expect(particulars.emailId).toContain(particulars.subject);
});

/** Looks at every deadline as it comes, up to this one. @returns the emails that this one led to */
async function upTo(scheme: SchemeInMemory, last: string): Promise<readonly Email[]> {
  for (let now = ''; now < last; ) {
    now =
      Object.values(scheme.cases.snapshot().cases)
        .flatMap(({ nextDueAt }) => nextDueAt ?? [])
        .toSorted()[0] ?? last;
    const before = scheme.mailer.snapshot().length;
    scheme.clock.set(now);
    await scheme.sweep();
    await scheme.settle();
    if (now >= last) return since(scheme, before);
  }
  return [];
}

test('a lead is told by when to answer', async () => {
  const london = everyCouncil().filter(({ region, code }) => region === 'E12000007' || code === 'E10000016');
  const scheme = await silence(3, { policy: 'nts-2027', councils: london });
  const emails = await upTo(scheme, '2026-11-25T14:00:00.000Z');
  expect(emails.filter(({ to }) => to[0]?.startsWith('smp-lead'))).toMatchObject([
    {
      subject: expect.stringMatching(/NTS-\S+.* by 5pm on Wednesday 25 November, and 2 more$/),
      text: expect.stringContaining('For you to act on'),
    },
  ]);
});

test('of what came to one case at one moment the last stands first, and the subject says it', async () => {
  const wales = everyCouncil().filter(({ region, code }) => region === 'W92000004' || code === 'E10000016');
  const scheme = await silence(1, { councils: wales });
  await upTo(scheme, '2026-12-04T17:00:00.000Z');
  const [escalated] = toCoordinators(scheme.mailer.snapshot()).filter(({ tells = [] }) => tells.length > 1);
  expect(escalated?.subject).toMatch(/^Escalated NTS-\S+: no council found, decide by .*, and 1 more$/);
  expect(escalated?.text).toMatch(/Escalated.*did not answer/s);
});

test('nobody has a deadline to find a missing child: an email about several of them names none', async () => {
  const scheme = await silence(3);
  const cases = Object.keys(scheme.cases.snapshot().cases);
  for (const id of cases)
    await scheme.command(
      id,
      { kind: 'child-missing', missingSince: NOW },
      { kind: 'entry-authority', code: 'E10000016' },
    );
  await upTo(scheme, '2026-12-03T00:00:00.000Z');
  const told = scheme.mailer
    .snapshot()
    .filter(({ to, tells = [] }) => tells.length > 1 && to.includes('council.e10000016@desks.example'));
  expect(told.filter(({ text }) => text.includes('For you to act on'))).not.toEqual([]);
  expect(told.filter(({ text }) => text.includes('The first to act on'))).toEqual([]);
});

test('what a lead without an address is told itself says so, whatever it only reads along comes first', async () => {
  const leads = [...new Set(everyCouncil().map(({ region }) => `smp-lead:${region}`))];
  const scheme = await silence(12, { policy: 'nts-2027', unknownDesks: leads });
  const emails = await upTo(scheme, '2026-11-30T17:00:00.000Z');
  const mixed = emails.filter(
    ({ tells = [] }) =>
      tells.some((id) => /:case-escalated:smp-lead/.test(id)) &&
      tells.some((id) => !/:case-escalated:/.test(id)),
  );
  expect(mixed).not.toEqual([]);
  for (const { subject, text } of mixed) {
    expect(subject).toMatch(/^No address for the lead of /);
    // It is to be forwarded: nothing in it may say that it must not be.
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /The links are for the lead of [^:]+ only: please pass them on to nobody else\./,
    );
    expect(text).not.toContain('your desk only');
  }
});

test('one call tells all of a list, however long, a hundred things in one email at most', async () => {
  const scheme = await silence(101);
  const { asked, calls } = await waitingAtFive(scheme);
  const waiting = asked.filter(({ data: { to } }) => to.role === 'coordinators').map(({ id }) => id);
  expect(waiting.length).toBeGreaterThan(100);
  const call = calls.filter(({ body }) => JSON.parse(body).data.desk === 'coordinators').slice(0, 1);
  const before = scheme.mailer.snapshot().length;
  expect(await handOver(scheme, call)).toEqual([]);
  const told = since(scheme, before);
  expect(ids(told)).toEqual(waiting.toSorted());
  expect(told.map(({ id, tells = [id] }) => tells.length)).toEqual([100, waiting.length - 100]);
  expect(await scheme.digests.waiting('coordinators')).toEqual({ requests: [] });
});

/** So many minutes later the hourly watch looks. @returns the calls that it made */
async function watchedAfter(scheme: SchemeInMemory, minutes: number) {
  const before = scheme.notifications.snapshot().length;
  scheme.clock.set(new Date(Date.parse(FIVE) + minutes * 60_000).toISOString());
  await scheme.watch();
  return scheme.notifications.snapshot().slice(before);
}

test('when every call is lost the hourly watch makes up for it: each thing is told, once, and to whom it was meant for', async () => {
  const [asNormal, scheme] = [await silence(4), await silence(4)];
  const normal = await closeOfDay(asNormal);
  const { asked, calls } = await waitingAtFive(scheme);
  expect(calls).not.toEqual([]);
  const before = scheme.mailer.snapshot().length;
  expect(await watchedAfter(scheme, 59)).toEqual([]);
  const made = await watchedAfter(scheme, 60);
  expect(await handOver(scheme, made)).toEqual([]);
  const told = since(scheme, before);
  expect(ids(told)).toEqual(asked.map(({ id }) => id).toSorted());
  const readers = (emails: readonly Email[]) =>
    emails.filter(({ id, tells = [id] }) => tells.some((one) => asked.some(({ id: of }) => of === one)));
  expect(told.map(({ to }) => to).toSorted()).toEqual(
    readers(normal)
      .map(({ to }) => to)
      .toSorted(),
  );
  // A call that was only late finds it told; so does the next look.
  expect(await handOver(scheme, calls)).toEqual([]);
  expect(await watchedAfter(scheme, 120)).toEqual([]);
  expect(since(scheme, before)).toHaveLength(told.length);
});

test('when the calls for what came back are lost, the desk’s second contact is called up all the same', async () => {
  const scheme = await silence(4);
  const [digest] = toCoordinators(await closeOfDay(scheme));
  const before = scheme.mailer.snapshot().length;
  const sent = scheme.notifications.snapshot().length;
  await scheme.returned(digest ?? { id: '', to: [], cc: [] }, gone(coordinators));
  await scheme.relay(scheme.events.filter(({ type }) => type === 'email-bounced.v1'));
  // What follows is put with the others; nobody takes the calls.
  for (const { body } of scheme.notifications.snapshot().slice(sent)) await scheme.notify(body);
  expect(await scheme.digests.waiting('coordinators>coordinators-second')).not.toEqual({ requests: [] });
  expect(await handOver(scheme, await watchedAfter(scheme, 60))).toEqual([]);
  expect(since(scheme, before)).toMatchObject([{ to: ['second.coordinators@desks.example'] }]);
  expect(ids(since(scheme, before))).toHaveLength(digest?.tells?.length ?? 0);
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
