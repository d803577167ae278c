/** What is read in the lines of a mail and in its tables, asked directly: what is the sender's own, which lines are facts, which rows are children. */
import { describe, expect, test } from 'vitest';
import type { OpenedMail } from '../../functions/receive-email/open-mail.ts';
import { readCsv } from '../../functions/receive-email/read-csv.ts';
import { readMail } from '../../functions/receive-email/read-mail.ts';
import { isHead, readTable } from '../../functions/receive-email/read-table.ts';
import { TOO_MANY_CHILDREN_WORDS } from '../../shared/core/referral/referral-request.ts';
import { drafted, draftIn, messages, TODAY } from './reading.ts';

const REFERENCE = 'NTS-7F3K-2M9Q';
const lines = (...all: readonly string[]): string => all.join('\n');
const own = (...all: readonly string[]) => messages(lines(...all))[0] ?? [];

describe('the sender’s own lines', () => {
  test('end as any program ends them, with plain spaces and nothing that is not seen', () => {
    expect(messages('a\r\nb\nc\rd')).toEqual([['a', 'b', 'c', 'd']]);
    expect(own('a\u00a0b\u2007c\u202fd\u200be\ufefff')).toEqual(['a b c def']);
  });

  test('are no more than 2,000, each of no more than 2,000 characters', () => {
    expect(messages('x\n'.repeat(2_500))[0]).toHaveLength(2_000);
    expect(own('x'.repeat(2_001), 'y'.repeat(2_000)).map(({ length }) => length)).toEqual([2_000, 2_000]);
  });

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['what is marked as quoted', ['a', '> b', '  >c', 'd > e'], ['a', 'd > e']],
    ['what stands below the mark of a signature', ['a', '-- ', 'b'], ['a']],
    ['the same without its space', ['a', '--', 'b'], ['a']],
    ['Outlook’s line above an older mail', ['a', '  -----Original Message-----', 'b'], ['a']],
    ['a quote that begins with From and Sent', ['a', 'From: B', 'Sent: Monday', 'b'], ['a']],
    ['the same below a line', ['a', '_'.repeat(32), 'From: B', 'Sent: c', 'b'], ['a', '_'.repeat(32)]],
    ['the same in bold, five lines apart', ['a', ' *From:* B', '', '', '', '', '  *Sent:* c', 'b'], ['a']],
    ['the same in Spanish', ['a', 'De: B', 'Enviado: s\u00e1bado', 'Para: c', 'Asunto: d', 'b'], ['a']],
    ['the same in Welsh', ['a', 'Oddi wrth: B', 'Anfonwyd: dydd Llun', 'Pwnc: d', 'b'], ['a']],
    ['the same in French', ['a', 'De : B', 'Envoy\u00e9 : lundi', '\u00c0 : c', 'b'], ['a']],
    ['the same in German', ['a', 'Von: B', 'Gesendet: Montag', 'An: c', 'Betreff: d', 'b'], ['a']],
    ['the same in Polish', ['a', 'Od: B', 'Wys\u0142ano: c', 'Do: d', 'Temat: e', 'b'], ['a']],
    ['the same in Ukrainian', ['a', '\u0412\u0456\u0434: B', '\u041a\u043e\u043c\u0443: c', 'b'], ['a']],
    ['all below words that introduce a quote without marks', ['a', 'On Monday, NTS wrote:', 'b'], ['a']],
    ['all below them when nothing follows', ['a', 'On Monday, NTS wrote:', '', ' '], ['a']],
    ['the words of other programs', ['a', 'On 28 Nov 2026, at 10:01, NTS said:', 'b'], ['a']],
    [
      'a quote with marks; the answer below it is one’s own',
      ['a', 'On Monday, NTS wrote:', '', '> b', 'c'],
      ['a', '', 'c'],
    ],
    ['the words that introduce it over two lines', ['On Monday,', '  NTS wrote:', '> b', 'c'], ['c']],
    ['the same over three', ['  On Monday,', 'the NTS <a@b>', 'wrote:', '> b', 'c'], ['c']],
    ['their words in French', ['Le lundi 23, NTS a \u00e9crit :', '> b', 'c'], ['c']],
    ['their words in German', ['Am Montag schrieb NTS:', '> b', 'c'], ['c']],
  ])('are without %s', (_, all, kept) => {
    expect(own(...all)).toEqual(kept);
  });

  test.each<readonly [string, readonly string[]]>([
    ['dashes before a word', ['--x', ' -- ', 'b --', '--  ']],
    ['a line of underscores', ['a', '_'.repeat(30), 'b']],
    ['From without Sent near it', ['From: B', '', '', '', '', '', 'x', 'Sent: c']],
    ['words that wrote but introduced nothing', ['NTS wrote:', 'b']],
    ['an introduction over four lines', ['On Monday,', 'b', 'c', 'wrote:', 'd']],
    ['a day at the end', ['We met on Monday, NTS wrote: yes', 'b']],
    ['thanks before anything else', ['Dear all', 'Thanks', 'Sex: male']],
  ])('are those with %s', (_, all) => {
    expect(own(...all)).toEqual(all);
  });

  test.each<readonly [string, readonly string[]]>([
    ['a signature', ['Jo Officer', 'Full name: Jo', 'Contact: 01234', 'Languages: English']],
    ['a disclaimer', ['Health: may contain', 'Education: x', 'Wishes: y', 'Links: https://a.example']],
  ])('end above %s, whatever its labels', (_, below) => {
    expect(own('Sex: male', 'Kindest regards', ...below)).toEqual(['Sex: male']);
  });

  test.each<readonly [string, readonly string[]]>([
    ['so many facts stand there that it is the referral', ['Name: Canary', 'Sex: male', 'Needs: none', 'Jo']],
    ['another child follows', ['Child 2', 'Name: Canary']],
    ['another child follows by its number', ['Child 2 name: Canary']],
  ])('go on below a farewell where %s', (_, below) => {
    expect(own('Placement: foster care', 'Many thanks', ...below)).toEqual([
      'Placement: foster care',
      ...below,
    ]);
    expect(own('Placement: foster care', '--', ...below)).toEqual(['Placement: foster care', ...below]);
  });

  test('and those of each message below are apart, without the marks of quotes and without its signature', () => {
    expect(
      messages(
        lines(
          'See below',
          'Kind regards',
          'Name: Jo',
          '----- Original Message -----',
          '> > Sex: male  ',
          '> > Regards',
          '> > Name: Lee',
          'From: C',
          'Sent: d',
          'Name: Canary',
        ),
      ).filter((one) => one.length > 0),
    ).toEqual([['See below'], ['Sex: male  '], ['Name: Canary']]);
  });
});

