import { dayOfSerial } from './day-of-serial.ts';
import type { OpenedZip } from './open-zip.ts';
import { walkXml } from './walk-xml.ts';

/** Far more than a table of fifty children has; a sheet is read no further. */
const MOST_ROWS = 400;
const MOST_COLUMNS = 200;
const MOST_SHARED = 20_000;
const MOST_MERGED = 500;
const LONGEST_CELL = 4_000;
const MOST_SHEETS = 20;

/** A sheet of a workbook: rows of cells as text, dates as 2026-11-23. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  /** Whoever opens the workbook does not see it. */
  readonly hidden?: boolean;
  /** Rows and columns that are not seen, from 0: hidden, or filtered out. */
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: ReadonlySet<number>;
}

/** Built-in formats that show a date (ECMA-376, 18.8.30, with those of East Asian languages). */
const builtInDates = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** Whether a number format shows a day: its letters d or y outside of quotes, escapes and brackets. */
const showsDate = (code: string): boolean =>
  /[dy]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '').replaceAll(/general|red|yellow|cyan/gi, ''));

/** The sheets of an Excel workbook that can be seen. @throws ZipRefusal, XmlRefusal */
export async function sheetCells(zip: OpenedZip): Promise<readonly Sheet[]> {
  const workbook = await readWorkbook(zip);
  const shared = await readShared(zip);
  const dates = await readDateStyles(zip);
  const sheets: Sheet[] = [];
  for (const { name, part, hidden } of workbook.sheets) {
    const xml = await zip.part(part);
    if (xml !== undefined)
      sheets.push({
        name,
        ...(hidden ? { hidden } : {}),
        ...readSheet(xml, { shared, dates, since1904: workbook.since1904 }),
      });
  }
  return sheets;
}

async function readWorkbook(zip: OpenedZip): Promise<{
  readonly since1904: boolean;
  readonly sheets: readonly { readonly name: string; readonly part: string; readonly hidden: boolean }[];
}> {
  const targets = new Map<string, string>();
  const found: { name: string; id: string; hidden: boolean }[] = [];
  let since1904 = false;
  const relations = await zip.part('xl/_rels/workbook.xml.rels');
  if (relations !== undefined)
    walkXml(relations, {
      open: (name, attribute) => {
        if (name === 'Relationship') targets.set(attribute('Id') ?? '', attribute('Target') ?? '');
        return targets.size > MOST_SHARED;
      },
    });
  const workbook = await zip.part('xl/workbook.xml');
  if (workbook !== undefined)
    walkXml(workbook, {
      open: (name, attribute) => {
        if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
        if (name === 'sheet')
          found.push({
            name: attribute('name') ?? '',
            id: attribute('id') ?? '',
            hidden: (attribute('state') ?? 'visible') !== 'visible',
          });
        return found.length > MOST_SHEETS;
      },
    });
  const sheets = found.flatMap(({ name, id, hidden }) => {
    const target = targets.get(id) ?? '';
    return target === ''
      ? []
      : [{ name, hidden, part: target.startsWith('/') ? target.slice(1) : `xl/${target}` }];
  });
  return { since1904, sheets };
}

/** Texts that cells share; what is phonetic help in them is left out. */
async function readShared(zip: OpenedZip): Promise<readonly string[]> {
  const xml = await zip.part('xl/sharedStrings.xml');
  const texts: string[] = [];
  let text = '';
  let spelt = false;
  let phonetic = false;
  if (xml !== undefined)
    walkXml(xml, {
      open: (name) => {
        if (name === 'si') text = '';
        else if (name === 'rPh') phonetic = true;
        else if (name === 't') spelt = !phonetic;
        return false;
      },
      text: (more) => {
        if (spelt && text.length < LONGEST_CELL) text += more.slice(0, LONGEST_CELL);
      },
      close: (name) => {
        if (name === 't') spelt = false;
        else if (name === 'rPh') phonetic = false;
        else if (name === 'si') texts.push(text);
        return texts.length > MOST_SHARED;
      },
    });
  return texts;
}

/** Which styles show a number as a day. */
async function readDateStyles(zip: OpenedZip): Promise<ReadonlySet<number>> {
  const xml = await zip.part('xl/styles.xml');
  const custom = new Map<number, boolean>();
  const dates = new Set<number>();
  let styles = 0;
  let inStyles = false;
  if (xml !== undefined)
    walkXml(xml, {
      open: (name, attribute) => {
        if (name === 'numFmt')
          custom.set(Number(attribute('numFmtId')), showsDate((attribute('formatCode') ?? '').slice(0, 200)));
        else if (name === 'cellXfs') inStyles = true;
        else if (name === 'xf' && inStyles) {
          const id = Number(attribute('numFmtId') ?? 0);
          if (custom.get(id) ?? builtInDates(id)) dates.add(styles);
          styles += 1;
        }
        return false;
      },
      close: (name) => name === 'cellXfs',
    });
  return dates;
}

