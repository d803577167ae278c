/** Mails as the programs of councils write them, each in its own way. Written by hand; no real mail. */
import { describe, expect, test } from 'vitest';
import { MailIn, OFFICER, stored, type Written, wholeReferral } from './mails.ts';
import { filledForm, wholeForm } from './office-files.ts';
import { packed, type TnefFile, tnef } from './outlook-mails.ts';

const lines = (...all: readonly string[]): string => all.join('\r\n');
const base64 = (bytes: Uint8Array | string): string =>
  Buffer.from(bytes as string)
    .toString('base64')
    .replaceAll(/.{76}/g, '$&\r\n');
const multipart = (type: string, ...parts: readonly string[]): string =>
  lines(
    `Content-Type: multipart/${type}; boundary="=_b_${type}"`,
    '',
    ...parts.flatMap((part) => [`--=_b_${type}`, part]),
    `--=_b_${type}--`,
    '',
  );
const plainPart = (text: string): string => lines('Content-Type: text/plain; charset="us-ascii"', '', text);
const filePart = (
  name: string,
  bytes: Uint8Array,
  type = 'application/octet-stream',
  disposition = 'attachment',
) =>
  lines(
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: ${disposition}; filename="${name}"`,
    '',
    base64(bytes),
  );

async function received(written: Written): Promise<MailIn> {
  const mail = await MailIn.open();
  expect(await mail.receive(stored(written))).toEqual([]);
  return mail;
}
const factsOf = async (mail: MailIn) => (await mail.scheme.onlyCase()).facts;

const disclaimer =
  'This e-mail and any attachment is confidential. Name: any person named is not to be copied. If you are not the intended recipient, please tell us.';
const signature = lines(
  'Kind regards,',
  '',
  'Name: Jo Officer',
  'Duty team | Kent',
  'Tel: 01234 567890',
  '',
  disclaimer,
);
const html = (body: string): string =>
  `<html><head><style>p.MsoNormal{margin:0}</style></head><body>${body}</body></html>`;
const outlookParagraphs = wholeReferral
  .split('\r\n')
  .map(
    (line) =>
      `<p class="MsoNormal"><span style="font-size:11.0pt">${line.replace(': ', ':&nbsp;')}<o:p></o:p></span></p>`,
  )
  .join('\r\n');

describe('a referral is read', () => {
  test.each<[string, Written]>([
    [
      'from Outlook, plain text with a signature and a disclaimer',
      { body: lines(wholeReferral, '', signature) },
    ],
    [
      'from Outlook, HTML only',
      {
        mime: lines(
          'Content-Type: text/html; charset="us-ascii"',
          'Content-Transfer-Encoding: 7bit',
          '',
          html(outlookParagraphs),
        ),
      },
    ],
    [
      'from Outlook, a table in HTML',
      {
        mime: lines(
          'Content-Type: text/html; charset="utf-8"',
          'Content-Transfer-Encoding: base64',
          '',
          base64(
            html(
              `<table>${wholeReferral
                .split('\r\n')
                .map(
                  (line) =>
                    `<tr><td><p>${line.split(': ')[0]}</p></td><td><p>${line.split(': ')[1]}</p></td></tr>`,
                )
                .join('')}</table>`,
            ),
          ),
        ),
      },
    ],
    [
      'from Gmail, both ways side by side, quoted-printable',
      {
        mime: multipart(
          'alternative',
          lines(
            'Content-Type: text/plain; charset="UTF-8"',
            'Content-Transfer-Encoding: quoted-printable',
            '',
            wholeReferral.replaceAll('Name:', 'Name:=20').replace('Canary Child', 'Canary =\r\nChild'),
          ),
          lines('Content-Type: text/html; charset="UTF-8"', '', '<div dir="ltr">other words</div>'),
        ),
      },
    ],
    [
      'from Apple Mail, its text in two parts around a picture',
      {
        mime: multipart(
          'mixed',
          plainPart(lines(...wholeReferral.split('\r\n').slice(0, 9))),
          filePart('logo.png', Buffer.from('\x89PNG'), 'image/png', 'inline'),
          plainPart(lines('', ...wholeReferral.split('\r\n').slice(9))),
        ),
      },
    ],
    [
      'from an old Outlook Express, windows-1252',
      {
        mime: Buffer.concat([
          Buffer.from(
            'Content-Type: text/plain; charset="windows-1252"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
          ),
          Buffer.from(
            wholeReferral
              .replace('Canary Child', 'Canary \u0080')
              .replace('Name: Canary \u0080', 'Name: Canary \x93\xe9\x94'),
            'latin1',
          ),
        ]),
      },
    ],
    [
      'in ISO-8859-15',
      {
        mime: Buffer.concat([
          Buffer.from('Content-Type: text/plain; charset=iso-8859-15\r\n\r\n'),
          Buffer.from(wholeReferral.replace('Child', '\xa4'), 'latin1'),
        ]),
      },
    ],
    [
      'in UTF-16',
      {
        mime: lines(
          'Content-Type: text/plain; charset=utf-16le',
          'Content-Transfer-Encoding: base64',
          '',
          base64(Buffer.from(wholeReferral, 'utf16le')),
        ),
      },
    ],
    [
      'in GB18030',
      {
        mime: Buffer.concat([
          Buffer.from('Content-Type: text/plain; charset=gb18030\r\n\r\n'),
          Buffer.from(wholeReferral.replace('Child', '\xd6\xd0'), 'latin1'),
        ]),
      },
    ],
    [
      'with a byte-order mark, no-break spaces and stars',
      { body: `\ufeff${wholeReferral.replaceAll(': ', ':\u00a0').replace('Sex:', '\u2022 Sex:')}` },
    ],
    [
      'forwarded by Outlook',
      {
        subject: 'FW: Referral',
        body: lines(
          'See below.',
          '',
          signature,
          '',
          '-----Original Message-----',
          'From: Social Worker <sw@kent.example>',
          'Sent: 22 November 2026 10:00',
          'To: Duty',
          'Subject: Referral',
          '',
          wholeReferral,
        ),
      },
    ],
    [
      'forwarded by Gmail',
      {
        subject: 'Fwd: Referral',
        body: lines(
          '---------- Forwarded message ---------',
          'From: SW <sw@kent.example>',
          'Date: Sun, 22 Nov 2026',
          'Subject: Referral',
          'To: Duty',
          '',
          '',
          wholeReferral,
        ),
      },
    ],
    [
      'forwarded by Apple Mail',
      {
        subject: 'Fwd: Referral',
        body: lines(
          '',
          'Begin forwarded message:',
          '',
          '> From: SW <sw@kent.example>',
          '> Subject: Referral',
          '> ',
          ...wholeReferral.split('\r\n').map((line) => `> ${line}`),
        ),
      },
    ],
    [
      'forwarded as an attachment',
      {
        subject: 'Referral attached',
        mime: multipart(
          'mixed',
          plainPart('Please see attached.'),
          lines(
            'Content-Type: message/rfc822',
            'Content-Disposition: attachment; filename="Referral.eml"',
            '',
            'From: SW <sw@kent.example>',
            'Subject: Referral',
            'Content-Type: text/plain; charset=utf-8',
            '',
            wholeReferral,
          ),
        ),
      },
    ],
    [
      'in our Word form, in a mail that was forwarded as an attachment',
      {
        mime: multipart(
          'mixed',
          plainPart('As attached.'),
          lines(
            'Content-Type: message/rfc822',
            '',
            'From: SW <sw@kent.example>',
            multipart('related', plainPart('x'), filePart('form.docx', filledForm(wholeForm))),
          ),
        ),
      },
    ],
  ])('%s', async (_, written) => {
    const mail = await received(written);
    expect(mail.told()[0]?.problems).toEqual([]);
    const subject = await mail.scheme.onlyCase();
    expect(subject.status).toBe('offered');
    expect(await mail.scheme.sealed.datesOfBirth(subject.referralId)).toEqual({ 1: '2010-05-14' });
  });
});

const richText = `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\colortbl ;\\red0\\green0\\blue255;}\r\n\\uc1\\pard\\plain\\f0\\fs20 ${wholeReferral.replaceAll('\r\n', '\\par\r\n\\b\\cf1 ').replaceAll(': ', ':\\b0\\cf0\\~')}\\par}`;
const htmlWithinRichText = `{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\*\\htmltag18 <html>}{\\*\\htmltag50 <body>}\\htmlrtf \\lang2057 \\htmlrtf0 {\\*\\htmltag <table>}${wholeReferral
  .split('\r\n')
  .map((line) => line.split(': '))
  .map(
    ([field, answer]) =>
      `{\\*\\htmltag <tr><td>}\\htmlrtf {\\b\\htmlrtf0 ${field}\\htmlrtf }\\htmlrtf0 {\\*\\htmltag </td><td>}${answer}{\\*\\htmltag </td></tr>}\\htmlrtf \\par \\htmlrtf0\r\n`,
  )
  .join('')}{\\*\\htmltag </table>}{\\*\\htmltag </body></html>}}`;

describe('winmail.dat', () => {
  const wrapped = (bytes: Uint8Array, text = ''): Written => ({
    mime: multipart('mixed', plainPart(text), filePart('winmail.dat', bytes, 'application/ms-tnef')),
  });
  const form: TnefFile = {
    name: 'Form.docx',
    long: 'The filled form for the child.docx',
    bytes: filledForm(wholeForm),
  };

  test('holds our form: it is read', async () => {
    const mail = await received(
      wrapped(tnef({ files: [{ name: 'x.png', bytes: Buffer.from('\x89PNG') }, form] }), 'See attached.'),
    );
    expect((await mail.scheme.onlyCase()).status).toBe('offered');
  });

  test.each([
    ['body', tnef({ body: wholeReferral })],
    ['body as a property', tnef({ bodyProperty: wholeReferral })],
    ['body in HTML', tnef({ html: html(outlookParagraphs) })],
    ['rich text, packed', tnef({ packed: packed(richText) })],
    ['a mail in HTML within rich text, packed', tnef({ packed: packed(htmlWithinRichText) })],
  ])('holds the mail’s own words, as %s: they are read', async (_, bytes) => {
    expect((await (await received(wrapped(bytes))).scheme.onlyCase()).status).toBe('offered');
  });

  test('beside the mail’s own words its rich text is not looked at', async () => {
    const mail = await received(wrapped(tnef({ packed: Buffer.alloc(40, 1) }), wholeReferral));
    expect([mail.told()[0]?.problems, (await mail.scheme.onlyCase()).status]).toEqual([[], 'offered']);
  });

  test('holds rich text that cannot be unpacked: the sender is told how to send it, unless a form is with it', async () => {
    const broken = packed(richText).subarray(0, 200);
    const mail = await received(wrapped(tnef({ packed: broken })));
    expect(mail.told()[0]?.problems[0]?.words).toContain('Send it again as HTML or plain text');
    const withForm = await received(wrapped(tnef({ packed: broken, files: [form] })));
    expect([withForm.told()[0]?.problems, (await withForm.scheme.onlyCase()).status]).toEqual([
      [],
      'offered',
    ]);
  });

  test('is damaged: the sender is told how to send it', async () => {
    const mail = await received(wrapped(tnef({ files: [form] }).subarray(0, 20)));
    expect(mail.told()[0]?.outcome).toBe('nothing-read');
    expect(mail.told()[0]?.problems[0]?.words).toContain('winmail.dat');
  });
});

/** A case that waits for the day of arrival, and our answer that asks for it. */
async function asked(): Promise<{
  readonly mail: MailIn;
  readonly subject: string;
  readonly answer: string;
}> {
  const mail = await received({ body: wholeReferral.replace(/Arrived on.*\r\n/, '') });
  const sent = mail.scheme.mailer.snapshot().find(({ to }) => to.includes(OFFICER));
  return { mail, subject: `Re: ${sent?.subject}`, answer: sent?.text ?? '' };
}
const quoted = (text: string): string => text.replaceAll(/^/gm, '> ');
/** What is quoted says something else, and so do lines that somebody made of it. */
const stale = lines('Sex: female', 'Arrived on: 1/1/2026', 'Placement: supported accommodation');
const said = 'Arrived on: 15/11/2026';
const introduced = lines(
  'On Mon, 23 Nov 2026 at 10:00, National Transfer Scheme',
  '<no-reply@nts.example> wrote:',
);
const outlookHead = lines(
  'From: National Transfer Scheme <no-reply@nts.example>',
  'Sent: 23 November 2026 10:00',
  'To: Officer',
  'Subject: x',
);

describe('of a reply, only what is new is read', () => {
  test.each<[string, (answer: string) => Pick<Written, 'body' | 'mime'>]>([
    [
      'above the quote',
      (answer) => ({ body: lines(said, '', introduced, '', quoted(answer), quoted(stale)) }),
    ],
    [
      'below the quote',
      (answer) => ({ body: lines(introduced, quoted(answer), quoted(stale), '', said, '', signature) }),
    ],
    ['between quoted lines', (answer) => ({ body: lines(introduced, quoted(stale), said, quoted(answer)) })],
    [
      'above Outlook’s quote, which has no marks',
      (answer) => ({
        body: lines(
          said,
          '',
          signature,
          '',
          '________________________________',
          outlookHead,
          '',
          answer,
          stale,
        ),
      }),
    ],
    [
      'above Outlook’s “Original Message”',
      (answer) => ({ body: lines(said, '-----Original Message-----', outlookHead, answer, stale) }),
    ],
    [
      'above a quote of a telephone',
      (answer) => ({
        body: lines(
          said,
          '',
          'Sent from my iPhone',
          '',
          '> On 23 Nov 2026, at 10:00, NTS <no-reply@nts.example> wrote:',
          '>',
          quoted(answer),
          quoted(stale),
        ),
      }),
    ],
    [
      'in HTML, above Gmail’s quote',
      (answer) => ({
        mime: lines(
          'Content-Type: text/html; charset=utf-8',
          '',
          html(
            `<div dir="ltr">${said}</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, 23 Nov 2026 at 10:00, NTS &lt;<a href="mailto:x">x@nts.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote">${stale.replaceAll('\r\n', '<br>')}<pre>${answer}</pre></blockquote></div>`,
          ),
        ),
      }),
    ],
    [
      'in HTML, above Outlook’s quote',
      (answer) => ({
        mime: lines(
          'Content-Type: text/html; charset=utf-8',
          '',
          html(
            `<p>${said}</p><div id="divRplyFwdMsg"><b>From:</b> NTS &lt;no-reply@nts.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> x<br><b>Subject:</b> y</div><div>${stale.replaceAll('\r\n', '<br>')}<br>${answer}</div>`,
          ),
        ),
      }),
    ],
  ])('%s', async (_, written) => {
    const { mail, subject, answer } = await asked();
    const [, coded] = [subject, `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`];
    await mail.receive(stored({ subject: coded, messageId: '<2@k>', ...written(answer) }));
    expect(await factsOf(mail)).toMatchObject({
      arrivedOn: '2026-11-15',
      children: [{ sex: 'male', placementKind: 'foster-care' }],
    });
    expect(mail.told().at(-1)?.problems).toEqual([]);
    const { referralId } = await mail.scheme.onlyCase();
    expect(JSON.stringify(mail.scheme.sealed)).not.toContain('Jo Officer');
    expect(await mail.scheme.sealed.datesOfBirth(referralId)).toEqual({ 1: '2010-05-14' });
  });

  test('nothing of our own answer reads as an answer, quoted without any mark', async () => {
    const { mail, subject, answer } = await asked();
    await mail.receive(stored({ subject, messageId: '<2@k>', body: answer }));
    expect(mail.told().at(-1)).toMatchObject({ outcome: 'nothing-read', referrals: [], problems: [] });
  });
});
