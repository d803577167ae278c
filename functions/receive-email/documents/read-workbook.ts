import { type Sheet as Drafted, isHead, readTable } from '../read-table.ts';
import type { Sheet } from './sheet-cells.ts';

const FILE = 'The Excel file';
/** A head below this row is no head any more. */
const DEEPEST_HEAD = 30;

const unread = (words: string): Drafted => ({ drafts: [], problems: [{ where: FILE, words }] });

/** The table from its head on: what stands above it is a title. */
const tableIn = ({ rows }: Sheet): readonly (readonly string[])[] => {
  const filled = rows.map((row) => row.filter((cell) => cell !== '').length);
  // A title such as "Needs" can be a field's name too; a head has more than one.
  const several = rows.findIndex((row, at) => at < DEEPEST_HEAD && (filled[at] ?? 0) > 1 && isHead(row));
  const head = several >= 0 ? several : rows.findIndex((row, at) => at < DEEPEST_HEAD && isHead(row));
  return head < 0 ? [] : rows.slice(head);
};

const hasChildren = (table: readonly (readonly string[])[]): boolean =>
  table.slice(1).some((row) => row.some((cell) => cell !== ''));

/** The one sheet of a workbook that has children in it, a row for each. */
export function readWorkbook(sheets: readonly Sheet[], today: string): Drafted {
  const tables = sheets.map(tableIn).filter((table) => table.length > 0);
  const [table, ...more] = tables.filter(hasChildren);
  if (more.length > 0)
    return unread('More than one sheet has children in it. Put them all in one sheet, and send it again.');
  if (table !== undefined) return readTable(table, FILE, today);
  return unread(
    tables.length > 0
      ? 'It has no children below its first row. Write one row for each child.'
      : 'No sheet names a field that we know. Begin with a row of field names, such as Name, Date of birth, Sex.',
  );
}
