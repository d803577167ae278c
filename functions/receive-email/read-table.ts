import { MOST_CHILDREN, TOO_MANY_CHILDREN_WORDS } from '../../shared/core/referral/referral-request.ts';
import { isDay, isFree, plain, readers } from './answers.ts';
import { bearingOf, bearsOn, fieldsOfChild } from './bearing.ts';
import { dayOfSerial } from './documents/day-of-serial.ts';
import type { Draft } from './draft.ts';
import { type Label, labelled, namesSiblings, referencesIn } from './labels.ts';
import { readForm } from './read-form.ts';
import type { Entry, Problem, Said, Unread } from './said.ts';
import { FEWEST_HEADS, headsIn, speaksOfChildren } from './tab-table.ts';

/** Rows of children in one mail, at most. */
export const MOST_ROWS = 50;
const MOST_COLUMNS = 200;
/** A head below this row is no head any more. */
const DEEPEST_HEAD = 30;
/** Of a child one fact at least is known besides what it is called. */
const FEWEST_CELLS = 2;

/** Drafts in the order of their first rows, and what stands in the way of the whole. */
export interface Sheet {
  readonly drafts: readonly Draft[];
  readonly problems: readonly Problem[];
}

/** What a table says of each referral in it, and what stands in the way of the whole. */
export interface TableReading {
  readonly said: readonly Said[];
  readonly problems: readonly Problem[];
}

/** Rows and columns that whoever opens the file does not see, from 0. */
export interface Hidden {
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
}
const allSeen: Hidden = { rows: new Set(), columns: new Set() };

interface Row {
  readonly at: number;
  readonly group: string;
  readonly reference: string | undefined;
  readonly correction: boolean;
  readonly cells: readonly Omit<Entry, 'child' | 'where'>[];
  readonly unread: readonly Unread[];
}

const isReference = (row: readonly string[]): boolean =>
  row.some((cell) => labelled(cell).kind === 'reference');

/** How surely a row is the head of a table of children: by the fields that it names. A reference tells which child a row is about. */
const headness = (row: readonly string[]): number => {
  const cells = row.slice(0, MOST_COLUMNS);
  const heads = headsIn(cells);
  return (heads >= FEWEST_HEADS && speaksOfChildren(cells)) || (heads > 0 && isReference(cells)) ? heads : 0;
};

/** Whether a row names so many fields that it is the head of a table of children. */
export const isHead = (row: readonly string[]): boolean => headness(row) > 0;

const answers = (cell: string, label: ReturnType<typeof labelled> | undefined): boolean =>
  label?.kind === 'fact' && !isFree(label.field) && readers[label.field](cell).kind === 'read';

/**
 * Whether a row below a head is a head too, as where a table begins anew. What answers its column is no name of a field, though it may read like
 * one: "care order", "medication", "has been missing".
 */
const isHeadAgain = (row: readonly string[], labels: readonly ReturnType<typeof labelled>[]): boolean =>
  isHead(row.map((cell, column) => (answers(cell, labels[column]) ? '' : cell)));

/** Where the head of a table stands: the row that names most fields; undefined when none is one. */
export function headOf(table: readonly (readonly string[])[]): number | undefined {
  let best = 0;
  let found: number | undefined;
  for (const [at, row] of table.slice(0, DEEPEST_HEAD).entries())
    if (headness(row) > best) [best, found] = [headness(row), at];
  return found;
}

/** A day that a spreadsheet shows as its number, because nobody told it that the column holds days. */
const asWritten = (field: Entry['field'], text: string): string =>
  isDay(field) && /^\d{5}$/.test(text) ? (dayOfSerial(Number(text)) ?? text) : text;

const someSiblings = new Set(['yes', 'y', 'true']);

/** A row that counts those above it. */
const isSum = (cells: readonly string[]): boolean =>
  /^(?:(?:sub|grand)[ -]?)?totals?\b|^(?:sum|count)$/i.test(cells.find((cell) => cell !== '') ?? '') &&
  cells.filter((cell) => cell !== '').length <= 3;

/** How many rows begin with a field and go on with its answer. */
const fieldsDown = (table: readonly (readonly string[])[]): number =>
  table.filter(
    ([head = '', ...answers]) => labelled(head).kind === 'fact' && answers.some((one) => one !== ''),
  ).length;

