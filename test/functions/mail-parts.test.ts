/** The files of a mail, asked directly: what stands in them, and how little they may cost. */
import { describe, expect, test } from 'vitest';
import { boundMail } from '../../functions/receive-email/bound-mail.ts';
import { fullAllowance } from '../../functions/receive-email/documents/allowance.ts';
import { htmlText } from '../../functions/receive-email/documents/html-text.ts';
import { kindOfFile, whyUnread } from '../../functions/receive-email/documents/kind-of-file.ts';
import { openZip } from '../../functions/receive-email/documents/open-zip.ts';
import { outlookParts } from '../../functions/receive-email/documents/outlook-parts.ts';
import { readOffice } from '../../functions/receive-email/documents/read-office.ts';
import { readWorkbook } from '../../functions/receive-email/documents/read-workbook.ts';
import { walkXml } from '../../functions/receive-email/documents/walk-xml.ts';
import { wordLines } from '../../functions/receive-email/documents/word-rows.ts';
import { draftOf } from '../../functions/receive-email/draft.ts';
import { openMail } from '../../functions/receive-email/open-mail.ts';
import { readForm } from '../../functions/receive-email/read-form.ts';
import { cellsAt, workbook, zipped } from './office-files.ts';
import { attribute, packed, padded, property, tnef, u16, u32 } from './outlook-mails.ts';
import { drafted, TODAY } from './reading.ts';

const bytesOf = (text: string) => Buffer.from(text, 'latin1');

describe('the lines of a mail', () => {
  const LINE = 'QUJD'.repeat(19);
  const bound = (text: string) => {
    const bytes = boundMail(bytesOf(text));
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1');
  };

  test.each([
    ['nothing', '', ''],
    ['lines as they are', 'a\r\nb\n\nc', 'a\r\nb\n\nc'],
    ['the lines of a file joined', `a\r\n${LINE}\r\n${LINE}\n${LINE}`, `a\r\n${LINE}${LINE}${LINE}`],
    ['a line feed behind a file', `${LINE}\r\n${LINE}\r\nQQ==\r\n`, `${LINE}${LINE}\nQQ==\r\n`],
    [
      'short lines apart',
      `${LINE.slice(0, 55)}\n${LINE.slice(0, 56)}\nx`,
      `${LINE.slice(0, 55)}\n${LINE.slice(0, 56)}\nx`,
    ],
    ['long lines apart', `${LINE}ab\n${LINE}abc\nx`, `${LINE}ab\n${LINE}abc\nx`],
    ['the longest joined', `${LINE}ab\n${LINE}ab\nx`, `${LINE}ab${LINE}ab\nx`],
    ['the shortest joined', `${LINE.slice(0, 56)}\r\n${LINE}\nx`, `${LINE.slice(0, 56)}${LINE}\nx`],
    [
      'lines of other letters apart',
      `${LINE.slice(1)}-\n${LINE.slice(1)}=\n${LINE}\nx`,
      `${LINE.slice(1)}-\n${LINE.slice(1)}=\n${LINE}\nx`,
    ],
  ])('are bound to %s', (_, text, expected) => {
    expect(bound(text)).toBe(expected);
  });

  test('are no more than 6,000 without those of files, and no more than 500 that begin a part', () => {
    expect(bound('a\n'.repeat(6_000))).toHaveLength(12_000);
    expect(bound('a\n'.repeat(6_001))).toBeUndefined();
    expect(bound(`${LINE}\n`.repeat(7_000))).toHaveLength(LINE.length * 7_000);
    expect(bound('--a\n'.repeat(500))).toHaveLength(2_000);
    expect(bound('--a\n'.repeat(501))).toBeUndefined();
    expect(bound('-a-\n'.repeat(501))).toHaveLength(2_004);
    expect(bound('a--\n'.repeat(501))).toHaveLength(2_004);
  });
});

describe('a mail in HTML', () => {
  test.each([
    ['<p>a</p><p>b<br>c</p>', 'a\nb\nc'],
    ['a&nbsp; \t\n b', 'a  b'],
    ['<style>x</style><script>x</script><head><title>x</title></head><template>x</template>a', 'a'],
    [
      '<tr><td> Sex : </td><td>male</td></tr><tr><td>Needs</td><td><p>none</p></td></tr>',
      'Sex: male\nNeeds: none',
    ],
    ['<tr><th>Sex</th><th>male</th><td>x</td></tr>', 'Sex\tmale\tx'],
    [`<tr><td>${'a'.repeat(60)}</td><td>b</td></tr>`, `${'a'.repeat(60)}: b`],
    [`<tr><td>${'a'.repeat(61)}</td><td>b</td></tr>`, `${'a'.repeat(61)}\nb`],
    ['<tr><td>a<p>b</p></td><td>c</td></tr>', 'a\nb\nc'],
    ['<tr><td></td><td>c</td></tr>', 'c'],
    ['<tr><td>Sex</td><td></td></tr>b', 'b'],
    ['<tr><td>Child 2</td><td></td></tr>b', 'Child 2\nb'],
    [
      'a<blockquote>b<blockquote>c<blockquote>d<blockquote>e</blockquote></blockquote></blockquote></blockquote>f',
      'a\n> b\n> > c\n> > > d\n> > > e\n\nf',
    ],
    ['</blockquote>a<blockquote><tr><td>Sex</td><td>male</td></tr></blockquote>', 'a\n> Sex: male\n'],
    ['<p>a</p><p>&nbsp;</p><div>b</div><div><br></div><ul><li>c</li></ul>', 'a\n\nb\n\n- c'],
    ['<p>a <s>b</s> <del>c</del></p>', 'a'],
    ['a<div><div><div><div>b</div></div></div></div>', 'a\nb'],
  ])('%s says what is seen', (html, text) => {
    expect(htmlText(html)).toBe(text);
  });

  test('is read as far as a mail may go: 20,000 tags, 200,000 characters', () => {
    expect(htmlText(`${'<b>'.repeat(19_000)}a`)).toBe('a');
    expect(htmlText(`${'<b>'.repeat(20_001)}a`)).toBe('');
    expect(htmlText('a'.repeat(200_001))).toHaveLength(200_000);
  });
});

