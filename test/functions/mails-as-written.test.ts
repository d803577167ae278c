/** Ways in which people write, each by itself, read to the end: what stands in the case, and what the sender is told was not read. */
import { describe, expect, test } from 'vitest';
import { MailIn, stored, type Written, wholeReferral } from './mails.ts';
import { resultOf } from './misread-mails.ts';

const CHILD = 'Testa Sample, 2010-05-14, male';
const OTHER = 'Testo Other, 2012-02-03, female';
const all = wholeReferral.split('\r\n');
const rest = all.filter((line) => !/^(?:Name|Date of birth|Areas to avoid|Links):/.test(line));
const who = ['Name: Testa Sample', 'Date of birth: 14/05/2010'];
const where = ['Areas to avoid: Kirklees', 'Links: none'];
const otherChild = [
  'Name: Testo Other',
  'Date of birth: 03/02/2012',
  'Sex: female',
  'Placement: foster care',
  'Needs: none',
  'Age assessment: not required',
];

let count = 0;
async function send(mail: MailIn, written: Written) {
  const before = mail.told().length;
  const mailed = mail.scheme.mailer.snapshot().length;
  count += 1;
  await mail.receive(stored({ messageId: `<${count}@kent.example>`, ...written }));
  const [told] = mail.told().slice(before);
  return resultOf(mail.scheme, told, mail.scheme.mailer.snapshot().slice(mailed));
}
const read = async (written: Written) => {
  const { cases, told } = await send(await MailIn.open(), written);
  return { cases, told };
};
const lines = (...said: readonly string[]): Written => ({ body: said.join('\r\n') });
const html = (body: string): Written => ({
  mime: `Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>${body}</body></html>`,
});
const paragraphs = (...said: readonly string[]): string => said.map((line) => `<p>${line}</p>`).join('');
const offered = (avoid: string, child = CHILD) => [`referred: ${child}; avoid ${avoid}; links none; offered`];

describe('areas to avoid', () => {
  test.each<readonly [string, readonly string[], string]>([
    ['with "and" and "&"', ['Areas to avoid: Kirklees and Leeds & Bradford'], 'Kirklees, Leeds, Bradford'],
    ['with strokes', ['Areas to avoid: Kirklees / Leeds/Bradford'], 'Kirklees, Leeds, Bradford'],
    [
      'wrapped behind a comma and an "and"',
      ['Areas to avoid: Kirklees,', 'Leeds, Bradford and', 'Wakefield'],
      'Kirklees, Leeds, Bradford, Wakefield',
    ],
    [
      'with names that have an "and" and commas of their own',
      ['Areas to avoid: Kensington and Chelsea and Bournemouth, Christchurch and Poole, Kirklees'],
      'Kensington and Chelsea, Bournemouth, Christchurch and Poole, Kirklees',
    ],
    ['in numbers below the label', ['Areas to avoid:', '1. Kirklees', '2) Leeds'], 'Kirklees, Leeds'],
    ['in two lines of one label', ['Areas to avoid: Kirklees', 'Areas to avoid: Leeds'], 'Kirklees, Leeds'],
  ])('are read %s', async (_, said, avoid) => {
    expect(await read(lines(...who, ...said, 'Links: none', ...rest))).toEqual({
      cases: offered(avoid),
      told: [],
    });
  });

  test.each([
    'Not Leeds please',
    '~~Leeds~~ Kirklees',
    'Kirklees and Camelot',
    'TBC',
    '?',
    '#BUSY!',
    'Err:508',
    '####',
  ])('are asked for where they are "%s"', async (said) => {
    const { cases, told } = await read(lines(...who, `Areas to avoid: ${said}`, 'Links: none', ...rest));
    expect(cases.join()).toContain('avoid not said; links none; asked for areasToAvoid; incomplete');
    expect(told).toEqual(['Your message, Areas to avoid']);
  });

  test.each<readonly [string, string]>([
    ['struck out', '<s>Leeds</s> Kirklees'],
    [
      'struck out by its style',
      'Kirklees<span style="color:red; text-decoration: line-through">; Leeds</span>',
    ],
    ['not shown', 'Kirklees<span style="display:none">; <b>Leeds</b></span>'],
  ])('are without what is %s', async (_, said) => {
    const written = html(paragraphs(...who, `Areas to avoid: ${said}`, 'Links: none', ...rest));
    expect(await read(written)).toEqual({ cases: offered('Kirklees'), told: [] });
  });
});

