import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fields } from '../../functions/receive-email/build/field-hints.ts';
import { factLabels } from '../../shared/words/fact-labels.ts';
import { KENT, MailIn, OFFICER, stored } from './mails.ts';
import {
  cellsAt,
  chosen,
  emptyForm,
  filledDocument,
  filledForm,
  inLines,
  partOf,
  wholeForm,
  withParts,
  word,
  workbook,
  zipped,
} from './office-files.ts';

const fixture = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, 'fixtures', name));
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const attached = (
  content: Uint8Array | string,
  name = 'a.docx',
  type = name.endsWith('xlsx') ? EXCEL : WORD,
) => stored({ body: 'Please find attached.', attachment: { name, type, content } });

async function received(...raw: readonly Buffer[]): Promise<MailIn> {
  const mail = await MailIn.open();
  for (const one of raw) expect(await mail.receive(one)).toEqual([]);
  return mail;
}
const wordsTo = (mail: MailIn): string =>
  (mail.scheme.mailer.snapshot().find(({ to }) => to.includes(OFFICER))?.text ?? '').replaceAll(/\s+/g, ' ');

const two = {
  'Child 2 Name': 'Canary Sister',
  'Child 2 Sex': 'female',
  'Child 2 Date of birth': '3 June 2011',
};

describe('the Word form', () => {
  test('has every fact, with a title, headings, heads of tables, and its language', () => {
    const document = partOf(emptyForm(), 'word/document.xml');
    const cells = document.replaceAll(/<[^>]+>/g, '\n');
    for (const field of fields) expect(cells, field).toMatch(new RegExp(`\n${factLabels[field]}(?:: )?\n`));
    expect(document.match(/<w:tblHeader/g)).toHaveLength(7);
    // For one child four more than in November 2026, with the facts of version 2 in them; and three that one council says: how to ring it, when, and its own reference.
    const rows = document.split('<w:tblHeader').map((table) => table.match(/<w:tr>/g)?.length ?? 0);
    expect(rows.slice(0, 3).reduce((sum, count) => sum + count)).toBeLessThanOrEqual(43 + 4 + 1 + 3);
    expect(document).toContain('<w:pStyle w:val="Heading1"/>');
    expect(partOf(emptyForm(), 'word/styles.xml')).toContain('<w:lang w:val="en-GB"/>');
    expect(partOf(emptyForm(), 'docProps/core.xml')).toContain('<dc:title>Refer a child');
  });

  test('has rows of several facts, a line for each: what is chosen and written is read, and what has no label is named', async () => {
    const said = {
      'Care status': 'care order',
      'Fit to move': 'not fit',
      Diet: 'halal; vegan',
      Solicitor: 'C. Law 01234',
      'Child 2 NHS number': '943 476 5919',
    };
    const hand = (label: string) => (label === 'Fit to move' || label === 'Care status' ? chosen : word);
    const { facts } = await (
      await received(attached(filledForm({ ...wholeForm, ...two, ...said }, hand)))
    ).scheme.onlyCase();
    expect(facts).toMatchObject({
      careStatus: 'care-order',
      children: [{ fitToMove: 'not-fit', diet: ['halal', 'vegan'], hasSolicitor: 'yes' }, { number: 2 }],
    });
    const form = filledForm(wholeForm);
    const bare = partOf(form, 'word/document.xml').replace(
      'Faith group: ',
      'halal, and near Leeds is not safe',
    );
    const mail = await received(attached(withParts(form, { 'word/document.xml': bare })));
    expect((await mail.scheme.onlyCase()).facts.unclear).toEqual(['areasToAvoid']);
    expect(mail.told()[0]?.problems.map(({ where }) => where)).toEqual([
      'Your form, Languages from the list',
    ]);
  });

  test('filled in as Word saves it, its texts cut into runs, its lists chosen from: a case, the names sealed', async () => {
    const choices = ['Sex', 'In our care', 'Placement', 'Age assessment', 'Trafficking', 'Family in the UK'];
    const hand = (label: string) =>
      choices.includes(label) ? chosen : label === 'Areas to avoid' ? inLines : word;
    const mail = await received(attached(filledForm(wholeForm, hand)));
    const subject = await mail.scheme.onlyCase();
    expect(mail.told()[0]?.problems).toEqual([]);
    expect(subject.status).toBe('offered');
    expect(subject.facts).toMatchObject({
      entryAuthority: KENT,
      asylumClaimOn: '2026-11-16',
      links: [{ council: 'E08000035', kind: 'community' }],
      areasToAvoid: ['E08000034', 'E08000032'],
      trafficking: 'no-indicators',
      children: [
        { number: 1, sex: 'male', turns18Month: '2028-05', placementKind: 'foster-care', needs: [] },
      ],
    });
    expect(await mail.scheme.sealed.datesOfBirth(subject.referralId)).toEqual({ 1: '2010-05-14' });
    expect(JSON.stringify([mail.scheme.events, mail.scheme.mailer.snapshot()])).not.toContain('Canary');
  });

  test.each([
    ['LibreOffice saved it again', () => fixture('form-saved-by-libreoffice.docx')],
    [
      'Google Docs saved it again: no controls, a grid span, its own runs',
      () => {
        const document = filledDocument(partOf(emptyForm(), 'word/document.xml'), { ...wholeForm, ...two })
          .replaceAll(/<\/?w:sdt>|<w:sdtPr>[\s\S]*?<\/w:sdtPr>|<\/?w:sdtContent>/g, '')
          .replaceAll('<w:tcPr>', '<w:tcPr><w:gridSpan w:val="1"/>')
          .replaceAll('<w:r>', '<w:r><w:rPr><w:rtl w:val="0"/></w:rPr>');
        return withParts(emptyForm(), { 'word/document.xml': document });
      },
    ],
  ])('%s: two children, nothing lost, what nobody chose not read', async (_, file) => {
    const mail = await received(attached(file()));
    expect(mail.told()[0]?.problems).toEqual([]);
    const { facts, referralId } = await mail.scheme.onlyCase();
    expect(facts.children.map(({ sex }) => sex)).toEqual(['male', 'female']);
    expect(facts.areasToAvoid).toEqual(['E08000034', 'E08000032']);
    expect(await mail.scheme.sealed.datesOfBirth(referralId)).toEqual({ 1: '2010-05-14', 2: '2011-06-03' });
  });

  test.each([
    [
      'boxes of Word',
      (on: boolean) =>
        `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="${on ? 1 : 0}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:sdtContent></w:sdt>`,
    ],
    [
      'boxes of old forms',
      (on: boolean) =>
        `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>${on ? '<w:checked/>' : ''}</w:checkBox></w:ffData></w:fldChar></w:r>`,
    ],
    ['boxes drawn by hand', (on: boolean) => `<w:r><w:t>${on ? '\u2612' : '\u2610'}</w:t></w:r>`],
    [
      'boxes of a font',
      (on: boolean) => `<w:r><w:sym w:font="Wingdings" w:char="${on ? 'F0FE' : 'F0A8'}"/></w:r>`,
    ],
  ])('%s say what is ticked', async (_, box) => {
    const label = (text: string) => `<w:r><w:t xml:space="preserve"> ${text} </w:t></w:r>`;
    const boxes = () => `${box(false)}${label('female')}${box(true)}${label('male')}`;
    const mail = await received(attached(filledForm(wholeForm, (field) => (field === 'Sex' ? boxes : word))));
    expect((await mail.scheme.onlyCase()).facts.children[0]?.sex).toBe('male');
  });

  test('what was moved away or shown as a prompt is not read; an old list says which entry', async () => {
    const moved = () =>
      '<w:moveFrom><w:r><w:t>female</w:t></w:r></w:moveFrom><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:t>male</w:t></w:r>';
    const list = () =>
      '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="supported accommodation"/><w:listEntry w:val="foster care"/></w:ddList></w:ffData></w:fldChar></w:r>';
    const prompt = () => '<w:r><w:t>Choose an item.</w:t></w:r>';
    const hands: Readonly<Record<string, () => string>> = {
      Sex: moved,
      Placement: list,
      'Age assessment': prompt,
    };
    const mail = await received(attached(filledForm(wholeForm, (label) => hands[label] ?? word)));
    const [child] = (await mail.scheme.onlyCase()).facts.children;
    expect(child).toMatchObject({ sex: 'male', placementKind: 'foster-care' });
    expect(child?.ageAssessment).toBeUndefined();
    expect(mail.told()[0]?.problems).toEqual([]);
  });

  test('two forms are two referrals; a form with a reference adds to its case', async () => {
    const mail = await received(attached(filledForm({ ...wholeForm, 'Arrived on': '' })));
    const { id, status } = await mail.scheme.onlyCase();
    expect(status).toBe('incomplete');
    await mail.receive(
      stored({
        messageId: '<2@k>',
        attachment: {
          name: 'f.docx',
          type: WORD,
          content: filledForm({ Reference: id, 'Arrived on': '15/11/2026', Sex: 'male', Needs: 'none' }),
        },
      }),
    );
    expect((await mail.scheme.onlyCase()).status).toBe('offered');
  });

  test('the problems name the place and never what was written', async () => {
    const mail = await received(
      attached(
        filledForm({
          ...wholeForm,
          ...two,
          'Arrived on': 'Canaryday',
          'Child 2 Sex': 'Canary',
          'Areas to avoid': 'Canaria',
        }),
      ),
    );
    expect(mail.told()[0]?.problems.map(({ where }) => where)).toEqual([
      'Your form, Arrived on',
      'Your form, Areas to avoid',
      'Your form, child 2, Sex',
    ]);
    expect(wordsTo(mail)).not.toContain('Canar');
  });
});

