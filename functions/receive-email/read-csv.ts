import { parse } from 'csv-parse/sync';
import { type Draft, draftOf, type Entry, MOST_CHILDREN, type Problem } from './draft.ts';
import { labelled, referencesIn } from './labels.ts';

/** Rows of children in one mail, at most. */
export const MOST_ROWS = 50;

const delimiterOf = (head: string): string =>
  [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';

/** Drafts in the order of their first rows, and what stands in the way of the whole. */
export interface Sheet {
  readonly drafts: readonly Draft[];
  readonly problems: readonly Problem[];
}

const unread = (words: string): Sheet => ({ drafts: [], problems: [{ where: 'The CSV file', words }] });

interface Row {
  readonly at: number;
  readonly group: string;
  readonly reference: string | undefined;
  readonly cells: readonly { readonly field: Entry['field']; readonly text: string }[];
}

/** A table with one row for each child: its head names the fields; rows with the same word under "Siblings" are one referral. */
export function readCsv(text: string, today: string): Sheet {
  const head = text.slice(0, 4_000).split(/\r\n|\r|\n/, 1)[0] ?? '';
  let table: string[][];
  try {
    table = parse(text, {
      bom: true,
      delimiter: delimiterOf(head),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 50_000,
      to: MOST_ROWS + 2,
    });
  } catch {
    return unread(
      'The file is not a table that we can read. Save it from your spreadsheet as "CSV UTF-8" and send it again.',
    );
  }
  const [columns = [], ...lines] = table.map((line) => line.slice(0, 200));
  const labels = columns.map(labelled);
  if (!labels.some(({ kind }) => kind === 'fact'))
    return unread(
      'Its first row names no field that we know. Begin with a row of field names, such as Name, Date of birth, Sex.',
    );
  const filled = lines.filter((line) => line.some((cell) => cell !== ''));
  if (filled.length === 0)
    return unread('It has no children below its first row. Write one row for each child.');
  if (filled.length > MOST_ROWS)
    return unread(`It has more than ${MOST_ROWS} children. Send at most ${MOST_ROWS} in one e-mail.`);
  const rows = filled.map((line, index): Row => {
    const cellUnder = (kind: 'reference' | 'siblings') =>
      line[labels.findIndex((label) => label.kind === kind)] ?? '';
    return {
      at: index + 1,
      group: cellUnder('siblings'),
      reference: referencesIn(cellUnder('reference'))[0],
      cells: labels.flatMap((label, column) => {
        const cell = line[column] ?? '';
        return label.kind === 'fact' && cell !== '' ? [{ field: label.field, text: cell }] : [];
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
      problems.push({
        where: `Row ${first.at}`,
        words: `This sibling group has more than ${MOST_CHILDREN} children. Ask the coordinators to refer it.`,
      });
      continue;
    }
    const entries = [first, ...others].flatMap(({ at, cells }, index) =>
      cells.map((cell): Entry => ({ ...cell, child: index + 1, where: `Row ${at}` })),
    );
    if (entries.length > 0) drafts.push(draftOf(first.at, first.reference, entries, today));
  }
  return { drafts, problems };
}