test.each<readonly [string, string, boolean]>([
  ['behind its word', 'Yes \u2612 No \u2610', true],
  ['before its word', '\u2610 Yes \u2611 No', false],
  ['drawn in brackets', '[x] Yes [ ] No', true],
  ['drawn in brackets behind', 'Yes [ ] No [X]', false],
])('a box that is ticked %s gives the answer in a line, too', async (_, said, answer) => {
  const mail = await MailIn.open();
  const { told } = await send(
    mail,
    lines(...all.filter((line) => !line.startsWith('In our care')), `In our care: ${said}`),
  );
  expect([told, (await mail.scheme.onlyCase()).facts.inCareOfAuthority]).toEqual([[], answer]);
});

test('boxes of which none is ticked are no answer, and a tick between two words is asked about', async () => {
  const boxed = (said: string) =>
    read(lines(...all.filter((line) => !line.startsWith('In our care')), `In our care: ${said}`));
  expect((await boxed('\u2610 Yes \u2610 No')).told).toEqual([]);
  expect((await boxed('Yes \u2713 No')).told).toEqual(['Your message, In our care']);
});

describe('two children', () => {
  test.each(['--', '________', '2.', 'Child (2)', 'Child 2 -', '*Child two*', ''])(
    'are two with "%s" between them',
    async (heading) => {
      expect(await read(lines(...who, ...where, ...rest, '', heading, '', ...otherChild))).toEqual({
        cases: offered('Kirklees', `${CHILD} + ${OTHER}`),
        told: [],
      });
    },
  );

  test('are two with words between them that we do not know, which are named', async () => {
    const { cases, told } = await read(lines(...who, ...where, ...rest, 'Brother:', ...otherChild));
    expect(cases.join()).toContain(
      `${CHILD} + ${OTHER}; avoid Kirklees; links none; asked for familyInUk, links`,
    );
    expect(told).toEqual(['Your message, line 19, below "Wishes recorded"']);
  });

  test.each([
    ['Name (child 2): Testo Other', 'Date of birth (child 2): 03/02/2012', 'Sex of child 2: female'],
    ['Child 2 name: Testo Other', 'Child 2 DOB: 03/02/2012', 'Child 2 sex: female'],
  ])('are two where "%s" says so', async (...said) => {
    const { cases, told } = await read(lines(...who, ...where, ...rest, ...said));
    expect([cases.join().split(';')[0], told]).toEqual([`referred: ${CHILD} + ${OTHER}`, []]);
  });

  test('are one who is asked about where only the name differs, or only the date of birth', async () => {
    for (const again of ['Name: Testo Other', 'Date of birth: 03/02/2012']) {
      const { cases, told } = await read(lines(...who, ...where, ...rest, again));
      expect(cases.join()).toMatch(
        /^referred: (?:no name, 2010-05-14|Testa Sample, no date of birth), male;.*incomplete$/,
      );
      expect(told).toHaveLength(1);
    }
  });
});

