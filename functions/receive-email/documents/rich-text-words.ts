/** The words of RTF that matter to who only wants to know what is said (the RTF specification, version 1.9.1). */

/** Character sets of fonts that are not Windows' Western one. */
export const fontEncodings: Readonly<Record<number, string>> = {
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};
const codepages: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  65001: 'utf-8',
};
export const WESTERN = 'windows-1252';
/** How a code page of Windows is called today; the Western one when it is none that mail comes in. */
export const codepage = (number: number): string =>
  codepages[number] ?? (number >= 1250 && number <= 1258 ? `windows-${number}` : WESTERN);

/** Groups that say nothing of what is read. */
export const silent = new Set(
  'fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf fldinst'.split(
    ' ',
  ),
);
/** Ends of a cell until the row is known. */
export const CELL = '\u000b';
/** What a control word or symbol says. */
export const saidBy: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  cell: CELL,
  tab: '\t',
  emdash: '\u2014',
  endash: '\u2013',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201c',
  rdblquote: '\u201d',
  bullet: '\u2022',
  emspace: ' ',
  enspace: ' ',
  '~': '\u00a0',
  _: '-',
  '\n': '\n',
  '\r': '\n',
  '\\': '\\',
  '{': '{',
  '}': '}',
};