describe('a file', () => {
  const first = (...bytes: readonly number[]) => Buffer.from(bytes);
  const old = first(0xd0, 0xcf, 0x11, 0xe0, 1);
  test.each<readonly [string, Buffer, string, string]>([
    ['empty', Buffer.alloc(0), 'a.docx', ''],
    ['zip', first(0x50, 0x4b, 3, 4), 'a.pdf', ''],
    ['zip', first(0x50, 0x4b, 5, 6), '', ''],
    ['other', first(0x50, 0x4b, 5, 4), '', ''],
    ['old-office', old, 'a.docx', ''],
    ['protected', Buffer.concat([old, Buffer.from('xEncryptedPackage', 'utf16le')]), 'a.docx', ''],
    ['outlook', first(0x78, 0x9f, 0x3e, 0x22), 'x', ''],
    ['pdf', bytesOf('%PDF'), 'a.json', ''],
    ['rich-text', bytesOf('{\\rtf1'), 'a.csv', ''],
    ...['a.png', 'a.JPG', 'a.jpeg', 'a.gif', 'a.tif', 'a.tiff', 'a.bmp', 'a.heic', 'a.webp'].map(
      (name) => ['picture', bytesOf('x'), name, ''] as const,
    ),
    ...['image/x', 'audio/x', 'video/x'].map((type) => ['picture', bytesOf('x'), 'a', type] as const),
    ['other', bytesOf('x'), 'a.png.x', 'x/image/'],
    ['message', bytesOf('x'), '', 'message/rfc822'],
    ['message', bytesOf('x'), 'a.EML', ''],
    ['other', bytesOf('x'), 'a.emlx', 'message/rfc8222'],
    ['other', bytesOf('{}'), 'a.json', 'application/json'],
    ['other', bytesOf('x'), 'ajson', 'application/jsonl'],
    ['csv', bytesOf('x'), 'a.csv', ''],
    ['csv', bytesOf('x'), 'a.TSV', ''],
    ['csv', bytesOf('x'), '', 'text/csv'],
    ['csv', bytesOf('x'), '', 'text/tab-separated-values'],
    ['other', bytesOf('x'), 'a.csv.x', 'x-text/csv'],
    ['other', bytesOf('x'), 'a', 'text/csv-x'],
    ...['a.ics', 'a.VCF', 'a.p7s', 'a.asc', 'a.sig'].map(
      (name) => ['aside', bytesOf('%PDF'), name, ''] as const,
    ),
    ...[
      'application/pgp-signature',
      'application/pkcs7-signature',
      'application/x-pkcs7-signature',
      'text/calendar; x',
    ].map((type) => ['aside', Buffer.alloc(0), 'a.csv', type] as const),
    ['other', bytesOf('x'), 'a.sigx', 'x-text/calendar'],
  ])('is %s by its first bytes, and by its name and type where it is text', (kind, bytes, name, type) => {
    expect(kindOfFile(bytes, name, type)).toBe(kind);
    expect(kindOfFile(Buffer.concat([bytesOf('y'), bytes]).subarray(1), name, type)).toBe(kind);
  });

  test('that is not read is told by what it is; one that is read, or says nothing, is not', () => {
    for (const kind of ['zip', 'protected', 'outlook', 'message', 'csv', 'aside'] as const)
      expect(whyUnread(kind, 'a.docx'), kind).toBeUndefined();
    expect(
      (['empty', 'old-office', 'pdf', 'rich-text', 'picture', 'other'] as const).map((kind) =>
        whyUnread(kind, 'a.x'),
      ),
    ).toEqual([
      expect.stringContaining('is empty'),
      expect.stringContaining('older Word or Excel'),
      expect.stringContaining('PDF'),
      expect.stringContaining('RTF'),
      expect.stringContaining('pictures or scans'),
      expect.stringContaining('this kind of file'),
    ]);
    for (const name of ['a.docx', 'a.XLSX']) expect(whyUnread('other', name)).toContain('is damaged');
    for (const name of ['a.docx.x', 'adocx']) expect(whyUnread('other', name)).toContain('this kind of file');
  });
});

describe('a zipped file', () => {
  const entries = (count: number) =>
    zipped(Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}`, ''])));
  /** Says of its last entry that it holds so many bytes. */
  const claiming = (zip: Buffer, size: number) => {
    zip.writeUInt32LE(size, zip.lastIndexOf('PK\x01\x02') + 24);
    return zip;
  };
  const MB = 1024 * 1024;
  const flawOf = async (zip: Buffer) => (await openZip(zip, fullAllowance())).kind;

  test('is opened up to 300 entries, and 50 MB by its own word', async () => {
    expect(await Promise.all([entries(300), entries(301)].map(flawOf))).toEqual(['opened', 'too-big']);
    const two = () => zipped({ a: 'x', b: 'y' });
    expect(await flawOf(claiming(two(), 50 * MB - 1))).toBe('opened');
    expect(await flawOf(claiming(two(), 50 * MB))).toBe('too-big');
    expect(await flawOf(bytesOf('PK\x03\x04'))).toBe('damaged');
    const locked = two();
    locked.writeUInt16LE(1, locked.lastIndexOf('PK\x01\x02') + 8);
    expect(await flawOf(locked)).toBe('encrypted');
  });

  test('gives its parts by their names in any case, within what is allowed of all', async () => {
    const allowance = { left: 10 };
    const zip = await openZip(zipped({ 'A/b': '12345', c: '123456' }), allowance);
    if (zip.kind !== 'opened') throw new Error(zip.kind);
    expect([...zip.names]).toEqual(['a/b', 'c']);
    expect(await zip.part('x')).toBeUndefined();
    expect((await zip.part('a/B'))?.toString()).toBe('12345');
    expect(allowance.left).toBe(5);
    await expect(zip.part('c')).rejects.toMatchObject({
      flaw: 'too-big',
      message: 'The zipped file is too-big.',
    });
    expect((await zip.part('A/b'))?.toString()).toBe('12345');
    expect(allowance.left).toBe(0);
  });

  test('gives no part of more than 2 MB, nor one that says less of its size than it holds', async () => {
    const part = async (zip: Buffer) => {
      const opened = await openZip(zip, fullAllowance());
      return opened.kind === 'opened' ? await opened.part('a').catch((error: unknown) => error) : opened;
    };
    expect(await part(zipped({ a: Buffer.alloc(2 * MB) }))).toHaveLength(2 * MB);
    expect(await part(zipped({ a: Buffer.alloc(2 * MB + 1) }))).toMatchObject({ flaw: 'too-big' });
    expect(await part(claiming(zipped({ a: '12345678' }), 3))).toMatchObject({ flaw: 'damaged' });
    expect(fullAllowance()).toEqual({ left: 3 * MB });
  });
});

const office = (parts: Readonly<Record<string, string>>) => readOffice(zipped(parts), fullAllowance());

describe('an office document', () => {
  const DOCUMENT = '<w:document><w:p><w:t>a</w:t></w:p></w:document>';
  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['with a program in it', { 'word/vbaProject.bin': '', 'word/document.xml': DOCUMENT }, 'has macros'],
    [
      'of a type that may have one',
      { '[Content_Types].xml': 'MACROENABLED', 'word/document.xml': DOCUMENT },
      'has macros',
    ],
    ['that is a binary workbook', { 'xl/workbook.bin': '' }, 'this kind of workbook'],
    ['of OpenDocument', { mimetype: '', 'content.xml': '' }, 'OpenDocument'],
    ['that only has the name of one', { mimetype: '' }, 'zipped folders'],
    ['that only has the content of one', { 'content.xml': '' }, 'zipped folders'],
    ['that is a folder', { 'a.docx': '' }, 'zipped folders'],
    ['that goes too deep', { 'word/document.xml': '<p>'.repeat(101) }, 'too much in this file'],
  ])('%s is not read, and its sender is told', async (_, parts, words) => {
    expect(await office(parts)).toEqual({ kind: 'refused', words: expect.stringContaining(words) });
  });

  test('is Word’s, or Excel’s; a file that is none is damaged', async () => {
    expect(await office({ 'word/document.xml': DOCUMENT })).toEqual({
      kind: 'word',
      lines: [{ kind: 'paragraph', text: 'a' }],
    });
    expect(await office({ 'xl/workbook.xml': '<workbook/>' })).toEqual({ kind: 'workbook', sheets: [] });
    expect(await readOffice(bytesOf('PK'), fullAllowance())).toEqual({
      kind: 'refused',
      words: expect.stringContaining('damaged'),
    });
    const big = zipped({ 'word/document.xml': DOCUMENT });
    expect(await readOffice(big, { left: 3 })).toEqual({
      kind: 'refused',
      words: expect.stringContaining('too much in this file'),
    });
  });
});

describe('XML', () => {
  const walked = (xml: string | Uint8Array, until?: string) => {
    const seen: string[] = [];
    walkXml(typeof xml === 'string' ? Buffer.from(xml) : xml, {
      open: (name, attribute) => {
        seen.push(`<${name} ${attribute('id') ?? '-'} ${attribute('r:id') ?? '-'}>`);
        return name === until;
      },
      text: (text) => seen.push(text),
      close: (name) => {
        seen.push(`</${name}>`);
        return `/${name}` === until;
      },
    });
    return seen.join('');
  };

  test('is walked through by names without their prefixes, to where enough was seen', () => {
    expect(walked('<w:a r:id="1"><b id="2">é</b></w:a>')).toBe('<a 1 1><b 2 ->é</b></a>');
    expect(walked('<a><b>x</b></a>', 'b')).toBe('<a - -><b - ->');
    expect(walked('<a><b>x</b></a>', '/b')).toBe('<a - -><b - ->x</b>');
    expect(walked('<?xml version="1.0"?><a/>')).toBe('<a - -></a>');
    expect(() => walkXml(Buffer.from('<a>x</a>'), {})).not.toThrow();
  });

  test('is UTF-8, or UTF-16 with its mark, either way round', () => {
    const wide = Buffer.from('\ufeff<a>é</a>', 'utf16le');
    expect(walked(wide)).toBe('<a - ->é</a>');
    expect(walked(Buffer.from(wide).swap16())).toBe('<a - ->é</a>');
    for (const start of [
      [0xff, 0x20],
      [0x20, 0xfe],
      [0xfe, 0x20],
      [0x20, 0xff],
    ])
      expect(walked(Buffer.concat([Buffer.from(start), Buffer.from('<a/>')])), String(start)).toContain(
        '<a - ->',
      );
  });

  test('is refused when it goes deeper than 100, has more than 60,000 elements, or declares its type', () => {
    expect(walked(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`)).toContain('</a>');
    expect(() => walked('<a>'.repeat(101))).toThrow('too much');
    expect(() => walkXml(Buffer.from(`<b>${'<a/>'.repeat(59_999)}</b>`), {})).not.toThrow();
    expect(() => walkXml(Buffer.from(`<b>${'<a/>'.repeat(60_000)}</b>`), {})).toThrow('too much');
    expect(() => walked('<!DOCTYPE a><a/>')).toThrow('declares');
  });
});