/** Row and column, from 0, of a reference such as B12; undefined for none. */
function placeOf(reference: string): readonly [number, number] | undefined {
  const [, letters = '', digits = ''] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference) ?? [];
  if (letters === '') return undefined;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return [Number(digits) - 1, column];
}

interface Known {
  readonly shared: readonly string[];
  readonly dates: ReadonlySet<number>;
  readonly since1904: boolean;
}

interface Cell {
  readonly type: string;
  readonly style: number;
  value: string;
}

function wordsOf({ type, style, value }: Cell, { shared, dates, since1904 }: Known): string {
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'yes' : 'no';
  if (type !== 'n' || value === '') return value.replace(/T00:00:00.*$/, '');
  const number = Number(value);
  const day = dates.has(style) ? dayOfSerial(number, since1904) : undefined;
  // 12345678 and not 1.2345678E7: a reference that somebody typed as a number.
  return day ?? (Number.isSafeInteger(number) ? String(number) : value);
}

function readSheet(xml: Uint8Array, known: Known): Pick<Sheet, 'rows' | 'hiddenRows' | 'hiddenColumns'> {
  const rows: string[][] = [];
  const hiddenRows = new Set<number>();
  const hiddenColumns = new Set<number>();
  const isHidden = (attribute: (name: string) => string | undefined) =>
    ['1', 'true'].includes(attribute('hidden') ?? '') ||
    Number(attribute('ht') ?? attribute('width') ?? 1) === 0;
  let at: [number, number] = [-1, -1];
  let cell: Cell | undefined;
  let spelt = false;
  let merged = 0;
  walkXml(xml, {
    open: (name, attribute) => {
      if (name === 'row') {
        at = [Number(attribute('r') ?? at[0] + 2) - 1, -1];
        if (isHidden(attribute) && hiddenRows.size < MOST_ROWS) hiddenRows.add(at[0]);
      } else if (name === 'col' && isHidden(attribute))
        for (
          let column = Number(attribute('min')) - 1;
          column < Math.min(Number(attribute('max')), MOST_COLUMNS);
          column += 1
        )
          hiddenColumns.add(column);
      else if (name === 'c') {
        const [row, column] = placeOf(attribute('r') ?? '') ?? [at[0], at[1] + 1];
        at = [row, column];
        cell = { type: attribute('t') ?? 'n', style: Number(attribute('s') ?? 0), value: '' };
      } else if (name === 'v' || name === 't') spelt = cell !== undefined;
      else if (name === 'mergeCell') {
        merged += 1;
        spread(rows, attribute('ref') ?? '');
      }
      return merged >= MOST_MERGED;
    },
    text: (text) => {
      if (spelt && cell !== undefined && cell.value.length < LONGEST_CELL)
        cell.value += text.slice(0, LONGEST_CELL);
    },
    close: (name) => {
      if (name === 'v' || name === 't') spelt = false;
      if (name !== 'c' || cell === undefined) return false;
      const [row, column] = at;
      const words = wordsOf(cell, known).trim();
      cell = undefined;
      if (words === '' || row < 0 || row >= MOST_ROWS || column < 0 || column >= MOST_COLUMNS) return false;
      while (rows.length <= row) rows.push([]);
      const line = rows[row] ?? [];
      while (line.length < column) line.push('');
      line[column] = words;
      return false;
    },
  });
  return { rows, hiddenRows, hiddenColumns };
}

/** A merged cell's words in every row that it spans and that says something else too, as somebody who looks at the sheet reads it. */
function spread(rows: readonly string[][], range: string): void {
  const [first = '', last = ''] = range.split(':');
  const [top, left] = placeOf(first) ?? [0, MOST_COLUMNS];
  const [bottom, right] = placeOf(last) ?? [0, 0];
  const words = rows[top]?.[left] ?? '';
  if (words === '' || right - left > MOST_COLUMNS) return;
  for (const row of rows.slice(top, bottom + 1)) {
    if (!row.some((text) => text !== '')) continue;
    for (let column = left; column <= right; column += 1) {
      while (row.length <= column) row.push('');
      row[column] = words;
    }
  }
}