const draftOf = (...all: readonly string[]) => draftIn(lines(...all));
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
    'Sex\tmale\t',
    'Sex    male',
    'Sex - male',
    '1. Sex: male',
    '(2) Gender = male',
    'The child’s sex: male',
  ])('"%s" says one fact', (line) => {
    expect(said('Dear all', line, 'Kind regards')).toEqual({
      ...nothingWrong,
      reference: undefined,
      facts: { children: [{ number: 1, sex: 'male' }] },
    });
  });

  test.each([
    'Sex',
    ': male',
    'Sex:  ',
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
        { where: 'Your message, lines 6 to 8, below "Sex"', words: expect.any(String) },
      ],
    });
  });
});

const table = (...rows: readonly (readonly string[])[]) => drafted(readTable(rows, 'The file'));
const unread = (words: string, where = 'The file') => ({ drafts: [], problems: [{ where, words }] });
const heads = ['Sex', 'Placement', 'Needs'];
const one = ['male', 'foster care', 'none'];
const many = (count: number, ...row: readonly string[]) => Array.from({ length: count }, () => row);

describe('a table', () => {
  test('is one referral a row, or one for rows with one word under Siblings; each says where it stood', () => {
    expect(
      table(
        ['Sex', 'Siblings', 'Date of birth', 'Reference', 'Canary', 'Name'],
        ['male', '', '40312', `see ${REFERENCE}`, 'x', 'Canary'],
        ['', '', '', '', '', ''],
        ['female', 'A', '99999', 'NTS-0000-0000', '', ''],
        ['?', 'B', '', 'NTS-1111-1111'],
        ['male', 'a', '00001'],
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
          particulars: [{ number: 1, dateOfBirth: '2010-05-14', name: 'Canary' }],
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
          unclear: ['children.1.dateOfBirth', 'children.2.dateOfBirth'],
          problems: [
            { where: 'Row 4, Date of birth', words: expect.stringContaining('not a date') },
            { where: 'Row 2, Date of birth', words: expect.stringContaining('in the future') },
          ],
        },
        {
          row: 3,
          where: 'Row 3',
          reference: 'NTS-1111-1111',
          facts: { children: [{ number: 1 }] },
          particulars: [],
          problems: [{ where: 'Row 3, Sex', words: 'Choose one of: female, male, other, not known.' }],
        },
      ],
      problems: [
        { where: 'Row 5', words: expect.stringContaining('too little in it') },
        { where: 'The file, column E', words: expect.stringContaining('know no field') },
      ],
    });
  });

  test.each(['No', 'none', 'N/A', 'nil', 'Not known'])(
    'makes no group of rows with "%s" under Siblings',
    (no) => {
      const { drafts, problems } = table([...heads, 'Siblings'], [...one, no], [...one, no.toLowerCase()]);
      expect([drafts.map(({ facts }) => facts.children?.length), problems]).toEqual([[1, 1], []]);
    },
  );

  test('asks who belongs together where it says no more than that there are siblings', () => {
    const { drafts } = table([...heads, 'Siblings'], [...one, 'Yes'], [...one, 'yes']);
    expect(drafts.map(({ facts, unclear }) => [facts.children?.length, unclear])).toEqual([
      [1, ['children']],
      [1, ['children']],
    ]);
  });

  test('has a head that names three fields within its first 200 columns, or one beside a reference', () => {
    const head = (column: number) => [...Array<string>(column - 2).fill('x'), ...heads];
    expect([isHead(head(199)), isHead(head(200)), isHead([])]).toEqual([true, false, false]);
    expect([
      isHead(['Reference', 'Sex']),
      isHead(['Name', 'Sex']),
      isHead(['Sex', 'Gender', 'Needs']),
      isHead(['Our ref', 'Duty number', 'Duty desk hours', 'Name']),
    ]).toEqual([true, false, false, false]);
    const row = [...Array<string>(197).fill(''), ...one];
    expect(table(head(199), row).drafts).toHaveLength(1);
    const noHead = unread(
      'No row in it names three fields that we know. Begin with a row of field names, such as Name, Date of birth, Sex.',
    );
    const rota = table(['Name', 'Telephone', 'Week'], ['Jo', '01234', '1'], ['Sam', '01235', '2']);
    expect([table(head(200), row), table(['x'], ['male']), table(), rota]).toEqual(
      many(4, noHead as never).flat(),
    );
  });

  test('has its head where most fields are named: below a title, a contact or the heads of groups', () => {
    const above = [['Contact', 'Jo'], ['Child', 'Placement', 'Placement', 'Wishes'], heads];
    expect(table(...above, one).drafts.map(({ facts }) => facts.children)).toEqual([
      [{ number: 1, sex: 'male', placementKind: 'foster-care', needs: [] }],
    ]);
  });

  test('is one child where it is a list of fields with the answers beside them, or one for each column', () => {
    const list = heads.map((field, at) => [field, one[at] ?? '']);
    expect(table(...list).drafts.map(({ facts }) => facts.children?.length)).toEqual([1]);
    const columns = [
      ['', 'Child 1', 'Child 2'],
      ...list.map(([field = '', answer = '']) => [field, answer, answer]),
    ];
    expect(table(...columns).drafts.map(({ facts }) => facts.children?.length)).toEqual([2]);
  });

  test('names what it does not read: a key below it, a hidden row, a column of somebody’s own', () => {
    const rows = [
      [...heads, 'Our note'],
      [...one, 'x'],
      [...one, 'not safe in Leeds'],
      ['Key: M is male'],
      one,
    ];
    const { said, problems } = readTable(rows, 'The file', { rows: new Set([4]), columns: new Set([1]) });
    expect(said.map(({ unread: left }) => left.flatMap(({ bears }) => bears))).toEqual([
      [],
      ['areasToAvoid'],
    ]);
    expect(said[0]?.entries.map(({ field }) => field)).toEqual(['sex', 'needs']);
    expect(problems.map(({ where }) => where)).toEqual(['Row 3', 'Row 4', 'The file, column D']);
  });

  test.each([
    ['Areas to avoid', 'areasToAvoid'],
    ['Family in the UK', 'familyInUk'],
    ['Date of birth', 'children.1.dateOfBirth'],
    ['Disability', 'children.1.health'],
  ])('has what a hidden column may say of %s asked for', (label, bears) => {
    const { said } = readTable(
      [
        [...heads, label],
        [...one, 'none'],
      ],
      'The file',
      {
        rows: new Set(),
        columns: new Set([heads.length]),
      },
    );
    expect(said[0]?.unread.flatMap((unread) => unread.bears)).toEqual([bears]);
  });

  test('asks about what stands beside nothing but a reference', () => {
    const { drafts } = table(
      [...heads, 'Reference', 'Our note'],
      ['', '', '', REFERENCE, 'not safe in Leeds'],
    );
    expect(drafts.map(({ reference, unclear }) => [reference, unclear])).toEqual([
      [REFERENCE, ['areasToAvoid']],
    ]);
  });

  test('takes siblings to the case that one of them names, whoever stands first, and never two cases’ to one', () => {
    const [first, second] = ['NTS-0000-0000', 'NTS-1111-1111'];
    const siblings = (...references: readonly string[]) =>
      table(
        [...heads, 'Siblings', 'Reference', 'Name'],
        ...references.map((reference, at) => [...one, 'A', reference, `Testa ${'BCD'[at]}`]),
      ).drafts.map(({ reference, particulars, unclear }) => [
        reference,
        particulars.map(({ name }) => name),
        unclear,
      ]);
    const [b, c, d] = ['Testa B', 'Testa C', 'Testa D'];
    expect(siblings('', first)).toEqual([[first, [c, b], undefined]]);
    expect(siblings(first, '', first)).toEqual([[first, [b, d, c], undefined]]);
    expect(siblings(first, '', second)).toEqual([
      [first, [b], undefined],
      [undefined, [c], ['children']],
      [second, [d], undefined],
    ]);
  });

  test('takes no error of the spreadsheet for an answer', () => {
    const head = ['Name', 'Areas to avoid', 'Links', 'Sex'];
    for (const error of ['#N/A', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '#n/a', '#SPILL!']) {
      const [draft] = table(head, [error, error, error, error]).drafts;
      expect([draft?.facts, draft?.particulars, draft?.unclear], error).toEqual([
        { children: [{ number: 1 }] },
        [],
        ['areasToAvoid', 'children.1.name', 'links'],
      ]);
      expect(draft?.problems).toHaveLength(4);
    }
  });

  test('asks about days that a spreadsheet may have turned round', () => {
    const head = ['Name', 'Date of birth', 'Sex'];
    const born = (...days: readonly string[]) =>
      table(head, ...days.map((day) => ['Canary', day, 'male'])).drafts.map(
        ({ particulars }) => particulars[0]?.dateOfBirth,
      );
    expect(born('14/05/2010', '2010-06-05', '2010-05-25', '2010-06-06')).toEqual([
      '2010-05-14',
      undefined,
      '2010-05-25',
      '2010-06-06',
    ]);
    expect(born('2010-06-05', '2010-05-25')).toEqual(['2010-06-05', '2010-05-25']);
    expect(born('05/06/2010', '14/05/2010')).toEqual(['2010-06-05', '2010-05-14']);
  });

  test('has between one and fifty children', () => {
    expect(table(heads, ['', '', ''], [])).toEqual(
      unread('It has no children below its first row. Write one row for each child.'),
    );
    expect(table(heads, ...many(51, ...one))).toEqual(
      unread('It has more than 50 children. Send at most 50 in one email.'),
    );
    expect(table(heads, ...many(50, ...one)).drafts).toHaveLength(50);
  });

  test('has groups of no more than twenty; those beside a larger one are read', () => {
    const { drafts, problems } = table(
      [...heads, 'Siblings'],
      [...one, ''],
      ...many(21, ...one, 'A'),
      ...many(20, ...one, 'B'),
    );
    expect(drafts.map(({ row, facts }) => [row, facts.children?.length])).toEqual([
      [1, 1],
      [23, 20],
    ]);
    expect(problems).toEqual([{ where: 'Row 2', words: TOO_MANY_CHILDREN_WORDS }]);
  });
});