describe('a table', () => {
  const csv = (...rows: readonly string[]): Written => ({
    body: 'Please find attached.',
    attachment: { name: 'a.csv', type: 'text/csv', content: rows.join('\r\n') },
  });
  const heads = all.map((line) => line.split(': ')[0]);
  const row = (...of: readonly string[]) => [
    ...of,
    ...all.slice(of.length).map((line) => line.split(': ')[1]),
  ];
  const child = row('Testa Sample', '14/05/2010').join(',');

  test('is without its sums and its key, and they are named', async () => {
    const { cases, told } = await read(
      csv(heads.join(','), child, 'Key: M is male,,', 'Total,1,', 'Subtotal,1,2'),
    );
    expect([cases.length, told]).toEqual([1, ['Row 2', 'Row 3', 'Row 4']]);
  });

  test('of staff or interpreters has no children, whatever it says of them', async () => {
    const staff = csv(
      'Name,Gender,Languages,Contact details,Role',
      'Jo,F,English,0123,Manager',
      'Al,M,Arabic,0123,Worker',
    );
    expect(await read(staff)).toEqual({ cases: [], told: ['The CSV file'] });
  });

  test('makes no brothers and sisters of those who have none', async () => {
    const none = ['No', 'None known', 'N/A', '-', 'not applicable', 'TBC'];
    const rows = none.map((said, at) =>
      [...row(`Testa ${'ABCDEF'[at]}`, `${10 + at}/05/2010`), said].join(','),
    );
    const { cases, told } = await read(csv([...heads, 'Siblings'].join(','), ...rows));
    expect([cases.length, told]).toEqual([none.length, []]);
  });

  test('and a line make one child of a 29 February, who turns 18 in March', async () => {
    for (const written of [
      csv(heads.join(','), row('Testa Sample', '29/02/2012').join(',')),
      lines(
        'Name: Testa Sample',
        'Date of birth: 29 February 2012',
        'Turns 18 in: March 2030',
        ...where,
        ...rest,
      ),
    ]) {
      const mail = await MailIn.open();
      expect((await send(mail, written)).told).toEqual([]);
      expect((await mail.scheme.onlyCase()).facts.children[0]?.turns18Month).toBe('2030-03');
    }
  });
});

test.each([
  ['a.msg', 'Forward the email itself'],
  ['a.7z', 'We do not open zipped folders'],
  ['a.rar', 'We do not open zipped folders'],
])('%s is told what helps', async (name, words) => {
  const content = name.endsWith('msg') ? Buffer.from('d0cf11e0a1b11ae1', 'hex') : 'x';
  const type = 'application/octet-stream';
  const result = await send(await MailIn.open(), { attachment: { name, type, content } });
  expect(result.words).toContain(words);
});

test('letters in a charset that nobody knows are UTF-8 when they can be, or else Windows’ own', async () => {
  for (const encoding of ['utf8', 'latin1'] as const) {
    const mime = Buffer.concat([
      Buffer.from('Content-Type: text/plain; charset=x-nonsense\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'),
      Buffer.from(['Name: Jos\u00e9 Sample', ...who.slice(1), ...where, ...rest].join('\r\n'), encoding),
    ]);
    expect(await read({ mime })).toEqual({
      cases: offered('Kirklees', 'Jos\u00e9 Sample, 2010-05-14, male'),
      told: [],
    });
  }
});

/** A case that waits for the day of arrival and for family, and our letter that asks for them. */
async function asked() {
  const mail = await MailIn.open();
  const said = all.filter((line) => !/^(?:Arrived on|Family in the UK):/.test(line));
  await mail.receive(stored({ messageId: '<asked@kent.example>', body: said.join('\r\n') }));
  const letter = mail.answers().at(-1);
  return { mail, subject: `Re: ${letter?.subject}`, text: letter?.text ?? '', html: letter?.html ?? '' };
}
type Asked = Awaited<ReturnType<typeof asked>>;

const quote = (text: string) => text.split(/\r?\n/).map((line) => `> ${line}`);
const answering = (text: string, question: RegExp, answer: string) =>
  text.replace(question, `$&\r\n${answer}`);
const day = /"Arrived\s+on:\s+\u2026"\./;
const family = /"Family\s+in\s+the\s+UK:\s+\u2026"\./;

const inHtml = ({ source }: RegExp) => new RegExp(source.replaceAll('"', '(?:"|&quot;)'));

