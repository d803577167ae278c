/** Programs that answer our answers: what is a program's is not answered, and what cannot be told from a person's is answered so often a day. */
import { describe, expect, test } from 'vitest';
import { MailIn, OFFICER, stored, type Written, wholeReferral } from './mails.ts';

let count = 0;
const fresh = (written: Written): Buffer => {
  count += 1;
  return stored({ messageId: `<${count}@kent.example>`, ...written });
};
const answered = (mail: MailIn, from = OFFICER) => mail.answers().filter(({ to }) => to.includes(from));
const child = (name: string): string => wholeReferral.replace('Canary Child', name);
const THANKS = 'Thank you for your message. Somebody will read it.';

describe('a program that answers answers and does not say so', () => {
  test.each([
    ['with our subject', (subject: string) => `Re: ${subject}`],
    ['with a number of its own', (subject: string, at: number) => `[Ticket#20261123${at}] RE: ${subject}`],
    ['with one subject', () => 'Thank you for contacting us'],
    ['with no subject', () => ''],
  ])('%s is answered five times a day, and the coordinators are told once', async (_, subjectAfter) => {
    const mail = await MailIn.open();
    await mail.receive(fresh({ subject: 'Help', body: 'Please help.' }));
    for (let at = 0; at < 25; at += 1) {
      const last = mail.answers().at(-1)?.subject ?? '';
      await mail.receive(fresh({ subject: subjectAfter(last, at), body: THANKS }));
    }
    // The first, which a person wrote, is of another thread but where the program keeps to no thread.
    expect(answered(mail).length).toBeLessThanOrEqual(6);
    expect(answered(mail).length).toBeGreaterThanOrEqual(5);
    expect(new Set(mail.reasons())).toEqual(new Set(['too-many-answers']));
    expect(mail.reasons()).toHaveLength(26 - answered(mail).length);
    const [told, ...more] = mail.toCoordinators();
    expect(more).toEqual([]);
    const words = told?.text.replaceAll(/\s+/g, ' ');
    expect(words).toContain('We have answered this sender five times today about the same thing.');
    expect(words).toMatch(/More like it may come before (?:12am|midnight|0am) on Tuesday 24 November/);
  });

  test('with a number behind a plus in its address is one sender all the same', async () => {
    const mail = await MailIn.open();
    for (let at = 0; at < 9; at += 1)
      await mail.receive(fresh({ from: `desk+id${at}@kent.example`, subject: 'Re: One', body: THANKS }));
    expect([mail.answers().length, mail.reasons().length, mail.toCoordinators().length]).toEqual([5, 4, 1]);
    expect(mail.answers()[0]?.to).toEqual(['desk+id0@kent.example']);
  });

  test('is the only one who hears of it: the duty desk gets a copy of what refers a child', async () => {
    const mail = await MailIn.open();
    await mail.receive(fresh({ subject: 'Re: One', body: THANKS }));
    await mail.receive(fresh({ subject: 'Re: One', body: 'Please help.' }));
    await mail.receive(fresh({ subject: 'Re: One', body: '--x\r\n'.repeat(600) }));
    expect(mail.answers().map(({ cc }) => cc)).toEqual([[], [], []]);
    await mail.receive(fresh({ body: wholeReferral }));
    expect(answered(mail).at(-1)?.cc).toEqual(['duty@kent.example']);
  });

  test('about one case is answered five times a day, whatever its subjects are', async () => {
    const mail = await MailIn.open();
    await mail.receive(fresh({ body: wholeReferral }));
    const [caseId = ''] = Object.keys(mail.scheme.cases.snapshot().cases);
    for (let at = 0; at < 25; at += 1)
      await mail.receive(fresh({ subject: `${'Again '.repeat(at)}${caseId}`, body: THANKS }));
    expect(answered(mail)).toHaveLength(1 + 5);
    expect(mail.toCoordinators()).toHaveLength(1);
    mail.scheme.clock.set('2026-11-24T09:00:00.000Z');
    await mail.receive(fresh({ subject: caseId, body: THANKS }));
    expect(answered(mail)).toHaveLength(1 + 5 + 1);
  });

  test('does not use up what others are answered, nor what the sender is answered about other things', async () => {
    const mail = await MailIn.open();
    for (let at = 0; at < 9; at += 1) await mail.receive(fresh({ subject: 'Re: One', body: THANKS }));
    await mail.receive(fresh({ subject: 'Re: One', from: 'other@kent.example', body: THANKS }));
    await mail.receive(fresh({ subject: 'Re: Other', body: 'Somebody will read it.' }));
    expect([answered(mail, 'other@kent.example').length, answered(mail).length]).toEqual([1, 5 + 1]);
  });
});

