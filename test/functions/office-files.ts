/** Office files as people send them: our Word form filled in, workbooks, and what Word, LibreOffice and Google Docs make of either. */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { forms } from '../../functions/pages/http/form-files.ts';

const DAY = new Date(2026, 0, 1);

export const emptyForm = (): Buffer => Buffer.from(forms.word, 'base64');

/** A zipped file with some of its parts replaced or added. */
export function withParts(file: Uint8Array, parts: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const all: Zippable = unzipSync(new Uint8Array(file));
  for (const [name, part] of Object.entries(parts))
    all[name] = typeof part === 'string' ? strToU8(part) : part;
  return Buffer.from(zipSync(all, { mtime: DAY }));
}

export const zipped = (parts: Readonly<Record<string, string | Uint8Array>>): Buffer =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
      ),
      { mtime: DAY },
    ),
  );

export const partOf = (file: Uint8Array, name: string): string =>
  strFromU8(unzipSync(new Uint8Array(file))[name] ?? new Uint8Array());

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const run = (text: string): string => `<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;

/** How a program writes what somebody typed into a cell. */
export type Hand = (text: string) => string;
/** Word, which cuts a text into runs wherever it was typed at another time. */
export const word: Hand = (text) =>
  [...text.matchAll(/[\s\S]{1,3}/g)].map(([piece]) => run(piece)).join('<w:proofErr w:type="spellStart"/>');
/** A list to choose from keeps its control in Word. */
export const chosen: Hand = (text) =>
  `<w:sdt><w:sdtPr><w:alias w:val="x"/><w:dropDownList w:lastValue="x"><w:listItem w:displayText="never" w:value="never"/></w:dropDownList></w:sdtPr><w:sdtContent>${run(text)}</w:sdtContent></w:sdt>`;
/** Each line a paragraph of its own. */
export const inLines: Hand = (text) => text.split('; ').map(run).join('</w:p><w:p>');

/** A Word document's main part with answers in the cells beside their fields; `Child 2 Name` is the second child's. */
export function filledDocument(
  document: string,
  answers: Readonly<Record<string, string>>,
  hand: (label: string) => Hand = () => word,
): string {
  let child = 1;
  const left = new Set(Object.keys(answers));
  const filled = document.replaceAll(/<w:tr>[\s\S]*?<\/w:tr>/g, (row) => {
    const cells = row.match(/<w:tc>[\s\S]*?<\/w:tc>/g) ?? [];
    const label = (cells[0] ?? '').replaceAll(/<[^>]+>/g, '');
    const [, number] = /^Child (\d)$/.exec(label) ?? [];
    if (number !== undefined) child = Number(number);
    const nameOf = (own: string) => (child > 1 ? `Child ${child} ${own}` : own);
    const cell = cells[1];
    if (cell === undefined) return row;
    const paragraph = /(<w:p>(?:<w:pPr>[\s\S]*?<\/w:pPr>)?)([\s\S]*?)(<\/w:p>)/g;
    // A cell of several facts has a line for each: its label, and behind it the answer.
    const filledCell = cell.replaceAll(paragraph, (whole, open, within: string, close) => {
      const [, own = label] = /<w:t[^>]*>([^<]+): <\/w:t>/.exec(within) ?? [];
      const answer = answers[nameOf(own)];
      if (answer === undefined || !left.delete(nameOf(own))) return whole;
      return `${open}${own === label ? '' : run(`${own}: `)}${hand(own)(answer)}${close}`;
    });
    return row.replace(cell, () => filledCell);
  });
  if (left.size > 0) throw new Error(`The form has no field for: ${[...left].join(', ')}.`);
  return filled;
}

export const filledForm = (
  answers: Readonly<Record<string, string>>,
  hand?: (label: string) => Hand,
): Buffer => {
  const form = emptyForm();
  return withParts(form, {
    'word/document.xml': filledDocument(partOf(form, 'word/document.xml'), answers, hand),
  });
};

/** Every answer that a referral needs. */
export const wholeForm: Readonly<Record<string, string>> = {
  'Under 18 at claim': 'yes',
  'Claims in own right': 'Yes',
  'Separated from parents': 'yes ',
  'No responsible adult': 'yes',
  'Asylum claim on': '16th November 2026',
  'Arrived on': '15/11/2026',
  'In our care': 'yes',
  'Family in the UK': 'none',
  Links: 'Leeds (community)',
  'Areas to avoid': 'Kirklees; Bradford',
  Trafficking: '\u201cno indicators\u201d',
  'Wishes recorded': 'yes',
  Name: 'Canary Child',
  'Date of birth': '14 \u2013 05 \u2013 2010',
  Sex: 'male',
  'Age assessment': 'not required',
  Placement: 'foster care',
  Needs: 'none',
};

/** What Word and Google Docs write around a workbook's cells, at its least. */
export interface Book {
  readonly sheets: readonly {
    readonly name: string;
    readonly rows: readonly string[];
    readonly more?: string;
    readonly state?: string;
  }[];
  readonly shared?: readonly string[];
  readonly since1904?: boolean;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A workbook; style 1 shows a number as a day, style 2 by a format of its own. */
export function workbook({ sheets, shared = [], since1904 = false }: Book): Buffer {
  return zipped({
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${since1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        ({ name, state }, at) =>
          `<sheet name="${name}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships>${sheets
      .map(
        (_, at) =>
          `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-809]dd\\ mmmm\\ yyyy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="2"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${head}<sst xmlns="${MAIN}">${shared.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(
      sheets.map(({ rows, more = '' }, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `${head}<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData>${more}</worksheet>`,
      ]),
    ),
  });
}

const letters = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + letters(column % 26);

/** A row of texts, and of numbers as [number, style]. Empty texts are no cells at all, as Excel leaves them out. */
export const cellsAt = (at: number, cells: readonly (string | readonly [number, number])[]): string =>
  `<row r="${at}">${cells
    .map((cell, column) => {
      const place = `${letters(column)}${at}`;
      if (typeof cell !== 'string') return `<c r="${place}" s="${cell[1]}"><v>${cell[0]}</v></c>`;
      return cell === '' ? '' : `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
    })
    .join('')}</row>`;