/** Whether rows are a field each, with its answer beside it: one child, or a column for each. */
export const isForm = (table: readonly (readonly string[])[]): boolean =>
  headOf(table) === undefined && fieldsDown(table) >= FEWEST_HEADS;

const letter = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : letter(Math.floor(column / 26) - 1) + letter(column % 26);

/**
 * A table with one row for each child below a row that names the fields; rows with the same word under "Siblings" are one referral. Or a
 * list of fields with the answers beside them.
 *
 * @param file what the sender calls it: "The CSV file"
 */
export function readTable(
  given: readonly (readonly string[])[],
  file: string,
  hidden: Hidden = allSeen,
): TableReading {
  const unread = (words: string): TableReading => ({ said: [], problems: [{ where: file, words }] });
  const table = given.map((line) => line.slice(0, MOST_COLUMNS));
  if (isForm(table)) {
    const { said } = readForm(
      table.map((cells) => ({ kind: 'row', cells })),
      1,
      file,
    );
    return { said: said === undefined ? [] : [said], problems: [] };
  }
  const head = headOf(table);
  if (head === undefined)
    return unread(
      'No row in it names three fields that we know. Begin with a row of field names, such as Name, Date of birth, Sex.',
    );
  const { rows, problems, seen } = rowsOf(table, head, file, hidden);
  if (seen > MOST_ROWS)
    return unread(`It has more than ${MOST_ROWS} children. Send at most ${MOST_ROWS} in one email.`);
  if (rows.length === 0 && problems.length === 0)
    return unread('It has no children below its first row. Write one row for each child.');
  const grouping = grouped(rows);
  return { said: grouping.said, problems: [...grouping.problems, ...problems] };
}

function rowsOf(
  table: readonly (readonly string[])[],
  head: number,
  file: string,
  hidden: Hidden,
): { readonly rows: readonly Row[]; readonly problems: readonly Problem[]; readonly seen: number } {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  const unknown = new Set<number>();
  let labels = (table[head] ?? []).map(labelled);
  const mixed = mixedColumns(table.slice(head + 1));
  let at = 0;
  for (const [index, line] of table.entries()) {
    if (index <= head || line.every((cell) => cell === '')) continue;
    if (isHeadAgain(line, labels)) {
      labels = line.map(labelled);
      continue;
    }
    at += 1;
    if (hidden.rows.has(index)) {
      problems.push({
        where: `Row ${at}`,
        words:
          'This row is hidden, so we did not refer whoever is in it. Show the row and send it alone, or take it out.',
      });
      continue;
    }
    const row = rowOf(labels, line, at, { hidden, mixed });
    if ((row.cells.length < FEWEST_CELLS && row.reference === undefined) || isSum(line)) {
      problems.push({
        where: `Row ${at}`,
        words:
          'It has too little in it to be a child, so we referred nobody for it. If it is about a child, write the answers under their heads.',
      });
      continue;
    }
    for (const [column, cell] of line.entries())
      if (cell !== '' && (labels[column]?.kind ?? 'unknown') === 'unknown') unknown.add(column);
    rows.push(row);
  }
  for (const column of unknown)
    problems.push({
      where: `${file}, column ${letter(column)}`,
      words: 'We know no field by its head, so we did not read it. Use the names of the fields in our form.',
    });
  return { rows, problems, seen: at };
}

/** A day of the spreadsheet's own. */
const isOwnDay = (cell: string): boolean => /^(?:\d{4}-\d\d-\d\d|\d{5})$/.test(cell);

/**
 * Columns in which some days are texts that have the day first, and others are the spreadsheet's own: an Excel that takes the month to
 * come first turns round those that it can.
 */
function mixedColumns(rows: readonly (readonly string[])[]): ReadonlySet<number> {
  const mixed = new Set<number>();
  const width = Math.max(0, ...rows.map((row) => row.length));
  for (let column = 0; column < width; column += 1) {
    const cells = rows.map((row) => row[column] ?? '');
    const left = cells.some((cell) => /^(?:1[3-9]|2\d|3[01])[/.-]\d{1,2}[/.-]\d{4}$/.test(cell));
    if (left && cells.some(isOwnDay)) mixed.add(column);
  }
  return mixed;
}