const oneOf = (text: string) => drafted(readCsv(text)).drafts.map(({ facts }) => facts.children);
const male = [{ number: 1, sex: 'male', placementKind: 'foster-care', needs: [] }];

describe('a CSV file', () => {
  test.each([
    ['commas', 'Sex,Placement,Needs\r\nmale,foster care,none\r\n'],
    ['semicolons', 'Sex;Placement;Needs\nmale;foster care;none'],
    ['tabs, with a comma in a cell of its head', 'Sex\tPlacement\tNeeds\t"a,b"\rmale\tfoster care\tnone\t'],
    ['bars', 'Sex|Placement|Needs\nmale|foster care|none'],
    ['its separator in a line of its own', 'sep=;\r\nSex;Placement;Needs\r\nmale;foster care;none'],
    ['a title above its head', 'Referrals, of Kent\n\nSex;Placement;Needs\nmale;foster care;none'],
    [
      'a byte-order mark, spaces and empty lines',
      '\ufeff\r\n Sex , Placement , Needs \r\n\r\n male , foster care , none \r\n',
    ],
    ['quotes as they should be', '"Sex","Placement","Needs"\n"male","foster care","none"'],
    ['quotes within a cell', 'Sex,Placement,Needs,x\nmale,foster care,none,a"b"'],
    ['rows of any length', 'Sex,Placement,Needs\nmale,foster care,none,1,2,3'],
  ])('with %s is read', (_, text) => {
    expect(oneOf(text)).toEqual([male]);
  });

  const whole = (rows: number) => `Sex,Placement,Needs\n${'male,foster care,none\n'.repeat(rows)}`;

  test('is read to its end, as far as a mail may have children', () => {
    expect(oneOf(whole(50))).toHaveLength(50);
    expect(drafted(readCsv(whole(60)))).toEqual(
      unread('It has more than 50 children. Send at most 50 in one email.', 'The CSV file'),
    );
  });

  test.each([
    ['no field', 'a,b\n1,2', 'No row in it names three fields'],
    ['a head that does not end', `Sex,${'x'.repeat(8_000)}\nmale,`, 'Its first row is too long.'],
    ['a head of 8,000 characters', `Sex,${'x'.repeat(7_996)}\nmale,`, 'Its first row is too long.'],
    ['no line at all', '', 'No row in it names three fields'],
    ['a cell that does not end', `Sex\n"${'x'.repeat(60_000)}`, 'The file is not a table that we can read.'],
    ['quotes that do not end', 'Sex\n"male', 'The file is not a table that we can read.'],
  ])('with %s is not read, and it is said', (_, text, words) => {
    expect(drafted(readCsv(text))).toEqual({
      drafts: [],
      problems: [{ where: 'The CSV file', words: expect.stringContaining(words) }],
    });
  });

  test('with a long head is read while that is shorter', () => {
    expect(oneOf(`Sex,Placement,Needs,${'x'.repeat(7_979)}\nmale,foster care,none`)).toEqual([male]);
  });
});

