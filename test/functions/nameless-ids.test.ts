/** Whoever sends us something chooses ids, keys, names of files and addresses: none of them gets where many people read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relayEvents } from '../../functions/relay-events/relay-events.ts';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { MemoryPublisher } from '../../shared/memory/memory-queue.ts';
import { MemoryTrailStore } from '../../shared/memory/memory-trail-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { aRequest } from '../api/a-request.ts';
import { Gateway } from '../api/gateway.ts';
import { anEntry, anEvent } from '../builders.ts';
import { Site } from '../pages/site.ts';
import { MailIn, stored, wholeReferral } from './mails.ts';
import { RecordingLog, RecordingMeter } from './recorders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

/** A name in the shapes that an id, a type, a code or a path may take. */
const canaries = fc.constantFrom(
  'Zqx Canary',
  'zqx-canary',
  'ZQXCANARY',
  'api:zqx-canary',
  'zqx-canary.v1',
  'zqx-canary:12:offer-expired:coordinators',
  'NTS-7F3K-2M9Q:zqxcanary',
  'zqx\ncanary',
);
const SEEN = /zqx.?canary/i;

const errorWords = (_: string, value: unknown): unknown =>
  value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
const said = (...everything: readonly unknown[]): string => JSON.stringify(everything, errorWords);

/** All that is read outside the seal: logs, metrics, mails, what is asked of other functions, and why something is in quarantine. */
const outside = (scheme: SchemeInMemory): string =>
  said(
    scheme.log.lines,
    scheme.meter.values,
    scheme.mailer.snapshot(),
    scheme.notifications.snapshot(),
    scheme.referrals.snapshot(),
    scheme.quarantine.snapshot().map(({ body: _, ...rest }) => rest),
  );

describe('an id that its producer chose', () => {
  test('never comes through, whatever stands beside it', () => {
    const own = fc.constantFrom('api', 'NTS-7F3K-2M9Q', '12', 'council', 'E10000016', 'offer-expired', '');
    fc.assert(
      fc.property(fc.array(own), canaries, fc.array(own), (before, canary, after) => {
        const id = [...before, canary, ...after].join(':');
        expect(namelessId(id)).toMatch(/^sha256-[0-9a-f]{16}$/);
        expect(namelessId(id)).toBe(namelessId(id));
      }),
    );
  });
});

