/** What is read in the lines of a mail and in its tables, asked directly: what is the sender's own, which lines are facts, which rows are children. */
import { describe, expect, test } from 'vitest';
import type { OpenedMail } from '../../functions/receive-email/open-mail.ts';
import { readCsv } from '../../functions/receive-email/read-csv.ts';
import { ownLines, readLines } from '../../functions/receive-email/read-lines.ts';
import { readMail } from '../../functions/receive-email/read-mail.ts';
import { isHead, readTable } from '../../functions/receive-email/read-table.ts';
import { TOO_MANY_CHILDREN_WORDS } from '../../shared/core/referral/referral-request.ts';
import { KENT } from './mails.ts';

const TODAY = '2026-11-23';
const REFERENCE = 'NTS-7F3K-2M9Q';
const lines = (...all: readonly string[]): string => all.join('\n');
const own = (...all: readonly string[]) => ownLines(lines(...all), false);

describe('the sender’s own lines', () => {
  test('end as any program ends them, with plain spaces and nothing that is not seen', () => {
    expect(ownLines('a\r\nb\nc\rd', false)).toEqual(['a', 'b', 'c', 'd']);
    expect(own('a\u00a0b\u2007c\u202fd\u200be\ufefff')).toEqual(['a b c def']);
  });

  test('are no more than 2,000, each of no more than 2,000 characters', () => {
    expect(ownLines('x\n'.repeat(2_500), false)).toHaveLength(2_000);
    expect(own('x'.repeat(2_001), 'y'.repeat(2_000)).map(({ length }) => length)).toEqual([2_000, 2_000]);
  });

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['what is marked as quoted', ['a', '> b', '  >c', 'd > e'], ['a', 'd > e']],
    ['what stands below the mark of a signature', ['a', '-- ', 'b'], ['a']],
    ['the same without its space', ['a', '--', 'b'], ['a']],
    ['Outlook’s line above an older mail', ['a', '  -----Original Message-----', 'b'], ['a']],
    ['a line of many underscores', ['a', '_'.repeat(20), 'b'], ['a']],
    ['a quote that begins with From and Sent', ['a', 'From: B', 'Sent: Monday', 'b'], ['a']],
    ['the same in bold, five lines apart', ['a', ' *From:* B', '', '', '', '', '  *Sent:* c', 'b'], ['a']],
    [
      'all below words that introduce a quote without marks',
      ['a', 'On Monday, NTS wrote:', 'b', '> c'],
      ['a'],
    ],
    ['all below them when nothing follows', ['a', 'On Monday, NTS wrote:', '', ' '], ['a']],
    [
      'a quote with marks; the answer below it is one’s own',
      ['a', 'On Monday, NTS wrote:', '', '> b', 'c'],
      ['a', '', 'c'],
    ],
    ['the words that introduce it over two lines', ['On Monday,', '  NTS wrote:', '> b', 'c'], ['c']],
    ['the same over three', ['  On Monday,', 'the NTS <a@b>', 'wrote:', '> b', 'c'], ['c']],
    ['the same in French', ['Le lundi 23, NTS a \u00e9crit :', '> b', 'c'], ['c']],
  ])('are without %s', (_, all, kept) => {
    expect(own(...all)).toEqual(kept);
  });

  test.each<readonly [string, readonly string[]]>([
    ['dashes before a word', ['--x', ' -- ', 'b --', '--  ']],
    ['nineteen underscores', ['_'.repeat(19), 'b']],
    ['From without Sent near it', ['From: B', '', '', '', '', '', 'Sent: c']],
    ['words that wrote but introduced nothing', ['NTS wrote:', 'b']],
    ['an introduction over four lines', ['On Monday,', 'b', 'c', 'wrote:', 'd']],
    ['a day at the end', ['We met on Monday, NTS wrote: yes', 'b']],
  ])('are those with %s', (_, all) => {
    expect(own(...all)).toEqual(all);
  });

  test('are without the fields of a signature, unless so many stand there that it is the referral', () => {
    const below = ['Jo Officer', 'Full name: Jo', `Name${' '.repeat(56)}: Jo`, 'Telephone: 2', 'Names'];
    expect(own('Name: Canary', '  Kind regards, ', ...below)).toEqual([
      'Name: Canary',
      '  Kind regards, ',
      'Jo Officer',
      'Telephone: 2',
      'Names',
    ]);
    const far = `Name${' '.repeat(57)}: Jo`;
    expect(own('Thanks!', 'Contact: 1', 'Sex: male', far)).toEqual(['Thanks!', 'Sex: male', far]);
    const whole = ['Thanks', 'Name: Canary', 'Sex: male', 'Needs: none', 'Jo'];
    expect(own(...whole)).toEqual(whole);
  });

  test('of a forward are all of it, without the marks of quotes and without the signature of each part', () => {
    const forwarded = (...all: readonly string[]) => ownLines(lines(...all), true);
    expect(
      forwarded(
        'See below',
        'Kind regards',
        'Name: Jo',
        '----- Original Message -----',
        '> > Sex: male  ',
        '> Regards',
        '> Name: Lee',
        'From: C',
        'Name: Canary',
      ),
    ).toEqual([
      'See below',
      'Kind regards',
      '----- Original Message -----',
      'Sex: male',
      'Regards',
      'From: C',
      'Name: Canary',
    ]);
  });
});

