/** Rich text as Outlook packs it into winmail.dat: the packing (MS-OXRTFCP), what it says, and a mail in HTML within it (MS-OXRTFEX). */
import { describe, expect, test } from 'vitest';
import { richText, unpackedRichText } from '../../functions/receive-email/documents/rich-text.ts';
import { codepage } from '../../functions/receive-email/documents/rich-text-words.ts';
import { packed } from './outlook-mails.ts';

const said = (rtf: string): string | undefined => {
  const read = richText(Buffer.from(rtf, 'latin1'));
  return read?.kind === 'html' ? read.html : read?.text;
};

describe('what is packed', () => {
  test('is unpacked: the specification’s own example, and its example that repeats what it is still writing', () => {
    const examples = [
      '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
      '1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0',
    ].map((hex) => Buffer.from(hex, 'hex'));
    expect(unpackedRichText(examples[0] ?? Buffer.alloc(0))).toEqual({ kind: 'lines', text: 'hello world' });
    expect(unpackedRichText(examples[1] ?? Buffer.alloc(0))).toEqual({
      kind: 'lines',
      text: 'WXYZWXYZWXYZWXYZWXYZ',
    });
  });

  const rtf = `{\\rtf1\\ansi Sex: male\\par ${'Needs: none\\par '.repeat(600)}}`;
  test('is unpacked beyond the 4,096 bytes that it can point into', () => {
    expect(unpackedRichText(packed(rtf))).toEqual(richText(Buffer.from(rtf)));
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['cut off', packed(rtf).subarray(0, 100)],
    ['another packing', Buffer.concat([packed(rtf).subarray(0, 8), Buffer.alloc(60)])],
    ['no RTF', packed('hello')],
    ['too big', Buffer.concat([packed(rtf), Buffer.alloc(300_000)])],
    ['longer than it is by its own word', Buffer.concat([Buffer.alloc(4, 0x7f), packed(rtf).subarray(4)])],
  ])('%s: is not read', (_, bytes) => {
    expect(unpackedRichText(bytes)).toBeUndefined();
  });
});

describe('what is said', () => {
  test.each([
    ['paragraphs, lines and tabs', '{\\rtf1 a\\par b\\line c\\tab d\\par}', 'a\nb\nc\td\n'],
    [
      'a row whose first cell is a field',
      '{\\rtf1\\trowd Sex\\cell male\\cell\\row Needs:\\cell none\\cell\\row}',
      'Sex: male\nNeeds: none\n',
    ],
    ['letters by their byte', "{\\rtf1\\ansi\\ansicpg1252 Zo\\'eb and Zo\xeb}", 'Zoë and Zoë'],
    [
      'letters by their number, with what stands in for them',
      "{\\rtf1\\uc1 Zo\\u235?! \\uc2\\u8217\\'81\\'66s \\uc0\\u235.}",
      'Zoë! ’s ë.',
    ],
    ['a number beyond 32,767 is written below zero, in pairs', '{\\rtf1\\uc0\\u-10179\\u-8704}', '😀'],
    [
      'letters of a font’s own set',
      "{\\rtf1{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Arial Cyr;}}\\f1\\'c0\\f0\\'c0}",
      'АÀ',
    ],
    ['marks', '{\\rtf1 \\{a\\}\\\\ \\lquote b\\rquote\\~c\\_d\\-e \\emdash}', '{a}\\ ‘b’\u00a0c-de —'],
    [
      'no fonts, colours, pictures, hidden words, or what only newer programs know',
      '{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red1;}{\\*\\generator x;}{\\pict 0a0b}a{\\v hidden}{\\*\\new {b}}c}',
      'ac',
    ],
    ['no bytes of a file', '{\\rtf1 a\\bin5 {{{{{b}', 'ab'],
    [
      'what a field shows, not how it is made',
      '{\\rtf1{\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt here}}}',
      'here',
    ],
    ['nothing behind its end', '{\\rtf1 a}b', 'a'],
    ['as far as it goes', '{\\rtf1 a{b\\', 'ab'],
    ['none of the bytes of a file, whatever they are', '{\\rtf1 a\\bin5 xxxxxb\\bin c\\bin-5 d}', 'abcd'],
    ['a word that stands in for a letter not twice', '{\\rtf1 a\\u8217\\emdash b\\u8217 ?c}', 'a’b’c'],
    [
      'letters of its own code page, until a font has another, and again behind \\plain',
      "{\\rtf1\\ansicpg1251 \\'c0{\\fonttbl{\\f1\\fcharset161 A;}{\\f2\\fcharset0 B;}}\\f1\\'c1\\plain\\'c0\\f2\\'c0}",
      'АΑАА',
    ],
    [
      'what is hidden until it is no more, or is plain again',
      '{\\rtf1 a{\\v b\\v0 c\\v d\\plain e}f}',
      'acef',
    ],
    ['a short first cell as a field', `{\\rtf1 ${'a'.repeat(60)}\\cell b\\row}`, `${'a'.repeat(60)}: b\n`],
    ['a long one as words', `{\\rtf1 ${'a'.repeat(61)}\\cell b\\row}`, `${'a'.repeat(61)} b\n`],
    ['groups in groups, 500 deep', `{\\rtf1 ${'{'.repeat(499)}a${'}'.repeat(500)}`, 'a'],
    ['nothing of it when they go deeper', `{\\rtf1 ${'{'.repeat(500)}a${'}'.repeat(501)}`, undefined],
    ['words in HTML only where it was made of them', '{\\rtf1\\fromhtml0 a{\\*\\htmltag64 <p>}<b}', 'a<b'],
  ])('%s', (_, rtf, words) => {
    expect(said(rtf)).toBe(words);
  });

  test('a mail in HTML is taken out as it was: its tags, and its words apart from what stands in for tags', () => {
    const rtf =
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag64 <p class="x">}\\htmlrtf {\\htmlrtf0 1 < 2 & Zo\\\'eb\\htmlrtf\\par}\\htmlrtf0{\\*\\htmltag84 &nbsp;}\\htmlrtf \\\'a0\\htmlrtf0 x{\\*\\mhtmltag64 <q>}{\\*\\htmltag72 </p>}}';
    expect(richText(Buffer.from(rtf, 'latin1'))).toEqual({
      kind: 'html',
      html: '<p class="x">1 &lt; 2 &amp; Zoë&nbsp;x</p>',
    });
  });

  test('no more than 400,000 letters', () => {
    expect(said(`{\\rtf1 ${'a'.repeat(400_010)}}`)).toHaveLength(400_000);
  });

  test.each([
    [874, 'windows-874'],
    [932, 'shift_jis'],
    [65_001, 'utf-8'],
    [1_249, 'windows-1252'],
    [1_250, 'windows-1250'],
    [1_258, 'windows-1258'],
    [1_259, 'windows-1252'],
  ])('letters of code page %d are those of %s', (number, encoding) => {
    expect(codepage(number)).toBe(encoding);
  });

  test('what is nested deeper than any mail, or is no RTF, is not read', () => {
    expect(said(`{\\rtf1 ${'{'.repeat(1_000)}`)).toBeUndefined();
    expect(said('hello')).toBeUndefined();
  });
});
