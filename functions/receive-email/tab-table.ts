import type { FactField } from '../../shared/words/fact-labels.ts';
import { labelled } from './labels.ts';
import type { Line } from './own-lines.ts';

/** What lists of other people and things say of them too: staff, carers, interpreters, desks. */
const ofAnybody: ReadonlySet<FactField> = new Set([
  'name',
  'sex',
  'nationality',
  'languages',
  'interpreter',
  'faithAndCulture',
  'health',
  'disability',
  'education',
  'wishes',
  'socialWorker',
  'entryContact',
  'dutyTelephone',
  'dutyHours',
  'ownReference',
  'languageCodes',
  'faithGroup',
  'diet',
  'smokes',
  'solicitor',
  'guardian',
  'advocate',
]);

/** Whether a row of cells names something that is said of referred children alone. */
export const speaksOfChildren = (cells: readonly string[]): boolean =>
  cells.some((cell) => {
    const label = labelled(cell);
    return label.kind === 'fact' && !ofAnybody.has(label.field);
  });

/** Heads that make a row of cells the head of a table of children. */
export const FEWEST_HEADS = 3;
/** With fewer cells in every row it is a list of fields, which is read as lines. */
const FEWEST_CELLS = 3;

const MOST_CELLS = 200;
const cellsOf = (line: string): readonly string[] => line.split('\t', MOST_CELLS).map((cell) => cell.trim());

/** How many different facts a row of cells names. */
export const headsIn = (cells: readonly string[]): number =>
  new Set(
    cells.flatMap((cell) => {
      const label = labelled(cell);
      return label.kind === 'fact' ? [`${label.child ?? ''}${label.part ?? ''}${label.field}`] : [];
    }),
  ).size;

/** Where tables begin among lines, and how many lines each takes up, blank ones between its rows too. */
export function tablesAt(lines: readonly Line[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (let at = 0; at < lines.length; at += 1) {
    if (!lines[at]?.text.includes('\t')) continue;
    let count = 1;
    for (let next = at + 1; next < lines.length; next += 1) {
      const text = lines[next]?.text ?? '';
      if (text.trim() === '') continue;
      if (!text.includes('\t')) break;
      count = next - at + 1;
    }
    if (isTable(rowsAt(lines, at, count))) found.set(at, count);
    at += count - 1;
  }
  return found;
}

/** A table that does not begin within so many rows is none. */
const ROWS_LOOKED_AT = 40;

function isTable(rows: readonly (readonly string[])[]): boolean {
  const wide = rows
    .slice(0, ROWS_LOOKED_AT)
    .filter((cells) => cells.filter((cell) => cell !== '').length >= FEWEST_CELLS);
  const fields = wide.filter(([first = '']) => labelled(first).kind === 'fact').length;
  return wide.some((cells) => headsIn(cells) >= FEWEST_HEADS) || fields >= FEWEST_HEADS;
}

const rowsAt = (lines: readonly Line[], at: number, count: number): readonly (readonly string[])[] =>
  lines.slice(at, at + count).flatMap(({ text }) => (text.trim() === '' ? [] : [cellsOf(text)]));

/** All tables in the lines of a message, as rows of cells. */
export const tablesIn = (lines: readonly Line[]): readonly (readonly (readonly string[])[])[] =>
  [...tablesAt(lines)].map(([at, count]) => rowsAt(lines, at, count));