describe('a reply to our list', () => {
  test.each<readonly [string, (asked: Asked) => Written]>([
    [
      'by its numbers',
      ({ text }) => lines('1. 15/11/2026', '2. none', '', 'On Monday, NTS wrote:', ...quote(text)),
    ],
    ['by its numbers, with dashes', ({ text }) => lines('1 - 15 November 2026', '(2) none', ...quote(text))],
    [
      'between its lines, which are marked',
      ({ text }) => {
        const marked = quote(text)
          .join('\r\n')
          .replaceAll(/\r\n> {3,4}/g, ' ');
        return lines(answering(answering(marked, day, '15/11/2026'), family, 'none'));
      },
    ],
    [
      'between its lines, which are not marked',
      ({ text }) =>
        lines(
          'Please see below.',
          '',
          'From: NTS <no-reply@nts.example>',
          'Sent: Monday',
          'To: Jo',
          'Subject: x',
          '',
          answering(answering(text, day, '15/11/2026'), family, 'none'),
        ),
    ],
    [
      'behind its questions, in HTML',
      (letter) =>
        html(
          `<p>Please see below.</p><div><b>From:</b> NTS<br><b>Sent:</b> Monday<br><b>To:</b> x<br><b>Subject:</b> y</div>${letter.html.replace(inHtml(day), '$& <b>15/11/2026</b>').replace(inHtml(family), '$&<br>none')}`,
        ),
    ],
  ])('is read %s', async (_, written) => {
    const letter = await asked();
    const { cases, told } = await send(letter.mail, { subject: letter.subject, ...written(letter) });
    expect({ cases, told }).toEqual({
      cases: ['amended: Canary Child, 2010-05-14, male; avoid Kirklees; links Leeds; offered'],
      told: [],
    });
    expect((await letter.mail.scheme.onlyCase()).facts).toMatchObject({
      arrivedOn: '2026-11-15',
      familyInUk: 'none',
    });
  });

  test('that gives a number which the list does not have is asked about', async () => {
    const letter = await asked();
    const written = lines('7. none', ...quote(letter.text));
    const { cases, told } = await send(letter.mail, { subject: letter.subject, ...written });
    expect([cases, told]).toEqual([[], ['Your message, line 1']]);
  });

  test.each<readonly [string, readonly string[]]>([
    ['one bar', ['| Arrived on: 2020-01-01']],
    ['an address and "said"', ['NTS <a@nts.example> said:', 'Arrived on: 2020-01-01']],
    [
      'dashes on both sides',
      ['---- On Mon, 23 Nov 2026 NTS <a@nts.example> wrote ----', 'Arrived on: 2020-01-01'],
    ],
    ['Polish', ['W dniu 23.11.2026 o 10:00, NTS pisze:', '> Arrived on: 2020-01-01']],
  ])('is without what is quoted by %s', async (_, quoted) => {
    const letter = await asked();
    const written = lines('Family in the UK: none', '', ...quoted);
    const { cases, told } = await send(letter.mail, { subject: letter.subject, ...written });
    expect([cases.join().split('; ').slice(3).join('; '), told]).toEqual([
      'asked for arrivedOn; incomplete',
      [],
    ]);
  });
});

describe('thanks', () => {
  test.each([
    'Thank you!',
    'Noted, thanks',
    'Received with thanks',
    'Cheers Jo',
    'Diolch yn fawr iawn',
    '\u{1f44d}',
  ])('are thanked: %s', async (said) => {
    const { mail, subject } = await asked();
    const { thanked, told } = await send(mail, { subject, ...lines(said, '', 'Kind regards', 'Jo') });
    expect([thanked, told]).toEqual([true, []]);
  });

  test.each([
    'Thanks, but he must not go to Leeds',
    'Thank you, his uncle in Devon is dangerous',
    'Thanks. He has asthma',
  ])('that say more are not, and the case waits: %s', async (said) => {
    const { mail, subject } = await asked();
    const { thanked, told } = await send(mail, { subject, ...lines(said) });
    expect([thanked, told]).toEqual([false, ['Your message, line 1']]);
    expect((await mail.scheme.onlyCase()).facts.unclear?.length).toBeGreaterThan(0);
  });

  test('with a question are not only thanks', async () => {
    const { mail, subject } = await asked();
    expect(await send(mail, { subject, ...lines('Thanks. When will she move?') })).toMatchObject({
      thanked: false,
    });
  });
});
