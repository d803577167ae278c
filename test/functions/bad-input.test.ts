/**
 * Bad input, each kind in each channel: the exact words that the person gets, where they point, what becomes of the referral, and
 * that nothing is lost. A cell that is a text says why the kind cannot occur there.
 */
import { expect, test } from 'vitest';
import { aRequest } from '../api/a-request.ts';
import {
  type Channel,
  channels,
  csvOf,
  type Fate,
  file,
  type Given,
  give,
  texts,
  xlsxOf,
} from './every-channel.ts';
import { emptyForm, withParts, zipped } from './office-files.ts';

/** What becomes of it. `asked-for`: taken but for what is wrong, which the council is asked for. */
type Ends = 'nothing' | 'asked-for' | 'held' | 'offered' | 'not-yet-sent';

interface Cell {
  readonly given: Given;
  readonly told: Fate['told'];
  readonly ends: Ends;
}
type Row = Readonly<Record<Channel, Cell | string>>;

const DATE = ' Write the day like 2026-11-23 or 23/11/2026.';
const NOT_IN_A_FORM = 'The form takes no file with a referral.';
const NOT_IN_LINES = 'The lines of a mail are no file.';

const request = (overrides: object): Given => ({ kind: 'request', request: { ...aRequest(), ...overrides } });
const ofChild = (overrides: object): Given =>
  request({ children: [{ ...aRequest().children[0], ...overrides }] });

/** A fact that is wrong, by its label, as people write it and as systems send it. */
function aFact(
  label: string,
  people: { readonly text: string; readonly words: string; readonly ends?: Ends },
  systems: {
    readonly given: Given;
    readonly pointer: string;
    readonly words: string;
    readonly ends?: Ends;
  },
  form: Cell | string,
): Row {
  const given: Given = { kind: 'texts', texts: { ...texts, [label]: people.text } };
  const { words, ends = 'asked-for' } = people;
  const written = (where: string): Cell => ({ given, told: [[`${where}, ${label}`, words]], ends });
  return {
    form,
    api: { given: systems.given, told: [[systems.pointer, systems.words]], ends: systems.ends ?? 'nothing' },
    lines: written('Your message'),
    csv: written('Row 1'),
    xlsx: written('Row 1'),
    word: written('Your form'),
  };
}

const onPage = (
  page: string,
  fields: Readonly<Record<string, string>>,
  field: string,
  words: string,
): Cell => ({ given: { kind: 'page', page, fields }, told: [[field, words]], ends: 'not-yet-sent' });

const date = (name: string, text: string) => {
  const [date = '', month = '', year = ''] = text.split('/');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** A file that is not read, by mail. */
const unread = (name: string, content: string | Uint8Array, words: string): Cell => ({
  given: file(name, content),
  told: [['The attachment', words]],
  ends: 'nothing',
});

const OLE = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(600),
  Buffer.from('EncryptedPackage', 'utf16le'),
]);
const PASSWORD =
  'The document has a password, so we cannot open it. Remove the password (in Word or Excel: File, Info, Protect), save it and send it again. Your email reaches us encrypted, and we keep it sealed.';
const MACROS =
  'The document has macros in it. We do not open such documents. Save it as a Word document (.docx) or Excel workbook (.xlsx), without macros, and send it again.';
const EMPTY = 'The file is empty. Save it again, look whether your answers are in it, and send it again.';
const IS_18 =
  'By this the person is 18 or over. Correct it if it is wrong. If it is right, a coordinator decides.';
const SIBLINGS =
  'One referral holds at most 20 brothers and sisters. Refer other children apart. If there are more than 20 siblings, ask the coordinators to refer them.';
const TOO_BIG = 'The email is bigger than 10 MB. Send only our form or one table, without pictures or scans.';

const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ ...texts, Name: `Canary ${at}` }));
const megabytes = (count: number): Buffer => Buffer.alloc(count * 1024 * 1024, 'x');
/** As a mail carries it, in base64. */
const of25 = (name: string): Cell => ({
  given: file(name, megabytes(18)),
  told: [['Your email', TOO_BIG]],
  ends: 'nothing',
});
const notJson: Fate['told'] = [
  [
    '415',
    'Nothing was recorded. Send the body as JSON in UTF-8 with the header "Content-Type: application/json".',
  ],
];
const aDocument = (content: string): Cell => ({
  given: {
    kind: 'call',
    call: { text: content, headers: { 'Content-Type': 'application/vnd.ms-word' } },
  },
  told: notJson,
  ends: 'nothing',
});