describe('a name in what somebody chose is in no log line, metric, e-mail, reason or request to another function', () => {
  test('a producer’s message: its id, its type, its fields, its codes', async () => {
    await fc.assert(
      fc.asyncProperty(canaries, fc.nat({ max: 6 }), async (canary, shape) => {
        const scheme = await SchemeInMemory.open();
        const event = anEvent('referral-received.v2');
        const { data } = event;
        const bodies = [
          { ...event, id: canary },
          { ...event, type: canary },
          { ...event, id: canary, [canary]: canary, data: { ...data, referralId: canary } },
          { ...event, data: { ...data, facts: { ...data.facts, [canary]: 1, children: [{ [canary]: 1 }] } } },
          { ...event, actor: { kind: canary, name: canary }, at: canary },
          { ...event, id: canary, trail: { subject: canary, cause: canary } },
          { ...event, id: canary, data: { ...data, facts: { ...data.facts, entryAuthority: 'ZQXCANARY' } } },
        ].map((body) => JSON.stringify(body));
        const body = bodies[shape] ?? '';
        await scheme.receive(body, body);
        const amended = anEvent('referral-amended.v2', {
          data: { referralId: data.referralId, facts: { interpreter: true } },
        } as never);
        await scheme.receive(JSON.stringify({ ...amended, id: `${canary}-2` }));
        await scheme.settle();
        expect(outside(scheme)).not.toMatch(SEEN);
        expect(scheme.log.lines.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });

  test('what is asked again for the check names no message behind the event', async () => {
    const referrals = new MemoryPublisher();
    const log = new RecordingLog();
    const relay = relayEvents({
      eventIn: (record) => record as never,
      tamperedIn: () => undefined,
      isHeartbeat: () => false,
      emailsFor,
      trails: new MemoryTrailStore(async () => []),
      clock: new SetClock('2026-11-23T09:00:00.000Z'),
      referrals,
      notifications: new MemoryPublisher(),
      log,
      meter: new RecordingMeter(),
    });
    await relay(anEntry('case-resumed.v1', { cause: 'Zqx Canary' }) as never);
    expect(referrals.snapshot()).toHaveLength(1);
    expect(said(referrals.snapshot(), log.lines)).not.toMatch(SEEN);
  });

  test('a request for an e-mail: its id, its template, its desk', async () => {
    await fc.assert(
      fc.asyncProperty(canaries, fc.nat({ max: 4 }), async (canary, shape) => {
        const scheme = await SchemeInMemory.open();
        await scheme.receive(JSON.stringify(anEvent('referral-received.v2')));
        await scheme.settle();
        const [first] = scheme.notifications.snapshot();
        const asked = JSON.parse(first?.body ?? '{}');
        const withData = (data: object) => ({ ...asked, id: canary, data: { ...asked.data, ...data } });
        const bodies = [
          { ...asked, id: canary },
          withData({ template: canary }),
          withData({ to: { role: 'smp-lead', region: canary } }),
          withData({ to: { role: 'council', council: 'ZQXCANARY' } }),
          withData({
            to: { role: 'council', council: 'E10000016', mail: canary },
            about: { ...asked.data.about, offerId: canary },
          }),
        ];
        await scheme.notify(JSON.stringify(bodies[shape]));
        expect(
          said(
            scheme.log.lines,
            scheme.meter.values,
            scheme.mailer.snapshot().map(({ id: _, thread: __, ...mail }) => mail),
          ),
        ).not.toMatch(SEEN);
        expect(said(scheme.quarantine.snapshot().map(({ reason }) => reason))).not.toMatch(SEEN);
      }),
      { numRuns: 25 },
    );
  });

  test('a request of a council’s system: its key of idempotency, its path, method, headers and fields', async () => {
    const gateway = await Gateway.open();
    const { scheme } = gateway;
    const headers = {
      'X-Amzn-Trace-Id': 'Root=Zqx-Canary',
      'X-Request-Id': 'Zqx-Canary',
      'User-Agent': 'Zqx-Canary',
    };
    const idempotencyKey = 'Zqx-Canary';
    const body = aRequest();
    await gateway.call({ body, idempotencyKey, headers });
    await gateway.call({ body: { ...body, interpreter: true }, idempotencyKey, headers });
    await gateway.call({ body: { ...body, 'Zqx Canary': 1 }, idempotencyKey: 'zqx-canary-2', headers });
    await gateway.lookAtReferrals();
    const path = '/api/referrals/Zqx-Canary';
    await gateway.call({ method: 'GET', path, headers });
    await gateway.call({ method: 'ZQXCANARY', path: '/api/Zqx-Canary', headers });
    await gateway.call({ body: { interpreter: true }, path: `${path}/amendments`, idempotencyKey, headers });
    await gateway.call({ text: '{"Zqx Canary', idempotencyKey, headers });
    expect(outside(scheme)).not.toMatch(SEEN);
    expect(scheme.log.codes().filter((code) => code === 'API_SERVED')).toHaveLength(7);
  });

  test('a request for a page: its path, query, fields, headers and cookies', async () => {
    const site = await Site.seeded();
    const canary = 'Zqx-Canary';
    for (const path of [
      `/${canary}`,
      `/offers/${canary}`,
      `/case/${canary}`,
      `/refer/${canary}/${canary}`,
      '/sign-in',
    ])
      for (const method of ['GET', 'POST'])
        await site.request({
          method,
          path,
          query: { [canary]: canary },
          headers: {
            'x-amzn-trace-id': canary,
            'user-agent': canary,
            'content-type': `multipart/form-data; boundary=${canary}`,
          },
          cookies: [`__Host-session=${canary}`],
          ...(method === 'POST'
            ? { form: { step: canary, council: canary, address: `${canary}@x.example`, [canary]: canary } }
            : {}),
        });
    // The route is the gateway's name for it; the test's own gateway names it by the folder.
    const lines = site.log.lines.map(({ particulars: { route: _, ...rest }, ...line }) => ({
      ...line,
      rest,
    }));
    expect(lines).toHaveLength(10);
    expect(said(lines, site.notifications.snapshot(), site.referrals.snapshot())).not.toMatch(SEEN);
  });

  test('an e-mail: its id, its subject, its sender’s name, its headers and the names of its files', async () => {
    const mail = await MailIn.open();
    const canary = 'Zqx-Canary';
    await mail.receive(
      stored({ body: wholeReferral, messageId: `<${canary}@kent.example>`, subject: canary }),
    );
    await mail.receive(
      stored({
        body: `See the file.\r\n${canary}: ${canary}\r\nSex: ${canary}`,
        messageId: `<2${canary}@kent.example>`,
        subject: `Fwd: ${canary}`,
        attachment: {
          name: `${canary}.csv`,
          type: 'text/csv',
          content: `Name,${canary}\r\n${canary},${canary}`,
        },
      }),
    );
    await mail.receive(
      stored({
        body: canary,
        from: `${canary}@nowhere.example`,
        messageId: `<3${canary}@x.example>`,
      }),
    );
    expect(mail.scheme.log.lines.length).toBeGreaterThan(3);
    expect(outside(mail.scheme)).not.toMatch(SEEN);
  });
});
