import { parse } from 'csv-parse/sync';
import { MOST_ROWS, readTable, type TableReading } from './read-table.ts';
import { headsIn } from './tab-table.ts';

const FILE = 'The CSV file';
/** A head of all our fields has about a thousand characters. */
const LONGEST_HEAD = 8_000;

/** What separates the cells: what makes the most known heads of one of the first lines, or else what stands there most. */
function delimiterOf(lines: readonly string[]): string {
  const most = (delimiter: string) =>
    Math.max(
      0,
      ...lines.map(
        (line) => headsIn(line.replaceAll('"', '').split(delimiter)) * 1_000 + line.split(delimiter).length,
      ),
    );
  return [',', ';', '\t', '|'].toSorted((a, b) => most(b) - most(a))[0] ?? ',';
}

/** Rows above the head that are looked at for it. */
const HEAD_WITHIN = 31;

/** A table as spreadsheets save it: commas, semicolons or tabs between the cells; Excel may say which in a first line "sep=;". */
export function readCsv(given: string): TableReading {
  const unread = (words: string): TableReading => ({ said: [], problems: [{ where: FILE, words }] });
  const text = given.replace(/^\ufeff/, '');
  const [, separator, rest = text] = /^"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)([\s\S]*)$/i.exec(text) ?? [];
  const lines = rest.slice(0, LONGEST_HEAD * 2).split(/\r\n|\r|\n/, HEAD_WITHIN);
  if ((lines[0] ?? '').length >= LONGEST_HEAD)
    return unread(
      'Its first row is too long. Begin with a row of field names, and one row for each child below.',
    );
  try {
    const table: string[][] = parse(rest, {
      bom: true,
      delimiter: separator ?? delimiterOf(lines),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 50_000,
      to: MOST_ROWS + HEAD_WITHIN + 1,
    });
    return readTable(table, FILE);
  } catch {
    return unread(
      'The file is not a table that we can read. Save it from your spreadsheet as "CSV UTF-8" and send it again.',
    );
  }
}
