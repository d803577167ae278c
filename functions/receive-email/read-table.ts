import { MOST_CHILDREN, TOO_MANY_CHILDREN_WORDS } from '../../shared/core/referral/referral-request.ts';
import { readers } from './answers.ts';
import { dayOfSerial } from './documents/day-of-serial.ts';
import { type Draft, draftOf, type Entry, type Problem } from './draft.ts';
import { labelled, referencesIn } from './labels.ts';

/** Rows of children in one mail, at most. */
export const MOST_ROWS = 50;
const MOST_COLUMNS = 200;

/** Drafts in the order of their first rows, and what stands in the way of the whole. */
export interface Sheet {
  readonly drafts: readonly Draft[];
  readonly problems: readonly Problem[];
}

interface Row {
  readonly at: number;
  readonly group: string;
  readonly reference: string | undefined;
  readonly cells: readonly { readonly field: Entry['field']; readonly text: string }[];
}

/** Whether a row names fields: the head of a table. */
export const isHead = (row: readonly string[]): boolean =>
  row.slice(0, MOST_COLUMNS).some((cell) => labelled(cell).kind === 'fact');

/** A day that a spreadsheet shows as its number, because nobody told it that the column holds days. */
const asWritten = (field: Entry['field'], text: string): string =>
  readers[field] === readers.dateOfBirth && /^\d{5}$/.test(text) ? (dayOfSerial(Number(text)) ?? text) : text;

/**
 * A table with one row for each child: its first row names the fields; rows with the same word under "Siblings" are one referral.
 *
 * @param file what the sender calls it: "The CSV file"
 */
export function readTable(table: readonly (readonly string[])[], file: string, today: string): Sheet {
  const unread = (words: string): Sheet => ({ drafts: [], problems: [{ where: file, words }] });
  const [columns = [], ...lines] = table.map((line) => line.slice(0, MOST_COLUMNS));
  if (!isHead(columns))
    return unread(
      'Its first row names no field that we know. Begin with a row of field names, such as Name, Date of birth, Sex.',
    );
  const filled = lines.filter((line) => line.some((cell) => cell !== ''));
  if (filled.length === 0)
    return unread('It has no children below its first row. Write one row for each child.');
  if (filled.length > MOST_ROWS)
    return unread(`It has more than ${MOST_ROWS} children. Send at most ${MOST_ROWS} in one e-mail.`);
  const labels = columns.map(labelled);
  const rows = filled.map((line, index): Row => {
    const cellUnder = (kind: 'reference' | 'siblings') =>
      line[labels.findIndex((label) => label.kind === kind)] ?? '';
    return {
      at: index + 1,
      group: cellUnder('siblings'),
      reference: referencesIn(cellUnder('reference'))[0],
      cells: labels.flatMap((label, column) => {
        const cell = line[column] ?? '';
        return label.kind === 'fact' && cell !== ''
          ? [{ field: label.field, text: asWritten(label.field, cell) }]
          : [];
      }),
    };
  });
  return grouped(rows, today);
}

function grouped(rows: readonly Row[], today: string): Sheet {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = row.group === '' ? `row ${row.at}` : `group ${row.group}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const drafts: Draft[] = [];
  const problems: Problem[] = [];
  for (const [first, ...others] of groups.values()) {
    if (first === undefined) continue;
    if (others.length >= MOST_CHILDREN) {
      problems.push({ where: `Row ${first.at}`, words: TOO_MANY_CHILDREN_WORDS });
      continue;
    }
    const entries = [first, ...others].flatMap(({ at, cells }, index) =>
      cells.map((cell): Entry => ({ ...cell, child: index + 1, where: `Row ${at}` })),
    );
    const { at: row, reference } = first;
    if (entries.length > 0) drafts.push(draftOf({ row, where: `Row ${row}`, reference }, entries, today));
  }
  return { drafts, problems };
}