describe('a desk on a bad day', () => {
  test('refers ten children, each in an answer to the last: each is referred and answered', async () => {
    const mail = await MailIn.open();
    for (let at = 0; at < 10; at += 1)
      await mail.receive(
        fresh({
          subject: 'Re: Re: Referral',
          headers: ['In-Reply-To: <0@kent.example>'],
          body: child(`Child ${'ABCDEFGHIJ'[at]}`),
        }),
      );
    expect([answered(mail).length, mail.reasons()]).toEqual([10, []]);
  });

  test('sends ten children in ten mails of one subject: each is referred and answered', async () => {
    const mail = await MailIn.open();
    for (let at = 0; at < 10; at += 1)
      await mail.receive(fresh({ subject: 'Referral', body: child(`Child ${'ABCDEFGHIJ'[at]}`) }));
    expect([answered(mail).length, mail.reasons()]).toEqual([10, []]);
    expect(mail.told().flatMap(({ referrals }) => referrals)).toHaveLength(10);
  });

  test('sends one child ten times: five are answered, the rest a person looks at', async () => {
    const mail = await MailIn.open();
    for (let at = 0; at < 10; at += 1)
      await mail.receive(fresh({ subject: 'Referral', body: wholeReferral }));
    expect([answered(mail).length, mail.reasons().length, mail.toCoordinators().length]).toEqual([5, 5, 1]);
  });

  test('a mail that could not be dealt with is counted once, however often it is tried', async () => {
    const mail = await MailIn.open();
    const { sealed } = mail.scheme;
    const put = sealed.putSender.bind(sealed);
    const raw = fresh({ subject: 'Re: One', body: THANKS });
    sealed.putSender = async () => {
      throw new Error('The table is away.');
    };
    for (let at = 0; at < 9; at += 1) expect(await mail.receive(raw)).toHaveLength(1);
    sealed.putSender = put;
    for (let at = 0; at < 9; at += 1) expect(await mail.receive(raw)).toEqual([]);
    for (let at = 0; at < 9; at += 1) await mail.receive(fresh({ subject: 'Re: One', body: THANKS }));
    expect(answered(mail)).toHaveLength(5);
  });
});

const byPrograms: readonly (readonly [string, Written])[] = [
  ['Auto-Submitted', { headers: ['Auto-Submitted: auto-generated'] }],
  [
    'Auto-Submitted with a parameter',
    { headers: ['Auto-Submitted: auto-replied; owner-email="a@kent.example"'] },
  ],
  ['Auto-Submitted twice', { headers: ['Auto-Submitted: no', 'Auto-Submitted: auto-replied'] }],
  ['X-Auto-Response-Suppress: All', { headers: ['X-Auto-Response-Suppress: All'] }],
  [
    'X-Auto-Response-Suppress of several',
    { headers: ['X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply'] },
  ],
  ['X-Loop', { headers: ['X-Loop: desk@kent.example'] }],
  ['X-Autoreply', { headers: ['X-Autoreply: yes'] }],
  ['X-Autorespond', { headers: ['X-Autorespond: x'] }],
  ['X-FC-MachineGenerated', { headers: ['X-FC-MachineGenerated: true'] }],
  ['X-POST-MessageClass', { headers: ['X-POST-MessageClass: 9; Autoresponder'] }],
  ['Delivered-To: Autoresponder', { headers: ['Delivered-To: Autoresponder'] }],
  ['Precedence: bulk', { headers: ['Precedence: bulk'] }],
  ['Precedence: junk', { headers: ['PRECEDENCE:  Junk '] }],
  ['Precedence: auto_reply', { headers: ['Precedence: auto_reply'] }],
  ['Precedence: list without a list', { headers: ['Precedence: list'] }],
  ['another’s list', { headers: ['List-Id: All <all.lists.example>'] }],
  ['a list that is named like the council', { headers: ['List-Id: <all.kent.example.lists.example>'] }],
  ['a newsletter', { headers: ['List-Unsubscribe: <mailto:u@kent.example>'] }],
  [
    'a report of delivery',
    {
      mime: 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nBODY\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.kent.example\r\n\r\nFinal-Recipient: rfc822; a@kent.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n',
    },
  ],
  ['failed recipients', { headers: ['X-Failed-Recipients: a@kent.example'] }],
  ['an empty envelope', { returnPath: '' }],
  ['no-reply', { from: 'no-reply@kent.example' }],
  ['the mailer daemon', { from: 'MAILER-DAEMON@kent.example' }],
  ...[
    'Automatic reply: Kent: we found no referral in your email',
    'AutoReply: away',
    'Out of Office',
    'Out of the office: back on Monday',
    'Out of Office AutoReply: A referral',
    'Undeliverable: A referral',
    'Undelivered Mail Returned to Sender',
    'Mail delivery failed: returning message to sender',
    'Delivery Status Notification (Failure)',
    'Ateb awtomatig: Kent',
    'Allan o’r swyddfa',
    "Allan o'r swyddfa: yn ôl ddydd Llun",
    'Réponse automatique : Kent',
    'Automatische Antwort: Kent',
    'Abwesenheitsnotiz',
    'Automatisch antwoord: Kent',
    'Respuesta automática: Kent',
    'Resposta automática: Kent',
    'Risposta automatica: Kent',
    'Odpowiedź automatyczna: Kent',
    'Autosvar: Kent',
    'Automatisk svar: Kent',
    'Automaattinen vastaus: Kent',
    '=?utf-8?Q?R=C3=A9ponse_automatique=3A?= Kent',
  ].map((subject) => [subject, { subject }] as const),
];

