import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { noticeOfMail } from '../../functions/receive-email/stored-mail.ts';
import { mailSetAside } from '../../functions/send-notification/emails/mail-set-aside.ts';
import { renderText } from '../../functions/send-notification/emails/render-text.ts';
import { MailIn, stored, wholeReferral } from './mails.ts';

const words = (text = '') => text.replaceAll(/\s+/g, ' ');
/** Rendered e-mails are left here for people to look at. */
const gallery = new URL('../../.cache/emails/', import.meta.url);

/** Each reason for which a mail is kept for a person, and what its e-mail says of it. */
const kinds = {
  'unknown-sender': [{ from: 'x@gmail.example' }, /did not come from a council that we know/, undefined],
  'mail-not-proved': [{ verdicts: { dkim: 'fail' } }, /could not make sure that the council sent it/, 'Kent'],
  'shared-domain': [{}, /which council refers the child/, 'Hampshire and Kent'],
  'too-many-answers': [
    { subject: 'Re: Canary Child', body: '' },
    /answered this sender five times today/,
    'Kent',
  ],
  'automatic-referral': [{ headers: ['Precedence: bulk'] }, /A program of the council sent it/, 'Kent'],
} as const;

test.each(Object.entries(kinds))(
  '%s: the coordinators are told, in words, and nobody is named',
  async (reason, [written, says, council]) => {
    const mail = await MailIn.open();
    if (reason === 'shared-domain')
      await mail.scheme.sealed.putContacts('council:E10000014', { dutyDesk: 'desk@kent.example' });
    if (reason === 'too-many-answers')
      for (let at = 0; at < 5; at += 1)
        await mail.receive(stored({ subject: 'Re: Canary Child', messageId: `<${at}@kent.example>` }));
    await mail.receive(stored({ subject: 'Canary Child', body: wholeReferral, ...written }));
    expect(mail.scheme.setAside.snapshot().map((kept) => kept.reason.code)).toEqual([reason]);
    expect(mail.scheme.quarantine.snapshot()).toEqual([]);
    const [told, ...more] = mail.toCoordinators();
    expect(more).toEqual([]);
    expect(told).toMatchObject({ to: ['coordinators@desks.example'], cc: [] });
    expect(told?.subject).toMatch(/^Please look at an email/);
    const text = words(told?.text);
    expect(text).toMatch(says);
    expect(text).toContain('looks at it by 5pm on Monday 23 November');
    expect(text).toContain('Came in at: 9am on Monday 23 November');
    expect(text).toMatch(/Where it is kept: [16] /);
    expect(text).toContain('runbook "mail-set-aside"');
    expect(text.includes('In the name of:')).toBe(council !== undefined);
    if (council !== undefined) expect(text).toContain(`In the name of: ${council}`);
    expect(JSON.stringify([told, mail.scheme.notifications.snapshot(), mail.scheme.log.lines])).not.toMatch(
      /Canary|2010|gmail|officer@|kent\.example/,
    );
    mkdirSync(gallery, { recursive: true });
    writeFileSync(new URL(`mail-set-aside--${reason}.html`, gallery), told?.html ?? '');
    writeFileSync(
      new URL(`mail-set-aside--${reason}.txt`, gallery),
      `Subject: ${told?.subject}\n\n${told?.text}`,
    );
  },
);

test('spam cannot flood the desk: the first of an hour is told for each reason, with when to look again', async () => {
  const mail = await MailIn.open();
  const spam = async (at: number) => {
    await mail.receive(stored({ from: `x${at}@gmail.example`, messageId: `<u${at}@x>` }));
    await mail.receive(stored({ messageId: `<v${at}@x>`, verdicts: { spf: 'fail' } }));
  };
  for (let at = 0; at < 20; at += 1) await spam(at);
  // However much of it there is, a message that nobody can read is seen beside it.
  expect([mail.scheme.setAside.snapshot().length, mail.scheme.quarantine.snapshot()]).toEqual([40, []]);
  expect(mail.toCoordinators()).toHaveLength(2);
  expect(words(mail.toCoordinators()[0]?.text)).toContain('before 10am on Monday 23 November');
  mail.scheme.clock.set('2026-11-23T10:00:00.000Z');
  await spam(21);
  expect(mail.toCoordinators()).toHaveLength(4);
});

test('mail of a shared address is told one by one, and the same mail again is not', async () => {
  const mail = await MailIn.open();
  await mail.scheme.sealed.putContacts('council:E10000014', { dutyDesk: 'desk@kent.example' });
  for (const messageId of ['<1@k>', '<2@k>', '<1@k>'])
    await mail.receive(stored({ messageId, body: wholeReferral }));
  expect(mail.toCoordinators()).toHaveLength(2);
  expect(words(mail.toCoordinators()[0]?.text)).not.toContain('More like it');
});

test('a mail that could not be told of is tried again, not quarantined', async () => {
  const mail = await MailIn.open();
  const publish = async (messages: readonly { readonly id: string }[]) => ({
    failed: messages.map(({ id }) => id),
  });
  expect(await mail.receive(stored({ from: 'x@gmail.example' }), { publish })).toHaveLength(1);
  expect([mail.reasons(), mail.toCoordinators()]).toEqual([[], []]);
});

test.each([
  ['2026-11-23T15:00:00.000Z', '5pm on Monday 23 November'],
  ['2026-11-23T15:01:00.000Z', '5pm on Tuesday 24 November'],
  ['2026-11-27T18:00:00.000Z', '5pm on Monday 30 November'],
  ['2026-11-28T10:00:00.000Z', '5pm on Monday 30 November'],
  ['2026-12-24T18:00:00.000Z', '5pm on Tuesday 29 December'],
])('one that came at %s is looked at by %s', (receivedAt, by) => {
  const document = mailSetAside({
    reason: 'unknown-sender',
    councils: [],
    mail: 'm1',
    receivedAt,
    help: undefined,
  });
  expect(words(renderText(document))).toContain(`looks at it by ${by}`);
});

test('S3’s notice says where a mail lies and since when; its test message, and SES’s trial of the bucket, say nothing', () => {
  const at = '2026-11-23T09:00:00.000Z';
  const notice = (key: string) =>
    JSON.stringify({ Records: [{ eventTime: at, s3: { bucket: { name: 'b' }, object: { key, size: 1 } } }] });
  expect(noticeOfMail(notice('mail/a+b%2Fc'))).toEqual({ key: 'mail/a b/c', receivedAt: at });
  expect(noticeOfMail(JSON.stringify({ Event: 's3:TestEvent' }))).toBeUndefined();
  expect(noticeOfMail(notice('mail/AMAZON_SES_SETUP_NOTIFICATION'))).toBeUndefined();
  expect(noticeOfMail(notice('AMAZON_SES_SETUP_NOTIFICATION/m1'))).toEqual({
    key: 'AMAZON_SES_SETUP_NOTIFICATION/m1',
    receivedAt: at,
  });
});