const head = ['Name', 'Date of birth', 'Sex', 'Placement', 'Arrived on', 'Siblings'];

describe('a workbook', () => {
  test('with a title, merged cells, empty rows, days as numbers and as texts, and other sheets: one referral a row', async () => {
    const rows = [
      cellsAt(1, ['Children to refer']),
      cellsAt(3, head),
      cellsAt(4, ['Canary A', [40_312, 1], 'male', 'foster care', [46_341, 2], 'A']),
      cellsAt(6, ['Canary B', '03/06/2011', 'female', 'foster care', '', 'A']),
      cellsAt(7, ['Canary C', [40_312, 0], 'male', 'foster care', '15 November 2026', '']),
    ];
    const merged = '<mergeCells count="2"><mergeCell ref="A1:F1"/><mergeCell ref="E4:E6"/></mergeCells>';
    const notes = { name: 'Notes', rows: [cellsAt(1, ['Call the desk first', 'please'])] };
    const hidden = { name: 'Old', state: 'hidden', rows: [cellsAt(1, head), cellsAt(2, ['X', '2/2/2010'])] };
    const mail = await received(
      attached(workbook({ sheets: [notes, { name: 'Children', rows, more: merged }, hidden] }), 'a.xlsx'),
    );
    expect(mail.told()[0]?.problems).toEqual([
      { where: 'The Excel file', words: expect.stringContaining('only the sheet with the children') },
      { where: 'The Excel file', words: expect.stringContaining('A hidden sheet has children in it') },
    ]);
    const cases = Object.values(mail.scheme.cases.snapshot().cases).toSorted(
      (a, b) => b.facts.children.length - a.facts.children.length,
    );
    expect(cases.map(({ facts }) => facts.children.map(({ turns18Month }) => turns18Month))).toEqual([
      ['2028-05', '2029-06'],
      ['2028-05'],
    ]);
    expect(cases.map(({ facts }) => facts.arrivedOn)).toEqual(['2026-11-15', '2026-11-15']);
  });

  test('with shared texts, phonetic help, yes and no as Excel has them, and the calendar of 1904', async () => {
    const rows = [
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>',
      '<row r="2"><c r="A2" t="str"><f>"Canary"</f><v>Canary</v></c><c r="B2" s="1"><v>38850</v></c><c r="C2" t="b"><v>1</v></c></row>',
    ];
    const mail = await received(
      attached(
        workbook({
          since1904: true,
          shared: ['Name', 'Date of birth', 'In our care'],
          sheets: [{ name: 'x', rows }],
        }),
        'a.xlsx',
      ),
    );
    const { facts } = await mail.scheme.onlyCase();
    expect(facts).toMatchObject({ inCareOfAuthority: true, children: [{ turns18Month: '2028-05' }] });
  });

  test('saved by LibreOffice', async () => {
    const mail = await received(attached(fixture('table-saved-by-libreoffice.xlsx'), 'a.xlsx'));
    const { facts } = await mail.scheme.onlyCase();
    expect(facts.children.map(({ turns18Month }) => turns18Month)).toEqual(['2028-05', '2029-06']);
  });

  test('cells at the far end of a sheet cost nothing and say nothing', async () => {
    const rows = [
      cellsAt(1, head),
      cellsAt(2, ['Canary', '14/05/2010', 'male']),
      '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    ];
    const mail = await received(attached(workbook({ sheets: [{ name: 'x', rows }] }), 'a.xlsx'));
    expect((await mail.scheme.onlyCase()).facts.children[0]?.sex).toBe('male');
  });
});

const oneSheet = (...rows: readonly string[]) => workbook({ sheets: [{ name: 'x', rows }] });
const children = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    cellsAt(at + 2, ['Canary', '2010-05-14', 'male', 'foster care', '', '']),
  );