const saying = (written: Written, body: string): Buffer =>
  fresh(
    written.mime === undefined
      ? { ...written, body }
      : { ...written, mime: written.mime.toString().replace('BODY', body) },
  );

describe.each(byPrograms)('%s', (_, written) => {
  test('that says nothing of a child is passed over', async () => {
    const mail = await MailIn.open();
    await mail.receive(saying(written, 'I am away until Monday.'));
    expect([mail.scheme.mailer.snapshot(), mail.reasons(), mail.told()]).toEqual([[], [], []]);
  });

  test('that seems to refer a child is for a coordinator, and nobody is answered', async () => {
    const mail = await MailIn.open();
    await mail.receive(saying(written, wholeReferral));
    expect([mail.answers(), mail.reasons(), mail.toCoordinators().length]).toEqual([
      [],
      ['automatic-referral'],
      1,
    ]);
  });
});

test.each(byPrograms.filter(([, { from }]) => from === undefined))(
  '%s from a stranger is passed over, or for a coordinator when it seems to refer a child',
  async (_, written) => {
    const mail = await MailIn.open();
    await mail.receive(saying({ ...written, from: 'x@gmail.example' }, 'I am away until Monday.'));
    expect([mail.scheme.mailer.snapshot(), mail.reasons()]).toEqual([[], []]);
    await mail.receive(saying({ ...written, from: 'x@gmail.example' }, wholeReferral));
    expect([mail.answers(), mail.reasons()]).toEqual([[], ['unknown-sender']]);
  },
);

test.each<readonly [string, Written]>([
  ['says that no program sent it', { headers: ['Auto-Submitted: no'] }],
  ['suppresses nothing', { headers: ['X-Auto-Response-Suppress: None'] }],
  ['is urgent', { headers: ['Precedence: first-class'] }],
  [
    'comes by the council’s own list',
    {
      headers: [
        'List-Id: UASC <uasc.kent.example>',
        'Precedence: list',
        'List-Post: <mailto:uasc@kent.example>',
      ],
    },
  ],
  ['comes by a list of all its domain', { headers: ['List-Id: <kent.example>'] }],
  [
    'is delivered to somebody',
    { headers: ['Delivered-To: referrals@nts.example', 'X-POST-MessageClass: 0'] },
  ],
  ...[
    'Out of office hours: a child at the port',
    'Automatic transfer of a child',
    'Re: Automatic reply: a child',
    'Absence: a child who went missing',
    'Returned to care',
    'Undeliverables',
    'Auto',
  ].map((subject) => [`is called "${subject}"`, { subject }] as const),
])('a mail of a person that %s is read and answered', async (_, written) => {
  const mail = await MailIn.open();
  await mail.receive(fresh({ ...written, body: wholeReferral }));
  expect([mail.reasons(), answered(mail).length]).toEqual([[], 1]);
});

test.each<readonly [string, Written]>([
  [
    'a file that we cannot read',
    {
      headers: ['Auto-Submitted: auto-generated'],
      attachment: { name: 'referral.pdf', type: 'application/pdf', content: '%PDF-1.7' },
    },
  ],
  ['more than we read', { headers: ['Auto-Submitted: auto-generated'], body: '--x\r\n'.repeat(600) }],
])('a program’s mail with %s is for a coordinator: it may refer a child', async (_, written) => {
  const mail = await MailIn.open();
  await mail.receive(fresh(written));
  expect([mail.answers(), mail.reasons()]).toEqual([[], ['automatic-referral']]);
});

test('a person who writes in our own name is somebody we do not know', async () => {
  const mail = await MailIn.open();
  await mail.receive(fresh({ from: 'coordinators@nts.example', body: wholeReferral }));
  expect([mail.answers(), mail.reasons()]).toEqual([[], ['unknown-sender']]);
});

test('our answer says that a program wrote it', async () => {
  const mail = await MailIn.open();
  await mail.receive(fresh({ body: wholeReferral }));
  expect(answered(mail)).toMatchObject([{ isAnswer: true }]);
  expect(mail.scheme.mailer.snapshot().filter(({ isAnswer }) => isAnswer)).toHaveLength(1);
});