const draftOf = (...all: readonly string[]) => readLines(all, TODAY);
const said = (...all: readonly string[]) => {
  const { row, where, reference, facts, particulars, problems } = draftOf(...all) ?? {};
  return { row, where, reference, facts, particulars, problems };
};
const nothingWrong = { row: 1, where: 'Your message', particulars: [], problems: [] };

describe('lines "Field: answer"', () => {
  test.each([
    'Sex: male',
    'sex:male',
    '-Sex: male',
    '  * Sex: male',
    '*Sex:* male',
    ' * *Sex:* male',
    '\u2022 *Sex:* male',
    '\u00b7\t*Sex:* male',
    '\u2013 *Sex:* male',
    '-  *Sex:* male  ',
    'Sex\uff1a male',
    `Sex${' '.repeat(57)}: male`,
  ])('"%s" says one fact', (line) => {
    expect(said('Dear all', line, 'Bye')).toEqual({
      ...nothingWrong,
      reference: undefined,
      facts: { children: [{ number: 1, sex: 'male' }] },
    });
  });

  test.each([
    'Sex',
    ': male',
    'Sex:  ',
    `Sex${' '.repeat(58)}: male`,
    'Canary: male',
    `Reference: ${REFERENCE}`,
    'Child: 2',
    'x * Sex: male',
  ])('"%s" says none', (line) => {
    expect(draftOf(line)).toBeUndefined();
  });

  test('may have their names in bold, and bullets before them', () => {
    for (const line of ['*Full name:* Canary *C*', '  \u2022  *Name:* Canary *C*', '* Name: Canary *C*'])
      expect(said(line).particulars, line).toEqual([{ number: 1, name: 'Canary *C*' }]);
    expect(said('Child: 12', 'Sex: male').facts?.children?.map(({ number }) => number)).toEqual([12]);
    expect(said('x: 2', 'Sex: male').facts?.children?.map(({ number }) => number)).toEqual([1]);
  });

  test('name the case by the first reference, and the child by its number in the line or above it', () => {
    expect(
      said(
        `Reference: about ${REFERENCE}`,
        'Reference: NTS-0000-0000',
        'Sex: male',
        'Child: 2',
        'Sex: female',
        'Child: x2',
        'Child: 2x',
        'Child: 123',
        'Needs: ?',
        'Child 3 sex: other',
        'Child 0 needs: ?',
        'Child: 0',
        'Placement: ?',
      ),
    ).toEqual({
      row: 1,
      where: 'Your message',
      reference: REFERENCE,
      facts: {
        children: [
          { number: 1, sex: 'male' },
          { number: 2, sex: 'female' },
          { number: 3, sex: 'other' },
        ],
      },
      particulars: [],
      problems: [
        { where: 'Child 2, Needs', words: expect.any(String) },
        { where: 'Your message, Needs', words: expect.any(String) },
        { where: 'Your message, Placement', words: expect.any(String) },
      ],
    });
  });
});

