import { headOf, isForm, readTable, type TableReading } from '../read-table.ts';
import type { Sheet } from './sheet-cells.ts';

const FILE = 'The Excel file';

const unread = (words: string): TableReading => ({ said: [], problems: [{ where: FILE, words }] });

const hasChildren = ({ rows }: Sheet): boolean => {
  const head = headOf(rows);
  return head === undefined
    ? isForm(rows)
    : rows.slice(head + 1).some((row) => row.some((cell) => cell !== ''));
};

const isEmpty = ({ rows }: Sheet): boolean => rows.every((row) => row.every((cell) => cell === ''));

/** The one sheet of a workbook that has children in it: a row for each, or one in a list of fields. */
export function readWorkbook(sheets: readonly Sheet[]): TableReading {
  const seen = sheets.filter(({ hidden }) => hidden !== true);
  const unseen = sheets.filter((sheet) => sheet.hidden === true && hasChildren(sheet));
  const [sheet, ...more] = seen.filter(hasChildren);
  if (more.length > 0)
    return unread('More than one sheet has children in it. Put them all in one sheet, and send it again.');
  if (sheet === undefined)
    return unread(
      seen.some(({ rows }) => headOf(rows) !== undefined)
        ? 'It has no children below its first row. Write one row for each child.'
        : 'No sheet names three fields that we know. Begin with a row of field names, such as Name, Date of birth, Sex.',
    );
  const { said, problems } = readTable(sheet.rows, FILE, {
    rows: sheet.hiddenRows,
    columns: sheet.hiddenColumns,
  });
  const others = seen.filter((one) => one !== sheet && !isEmpty(one));
  return {
    said,
    problems: [
      ...problems,
      ...(others.length === 0
        ? []
        : [
            {
              where: FILE,
              words:
                'We read only the sheet with the children in it. If something of a child stands in another sheet, write it beside the child.',
            },
          ]),
      ...(unseen.length === 0
        ? []
        : [
            {
              where: FILE,
              words:
                'A hidden sheet has children in it, and we referred none of them. Show the sheet and send it alone, or take it out.',
            },
          ]),
    ],
  };
}