/** A zipped file whose entries say that they are encrypted, as zip programs with a password write them. */
function encryptedZip(): Buffer {
  const zip = zipped({ 'a.docx': 'x' });
  for (let at = zip.indexOf('PK\x03\x04'); at >= 0; at = zip.indexOf('PK\x03\x04', at + 4))
    zip.writeUInt16LE(1, at + 6);
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4))
    zip.writeUInt16LE(1, at + 8);
  return zip;
}

test.each([
  ['a zipped file with a password', encryptedZip(), 'a.zip', 'has a password'],
  [
    'macros, by the document’s type',
    withParts(emptyForm(), {
      '[Content_Types].xml':
        '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
    }),
    'a.docx',
    'has macros in it',
  ],
  ['an old workbook', fixture('table-of-excel-97.xls'), 'a.xls', 'older Word or Excel'],
  ['a PDF', '%PDF-1.7 x', 'a.pdf', 'cannot read PDF'],
  ['a scan', '\x89PNG', 'scan.png', 'cannot read pictures or scans'],
  ['RTF', '{\\rtf1 x}', 'a.rtf', 'cannot read RTF'],
  [
    'OpenDocument',
    zipped({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>' }),
    'a.odt',
    'cannot read OpenDocument',
  ],
  [
    'a binary workbook',
    zipped({ '[Content_Types].xml': '<Types/>', 'xl/workbook.bin': 'x' }),
    'a.xlsb',
    'Excel workbook (.xlsx)',
  ],
  ['a picture with a document’s name', 'GIF89a', 'a.docx', 'damaged, or not what its name says'],
  [
    'another Word document',
    withParts(emptyForm(), {
      'word/document.xml':
        '<w:document><w:body><w:p><w:r><w:t>Dear all</w:t></w:r></w:p></w:body></w:document>',
    }),
    'a.docx',
    'is not our form',
  ],
  ['a workbook without fields', oneSheet(cellsAt(1, ['a', 'b'])), 'a.xlsx', 'No sheet names three fields'],
  [
    'children in two sheets',
    workbook({ sheets: [1, 2].map((at) => ({ name: `s${at}`, rows: [cellsAt(1, head), ...children(1)] })) }),
    'a.xlsx',
    'More than one sheet has children',
  ],
  [
    'a document that declares entities',
    withParts(emptyForm(), {
      'word/document.xml': `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>`,
    }),
    'a.docx',
    'too much in this file',
  ],
  [
    'a document that is too deep',
    withParts(emptyForm(), { 'word/document.xml': '<w:p>'.repeat(5_000) }),
    'a.docx',
    'too much in this file',
  ],
  [
    'a part that expands beyond measure',
    withParts(emptyForm(), { 'word/document.xml': 'x'.repeat(3_000_000) }),
    'a.docx',
    'too much in this file',
  ],
  [
    'a thousand entries',
    zipped(Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`${at}`, '']))),
    'a.docx',
    'too much in this file',
  ],
] as const)(
  '%s: nothing is referred, and the sender is told why and what to do',
  async (_, content, name, words) => {
    const mail = await received(
      attached(content, name, name.endsWith('png') ? 'image/png' : 'application/octet-stream'),
    );
    expect(Object.keys(mail.scheme.cases.snapshot().cases)).toEqual([]);
    expect(wordsTo(mail)).toContain(words);
    expect(wordsTo(mail)).toContain('/forms/refer-a-child.docx');
  },
);

test('an entry that says less of its size than it holds is not expanded beyond what it says', async () => {
  const zip = withParts(emptyForm(), { 'word/document.xml': 'x'.repeat(1_000_000) });
  const at = zip.lastIndexOf('word/document.xml') - 46;
  expect(zip.readUInt32LE(at)).toBe(0x02014b50);
  zip.writeUInt32LE(1_000, at + 24);
  expect(wordsTo(await received(attached(zip)))).toContain('it is damaged');
});