const row = (...cells: readonly string[]) => ({ kind: 'row' as const, cells });
const paragraph = (text: string) => ({ kind: 'paragraph' as const, text });
const inWord = (body: string) => wordLines(Buffer.from(`<w:document>${body}</w:document>`));
const t = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;
const p = (...runs: readonly string[]) => `<w:p>${runs.join('')}</w:p>`;
const tr = (...cells: readonly string[]) =>
  `<w:tr>${cells.map((cell) => `<w:tc>${cell}</w:tc>`).join('')}</w:tr>`;
const box = (properties: string, content = t('x')) =>
  `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
const field = (data: string) => `<w:ffData>${data}</w:ffData>`;

describe('a Word document', () => {
  test.each<readonly [string, string, readonly unknown[]]>([
    [
      'paragraphs, without those that are empty',
      `${p(t(' a '))}${p()}${p(t('b'), t('c'))}`,
      [paragraph('a'), paragraph('bc')],
    ],
    [
      'rows of cells, each paragraph a line',
      `<w:tbl>${tr(p(t(' a')) + p(t('b')), p())}${tr()}</w:tbl>${p(t('c'))}`,
      [row('a\nb', ''), row(), paragraph('c')],
    ],
    [
      'a table in a cell as part of it',
      `<w:tbl>${tr(`${p(t('a'))}<w:tbl>${tr(p(t('b')), p(t('c')))}</w:tbl>${p(t('d'))}`, p(t('e')))}</w:tbl>`,
      [row('a\nb\nc\nd', 'e')],
    ],
    [
      'breaks, tabs and hyphens',
      p(t('a'), '<w:tab/>', t('b'), '<w:br/>', t('c'), '<w:cr/>', t('d'), '<w:noBreakHyphen/>', t('e')),
      [paragraph('a b\nc\nd-e')],
    ],
    [
      'boxes of a font, in capitals or not',
      p(
        ...['F0FE', 'f0fd', 'F0FC', 'F052', 'F054', 'F0A8', 'F06F', 'F0A3', 'F071', 'F000'].map(
          (char) => `<w:sym w:char="${char}"/>`,
        ),
        '<w:sym/>',
      ),
      [paragraph('\u2612\u2612\u2612\u2612\u2612\u2610\u2610\u2610\u2610')],
    ],
    [
      'no words of instructions, and none outside of texts',
      `<w:p>a<w:instrText>b</w:instrText>${t('c')}d</w:p>`,
      [paragraph('c')],
    ],
    [
      'nothing that was moved away or struck out, or that says the same again',
      p(
        ...['moveFrom', 'del', 'Fallback'].map(
          (name) => `<w:${name}>${t('x')}<w:${name}>${t('y')}</w:${name}>${t('z')}</w:${name}>`,
        ),
        t('a'),
      ),
      [paragraph('a')],
    ],
    [
      'no placeholder',
      p(box('<w:showingPlcHdr/>'), box('<w:showingPlcHdr w:val="1"/>'), t('a')),
      [paragraph('a')],
    ],
    [
      'what is no placeholder any more',
      p(...['0', 'false', 'off', 'none'].map((val) => box(`<w:showingPlcHdr w:val="${val}"/>`))),
      [paragraph('xxxx')],
    ],
    [
      'boxes that are ticked and not',
      p(
        box('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'),
        box('<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>'),
        box('<w14:checkbox/>'),
        t('a'),
      ),
      [paragraph('\u2612\u2610\u2610a')],
    ],
    [
      'a box whose state comes first',
      p(box('<w14:checked w14:val="1"/><w14:checkbox/>')),
      [paragraph('\u2612')],
    ],
    [
      'no box outside of properties',
      p(`<w:sdt><w:checkbox/><w:checked/>${t('a')}</w:sdt>`),
      [paragraph('a')],
    ],
    [
      'old boxes: as they are, or as they were made',
      p(
        field('<w:checkBox><w:default w:val="1"/></w:checkBox>'),
        field('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>'),
        field('<w:checkBox><w:checked/></w:checkBox>'),
        field('<w:checkBox/>'),
      ),
      [paragraph('\u2612\u2610\u2612\u2610')],
    ],
    [
      'old lists: what is chosen, or the first',
      p(
        field('<w:ddList><w:result w:val="1"/><w:listEntry w:val="a"/><w:listEntry w:val="b"/></w:ddList>'),
        field('<w:ddList><w:listEntry w:val="c"/><w:default w:val="1"/></w:ddList>'),
        field('<w:result w:val="x"/><w:listEntry/>'),
        field(''),
      ),
      [paragraph('bc')],
    ],
    [
      'no list or box outside of a field',
      p(
        '<w:checkBox/><w:checked/><w:result w:val="1"/><w:listEntry w:val="a"/>',
        '<w:showingPlcHdr/>',
        t('b'),
      ),
      [paragraph('b')],
    ],
  ])('says %s', (_, body, lines) => {
    expect(inWord(body)).toEqual(lines);
  });

  test('is read to 5,000 lines, 20 cells of a row, some 4,000 characters of a text', () => {
    expect(inWord(p(t('a')).repeat(5_010))).toHaveLength(5_000);
    expect(inWord(`<w:tbl>${tr(...Array<string>(21).fill(p(t('a'))))}</w:tbl>`)).toEqual([
      row(...Array<string>(20).fill('a')),
    ]);
    expect(inWord(p(t('a'.repeat(5_000)), t('b')))).toEqual([paragraph('a'.repeat(4_000))]);
    expect(inWord(p(t('a'.repeat(3_999)), t('bc'), t('d')))).toEqual([paragraph(`${'a'.repeat(3_999)}bc`)]);
  });
});

type FormLines = Parameters<typeof readForm>[0];
describe('our form', () => {
  const judged = ({ said, isForm }: ReturnType<typeof readForm>) => ({
    isForm,
    draft: said && draftOf(said, TODAY),
  });
  const formOf = (...lines: FormLines) => judged(readForm(lines, 1));
  const factsIn = (...lines: FormLines) => formOf(...lines).draft?.facts;

  test('is rows and lines of a field and its answer; under a child those of that child', () => {
    const lines = [
      row('Reference', 'see NTS-7F3K-2M9Q'),
      row('Reference', 'NTS-0000-0000'),
      row('Sex', 'male', 'female'),
      paragraph('Arrived on: 15/11/2026'),
      row('Areas to avoid', ' Kirklees \n \n  Leeds '),
      row('Languages', 'Tigrinya,\nsome \u00a0 Arabic'),
      row('Child 2'),
      row('Sex', 'other'),
      row('Needs', '?'),
      row('Child 3 sex', 'female'),
      row('Child 12'),
      row('Sex', 'female'),
      row('Child 0'),
      row('Placement', 'foster care'),
      row('Canary', 'x'),
      row(),
    ];
    expect(judged(readForm(lines, 2))).toEqual({
      isForm: true,
      draft: {
        row: 2,
        where: 'Form 2',
        reference: 'NTS-7F3K-2M9Q',
        facts: {
          arrivedOn: '2026-11-15',
          areasToAvoid: ['E08000034', 'E08000035'],
          children: [
            { number: 1, sex: 'male', placementKind: 'foster-care' },
            { number: 2, sex: 'other' },
            { number: 3, sex: 'female' },
            { number: 12, sex: 'female' },
          ],
        },
        particulars: [{ number: 1, languages: 'Tigrinya, some Arabic' }],
        problems: [
          { where: 'Form 2, child 2, Needs', words: expect.any(String) },
          { where: 'Form 2, Sex', words: expect.stringContaining('another column') },
          { where: 'Form 2', words: expect.stringContaining('know no field') },
        ],
      },
    });
    expect(formOf(row('Sex', '?')).draft?.problems[0]?.where).toBe('Your form, Sex');
  });

  test('has three of our fields, whether or not they are answered', () => {
    const fields = [row('Sex', 'male'), row('Needs', ''), row('Placement')];
    expect([formOf(...fields).isForm, formOf(...fields.slice(1)).isForm]).toEqual([true, false]);
    expect(formOf(...fields.slice(1)).draft).toBeUndefined();
  });

  test.each([
    ['\u2610 female \u2612 male', 'male'],
    ['\u2612 male \u2610 female', 'male'],
    ['male \u2612 female \u2610', 'male'],
    ['female \u2610 male \u2612', 'male'],
    ['Tick one: \u2612 male \u2610 female', 'male'],
    ['\u2610 male', undefined],
    ['\u2612 \n male \n', 'male'],
    ['Choose an item.', undefined],
    ['Click or tap here to enter text.', undefined],
  ])('is answered "%s"', (cell, sex) => {
    expect(factsIn(row('Sex', cell))).toEqual(
      sex === undefined ? undefined : { children: [{ number: 1, sex }] },
    );
  });

  test('has lists of what is ticked, and lines whose field is short', () => {
    expect(
      factsIn(row('Needs', '\u2612 medical care \u2610 trained carers \u2612 step-free access')),
    ).toEqual({
      children: [{ number: 1, needs: ['medical-care', 'step-free-access'] }],
    });
    expect(factsIn(paragraph(`Sex${' '.repeat(57)}: male`))).toBeDefined();
    for (const text of [': male', 'Sex male', 'Child 2x: male'])
      expect(formOf(paragraph(text))).toEqual({ isForm: false, draft: undefined });
    expect(factsIn(paragraph('A child 2'), row('Child 123'), row('Child 2 x'), row('Sex', 'male'))).toEqual({
      children: [{ number: 2, sex: 'male' }],
    });
  });
});

describe('a workbook', () => {
  const MAIN = { 'xl/styles.xml': '', 'xl/sharedStrings.xml': '' };
  const rowsOf = async (book: Parameters<typeof workbook>[0]) => {
    const content = await readOffice(workbook(book), fullAllowance());
    return content.kind === 'workbook' ? content.sheets : content;
  };
  const sheet = async (rows: readonly string[], more = '') => {
    const sheets = await rowsOf({ sheets: [{ name: 'x', rows, more }], shared: ['a', 'b'] });
    return Array.isArray(sheets) ? sheets[0]?.rows : sheets;
  };
  const c = (cell: string, value: string, more = '') => `<c r="${cell}"${more}><v>${value}</v></c>`;
  const cells = (...all: readonly string[]) => `<row r="1">${all.join('')}</row>`;

  test('has the sheets that are seen, by their names, where its relations say', async () => {
    const one = '<worksheet><sheetData><row><c t="str"><v>a</v></c></row></sheetData></worksheet>';
    const book = {
      ...MAIN,
      'xl/workbook.xml':
        '<workbook><workbookPr date1904="false"/><sheet name="A" r:id="1"/><sheet name="B" state="hidden" r:id="1"/><sheet name="C" state="visible" id="2"/><sheet name="D" r:id="3"/><sheet name="E" r:id="4"/><sheet r:id="1"/><sheet/></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<r><Relationship Id="1" Target="s.xml"/><Relationship Id="2" Target="/xl/s.xml"/><Relationship Id="3" Target="gone.xml"/><Relationship/><x Id="4" Target="s.xml"/></r>',
      'xl/s.xml': one,
    };
    expect(await office(book)).toEqual({
      kind: 'workbook',
      sheets: ['A', 'B', 'C', ''].map((name) => ({
        name,
        ...(name === 'B' ? { hidden: true } : {}),
        rows: [['a']],
        hiddenRows: new Set(),
        hiddenColumns: new Set(),
      })),
    });
    const many = `<workbook>${'<sheet name="A" r:id="1"/>'.repeat(30)}</workbook>`;
    expect(await office({ ...book, 'xl/workbook.xml': many })).toMatchObject({ sheets: { length: 21 } });
    expect(await office({ 'xl/workbook.xml': '<workbook><sheet name="A"/></workbook>' })).toMatchObject({
      sheets: [],
    });
  });

  test('has cells of texts, shared texts, yes and no, numbers as they are, and days as days', async () => {
    expect(
      await sheet([
        cells(
          c('A1', '1', ' t="s"'),
          c('B1', '9', ' t="s"'),
          c('C1', '1', ' t="b"'),
          c('D1', '0', ' t="b"'),
          c('E1', '12345678'),
          c('F1', '1.5'),
          c('G1', '1E+30'),
          c('H1', '40312', ' s="1"'),
          c('I1', '40312.5', ' s="2"'),
          c('J1', '40312', ' s="3"'),
          c('K1', '5', ' s="1"'),
          c('L1', '2010-05-14T00:00:00Z', ' t="d"'),
          c('M1', ' a T00:00 ', ' t="str"'),
          c('N1', ''),
          c('O1', '', ' s="1"'),
        ),
      ]),
    ).toEqual([
      [
        'b',
        '',
        'yes',
        'no',
        '12345678',
        '1.5',
        '1E+30',
        '2010-05-14',
        '2010-05-14',
        '40312',
        '5',
        '2010-05-14',
        'a T00:00',
      ],
    ]);
  });

  test('has rows and cells where they say, or behind the last', async () => {
    expect(
      await sheet([
        '<row><c><v>1</v></c><c><v>2</v></c><c r="D1"><v>3</v></c><c><v>4</v></c></row>',
        '<row><c><v>5</v></c></row>',
        '<row r="5"><c r="$B$5"><v>6</v></c></row>',
        '<row><c r="?"><v>7</v></c><c r="xA6y"><v>8</v></c></row>',
        '<row r="8"><c r="AB8"><v>9</v></c></row>',
      ]),
    ).toEqual([
      ['1', '2', '', '3', '4'],
      ['5'],
      [],
      [],
      ['', '6'],
      ['7', '8'],
      [],
      [...Array<string>(27).fill(''), '9'],
    ]);
  });

  test('is read to its 400th row, 200th column, some 4,000 characters of a cell', async () => {
    const far = (at: number) => `<row r="${at}"><c r="A${at}"><v>1</v></c></row>`;
    expect(await sheet([far(400), far(401)])).toHaveLength(400);
    expect(((await sheet([cells(c('GR1', '1'), c('GS1', '2'))])) as string[][])[0]).toHaveLength(200);
    expect(await sheet([cells(c('A0', '1'))])).toEqual([]);
    const long = (length: number) => `<c r="A1" t="str"><is><t>${'x'.repeat(length)}</t><t>yz</t></is></c>`;
    expect(await sheet([cells(long(5_000))])).toEqual([['x'.repeat(4_000)]]);
    expect(await sheet([cells(long(3_999))])).toEqual([[`${'x'.repeat(3_999)}yz`]]);
  });

  test('says nothing outside of cells and their values', async () => {
    expect(
      await sheet(['<row r="1"><v>x</v><t>y</t>z<c r="A1" t="str">u<f>w</f><v>1</v>2</c>3<v>4</v></row>']),
    ).toEqual([['1']]);
  });

  const rows = [
    cellsAt(1, ['a', 'b', 'c']),
    cellsAt(2, ['', 'd']),
    '<row r="3"/>',
    cellsAt(4, ['', '', 'e']),
  ];
  test.each([
    ['over rows, in those that say something', 'A1:A4', [['a', 'b', 'c'], ['a', 'd'], [], ['a', '', 'e']]],
    ['over columns', 'A1:C1', [['a', 'a', 'a'], ['', 'd'], [], ['', '', 'e']]],
    [
      'over both, and to the right of what there is',
      'B1:D2',
      [['a', 'b', 'b', 'b'], ['', 'b', 'b', 'b'], [], ['', '', 'e']],
    ],
    ['of nothing', 'A2:A4', [['a', 'b', 'c'], ['', 'd'], [], ['', '', 'e']]],
    ['that are none', 'x', [['a', 'b', 'c'], ['', 'd'], [], ['', '', 'e']]],
    ['that do not end', 'A1', [['a', 'b', 'c'], ['', 'd'], [], ['', '', 'e']]],
    ['wider than any table', 'A1:ZZ1', [['a', 'b', 'c'], ['', 'd'], [], ['', '', 'e']]],
  ])('has merged cells %s', async (_, range, expected) => {
    expect(await sheet(rows, `<mergeCells><mergeCell ref="${range}"/></mergeCells>`)).toEqual(expected);
  });

  test('has no more than 500 merged cells', async () => {
    const merged = (count: number) => `${'<mergeCell ref="A9:A9"/>'.repeat(count)}<mergeCell ref="A1:A2"/>`;
    expect(((await sheet(rows, merged(499))) as string[][])[1]).toEqual(['a', 'd']);
    expect(((await sheet(rows, merged(500))) as string[][])[1]).toEqual(['', 'd']);
  });

  const dated = async (format: string, id = '164') => {
    const content = await office({
      'xl/workbook.xml': '<workbook><workbookPr/><sheet name="A" r:id="1"/></workbook>',
      'xl/_rels/workbook.xml.rels': '<r><Relationship Id="1" Target="s.xml"/></r>',
      'xl/styles.xml': `<s><numFmts>${format}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="${id}"/></cellXfs><cellXfs><xf numFmtId="14"/></cellXfs></s>`,
      'xl/s.xml': `<w>${cells(c('A1', '40312'), c('B1', '40312', ' s="1"'))}</w>`,
    });
    const [first, second] = content.kind === 'workbook' ? (content.sheets[0]?.rows[0] ?? []) : [];
    expect(first).toBe('40312');
    return second === '2010-05-14';
  };

  test.each([
    ['dd/mm/yyyy', true],
    ['YYYY', true],
    ['D', true],
    ['mmm', false],
    ['0.00', false],
    ['General', false],
    ['[Red]0', false],
    ['[$-809]d', true],
    ['0 "day"', false],
    ['0\\d', false],
    ['0_d', false],
    ['Yellow0', false],
    [`${'0'.repeat(200)}d`, false],
    [`${'0'.repeat(199)}d`, true],
  ])('shows a number as a day by a format of its own: %s', async (code, isDay) => {
    expect(await dated(`<numFmt numFmtId="164" formatCode='${code.replaceAll('"', '&quot;')}'/>`)).toBe(
      isDay,
    );
  });

  test('shows a number as a day by the formats that are built in, unless the workbook says otherwise', async () => {
    const days: number[] = [];
    for (let id = 0; id < 65; id += 1) if (await dated('', String(id))) days.push(id);
    expect(days).toEqual([
      14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
    ]);
    expect(await dated('<numFmt numFmtId="14" formatCode="0"/>', '14')).toBe(false);
    expect(await dated('<numFmt numFmtId="164"/>')).toBe(false);
  });

  test('has shared texts without the help to read them, each of some 4,000 characters', async () => {
    const content = await office({
      'xl/workbook.xml': '<workbook><sheet name="A" r:id="1"/></workbook>',
      'xl/_rels/workbook.xml.rels': '<r><Relationship Id="1" Target="s.xml"/></r>',
      'xl/sharedStrings.xml': `<s>x<si><r><t>a</t></r>y<r><t>b</t></r><rPh><t>c</t></rPh><t>d</t></si><si/><si><t>${'e'.repeat(5_000)}</t><t>f</t></si></s>`,
      'xl/s.xml': `<w>${cells(c('A1', '0', ' t="s"'), c('B1', '1', ' t="s"'), c('C1', '2', ' t="s"'))}</w>`,
    });
    expect(content).toMatchObject({ sheets: [{ rows: [['abd', '', 'e'.repeat(4_000)]] }] });
  });

  test('counts its days from 1904 when it says so', async () => {
    for (const since1904 of [true, false]) {
      const sheets = await rowsOf({ since1904, sheets: [{ name: 'x', rows: [cellsAt(1, [[38_850, 1]])] }] });
      expect(sheets).toMatchObject([{ rows: [[since1904 ? '2010-05-14' : '2006-05-13']] }]);
    }
  });
});

