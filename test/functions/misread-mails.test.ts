import { describe, expect, test } from 'vitest';
import { MailIn } from './mails.ts';
import {
  assertRead,
  FIRST,
  misreadMail,
  misreadMails,
  namesACase,
  type Result,
  readings,
  resultOf,
} from './misread-mails.ts';
import { sesHead } from './stored-mail.ts';

async function open(): Promise<MailIn> {
  const mailbox = await MailIn.open();
  for (const [code, name] of [
    ['E10000016', 'kent'],
    ['E10000014', 'hampshire'],
  ])
    await mailbox.scheme.sealed.putContacts(`council:${code}`, { dutyDesk: `duty@${name}.councils.example` });
  return mailbox;
}

async function send(mailbox: MailIn, name: string, reference: string): Promise<Result> {
  const before = mailbox.told().length;
  const mailed = mailbox.scheme.mailer.snapshot().length;
  const { raw, from } = misreadMail(name, reference);
  await mailbox.receive(Buffer.concat([Buffer.from(`${sesHead(from).join('\r\n')}\r\n`), raw]));
  const [told] = mailbox.told().slice(before);
  return resultOf(mailbox.scheme, told, mailbox.scheme.mailer.snapshot().slice(mailed));
}

describe('a mail that was misread once', () => {
  test('stands in the table, each of them', () => {
    const files = misreadMails();
    expect(Object.keys(readings)).toEqual(files.toSorted());
    expect(files).toHaveLength(62);
  });

  test.each(Object.keys(readings))('%s is read as a person reads it', async (name) => {
    const mailbox = await open();
    let reference = '';
    if (namesACase(name)) {
      await send(mailbox, FIRST, '');
      reference = mailbox.told()[0]?.referrals[0]?.caseId ?? '';
    }
    assertRead(name, await send(mailbox, name, reference));
  });

  test('makes no case of another child’s: a word for a reference is nobody’s', async () => {
    const mailbox = await open();
    const names = Object.keys(readings).filter((name) => /^01[abc]/.test(name));
    const results: string[] = [];
    for (const name of names) results.push(...(await send(mailbox, name, '')).cases);
    expect(results).toEqual(names.flatMap((name) => readings[name]?.cases ?? []));
  });

  test('that says the same child again is one case with the first, and coordinators have nothing to compare', async () => {
    const mailbox = await open();
    await send(mailbox, '09a-resend-without-nationality-first', '');
    const { cases, words } = await send(mailbox, '09b-resend-without-nationality-offered-twice', '');
    expect(cases).toEqual(['referred and merged']);
    expect(words).toContain('One child, one case');
    expect(Object.keys(mailbox.scheme.cases.snapshot().cases)).toHaveLength(1);
  });

  test('changes nothing of the case that it names when it is about another child', async () => {
    const mailbox = await open();
    await send(mailbox, FIRST, '');
    const reference = mailbox.told()[0]?.referrals[0]?.caseId ?? '';
    const before = await mailbox.scheme.cases.read(reference);
    await send(mailbox, '02b-reply-with-another-child-overwrites-first', reference);
    await send(mailbox, '02c-subject-names-siblings-reference-overwrites-sibling', reference);
    expect(await mailbox.scheme.cases.read(reference)).toEqual(before);
  });
});