const about = { subject: 'A referral', today: TODAY, reply: false };
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
const csv = { kind: 'csv' as const, text: 'Sex,Placement,Needs\nmale,foster care,none' };
const workbook = {
  kind: 'workbook' as const,
  sheets: [
    {
      name: 'x',
      rows: [
        ['Sex', 'Placement', 'Needs'],
        ['male', 'foster care', 'none'],
      ],
      hiddenRows: new Set<number>(),
      hiddenColumns: new Set<number>(),
    },
  ],
};
const REFUSED = { where: 'The attachment', words: 'Refused.' };

describe('a mail', () => {
  test.each<readonly [string, Partial<OpenedMail>, Partial<typeof about>]>([
    ['three facts', { text: three }, {}],
    ['three facts of three kinds', { text: lines('Name: A', 'Under 18 at claim: yes', 'Needs: none') }, {}],
    ['two facts and a reference', { text: lines('Sex: male', 'Needs: none', `Reference: ${REFERENCE}`) }, {}],
    ['one fact, when it answers ours', { text: 'Sex: male' }, { reply: true }],
  ])('is read for %s', async (_, opened, more) => {
    expect(await mail(opened, more)).toEqual(ofMessage);
  });

  test.each([
    'Fw: x',
    'FWD: x',
    'WG: x',
    'tr : x',
    '  fw:x',
    'RE: FW: x',
    '[EXTERNAL] Fwd: x',
    'YML: x',
    'Re: x',
    'x',
  ])('is read for what it forwards, even when it is called "%s"', async (subject) => {
    const text = lines('> Sex: male', '> Needs: none', '> Arrived on: 2026-11-15');
    const forwarded = { read: [[2, 'The forwarded message', 1]], problems: [] };
    expect(await mail({ text }, { subject })).toEqual(forwarded);
    // An answer to one of ours has nothing of its own in what it quotes.
    expect(await mail({ text }, { subject, reply: true })).toEqual({ read: [], problems: [] });
  });

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

  test('is read for the mails that hang on it, each of them', async () => {
    expect(await mail({ text: 'See attached', within: ['x', `> ${three}`, 'Sex: female'] })).toEqual({
      read: [[2, 'Attached email 2', 1]],
      problems: [],
    });
    const other = three.replace('male', 'female');
    expect((await mail({ within: [three, other] })).read).toEqual([
      [1, 'Attached email 1', 1],
      [2, 'Attached email 2', 1],
    ]);
  });

  test.each([
    'See the table.',
    'Table attached',
    'All of it is in the attached form, thanks',
    'the spreadsheet is the one from Monday',
  ])('with nothing but "%s" beside a file has been read whole', async (text) => {
    expect(
      (await readMail({ ...empty, text, files: [csv] }, about)).drafts.flatMap((d) => d.problems),
    ).toEqual([]);
  });

  test.each([
    ['See the table. Not to be placed in Leeds.', ['areasToAvoid']],
    ['The second child in the table is his brother', ['children', 'familyInUk', 'links']],
  ])('waits for what "%s" may bear on', async (text, unclear) => {
    const { drafts } = await readMail({ ...empty, text, files: [csv] }, about);
    expect(drafts.map((draft) => draft.unclear)).toEqual([unclear]);
  });

  test('takes the case that it names above the table of one child; of several it asks which', async () => {
    const text = lines(`Reference: ${REFERENCE}`, 'Correction: yes');
    const rows = (...names: readonly string[]) => ({
      kind: 'csv' as const,
      text: ['Name,Sex,Placement', ...names.map((name) => `${name},male,foster care`)].join('\r\n'),
    });
    const above = async (...names: readonly string[]) =>
      (await readMail({ ...empty, text, files: [rows(...names)] }, about)).drafts.map(
        ({ reference, correction, unclear, problems }) => [
          reference,
          correction,
          unclear,
          problems.map(({ where }) => where),
        ],
      );
    expect(await above('Testa B')).toEqual([[REFERENCE, true, undefined, []]]);
    expect(await above('Testa B', 'Testa C')).toEqual([
      [undefined, true, ['children'], ['Your message, Reference']],
      [undefined, true, ['children'], []],
    ]);
  });

  test.each([
    ['We refer 2 children, see the table.', ['children']],
    ['Number of children: 2', ['children']],
    ['We refer one child, see the table.', undefined],
  ])('that says "%s" beside a table of one has its children counted', async (text, unclear) => {
    const { drafts, problems } = await readMail({ ...empty, text, files: [csv] }, about);
    expect(drafts.map((draft) => draft.unclear)).toEqual([unclear]);
    expect(problems.map(({ where }) => where)).toEqual(unclear === undefined ? [] : ['Your message']);
  });

  test('counts what cannot be read as said', async () => {
    expect((await mail({ text: lines('Sex: ?', 'Needs: none', 'Placement: ?') })).read).toHaveLength(1);
  });

  test.each<readonly [string, OpenedMail['files'], readonly unknown[]]>([
    ['a table', [csv], [[1, 'Row 1', 1]]],
    ['a workbook', [workbook], [[1, 'Row 1', 1]]],
    ['our form', [filled], [[1, 'Your form', 1]]],
    ['a table beside another document', [form('x: y', 'Sex: male'), csv], [[1, 'Row 1', 1]]],
  ])('with %s is read for it, and for the lines beside it', async (_, files, read) => {
    const text = lines(
      'Please find attached.',
      'Areas to avoid: Leeds',
      'Needs: medical care',
      'Family in the UK: ?',
    );
    const beside = await readMail({ ...empty, text, files, unread: ['Refused.'] }, about);
    expect(beside.drafts.map(({ row, where, facts }) => [row, where, facts.children?.length])).toEqual(read);
    const [draft] = beside.drafts;
    expect([draft?.facts.areasToAvoid, draft?.unclear]).toEqual([['E08000035'], ['familyInUk']]);
    expect(beside.problems).toContainEqual(REFUSED);
    expect(draft?.problems.map(({ where }) => where)).toEqual([
      'Your message, Needs',
      'Your message, Family in the UK',
    ]);
  });

  test('with our form twice is read for both; the same form twice is one child, and it is said', async () => {
    const another = form('Sex: female', 'Needs: none', 'Placement: foster care');
    expect((await mail({ files: [filled, form('x: y'), another] })).read).toEqual([
      [1, 'Your form', 1],
      [2, 'Form 2', 1],
    ]);
    const named = form('Name: Canary', 'Date of birth: 14/05/2010', 'Needs: none');
    const { drafts } = await readMail({ ...empty, files: [named, named] }, about);
    expect(drafts.map(({ problems }) => problems.map(({ where }) => where))).toEqual([['Form 2']]);
    // Two of whom nobody knows a name may well be alike.
    expect((await mail({ files: [filled, filled] })).read).toHaveLength(2);
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
            'There is more than one table, or a table and a form. Send each of them in an email of its own.',
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

test('a row of answers that read like names of fields is no head, and a head that comes again is one', () => {
  const heads = ['Name', 'Date of birth', 'Care status', 'Kinds of health needs', 'Has been missing'];
  const answers = ['care order', 'medication', 'has been missing'];
  const read = readTable(
    [heads, ['Amina One', '2010-01-02', ...answers], heads, ['Amina Two', '2010-01-03', ...answers]],
    'The file',
  );
  expect(read.problems).toEqual([]);
  expect(read.said.flatMap(({ entries }) => entries.filter(({ field }) => field === 'name'))).toHaveLength(2);
});