/** A day of arrival that is none, as it is written in a mail or table, in the API and on the page. */
const noDayOfArrival = (
  written: { readonly text: string; readonly words: string },
  api: string,
  page: string,
) =>
  aFact(
    'Arrived on',
    written,
    {
      given: request({ arrivedOn: api }),
      pointer: '#/arrivedOn',
      words: 'Give a date that exists, as YYYY-MM-DD.',
    },
    onPage(
      'arrival',
      { ...date('arrivedOn', page), arrivalPlace: 'port' },
      'arrivedOn-day',
      'Day of arrival must be a real date in the past, like 27 3 2026',
    ),
  );

const rows: Readonly<Record<string, Row>> = {
  'a wrong type': aFact(
    'In our care',
    { text: 'Canary', words: 'Answer yes or no.' },
    {
      given: request({ inCareOfAuthority: 'Canary' }),
      pointer: '#/inCareOfAuthority',
      words: 'Give true or false, without quotes here.',
    },
    onPage('care', { inCare: 'Canary' }, 'inCare', 'Select whether you look after the child now'),
  ),
  'an answer that is not among those to choose from': aFact(
    'Sex',
    { text: 'Canary', words: 'Choose one of: female, male, other, not known.' },
    {
      given: ofChild({ sex: 'Canary' }),
      pointer: '#/children/0/sex',
      words: 'Give one of: female, male, other, not-known.',
    },
    onPage('child1-who', { 'child1-sex': 'Canary' }, 'child1-sex', 'Select the sex, or that it is not known'),
  ),
  'a date that does not exist': noDayOfArrival(
    { text: '31/11/2026', words: `There is no such day.${DATE}` },
    '2026-11-31',
    '31/11/2026',
  ),
  'no date at all': noDayOfArrival(
    { text: 'Canary', words: `This is not a date that we can read.${DATE}` },
    'Canary',
    'x/y/z',
  ),
  'a year of two figures, with noughts before it': aFact(
    'Date of birth',
    { text: '14/05/0010', words: `There is no such day.${DATE}` },
    {
      given: ofChild({ dateOfBirth: '0010-05-14' }),
      pointer: '#/children/0/dateOfBirth',
      words: 'This year is too early. Write it in four figures, such as 2010.',
    },
    onPage(
      'child1-who',
      date('child1-born', '14/5/0010'),
      'child1-born-day',
      'Date of birth must be a real date in the past, like 27 3 2010',
    ),
  ),
  'letters that were lost on the way': aFact(
    'Name',
    {
      text: 'Jos\u00c3\u00a9 Canary',
      words: 'Some letters of this did not reach us as you wrote them. Write it again in a new email.',
    },
    {
      given: ofChild({ name: 'Jos\u00c3\u00a9 Canary' }),
      pointer: '#/children/0/name',
      words:
        'Letters of this were lost before it reached us. Check how your system writes them, and send it again.',
    },
    onPage(
      'child1-who',
      { 'child1-name': 'Jos\u00c3\u00a9 Canary' },
      'child1-name',
      'Name has broken letters in it. Write it again',
    ),
  ),
  'born in the future': aFact(
    'Date of birth',
    { text: '24/11/2026', words: 'This date of birth is in the future. Correct it.' },
    {
      given: ofChild({ dateOfBirth: '2026-11-24' }),
      pointer: '#/children/0/dateOfBirth',
      words: 'This date of birth is in the future. Correct it.',
    },
    onPage(
      'child1-who',
      date('child1-born', '24/11/2026'),
      'child1-born-day',
      'Date of birth must not be after today, 23 November 2026',
    ),
  ),
  '18 already': aFact(
    'Date of birth',
    { text: '20/11/2008', words: IS_18, ends: 'held' },
    {
      given: ofChild({ dateOfBirth: '2008-11-20' }),
      pointer: '#/children/0/dateOfBirth',
      words: IS_18,
      ends: 'held',
    },
    onPage(
      'child1-who',
      date('child1-born', '20/11/2008'),
      'child1-born-day',
      'By this date the child is 18 or over, and the scheme is for children. Correct it; where the age is disputed, give the date that you work with',
    ),
  ),
  'an unknown council': aFact(
    'Links',
    {
      text: 'Camelot (family)',
      words:
        'No council with children’s services has this name. Write its name as on its website, such as Leeds, or its code.',
    },
    {
      given: request({ links: [{ council: 'E99999999', kind: 'family' }] }),
      pointer: '#/links/0/council',
      words: 'No council with children’s services has this code. Check it and send it again.',
    },
    onPage(
      'link1',
      { 'link1-council': 'E99999999', 'link1-kind': 'family', 'link1-another': 'no' },
      'link1-council',
      'Select the council of the link',
    ),
  ),
  'a text that is too long': aFact(
    'Name',
    { text: 'x'.repeat(300), words: 'Write between 1 and 200 characters.', ends: 'asked-for' },
    {
      given: ofChild({ name: 'x'.repeat(300) }),
      pointer: '#/children/0/name',
      words: 'Shorten this to 200 characters.',
    },
    onPage(
      'child1-who',
      { 'child1-name': 'x'.repeat(300) },
      'child1-name',
      'Name must be 200 characters or fewer',
    ),
  ),
  '51 children': {
    form: 'After the twentieth child the form does not ask for another.',
    api: {
      given: request({ children: Array.from({ length: 51 }, () => ({ sex: 'male' })) }),
      told: [['#/children', SIBLINGS]],
      ends: 'nothing',
    },
    lines: {
      given: {
        kind: 'mail',
        mail: {
          body: Array.from({ length: 51 }, (_, at) => `Child: ${at + 1}\r\nSex: male\r\nNeeds: none`).join(
            '\r\n',
          ),
        },
      },
      told: [['Your message', SIBLINGS]],
      ends: 'nothing',
    },
    csv: {
      given: file('children.csv', csvOf(...many(51))),
      told: [['The CSV file', 'It has more than 50 children. Send at most 50 in one email.']],
      ends: 'nothing',
    },
    xlsx: {
      given: file('children.xlsx', xlsxOf(...many(51))),
      told: [['The Excel file', 'It has more than 50 children. Send at most 50 in one email.']],
      ends: 'nothing',
    },
    word: {
      given: file(
        'form.docx',
        withParts(emptyForm(), {
          'word/document.xml': `<w:document><w:body>${Array.from({ length: 51 }, (_, at) => [
            `Child ${at + 1} Sex: male`,
            `Child ${at + 1} Needs: none`,
          ])
            .flat()
            .map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`)
            .join('')}</w:body></w:document>`,
        }),
      ),
      told: [['Your form', SIBLINGS]],
      ends: 'nothing',
    },
  },
  'an empty file': {
    form: NOT_IN_A_FORM,
    api: {
      given: { kind: 'call', call: { text: '' } },
      told: [['400', 'Nothing was recorded. Check quotes, commas and brackets.']],
      ends: 'nothing',
    },
    lines: { given: { kind: 'mail', mail: { body: '' } }, told: [], ends: 'nothing' },
    csv: unread('children.csv', '', EMPTY),
    xlsx: unread('children.xlsx', '', EMPTY),
    word: unread('form.docx', '', EMPTY),
  },
  'a file with nothing in it but its head': {
    form: NOT_IN_A_FORM,
    api: {
      given: { kind: 'request', request: {} },
      told: [['#/children', 'This is missing. Give a list in [ ].']],
      ends: 'nothing',
    },
    lines: {
      given: { kind: 'mail', mail: { body: 'Name:\r\nSex:\r\nNeeds:' } },
      told: [],
      ends: 'nothing',
    },
    csv: {
      given: file('children.csv', csvOf(texts).split('\r\n', 1)[0] ?? ''),
      told: [['The CSV file', 'It has no children below its first row. Write one row for each child.']],
      ends: 'nothing',
    },
    xlsx: {
      given: file(
        'children.xlsx',
        xlsxOf(Object.fromEntries(Object.keys(texts).map((label) => [label, '']))),
      ),
      told: [['The Excel file', 'It has no children below its first row. Write one row for each child.']],
      ends: 'nothing',
    },
    word: unread(
      'form.docx',
      emptyForm(),
      'This Word document is not our form, or no answer is in it. Fill in our Word form, save it and attach it.',
    ),
  },
  'a document with a password': {
    form: NOT_IN_A_FORM,
    api: aDocument('x'),
    lines: NOT_IN_LINES,
    csv: unread('children.csv', OLE, PASSWORD),
    xlsx: unread('children.xlsx', OLE, PASSWORD),
    word: unread('form.docx', OLE, PASSWORD),
  },
  'a document with macros': {
    form: NOT_IN_A_FORM,
    api: aDocument('PK'),
    lines: NOT_IN_LINES,
    csv: 'A text has no macros.',
    xlsx: unread('children.xlsm', withParts(xlsxOf(texts), { 'xl/vbaProject.bin': 'x' }), MACROS),
    word: unread('form.docm', withParts(emptyForm(), { 'word/vbaProject.bin': 'x' }), MACROS),
  },
  'a file that is damaged': {
    form: NOT_IN_A_FORM,
    api: {
      given: { kind: 'call', call: { text: '{"children": [' } },
      told: [['400', 'Nothing was recorded. Check quotes, commas and brackets.']],
      ends: 'nothing',
    },
    lines: NOT_IN_LINES,
    csv: {
      given: file('children.csv', '\u0000\u0001\u0002'),
      told: [
        [
          'The CSV file',
          'No row in it names three fields that we know. Begin with a row of field names, such as Name, Date of birth, Sex.',
        ],
      ],
      ends: 'nothing',
    },
    xlsx: unread(
      'children.xlsx',
      xlsxOf(texts).subarray(0, 500),
      'We cannot open this file: it is damaged, or not what its name says. Open it, save it again as .docx or .xlsx, and send that.',
    ),
    word: unread(
      'form.docx',
      emptyForm().subarray(0, 5_000),
      'We cannot open this file: it is damaged, or not what its name says. Open it, save it again as .docx or .xlsx, and send that.',
    ),
  },
  'a file of another kind, in a folder': {
    form: NOT_IN_A_FORM,
    api: aDocument('zip'),
    lines: NOT_IN_LINES,
    csv: unread(
      'children.zip',
      zipped({ 'children.csv': csvOf(texts) }),
      'We do not open zipped folders. Attach the form or the table itself.',
    ),
    xlsx: unread(
      'children.zip',
      zipped({ 'children.xlsx': xlsxOf(texts) }),
      'We do not open zipped folders. Attach the form or the table itself.',
    ),
    word: unread(
      'form.zip',
      zipped({ 'form.docx': emptyForm() }),
      'We do not open zipped folders. Attach the form or the table itself.',
    ),
  },
  '25 MB': {
    form: {
      given: {
        kind: 'page',
        page: 'child1-well',
        // The gateway lets ten through; a megabyte is beyond what the form takes.
        fields: { 'child1-health': megabytes(1).toString() },
      },
      told: [['413', 'Nothing was changed. Go back, shorten what you wrote, and send it again.']],
      ends: 'not-yet-sent',
    },
    api: {
      given: { kind: 'call', call: { text: JSON.stringify({ children: [], x: megabytes(25).toString() }) } },
      told: [
        ['413', 'Nothing was recorded. Send a referral of less than 100 KB: its facts only, no documents.'],
      ],
      ends: 'nothing',
    },
    lines: {
      given: { kind: 'mail', mail: { body: megabytes(25).toString() } },
      told: [['Your email', TOO_BIG]],
      ends: 'nothing',
    },
    csv: of25('children.csv'),
    xlsx: of25('children.xlsx'),
    word: of25('form.docx'),
  },
};

const cells = Object.entries(rows).flatMap(([bad, row]) =>
  channels.flatMap((channel) => {
    const cell = row[channel];
    return typeof cell === 'string' ? [] : [[bad, channel, cell] as const];
  }),
);

const received = 'referral-received.v2';
const happens: Readonly<Record<Ends, readonly string[]>> = {
  nothing: [],
  'not-yet-sent': [],
  'asked-for': [received, 'referral-incomplete.v1'],
  held: [received, 'referral-held.v1'],
  offered: [received, 'offers-made.v1'],
};
/** Each message has a word that says what to do, or what the answer must be. */
const TO_DO =
  /(^|[.:;,] )(Answer|Ask|Attach|Begin|Check|Choose|Correct|Fill|Give|Go|In|Number|Open|Put|Refer|Remove|Save|Select|Send|Shorten|so name|Use|Write)\b| must (be|not be) /;
const isMail = (channel: Channel) => channel !== 'form' && channel !== 'api';

test.each(cells)('%s, by %s: it says what to do, and nothing is lost', async (_bad, channel, cell) => {
  const fate = await give(channel, cell.given);
  expect(fate.told).toEqual(cell.told);
  expect(fate.happened).toEqual(happens[cell.ends]);
  expect({ sealed: fate.sealed, kept: fate.kept }).toEqual({
    sealed: !['nothing', 'not-yet-sent'].includes(cell.ends),
    kept: true,
  });
  for (const [where, words] of fate.told) {
    expect(words).toMatch(TO_DO);
    expect(words).not.toMatch(/Canary|x{20}/);
    if (isMail(channel)) expect(fate.answer).toContain(`${where}. ${words}`);
  }
  if (cell.ends === 'nothing' && isMail(channel)) {
    expect(fate.answer).toContain('Nothing has been referred yet. Please send it again, like this.');
    expect(fate.answer).toContain('/forms/refer-a-child.docx');
  }
  if (cell.ends === 'nothing' && channel === 'api') expect(fate.answer).toContain('Nothing was recorded.');
  if (cell.ends === 'asked-for') expect(fate.answer).toContain('Please give us what is still open');
});