const table = (...rows: readonly (readonly string[])[]) => readTable(rows, 'The file', TODAY);
const unread = (words: string, where = 'The file') => ({ drafts: [], problems: [{ where, words }] });
const many = (count: number, ...row: readonly string[]) => Array.from({ length: count }, () => row);

describe('a table', () => {
  test('is one referral a row, or one for rows with one word under Siblings; each says where it stood', () => {
    expect(
      table(
        ['Sex', 'Siblings', 'Date of birth', 'Reference', 'Canary', 'Name'],
        ['male', '', '40312', `see ${REFERENCE}`, 'x', '40312'],
        ['', '', '', '', '', ''],
        ['female', 'A', '99999', 'NTS-0000-0000', '', ''],
        ['?', 'B'],
        ['male', 'A', '00001'],
        ['', 'C'],
        ['', '', '', REFERENCE],
      ),
    ).toEqual({
      drafts: [
        {
          row: 1,
          where: 'Row 1',
          reference: REFERENCE,
          facts: { children: [{ number: 1, sex: 'male', turns18Month: '2028-05' }] },
          particulars: [{ number: 1, dateOfBirth: '2010-05-14', name: '40312' }],
          problems: [],
        },
        {
          row: 2,
          where: 'Row 2',
          reference: 'NTS-0000-0000',
          facts: {
            children: [
              { number: 1, sex: 'female' },
              { number: 2, sex: 'male' },
            ],
          },
          particulars: [],
          problems: [
            { where: 'Row 4, Date of birth', words: expect.stringContaining('not a date') },
            { where: 'Row 2, Date of birth', words: expect.stringContaining('in the future') },
          ],
        },
        {
          row: 3,
          where: 'Row 3',
          reference: undefined,
          facts: {},
          particulars: [],
          problems: [{ where: 'Row 3, Sex', words: 'Choose one of: female, male, other, not known.' }],
        },
      ],
      problems: [],
    });
  });

  test('has a head that names a field within its first 200 columns, which are read', () => {
    const head = (column: number) => [...Array<string>(column).fill('x'), 'Sex'];
    expect([isHead(head(199)), isHead(head(200)), isHead([])]).toEqual([true, false, false]);
    const row = [...Array<string>(199).fill(''), 'male'];
    expect(table(head(199), row).drafts[0]?.facts).toEqual({ children: [{ number: 1, sex: 'male' }] });
    expect(table(['Sex'], ['male', ...Array<string>(199).fill(''), 'x']).drafts).toHaveLength(1);
    expect(table(['Sex'], ['', ...Array<string>(199).fill(''), 'x']).problems).toHaveLength(1);
    const noHead = unread(
      'Its first row names no field that we know. Begin with a row of field names, such as Name, Date of birth, Sex.',
    );
    expect([table(head(200), row), table(['x'], ['male']), table()]).toEqual([noHead, noHead, noHead]);
  });

  test('has between one and fifty children', () => {
    expect(table(['Sex'], [''], [])).toEqual(
      unread('It has no children below its first row. Write one row for each child.'),
    );
    expect(table(['Sex'], ...many(51, 'male'))).toEqual(
      unread('It has more than 50 children. Send at most 50 in one e-mail.'),
    );
    expect(table(['Sex'], ...many(50, 'male')).drafts).toHaveLength(50);
  });

  test('has groups of no more than twenty; those beside a larger one are read', () => {
    const { drafts, problems } = table(
      ['Sex', 'Siblings'],
      ['male', ''],
      ...many(21, 'female', 'A'),
      ...many(20, 'other', 'B'),
    );
    expect(drafts.map(({ row, facts }) => [row, facts.children?.length])).toEqual([
      [1, 1],
      [23, 20],
    ]);
    expect(problems).toEqual([{ where: 'Row 2', words: TOO_MANY_CHILDREN_WORDS }]);
  });
});

const oneOf = (text: string) => readCsv(text, TODAY).drafts.map(({ facts }) => facts.children);
const male = [{ number: 1, sex: 'male', placementKind: 'foster-care' }];

