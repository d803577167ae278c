/** What sending one e-mail reads: items by their keys, as many however long a trail is. */
import { describe, expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { sendNotification } from '../../functions/send-notification/send-notification.ts';
import { defined } from '../../shared/core/defined.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryMailer } from '../../shared/memory/memory-mailer.ts';
import { anEvent, aReferral, NOW } from '../builders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const KENT = 'E10000016';

/** A port that writes down which of its methods were called. */
const counted = <T extends object>(name: string, port: T, calls: string[]): T =>
  new Proxy(port, {
    get: (of, method) => {
      const value: unknown = Reflect.get(of, method);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]) => {
        calls.push(`${name}.${String(method)}`);
        return value.apply(of, args);
      };
    },
  });

/** What the function asks of its stores to send the e-mail that this message asks for. */
async function callsOf(
  { cases, councils, sealed, people, digests, notifications, clock, log, meter }: SchemeInMemory,
  body: string,
) {
  const calls: string[] = [];
  const mailer = new MemoryMailer();
  await sendNotification({
    cases: counted('cases', cases, calls),
    councils: counted('councils', councils, calls),
    sealed: counted('sealed', sealed, calls),
    people: counted('people', people, calls),
    mailer,
    digests,
    notifications,
    signingKey: new FixedSigningKey('k'.repeat(64)),
    clock,
    log,
    meter,
    pagesUrl: 'https://pages.example',
    sender: 'no-reply@nts.example',
    inbox: 'referrals@nts.example',
    onCall: undefined,
  })({ body } as never);
  expect(mailer.snapshot()).toHaveLength(1);
  return calls;
}

const requests = (scheme: SchemeInMemory) =>
  scheme.notifications.snapshot().map(({ body }) => JSON.parse(body) as EventOf<'email-requested.v1'>);

const claimed = ['cases.claimEmail'];
const recorded = ['cases.recordEmail'];
const coordinators = 'sealed.reachable';
const desk = 'sealed.reachable';

describe('an e-mail', () => {
  test.each([
    ['offer-to-primary', ['cases.read', 'cases.event', 'cases.decision', coordinators, desk]],
    ['referral-acknowledged', ['cases.read', 'cases.event', coordinators, desk]],
  ])('about a case reads the case and its event, each by its key: %s', async (template, reads) => {
    const scheme = await SchemeInMemory.open();
    const facts = aReferral();
    await scheme.receive(
      JSON.stringify(anEvent('referral-received.v2', { data: { referralId, channel: 'queue', facts } })),
    );
    await scheme.relay(scheme.events);
    const request = requests(scheme).find(({ data }) => data.template === template);
    expect(await callsOf(scheme, JSON.stringify(request))).toEqual([...claimed, ...reads, ...recorded]);
  });

  test('to a council reads its record and its event, however many there were before', async () => {
    const scheme = await SchemeInMemory.open();
    for (const now of ['2026-11-23', '2026-12-07', '2026-12-21', '2027-01-04', '2027-01-18']) {
      scheme.clock.set(`${now}T09:00:00.000Z`);
      await scheme.remind();
    }
    await scheme.relay(scheme.events);
    const ofKent = (role: string) => {
      const last = requests(scheme).findLast(
        ({ data: { to } }) =>
          to.role === role && KENT === (to.role === 'council' ? to.council : 'copyOf' in to && to.copyOf),
      );
      // By itself: nothing else waits for it.
      return { ...last, data: { ...last?.data, together: false } };
    };
    expect((await scheme.councils.trail(KENT)).length).toBeGreaterThan(2);
    const toCouncil = ['councils.read', 'councils.event', coordinators, desk];
    expect(await callsOf(scheme, JSON.stringify(ofKent('council')))).toEqual([
      ...claimed,
      ...toCouncil,
      ...recorded,
    ]);
    expect(await callsOf(scheme, JSON.stringify(ofKent('smp-lead')))).toEqual([
      ...claimed,
      'councils.read',
      'councils.event',
      'sealed.reachable',
      coordinators,
      'sealed.reachable',
      ...recorded,
    ]);
  });

  test.each([undefined, KENT])('about signing in reads two desks’ addresses at most: %s', async (council) => {
    const scheme = await SchemeInMemory.open();
    const stopped = {
      id: 'stopped',
      type: 'sign-in-stopped.v1',
      at: NOW,
      actor: { kind: 'system', name: 'pages' },
      data: { ...defined({ council }), who: 'new-devices', until: '2026-11-24T00:00:00.000Z' },
    };
    expect(await callsOf(scheme, JSON.stringify(stopped))).toEqual([
      ...claimed,
      ...(council === undefined ? [coordinators] : [coordinators, desk]),
      ...recorded,
    ]);
  });
});