describe('the table of a workbook', () => {
  const FILE = 'The Excel file';
  type Rows = readonly (readonly string[])[];
  const read = (...sheets: readonly Rows[]) =>
    drafted(
      readWorkbook(
        sheets.map((rows) => ({ name: 'x', rows, hiddenRows: new Set(), hiddenColumns: new Set() })),
      ),
    );
  const HEAD = ['Name', 'Sex', 'Needs'];
  const CHILD = ['Canary', 'male', 'none'];
  const refused = (words: string) => ({
    drafts: [],
    problems: [{ where: FILE, words: expect.stringContaining(words) }],
  });
  const sexes = (...sheets: readonly Rows[]) => read(...sheets).drafts.map(({ facts }) => facts.children);
  const MALE = [[{ number: 1, sex: 'male', needs: [] }]];

  test('begins with the row that names most fields, three at least, within its first thirty', () => {
    expect(sexes([HEAD, CHILD])).toEqual(MALE);
    expect(sexes([['Needs', ''], [], HEAD, CHILD])).toEqual(MALE);
    expect(sexes([['a', 'b'], HEAD, CHILD])).toEqual(MALE);
    const blank = (count: number) => Array.from({ length: count }, () => ['']);
    expect(sexes([...blank(29), HEAD, CHILD])).toEqual(MALE);
    expect(read([...blank(30), HEAD, CHILD])).toEqual(refused('No sheet names three fields'));
    expect(read([['', 'Sex'], CHILD])).toEqual(refused('No sheet names three fields'));
  });

  test('is that of the one sheet with children', () => {
    expect(sexes([['x']], [HEAD, ['', '']], [HEAD, CHILD], [])).toEqual(MALE);
    expect(read([HEAD, CHILD], [HEAD, CHILD])).toEqual(refused('More than one sheet'));
    expect(read([HEAD, ['']], [HEAD])).toEqual(refused('no children below its first row'));
    expect(read()).toEqual(refused('No sheet names three fields'));
    expect(read([HEAD, ...Array.from({ length: 51 }, () => CHILD)])).toEqual(
      refused('more than 50 children'),
    );
  });
});

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('winmail.dat', () => {
  const SIGNATURE = Buffer.alloc(6, 1);
  const [STRING8, UNICODE, BINARY] = [0x1e, 0x1f, 0x102];
  const [BODY, PACKED, HTML, FILENAME, LONG_FILENAME] = [0x1000, 0x1009, 0x1013, 0x3704, 0x3707];
  const parts = (...attributes: readonly Buffer[]) => {
    const read = outlookParts(Buffer.concat([SIGNATURE, ...attributes]));
    return (
      read && {
        text: read.text,
        html: read.html,
        packed: Buffer.from(read.packed).toString(),
        files: read.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
      }
    );
  };
  const list = (...properties: readonly Buffer[]) => Buffer.concat([u32(properties.length), ...properties]);
  const mail = (...properties: readonly Buffer[]) => attribute(1, 0x00069003, list(...properties));
  const body = (text: string) => attribute(1, 0x0002800c, bytesOf(text));
  const begins = attribute(2, 0x00069002, Buffer.alloc(14));
  const title = (name: string) => attribute(2, 0x00018010, bytesOf(name));
  const data = (text: string) => attribute(2, 0x0006800f, bytesOf(text));
  const ofFile = (...properties: readonly Buffer[]) => attribute(2, 0x00069005, list(...properties));
  const fixed = (type: number, bytes: number) => Buffer.concat([u16(type), u16(7), Buffer.alloc(bytes, 9)]);
  const SAYS = property(BODY, STRING8, bytesOf('a'));
  const nothing = { text: '', html: '', packed: '', files: [] };
  const a = { ...nothing, text: 'a' };

  test('says what its body says, by the first word of it, to its end', () => {
    expect(parts(body('a\0b'), body('c'), mail(property(BODY, UNICODE, utf16('d'))))).toEqual(a);
    expect(parts(mail(property(BODY, UNICODE, utf16('\u2022\0x')), SAYS))).toEqual({ ...a, text: '\u2022' });
    expect(parts(mail(property(BODY, STRING8, bytesOf('\xe9\0x'))), body('x'))).toEqual({ ...a, text: 'é' });
  });

  test('says what is in HTML as its bytes are, and holds what is packed', () => {
    expect(
      parts(mail(property(HTML, BINARY, Buffer.from('é\0x')), property(HTML, UNICODE, utf16('x')))),
    ).toEqual({
      ...nothing,
      html: 'é',
    });
    expect(parts(mail(property(HTML, BINARY, bytesOf('\xe9\0x'))))).toEqual({ ...nothing, html: 'é' });
    expect(parts(mail(property(PACKED, BINARY, bytesOf('abcde'))))).toEqual({ ...nothing, packed: 'abcde' });
  });

  test('holds files, each with its longest name', () => {
    expect(
      parts(
        title('x'),
        data('x'),
        ofFile(property(LONG_FILENAME, UNICODE, utf16('x'))),
        attribute(1, 0x00069002, Buffer.alloc(14)),
        begins,
        title('a\0x'),
        title('b'),
        data('A'),
        begins,
        title('c'),
        ofFile(property(LONG_FILENAME, UNICODE, utf16('cc'))),
        begins,
        ofFile(property(FILENAME, STRING8, bytesOf('d'))),
        data('D'),
        begins,
        title('e'),
        ofFile(property(FILENAME, STRING8, bytesOf('ee')), property(5, STRING8, bytesOf('x'))),
        mail(property(LONG_FILENAME, UNICODE, utf16('x')), property(FILENAME, UNICODE, utf16('x'))),
      ),
    ).toEqual({
      ...nothing,
      files: [
        ['a', 'A'],
        ['cc', ''],
        ['d', 'D'],
        ['e', ''],
      ],
    });
  });

  test('is read past values of every length, of several, and with names of their own', () => {
    const named = (...name: readonly Buffer[]) =>
      Buffer.concat([u16(3), u16(0x8000), Buffer.alloc(16), ...name, u32(1)]);
    const several = (type: number, count: number, ...values: readonly Buffer[]) =>
      Buffer.concat([u16(type | 0x1000), u16(BODY), u32(count), ...values]);
    const text = (words: string) => Buffer.concat([u32(words.length), padded(bytesOf(words))]);
    for (const before of [
      ...[2, 3, 4, 10, 11].map((type) => fixed(type, 4)),
      ...[5, 6, 7, 20, 64].map((type) => fixed(type, 8)),
      fixed(72, 16),
      named(u32(0), u32(5)),
      named(u32(1), text('abc')),
      property(7, 0x0d, bytesOf('abcde')),
      several(3, 2, u32(1), u32(2)).fill(7, 2, 3),
    ])
      expect(parts(mail(before, SAYS)), before.toString('hex')).toEqual(a);
    expect(parts(mail(several(STRING8, 2, text('a'), text('b'))))).toEqual(a);
    expect(parts(mail(several(STRING8, 500, ...Array<Buffer>(500).fill(text('a')))))).toEqual(a);
    expect(
      parts(mail(several(STRING8, 501, ...Array<Buffer>(501).fill(text('a')))), body('b')),
    ).toBeUndefined();
    expect(parts(mail(SAYS, fixed(0x99, 4)))).toBeUndefined();
  });

  test('is bounded: 20 files, 2,000 attributes, 2,000 properties of each', () => {
    expect(parts(...Array<Buffer>(20).fill(begins))?.files).toHaveLength(20);
    expect(parts(...Array<Buffer>(21).fill(begins))).toBeUndefined();
    const filling = (count: number) => Array<Buffer>(count).fill(attribute(1, 1, Buffer.alloc(0)));
    expect([parts(...filling(1_999), body('a')), parts(...filling(2_000), body('a'))]).toEqual([a, nothing]);
    const properties = (count: number) => Array<Buffer>(count).fill(fixed(3, 4));
    expect([parts(mail(...properties(1_999), SAYS)), parts(mail(...properties(2_000), SAYS))]).toEqual([
      a,
      nothing,
    ]);
  });

  test('that is cut off says what came before; when that is nothing, it is none', () => {
    const cut = (bytes: Buffer, by = 3) => bytes.subarray(0, bytes.length - by);
    expect(parts(body('a'), cut(body('b')))).toEqual(a);
    expect(parts(begins, cut(body('b')))).toEqual({ ...nothing, files: [['', '']] });
    expect(parts(mail(property(HTML, BINARY, bytesOf('h'))), cut(begins))).toEqual({ ...nothing, html: 'h' });
    expect(parts(mail(property(PACKED, BINARY, bytesOf('p'))), cut(begins))).toEqual({
      ...nothing,
      packed: 'p',
    });
    expect(parts(cut(body('a')))).toBeUndefined();
    expect(outlookParts(SIGNATURE.subarray(1))).toBeUndefined();
    expect(parts()).toEqual(nothing);
    expect(parts(attribute(1, 0x00069003, cut(list(property(BODY, STRING8, bytesOf('a'))))))).toEqual(a);
  });
});

