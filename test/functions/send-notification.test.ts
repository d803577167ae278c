import { describe, expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { defined } from '../../shared/core/defined.ts';
import { verifyLink } from '../../shared/runtime/links.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { aCouncil, anEvent, aReferral, NOW } from '../builders.ts';
import { SchemeInMemory, type SchemeOptions } from './scheme-in-memory.ts';

const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';

async function offered(options: SchemeOptions = {}) {
  const scheme = await SchemeInMemory.open(options);
  await scheme.receive(
    JSON.stringify(
      anEvent('referral-received.v2', { data: { referralId, channel: 'queue', facts: aReferral() } }),
    ),
  );
  return scheme;
}
const requests = (scheme: SchemeInMemory) =>
  scheme.notifications.snapshot().map(({ body }) => JSON.parse(body) as EventOf<'email-requested.v1'>);

describe('an e-mail', () => {
  test('goes to the desk that has to act, once, in one thread, with a link that works for that desk', async () => {
    const scheme = await offered();
    await scheme.settle();
    const subject = await scheme.onlyCase();
    const first = subject.offers[0];
    const mail = scheme.mailer.snapshot().find(({ subject: line }) => line.startsWith('Offer'));
    expect(mail).toMatchObject({
      to: [`council.${first?.council.toLowerCase()}@desks.example`],
      thread: subject.id,
      replyTo: 'coordinators@desks.example',
      subject: `Offer ${subject.id}: answer by 5pm on Tuesday 24 November`,
    });
    const token = /https:\/\/pages\.example\/offers\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(await verifyLink(scheme.key, token, 'offer', scheme.clock.now())).toMatchObject({
      kind: 'valid',
      claims: { council: first?.council, caseId: subject.id, offerId: '1-1' },
    });
    expect(mail?.html).toContain(`href="https://pages.example/offers/${token}"`);
    expect(scheme.meter.total(metricNames.emailsSent)).toBe(4);
  });

  test('that asks whether a child is found is put aside once the child is', async () => {
    const scheme = await offered();
    const { id } = await scheme.onlyCase();
    const entry = { kind: 'entry-authority', code: 'E10000016' } as const;
    await scheme.command(id, { kind: 'child-missing', missingSince: scheme.clock.now() }, entry);
    await scheme.settle();
    scheme.clock.set('2026-12-01T09:00:00.000Z');
    await scheme.sweep();
    await scheme.command(id, { kind: 'child-found', foundAt: scheme.clock.now() }, entry);
    await scheme.settle();
    expect(scheme.mailer.snapshot().filter(({ subject }) => /found|still/.test(subject))).toEqual([]);
    expect(
      Object.values(scheme.cases.snapshot().emails).filter(
        ({ data }) =>
          'template' in data &&
          data.template === 'case-waiting' &&
          'outcome' in data &&
          data.outcome === 'superseded',
      ),
    ).toHaveLength(4);
  });

  test('whose offer no longer stands is put aside, and never sent', async () => {
    const scheme = await offered();
    await scheme.relay(scheme.events);
    const { id } = await scheme.onlyCase();
    await scheme.command(
      id,
      { kind: 'withdraw', reason: 'made-in-error' },
      { kind: 'entry-authority', code: 'E10000016' },
    );
    await scheme.notify(...scheme.notifications.snapshot().map(({ body }) => body));
    expect(scheme.mailer.snapshot().map(({ subject }) => subject)).toEqual([
      `${id}: we have your referral and are asking councils`,
    ]);
    const ends = Object.values(scheme.cases.snapshot().emails).map(
      (event) => event.type === 'email-sent.v1' && event.data.outcome,
    );
    expect(ends.sort()).toEqual(['sent', 'superseded', 'superseded', 'superseded']);
  });

  test('without an address goes to the coordinators with the reason, and is not dropped', async () => {
    const scheme = await SchemeInMemory.open({ unknownDesks: ['council:E10000016'] });
    await scheme.receive(
      JSON.stringify(
        anEvent('referral-received.v2', { data: { referralId, channel: 'queue', facts: aReferral() } }),
      ),
    );
    await scheme.settle();
    const mail = scheme.mailer.snapshot().find(({ subject }) => subject.includes('No address'));
    expect(mail?.to).toEqual(['coordinators@desks.example']);
    expect(mail?.subject).toMatch(/^No address for Kent\. NTS-/);
    expect(mail?.text).toMatch(/We have no email address for Kent/);
    expect(mail?.text.replaceAll(/\s+/g, ' ')).toContain(
      'The link is for Kent only: please pass it on to nobody else.',
    );
    expect(scheme.log.codes()).toContain('CONTACT_MISSING');
  });

  test('waits, when not even the coordinators have an address', async () => {
    const scheme = await offered({ unknownDesks: ['coordinators'] });
    await scheme.relay(scheme.events);
    expect(await scheme.notify(...scheme.notifications.snapshot().map(({ body }) => body))).toHaveLength(4);
    expect(scheme.mailer.snapshot()).toEqual([]);
  });

  test('that cannot be sent now is tried again, and nothing is lost or doubled', async () => {
    let working = false;
    const sent: string[] = [];
    const scheme = await offered({
      mailer: {
        send: async ({ id }) => {
          if (!working) throw new Error('Throttling: Maximum sending rate exceeded.');
          sent.push(id);
          return { kind: 'accepted', messageId: `m-${sent.length}` };
        },
      },
    });
    await scheme.relay(scheme.events);
    const bodies = scheme.notifications.snapshot().map(({ body }) => body);
    expect(await scheme.notify(...bodies)).toHaveLength(4);
    working = true;
    expect(await scheme.notify(...bodies)).toEqual([]);
    expect(await scheme.notify(...bodies)).toEqual([]);
    expect(sent.sort()).toEqual(
      requests(scheme)
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('that failed and cannot be given back either fails with what went wrong first', async () => {
    const scheme = await offered({ mailer: { send: () => Promise.reject(new Error('Throttling')) } });
    scheme.cases.releaseEmail = () => Promise.reject(new Error('the table is away'));
    await scheme.relay(scheme.events);
    const [body = ''] = scheme.notifications.snapshot().map((message) => message.body);
    expect(await scheme.notify(body)).toHaveLength(1);
    const causes = scheme.log.lines
      .filter(({ level, cause }) => level !== 'info' && cause !== undefined)
      .map(({ code, cause }) => `${code}: ${(cause as Error).message}`);
    expect(causes).toEqual(['EMAIL_NOT_RELEASED: the table is away', 'MESSAGE_RETRIED: Throttling']);
  });

  test('that SES refuses for good is counted and kept with a reason that names no address', async () => {
    const scheme = await offered({
      mailer: {
        send: async () => ({ kind: 'refused', reason: 'Address duty@desks.example is on the list.' }),
      },
    });
    await scheme.relay(scheme.events);
    expect(await scheme.notify(...scheme.notifications.snapshot().map(({ body }) => body))).toEqual([]);
    expect(scheme.meter.total(metricNames.emailsRefused)).toBe(4);
    for (const { reason } of scheme.quarantine.snapshot()) {
      expect(reason.code).toBe('email-refused');
      expect(reason.words).not.toContain('@');
    }
    expect(Object.keys(scheme.cases.snapshot().emails)).toEqual([]);
  });

  test.each([
    ['unknown-template', { template: 'birthday-card' }],
    ['nothing-to-write-about', { about: { kind: 'case', caseId: 'NTS-0000-0000', eventNumber: 1 } }],
    ['nothing-to-write-about', { about: { kind: 'council', council: 'E09999999', eventNumber: 1 } }],
    [
      'email-not-of-event',
      { template: 'case-escalated', about: { kind: 'council', council: 'E10000016', eventNumber: 1 } },
    ],
  ])('request that makes no sense is quarantined: %s', async (code, wrong) => {
    const scheme = await offered();
    await scheme.remind();
    await scheme.relay(scheme.events);
    const [request] = requests(scheme);
    const bad = { ...request, id: `bad-${code}`, data: { ...request?.data, ...wrong } };
    expect(await scheme.notify(JSON.stringify(bad))).toEqual([]);
    expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual([code]);
  });
});

describe('a message on the queue of e-mails that the event does not lead to', () => {
  const LEICESTER = 'E06000016';
  type Data = EventOf<'email-requested.v1'>['data'];
  /** What is forged of a genuine request for the offer's e-mail. */
  const forgeries: Readonly<Record<string, (asked: Data) => Partial<Data>>> = {
    'for a council that has no part in it': () => ({ to: { role: 'council', council: LEICESTER } }),
    'for the coordinators': () => ({ to: { role: 'coordinators' } }),
    'for the entry authority': () => ({ to: { role: 'entry-authority' } }),
    'for the lead of a region': () => ({ to: { role: 'smp-lead', region: 'E12000004' } }),
    'with a copy to the second contact': ({ to }) => ({ to: { ...to, secondContact: true } as Data['to'] }),
    'to the sender of a mail': ({ to }) => ({ to: { ...to, mail: 'mail-1' } as Data['to'] }),
    'in other words': () => ({ template: 'referral-withdrawn' }),
    'about another offer': ({ about }) => ({ about: { ...about, offerId: '1-9' } as Data['about'] }),
    'about another event': ({ about }) => ({ about: { ...about, eventNumber: 1 } as Data['about'] }),
  };
  const ids = ['its own id', 'the id of the genuine one'];
  const rows = Object.keys(forgeries).flatMap((what) => ids.map((id) => [what, id] as const));

  test.each(rows)(
    '%s, under %s, is kept in quarantine, and keeps no genuine one from being sent',
    async (what, id) => {
      const scheme = await offered();
      await scheme.relay(scheme.events);
      const genuine = requests(scheme).find(({ data }) => data.template === 'offer-to-primary');
      if (genuine === undefined) throw new Error('Nobody is asked.');
      const forged = {
        ...genuine,
        id: id === 'its own id' ? 'forged' : genuine.id,
        data: { ...genuine.data, ...forgeries[what]?.(genuine.data) },
      };
      expect(await scheme.notify(JSON.stringify(forged))).toEqual([]);
      expect(scheme.mailer.snapshot()).toEqual([]);
      expect(scheme.cases.snapshot().emails).toEqual({});
      const [kept, ...others] = scheme.quarantine.snapshot();
      expect(others).toEqual([]);
      expect(['email-not-of-event', 'nothing-to-write-about']).toContain(kept?.reason.code);
      expect(await scheme.notify(JSON.stringify(genuine))).toEqual([]);
      expect(scheme.mailer.snapshot()).toHaveLength(1);
    },
  );

  test('such as the same again under another id is not sent again', async () => {
    const scheme = await offered();
    await scheme.settle();
    const sent = scheme.mailer.snapshot().length;
    const again = requests(scheme).map((request) =>
      JSON.stringify({ ...request, id: `${request.id} again` }),
    );
    expect(await scheme.notify(...again)).toEqual([]);
    expect(scheme.mailer.snapshot()).toHaveLength(sent);
    expect(new Set(scheme.quarantine.snapshot().map(({ reason }) => reason.code))).toEqual(
      new Set(['email-not-of-event']),
    );
  });
});

describe('that no more links to sign in are sent today', () => {
  const stopped = (council: string | undefined) =>
    JSON.stringify({
      id: `sign-in-stopped:${council ?? 'coordinators'}:new-devices:2026-11-23`,
      type: 'sign-in-stopped.v1',
      at: NOW,
      actor: { kind: 'system', name: 'pages' },
      data: {
        ...defined({ council }),
        who: 'new-devices',
        until: '2026-11-24T00:00:00.000Z',
      },
    });

  test.each([
    ['E10000014', ['council.e10000014@desks.example'], ['coordinators@desks.example'], 'Hampshire'],
    [undefined, ['coordinators@desks.example'], [], 'The coordinators'],
  ] as const)('is told to the desk of %s and to the coordinators, once', async (council, to, cc, name) => {
    const scheme = await SchemeInMemory.open();
    for (let times = 0; times < 2; times += 1) await scheme.notify(stopped(council));
    const [mail, ...more] = scheme.mailer.snapshot();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to, cc, subject: `${name}: no more links to the mailbox today` });
    // Wherever its lines end.
    expect(mail?.text.replaceAll(/\s+/g, ' ')).toContain('until 11:59pm on Monday 23 November');
  });
});

describe('a link to sign in', () => {
  const signInId = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
  const request = () =>
    JSON.stringify({
      id: `sign-in:${signInId}`,
      type: 'sign-in-requested.v1',
      at: NOW,
      actor: { kind: 'council', code: 'E10000014' },
      data: { council: 'E10000014', contact: 'duty-desk', signInId },
    });

  test('goes to the registered address alone, once, and names nobody', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.notify(request());
    await scheme.notify(request());
    const [mail, ...more] = scheme.mailer.snapshot();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      to: ['council.e10000014@desks.example'],
      cc: [],
      subject: 'Hampshire: your link to sign in',
      replyTo: 'coordinators@desks.example',
    });
    expect(mail?.text).toContain('works once, until 9:15am on Monday 23 November');
    const token = /https:\/\/pages\.example\/sign-in\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(mail?.html).toContain(`href="https://pages.example/sign-in/${token}"`);
    expect(await verifyLink(scheme.key, token, 'sign-in', '2026-11-23T09:14:59.000Z')).toEqual({
      kind: 'valid',
      claims: { for: 'sign-in', council: 'E10000014', signInId, contact: 'duty-desk' },
      signedAt: Date.parse(NOW) / 1000,
    });
    expect(await verifyLink(scheme.key, token, 'sign-in', '2026-11-23T09:15:00.000Z')).toMatchObject({
      kind: 'expired',
    });
  });

  test('of a coordinator goes to the coordinators’ own address, and signs in nobody for a council', async () => {
    const scheme = await SchemeInMemory.open();
    const asked = {
      id: `sign-in:${signInId}`,
      type: 'coordinator-sign-in-requested.v1',
      at: NOW,
      actor: { kind: 'system', name: 'pages' },
      data: { contact: 'duty-desk', signInId },
    };
    for (let times = 0; times < 2; times += 1) await scheme.notify(JSON.stringify(asked));
    const [mail, ...more] = scheme.mailer.snapshot();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      to: ['coordinators@desks.example'],
      cc: [],
      subject: 'The coordinators: your link to sign in',
    });
    const token = /https:\/\/pages\.example\/coordinators\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(await verifyLink(scheme.key, token, 'coordinator-sign-in', NOW)).toEqual({
      kind: 'valid',
      claims: { for: 'coordinator-sign-in', signInId, contact: 'duty-desk' },
      signedAt: Date.parse(NOW) / 1000,
    });
    expect(await verifyLink(scheme.key, token, 'sign-in', NOW)).toEqual({ kind: 'invalid' });
  });

  test.each([
    ['its time is over', '2026-11-23T09:15:00.000Z', []],
    ['the council has no address any more', NOW, ['council:E10000014']],
  ])('is put aside when %s', async (_why, now, unknownDesks) => {
    const scheme = await SchemeInMemory.open({ unknownDesks });
    scheme.clock.set(now);
    expect(await scheme.notify(request())).toEqual([]);
    expect(scheme.mailer.snapshot()).toEqual([]);
    expect(scheme.log.codes()).toContain('EMAIL_SUPERSEDED');
  });
});

describe('a link', () => {
  test('lets a region’s lead see the case and decide nothing', async () => {
    const scheme = await SchemeInMemory.open({
      councils: [
        aCouncil({
          code: 'E10000016',
          name: 'Kent',
          caredFor: { count: 346, asAt: '2025-03-31', source: 'published' },
        }),
      ],
    });
    await scheme.receive(
      JSON.stringify(
        anEvent('referral-received.v2', { data: { referralId, channel: 'queue', facts: aReferral() } }),
      ),
    );
    await scheme.settle();
    const opens = await Promise.all(
      scheme.mailer.snapshot().map(async ({ to: [desk], text }) => {
        const token = /https:\/\/pages\.example\/cases\/(\S+)/.exec(text)?.[1] ?? '';
        const link = await verifyLink(scheme.key, token, 'coordinator', scheme.clock.now());
        return [desk, link.kind === 'valid' ? (link.claims.seeOnly ?? false) : link.kind];
      }),
    );
    expect(Object.fromEntries(opens)).toEqual({
      'coordinators@desks.example': false,
      'smp-lead.e12000008@desks.example': true,
      'council.e10000016@desks.example': 'invalid',
    });
  });
});