function rowOf(
  labels: readonly Label[],
  line: readonly string[],
  at: number,
  { hidden, mixed }: { readonly hidden: Hidden; readonly mixed: ReadonlySet<number> },
): Row {
  const under = (kind: Label['kind']) => line[labels.findIndex((label) => label.kind === kind)] ?? '';
  const siblings = under('siblings');
  const unread: Unread[] = [];
  if (someSiblings.has(plain(siblings)))
    unread.push({
      where: `Row ${at}, Siblings`,
      words:
        'Write the same word, such as a family name, in the rows of those who should stay together. We referred this child alone.',
      bears: ['children'],
    });
  const cells: Omit<Entry, 'child' | 'where'>[] = [];
  for (const [column, cell] of line.entries()) {
    const label = labels[column];
    if (cell === '') continue;
    if (label?.kind === 'fact') {
      const { kind: _, child: __, ...of } = label;
      const { field } = of;
      if (hidden.columns.has(column))
        unread.push({
          where: `Row ${at}, column ${letter(column)}`,
          words: 'This column is hidden, so we did not read it. Show the column and send it again.',
          bears: bearingOf(field, 1),
        });
      else
        cells.push({
          ...of,
          ...(mixed.has(column) && isOwnDay(cell) ? { doubtful: true } : {}),
          text: asWritten(field, cell),
        });
    } else if (label === undefined || label.kind === 'unknown') {
      const bears = fieldsOfChild(bearsOn(cell), 1);
      if (bears.length > 0)
        unread.push({
          where: `Row ${at}, column ${letter(column)}`,
          words: 'We know no field by its head, and it may matter. Write it under one of our fields.',
          bears,
        });
    }
  }
  return {
    at,
    group: !namesSiblings(siblings) || someSiblings.has(plain(siblings)) ? '' : siblings,
    reference: referencesIn(under('reference'))[0],
    correction: /^(?:yes|y|true)$/i.test(under('correction')),
    cells,
    unread,
  };
}

const SIBLINGS_OF_CASES =
  'Rows with the same word under "Siblings" name different cases, so we took each row to the case that it names, or alone. Tell the coordinators which children should stay together.';

/** Rows by what they have in common, in the order of the first of each. */
function rowsBy(rows: readonly Row[], keyOf: (row: Row) => string): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()];
}

/** Rows of brothers and sisters as one referral, unless they name more than one case; a case that one of them names is that of all. */
function ofOneReferral(siblings: readonly Row[]): readonly (readonly Row[])[] {
  const references = new Set(siblings.flatMap(({ reference }) => reference ?? []));
  if (references.size < 2) return [siblings.toSorted((a, b) => rank(a) - rank(b))];
  const parts = rowsBy(siblings, ({ at, reference }) => reference ?? `row ${at}`);
  return parts.map(([first, ...more]) => (first === undefined ? [] : [apart(first), ...more]));
}

/** Whoever a case is about comes before those who join it. */
const rank = ({ reference }: Row): number => (reference === undefined ? 1 : 0);

const apart = (row: Row): Row => ({
  ...row,
  unread: [
    ...row.unread,
    {
      where: `Row ${row.at}, Siblings`,
      words: SIBLINGS_OF_CASES,
      bears: row.reference === undefined ? ['children'] : [],
    },
  ],
});

function grouped(rows: readonly Row[]): TableReading {
  const siblings = rowsBy(rows, ({ at, group }) =>
    group === '' ? `row ${at}` : `group ${plain(group) || group}`,
  );
  const said: Said[] = [];
  const problems: Problem[] = [];
  for (const [first, ...others] of siblings.flatMap(ofOneReferral)) {
    if (first === undefined) continue;
    if (others.length >= MOST_CHILDREN) {
      problems.push({ where: `Row ${first.at}`, words: TOO_MANY_CHILDREN_WORDS });
      continue;
    }
    const all = [first, ...others];
    const entries = all.flatMap(({ at, cells }, index) =>
      cells.map((cell): Entry => ({ ...cell, child: index + 1, where: `Row ${at}` })),
    );
    const { at: row, reference } = first;
    if (entries.length > 0 || all.some(({ unread }) => unread.length > 0))
      said.push({
        row,
        where: `Row ${row}`,
        reference,
        ...(all.some(({ correction }) => correction) ? { correction: true } : {}),
        entries,
        unread: all.flatMap(({ unread }, index) =>
          unread.map((one) => ({
            ...one,
            bears: one.bears.map((field) => field.replace(/^children\.1\./, `children.${index + 1}.`)),
          })),
        ),
        counts: [],
      });
  }
  return { said, problems };
}