const lines = (...all: readonly string[]) => all.join('\r\n');
const partOf = (type: string, content: string | Uint8Array, disposition = 'attachment', name = '') =>
  lines(
    `Content-Type: ${type}`,
    `Content-Disposition: ${disposition}${name === '' ? '' : `; filename="${name}"`}`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content as string)
      .toString('base64')
      .replaceAll(/.{76}/g, '$&\r\n'),
  );
const plain = (text: string) => lines('Content-Type: text/plain; charset=utf-8', '', text);
let count = 0;
const mixed = (...parts: readonly string[]) => {
  count += 1;
  const boundary = `b${count}`;
  return lines(
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, part]),
    `--${boundary}--`,
    '',
  );
};
const file = (name: string, content: string | Uint8Array, type = 'application/octet-stream') =>
  partOf(type, content, 'attachment', name);
const opened = async (raw: string | Uint8Array) => openMail(Buffer.from(raw as string));
const holding = async (...parts: readonly string[]) => {
  const opening = await opened(mixed(...parts));
  if (opening.kind === 'refused') return opening.words;
  const { text, within, files, unread } = opening.mail;
  return { text: text.trim(), within: within.map((words) => words.trim()), files, unread };
};
const nothingIn = { text: '', within: [] as string[], files: [] as unknown[], unread: [] as string[] };
const FORM = zipped({ 'word/document.xml': `<w:d>${p(t('a'))}</w:d>` });
const WORDS = { kind: 'word', lines: [paragraph('a')] };
const MANY = expect.stringContaining('too many lines or parts');