describe('a CSV file', () => {
  test.each([
    ['commas', 'Sex,Placement\r\nmale,foster care\r\n'],
    ['semicolons', 'Sex;Placement\nmale;foster care'],
    ['tabs, with a comma in a cell of its head', 'Sex\tPlacement\t"a,b"\rmale\tfoster care\t'],
    [
      'a byte-order mark, spaces and empty lines',
      '\ufeff\r\n Sex , Placement \r\n\r\n male , foster care \r\n',
    ],
    ['quotes as they should be', '"Sex","Placement"\n"male","foster care"'],
    ['quotes within a cell', 'Sex,Placement,x\nmale,foster care,a"b"'],
    ['rows of any length', 'Sex,Placement\nmale,foster care,1,2,3'],
  ])('with %s is read', (_, text) => {
    expect(oneOf(text)).toEqual([male]);
  });

  test('is read to its end, as far as a mail may have children', () => {
    expect(oneOf(`Sex\n${'male\n'.repeat(50)}`)).toHaveLength(50);
    expect(readCsv(`Sex\n${'male\n'.repeat(60)}`, TODAY)).toEqual(
      unread('It has more than 50 children. Send at most 50 in one e-mail.', 'The CSV file'),
    );
  });

  test.each([
    ['no field', 'a,b\n1,2', 'Its first row names no field that we know.'],
    ['a head that does not end', `Sex,${'x'.repeat(8_000)}\nmale,`, 'Its first row is too long.'],
    ['a head of 8,000 characters', `Sex,${'x'.repeat(7_996)}\nmale,`, 'Its first row is too long.'],
    ['no line at all', '', 'Its first row names no field that we know.'],
    ['a cell that does not end', `Sex\n"${'x'.repeat(60_000)}`, 'The file is not a table that we can read.'],
    ['quotes that do not end', 'Sex\n"male', 'The file is not a table that we can read.'],
  ])('with %s is not read, and it is said', (_, text, words) => {
    expect(readCsv(text, TODAY)).toEqual({
      drafts: [],
      problems: [{ where: 'The CSV file', words: expect.stringContaining(words) }],
    });
  });

  test('with a long head is read while that is shorter', () => {
    expect(oneOf(`Sex,Placement,${'x'.repeat(7_985)}\nmale,foster care`)).toEqual([male]);
  });
});

const about = { subject: 'A referral', council: KENT, today: TODAY, reply: false };
const empty: OpenedMail = { text: '', within: [], files: [], unread: [] };
const mail = async (opened: Partial<OpenedMail>, more: Partial<typeof about> = {}) => {
  const { drafts, problems } = await readMail({ ...empty, ...opened }, { ...about, ...more });
  return { read: drafts.map(({ row, where, facts }) => [row, where, facts.children?.length]), problems };
};
const three = lines('Sex: male', 'Needs: none', 'Arrived on: 2026-11-15');
const ofMessage = { read: [[1, 'Your message', 1]], problems: [] };
const form = (...facts: readonly string[]) => ({
  kind: 'word' as const,
  lines: facts.map((fact) => ({ kind: 'row' as const, cells: fact.split(': ') })),
});
const filled = form('Sex: male', 'Needs: none', 'Placement: foster care');
const csv = { kind: 'csv' as const, text: 'Sex\nmale' };
const workbook = { kind: 'workbook' as const, sheets: [{ name: 'x', rows: [['Sex'], ['male']] }] };
const REFUSED = { where: 'The attachment', words: 'Refused.' };

