import { parse } from 'csv-parse/sync';
import { MOST_ROWS, readTable, type Sheet } from './read-table.ts';

const FILE = 'The CSV file';
/** A head of all our fields has about a thousand characters. */
const LONGEST_HEAD = 8_000;

const delimiterOf = (head: string): string =>
  [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';

/** A table as spreadsheets save it: commas, semicolons or tabs between the cells. */
export function readCsv(text: string, today: string): Sheet {
  const unread = (words: string): Sheet => ({ drafts: [], problems: [{ where: FILE, words }] });
  const head = text.slice(0, LONGEST_HEAD).split(/\r\n|\r|\n/, 1)[0] ?? '';
  if (head.length >= LONGEST_HEAD)
    return unread(
      'Its first row is too long. Begin with a row of field names, and one row for each child below.',
    );
  try {
    const table: string[][] = parse(text, {
      bom: true,
      delimiter: delimiterOf(head),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 50_000,
      to: MOST_ROWS + 2,
    });
    return readTable(table, FILE, today);
  } catch {
    return unread(
      'The file is not a table that we can read. Save it from your spreadsheet as "CSV UTF-8" and send it again.',
    );
  }
}