describe('a mail', () => {
  test('says its text; without one its HTML; without either what an Outlook wrapped', async () => {
    const html = lines('Content-Type: text/html', '', '<p>a</p>');
    const wrapped = file('winmail.dat', tnef({ body: 'w' }), 'application/ms-tnef');
    expect(await holding(plain('t'), wrapped)).toEqual({ ...nothingIn, text: 't' });
    expect(await holding(plain(' '), html, wrapped)).toMatchObject({ text: expect.stringContaining('a') });
    expect(await opened(lines(html))).toMatchObject({ mail: { text: 'a' } });
    expect(await holding(plain(' '), wrapped, wrapped)).toEqual({ ...nothingIn, text: 'w\nw' });
    const long = 'x'.repeat(200_001);
    for (const raw of [
      plain(long),
      lines('Content-Type: text/html', '', long),
      mixed(file('w', tnef({ body: long }))),
    ]) {
      const opening = await opened(raw);
      expect(opening.kind === 'opened' && opening.mail.text.length).toBe(200_000);
    }
  });

  test('has tables as programs write their letters', async () => {
    const csv = { kind: 'csv', text: 'é' };
    expect(
      await holding(
        file('a.csv', 'é'),
        file('a.csv', bytesOf('\xe9')),
        file('a.csv', utf16('\ufeffé')),
        file('a.csv', Buffer.from([0xff, 0x41])),
        file('a.csv', Buffer.from([0x41, 0xfe])),
      ),
    ).toEqual({
      ...nothingIn,
      files: [csv, csv, csv, { kind: 'csv', text: 'ÿA' }, { kind: 'csv', text: 'Aþ' }],
    });
  });

  test('is refused with a CSV file that is too big', async () => {
    const words = expect.stringContaining('bigger than 256 KB');
    expect(await holding(file('a.csv', 'x'.repeat(256 * 1024 + 1)))).toEqual(words);
    expect(await holding(file('a.csv', 'x'.repeat(256 * 1024)))).toMatchObject({ files: [{}] });
  });

  test('is refused when it is bigger, has more parts, attachments, documents or mails within than any referral', async () => {
    const MB = 1024 * 1024;
    const refused = (words: unknown) => ({ kind: 'refused', words });
    const tooBig = expect.stringContaining('bigger than 10 MB');
    expect(await opened(Buffer.alloc(10 * MB + 1, 'a'))).toEqual(refused(tooBig));
    expect(await opened(Buffer.concat([bytesOf('\n'), Buffer.alloc(10 * MB - 1, 'a')]))).toMatchObject({
      kind: 'opened',
    });
    expect(await opened('a\n'.repeat(6_001))).toEqual(refused(MANY));
    expect(await opened(`X-A: ${'a'.repeat(128 * 1024)}\r\n\r\nb`)).toEqual(refused(MANY));
    const nested = (depth: number): string =>
      depth === 0
        ? plain('x')
        : lines(
            `Content-Type: multipart/mixed; boundary=b${depth}`,
            '',
            `--b${depth}`,
            nested(depth - 1),
            `--b${depth}--`,
          );
    expect(await opened(nested(9))).toMatchObject({ kind: 'opened' });
    expect(await opened(nested(12))).toEqual(refused(MANY));
    const times = (count: number, part: string) => holding(...Array<string>(count).fill(part));
    expect(await times(20, file('a.ics', 'x'))).toEqual(nothingIn);
    expect(await times(21, file('a.ics', 'x'))).toContain('more than 20 attachments');
    expect(await times(5, file('a', FORM))).toEqual({ ...nothingIn, files: Array(5).fill(WORDS) });
    expect(await times(6, file('a', FORM))).toContain('more than 5 documents');
    const message = lines('Content-Type: message/rfc822', '', plain('m'));
    expect(await times(5, message)).toEqual({ ...nothingIn, within: Array(5).fill('m') });
    expect(await times(6, message)).toEqual(MANY);
  });

  test('has mails within it, and in those, and no further', async () => {
    const within = (part: string) => lines('Content-Type: message/rfc822', '', part);
    const twice = within(mixed(plain('b'), within(plain('c')), file('a', FORM)));
    expect(await holding(plain('a'), twice)).toEqual({
      text: 'a',
      within: ['c', 'b'],
      files: [WORDS],
      unread: [],
    });
    expect(await holding(within(mixed(within(mixed(within(plain('d')))))))).toEqual(MANY);
    const wrapped = file('winmail.dat', tnef({ body: 'w' }));
    expect(await holding(within(mixed(wrapped)))).toMatchObject({ within: ['w'], unread: [] });
    expect(await holding(within(mixed(within(mixed(wrapped)))))).toMatchObject({
      unread: [expect.stringContaining('winmail.dat')],
    });
  });

  test('passes over what belongs to it, and says once why a file is not read', async () => {
    const picture = (disposition: string) => partOf('image/png', 'x', disposition, 'a.png');
    const reports = [
      'message/delivery-status',
      'message/global-delivery-status',
      'message/disposition-notification',
      'message/headers',
      'message/global-headers',
      'Text/RFC822-headers',
    ];
    expect(await holding(picture('inline'), ...reports.map((type) => file('a', 'x', type)))).toEqual(
      nothingIn,
    );
    expect(await holding(file('a', 'x', 'text/x-rfc822-headers'))).toMatchObject({
      unread: [expect.anything()],
    });
    const related = mixed(plain('a'), `Content-ID: <1>\r\n${picture('attachment')}`).replace(
      'mixed',
      'related',
    );
    expect(await holding(related)).toMatchObject({ unread: [] });
    const encrypted = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), utf16('EncryptedPackage')]);
    expect(
      await holding(
        picture('attachment'),
        picture('attachment'),
        file('a', '%PDF'),
        file('a', encrypted),
        file('a', zipped({ a: '' })),
        partOf('application/x', 'x', 'inline', 'a'),
      ),
    ).toEqual({
      ...nothingIn,
      unread: ['pictures or scans', 'PDF', 'has a password', 'zipped folders', 'this kind of file'].map(
        (words) => expect.stringContaining(words),
      ),
    });
  });

  test('has what an Outlook wrapped: files, its words in HTML or in rich text, or neither', async () => {
    const wrapped = (mail: Parameters<typeof tnef>[0], ...more: readonly string[]) =>
      holding(...more, file('winmail.dat', tnef(mail)));
    const rtf = packed('{\\rtf1 r}');
    const html = packed('{\\rtf1\\fromhtml1 h}');
    const broken = Buffer.alloc(40, 1);
    const files = [{ name: 'a.docx', bytes: FORM }];
    expect(await wrapped({ body: 'b', html: '<p>h</p>', packed: rtf, files })).toEqual({
      ...nothingIn,
      text: 'b',
      files: [WORDS],
    });
    expect(await wrapped({ body: ' ', html: '<p>h</p>', packed: rtf })).toEqual({ ...nothingIn, text: 'h' });
    expect(await wrapped({ packed: rtf })).toEqual({ ...nothingIn, text: 'r' });
    expect(await wrapped({ packed: html })).toEqual({ ...nothingIn, text: 'h' });
    expect(await wrapped({})).toEqual(nothingIn);
    const unread = [expect.stringContaining('winmail.dat')];
    expect(await wrapped({ packed: broken })).toEqual({ ...nothingIn, unread });
    expect(await wrapped({ packed: broken, files })).toEqual({ ...nothingIn, files: [WORDS] });
    expect(await wrapped({ packed: broken }, plain('t'))).toEqual({ ...nothingIn, text: 't' });
    expect(await wrapped({ files: [{ name: 'a.png', bytes: bytesOf('x') }] })).toMatchObject({
      unread: [expect.stringContaining('pictures')],
    });
    expect(await holding(file('w', Buffer.from([0x78, 0x9f, 0x3e, 0x22])))).toEqual({ ...nothingIn, unread });
  });
});