describe('a mail', () => {
  test.each<readonly [string, Partial<OpenedMail>, Partial<typeof about>]>([
    ['three facts', { text: three }, {}],
    ['three facts of three kinds', { text: lines('Name: A', 'Under 18 at claim: yes', 'Needs: none') }, {}],
    ['two facts and a reference', { text: lines('Sex: male', 'Needs: none', `Reference: ${REFERENCE}`) }, {}],
    ['one fact, when it answers ours', { text: 'Sex: male' }, { reply: true }],
    [
      'a mail that was forwarded with it',
      { text: 'See attached', within: ['x', `> ${three}`, 'Sex: female'] },
      {},
    ],
  ])('is read for %s', async (_, opened, more) => {
    expect(await mail(opened, more)).toEqual(ofMessage);
  });

  test.each(['Fw: x', 'FWD: x', 'WG: x', 'tr : x', '  fw:x'])(
    'is read whole when it is called "%s"',
    async (subject) => {
      const text = lines('> Sex: male', '> Needs: none', '> Arrived on: 2026-11-15');
      expect(await mail({ text }, { subject })).toEqual(ofMessage);
      expect(await mail({ text }, { subject: `Re: ${subject}` })).toEqual({ read: [], problems: [] });
      expect(await mail({ text }, { subject: subject.replace(':', '') })).toEqual({ read: [], problems: [] });
    },
  );

  test.each<readonly [string, Partial<OpenedMail>, readonly unknown[]]>([
    ['nothing', {}, []],
    ['two facts', { text: lines('Sex: male', 'Arrived on: 2026-11-15') }, []],
    ['two facts of a mail within', { within: [lines('Sex: male', 'Arrived on: 2026-11-15')] }, []],
    [
      'one fact and one that cannot be read',
      { text: lines('Sex: ?', 'Arrived on: 2026-11-15') },
      [{ where: 'Your message, Sex', words: 'Choose one of: female, male, other, not known.' }],
    ],
    [
      'a group that is too large',
      { text: 'Child 21 sex: male' },
      [{ where: 'Your message', words: TOO_MANY_CHILDREN_WORDS }],
    ],
  ])('with %s refers nobody', async (_, opened, problems) => {
    expect(await mail({ ...opened, unread: ['Refused.'] })).toEqual({
      read: [],
      problems: [...problems, REFUSED],
    });
  });

  test('counts what cannot be read as said', async () => {
    expect((await mail({ text: lines('Sex: ?', 'Needs: none', 'Placement: ?') })).read).toHaveLength(1);
  });

  test.each<readonly [string, OpenedMail['files'], readonly unknown[]]>([
    ['a table', [csv], [[1, 'Row 1', 1]]],
    ['a workbook', [workbook], [[1, 'Row 1', 1]]],
    ['our form', [filled], [[1, 'Your form', 1]]],
    [
      'our form twice',
      [filled, form('x: y'), filled],
      [
        [1, 'Your form', 1],
        [2, 'Form 2', 1],
      ],
    ],
    ['a table beside another document', [form('x: y', 'Sex: male'), csv], [[1, 'Row 1', 1]]],
  ])('with %s is read for it, and not for its own lines', async (_, files, read) => {
    expect(await mail({ text: `${three}\nSex: ?`, files, unread: ['Refused.'] })).toEqual({
      read,
      problems: [REFUSED],
    });
  });

  test.each<readonly [string, OpenedMail['files']]>([
    ['two tables', [csv, workbook]],
    ['a table and our form', [filled, workbook]],
    ['a table and our form twice', [filled, filled, csv]],
  ])('with %s refers nobody, and says so', async (_, files) => {
    expect(await mail({ text: three, files })).toEqual({
      read: [],
      problems: [
        {
          where: 'The attachments',
          words:
            'There is more than one table, or a table and a form. Send each of them in an e-mail of its own.',
        },
      ],
    });
  });

  test('with a document that is not our form is read for its own lines, and it is said', async () => {
    const problems = [
      {
        where: 'The attachment',
        words:
          'This Word document is not our form, or no answer is in it. Fill in our Word form, save it and attach it.',
      },
    ];
    expect(await mail({ text: three, files: [form('Sex: male', 'Needs: none')] })).toEqual({
      read: ofMessage.read,
      problems,
    });
    expect(await mail({ files: [form('Sex: ', 'Needs: ', 'Placement: ')] })).toEqual({ read: [], problems });
  });

  test('says first what is wrong within a table, then which files it does not read', async () => {
    const { problems } = await mail({ files: [{ kind: 'csv', text: 'x' }], unread: ['Refused.'] });
    expect(problems.map(({ where }) => where)).toEqual(['The CSV file', 'The attachment']);
  });
});
