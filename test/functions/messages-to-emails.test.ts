/** What each kind of message on the queue of e-mails leads to: an e-mail, its record, a line in the log, and where an answer goes. */
import { describe, expect, test } from 'vitest';
import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { anEvent, aReferral, NOW } from '../builders.ts';
import { MailIn, stored } from './mails.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';

async function offered() {
  const scheme = await SchemeInMemory.open();
  await scheme.receive(
    JSON.stringify(
      anEvent('referral-received.v2', { data: { referralId, channel: 'queue', facts: aReferral() } }),
    ),
  );
  return scheme;
}

describe('each kind of message', () => {
  const COPY = `documents/${referralId}/0d3a7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20`;
  const NOT_CLEARED = `scan:${COPY}:FAILED`;
  const SIGN_IN = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
  const OTHER_SIGN_IN = '6f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a21';
  const READER_SIGN_IN = '6f0c7e1a-3b1d-4f6e-9a2c-000000000033';
  const system = { kind: 'system', name: 'test' } as const;
  const message = (type: string, id: string, data: object, actor: object = system) =>
    JSON.stringify({ id, type, at: NOW, actor, data });

  test('is sent, recorded beside whom it concerns, and logged without an address', async () => {
    const scheme = await offered();
    await scheme.settle();
    const { id: caseId } = await scheme.onlyCase();
    Object.assign(scheme.sealed, {
      documents: async () => [{ copy: '0d3a7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', addedAt: NOW }],
    });
    const before = scheme.log.lines.length;
    const council = { kind: 'council', code: 'E10000014' };
    const stopped = { who: 'new-devices', until: '2026-11-24T00:00:00.000Z' };
    const signIn = { contact: 'duty-desk', signInId: SIGN_IN };
    const until = Date.parse('2026-12-01T00:00:00.000Z') / 1000;
    const jo = await scheme.people.add('council:E10000014', 'jo@hants.example', SIGN_IN, NOW, until);
    await scheme.people.change({ ...jo, name: 'Jo Smith', state: 'asked', version: 2 }, until);
    const sam = await scheme.people.add('council:E10000014', 'sam@hants.example', SIGN_IN, NOW, until);
    await scheme.people.change({ ...sam, name: 'Sam Field', state: 'refused', version: 2 }, until);
    const alex = await scheme.people.add('readers', 'alex@inspectors.example', SIGN_IN, NOW, until);
    await scheme.people.change({ ...alex, name: 'Alex Reed', state: 'let-in', version: 2 }, until);
    const aside = { reason: 'too-many-answers', councils: [], mail: 'm1', receivedAt: NOW };
    expect(
      await scheme.notify(
        message('sign-in-requested.v1', `sign-in:${SIGN_IN}`, { ...signIn, council: 'E10000014' }, council),
        message('coordinator-sign-in-requested.v1', `coordinator-sign-in:${SIGN_IN}`, signIn),
        message(
          'lead-sign-in-requested.v1',
          `sign-in:${OTHER_SIGN_IN}`,
          { ...signIn, region: 'E12000008', signInId: OTHER_SIGN_IN },
          { kind: 'smp-lead', region: 'E12000008' },
        ),
        message('sign-in-stopped.v1', 'sign-in-stopped:E10000014:new-devices:2026-11-23', {
          ...stopped,
          council: 'E10000014',
        }),
        message('sign-in-stopped.v1', 'sign-in-stopped:smp-lead:E12000008:new-devices:2026-11-23', {
          ...stopped,
          region: 'E12000008',
        }),
        message('sign-in-stopped.v1', 'sign-in-stopped:coordinators:known-devices:2026-11-23', stopped),
        message('coordinator-access-changed.v1', `coordinator-access-changed:reset:${SIGN_IN}:1795424400`, {
          change: 'reset',
        }),
        message('person-changed.v1', `person-changed:${jo.id}:2:2026-11-23`, {
          council: 'E10000014',
          person: jo.id,
          state: 'asked',
        }),
        message('person-changed.v1', `person-changed:${sam.id}:2`, {
          council: 'E10000014',
          person: sam.id,
          state: 'refused',
        }),
        message('reader-sign-in-requested.v1', `sign-in:${READER_SIGN_IN}`, {
          person: alex.id,
          signInId: READER_SIGN_IN,
        }),
        message('reader-changed.v1', `reader-changed:${alex.id}:2`, { person: alex.id, state: 'let-in' }),
        message('mail-set-aside.v1', 'mail-set-aside:too-many-answers:2026-11-23T09', aside),
        message('alarms-unheard.v1', 'alarms-unheard:2026-11-23', { on: '2026-11-23' }),
        message('document-not-cleared.v1', NOT_CLEARED, {
          object: COPY,
          found: 'FAILED',
        }),
      ),
    ).toEqual([]);
    expect(scheme.quarantine.snapshot()).toEqual([]);
    const expected = [
      [`sign-in:${SIGN_IN}`, 'E10000014', 'sign-in', 'council'],
      [`coordinator-sign-in:${SIGN_IN}`, 'COORDINATORS', 'sign-in', 'coordinators'],
      [`sign-in:${OTHER_SIGN_IN}`, 'E12000008', 'sign-in', 'smp-lead'],
      ['sign-in-stopped:E10000014:new-devices:2026-11-23', 'E10000014', 'sign-in-stopped', 'council'],
      [
        'sign-in-stopped:smp-lead:E12000008:new-devices:2026-11-23',
        'E12000008',
        'sign-in-stopped',
        'smp-lead',
      ],
      [
        'sign-in-stopped:coordinators:known-devices:2026-11-23',
        'COORDINATORS',
        'sign-in-stopped',
        'coordinators',
      ],
      [
        `coordinator-access-changed:reset:${SIGN_IN}:1795424400`,
        'COORDINATORS',
        'coordinator-access-changed',
        'coordinators',
      ],
      [`person-changed:${jo.id}:2:2026-11-23`, 'E10000014', 'person-asks', 'council'],
      [`person-changed:${sam.id}:2`, 'E10000014', 'person-decided', 'person'],
      [`sign-in:${READER_SIGN_IN}`, 'READERS', 'sign-in', 'person'],
      [`reader-changed:${alex.id}:2`, 'READERS', 'reader-decided', 'person'],
      ['mail-set-aside:too-many-answers:2026-11-23T09', 'INBOX', 'mail-set-aside', 'coordinators'],
      ['alarms-unheard:2026-11-23', 'COORDINATORS', 'alarms-unheard', 'coordinators'],
      [NOT_CLEARED, caseId, 'document-not-cleared', 'entry-authority'],
    ] as const;
    const sent = scheme.log.lines.slice(before).filter(({ code }) => code === 'EMAIL_SENT');
    expect(sent).toEqual(
      expected.map(([emailId, subject, template, role]) => ({
        level: 'info',
        code: 'EMAIL_SENT',
        particulars: { subject, emailId: namelessId(emailId), template, role, messageId: expect.any(String) },
      })),
    );
    const ids: readonly string[] = expected.map(([emailId]) => emailId);
    const recorded = Object.entries(scheme.cases.snapshot().emails).filter(
      ([, { data }]) => 'emailId' in data && ids.includes(data.emailId),
    );
    expect(Object.fromEntries(recorded)).toEqual(
      Object.fromEntries(
        expected.map(([emailId, subject, template]) => [
          `${subject}#${emailId}`,
          {
            id: `${emailId}:sent`,
            type: 'email-sent.v1',
            at: NOW,
            actor: { kind: 'system', name: 'send-notification' },
            data: { emailId, template, outcome: 'sent', messageId: expect.any(String) },
          },
        ]),
      ),
    );
  });

  test('about a case comes back to us from who referred, and to the coordinators from others', async () => {
    const scheme = await offered();
    await scheme.settle();
    const replies = scheme.mailer.snapshot().map(({ to, replyTo, isAnswer }) => [to[0], replyTo, isAnswer]);
    expect(replies.filter(([to]) => to === 'council.e10000016@desks.example')).toEqual([
      ['council.e10000016@desks.example', 'referrals@nts.example', undefined],
    ]);
    const offer = scheme.mailer.snapshot().find(({ subject }) => subject.startsWith('Offer'));
    expect(offer?.text).toMatch(/It is your turn.*Your threshold is \d+/s);
    for (const [to, replyTo] of replies)
      if (to !== 'council.e10000016@desks.example') expect(replyTo).toBe('coordinators@desks.example');
  });

  test('that answers a mail says that a program wrote it, and comes back to us', async () => {
    const mail = await MailIn.open();
    await mail.receive(stored({ body: 'Please help.' }));
    expect(mail.answers()).toMatchObject([
      { to: ['officer@kent.example'], replyTo: 'referrals@nts.example', isAnswer: true },
    ]);
  });

  test('that reminds of places again has a copy for the region’s lead', async () => {
    const scheme = await SchemeInMemory.open();
    const copies = async (now: string) => {
      scheme.clock.set(now);
      const before = scheme.mailer.snapshot().length;
      await scheme.remind();
      await scheme.settle();
      const mails = scheme.mailer.snapshot().slice(before);
      const to = (desk: string) => mails.filter((mail) => mail.to.includes(`${desk}@desks.example`));
      return { reminders: to('council.e10000016').length, copies: to('smp-lead.e12000008').length };
    };
    const seen: Awaited<ReturnType<typeof copies>>[] = [];
    for (const now of ['2026-11-23', '2026-12-07', '2026-12-21', '2027-01-04', '2027-01-18'])
      seen.push(await copies(`${now}T09:00:00.000Z`));
    expect(seen[0]).toEqual({ reminders: 1, copies: 0 });
    expect(seen.at(-1)?.reminders).toBe(1);
    expect(seen.at(-1)?.copies).toBeGreaterThan(0);
  });
});
