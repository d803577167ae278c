import { labelled } from './labels.ts';
import type { Line } from './own-lines.ts';

/** Heads that make a row of cells the head of a table of children. */
export const FEWEST_HEADS = 3;
/** With fewer cells in every row it is a list of fields, which is read as lines. */
const FEWEST_CELLS = 3;

const cellsOf = (line: string): readonly string[] => line.split('\t').map((cell) => cell.trim());

/** How many different facts a row of cells names. */
export const headsIn = (cells: readonly string[]): number =>
  new Set(
    cells.flatMap((cell) => {
      const label = labelled(cell);
      return label.kind === 'fact' ? [`${label.child ?? ''}${label.part ?? ''}${label.field}`] : [];
    }),
  ).size;

/** How many lines of cells stand below each other at a place, blank ones between them too; 0 when they are no table. */
export function tableAt(lines: readonly Line[], at: number): number {
  if (!lines[at]?.text.includes('\t')) return 0;
  let count = 1;
  for (let next = at + 1; next < lines.length; next += 1) {
    const text = lines[next]?.text ?? '';
    if (text.trim() === '') continue;
    if (!text.includes('\t')) break;
    count = next - at + 1;
  }
  const rows = rowsAt(lines, at, count);
  const wide = rows.filter((cells) => cells.filter((cell) => cell !== '').length >= FEWEST_CELLS);
  const fields = wide.filter(([first = '']) => labelled(first).kind === 'fact').length;
  return wide.some((cells) => headsIn(cells) >= FEWEST_HEADS) || fields >= FEWEST_HEADS ? count : 0;
}

const rowsAt = (lines: readonly Line[], at: number, count: number): readonly (readonly string[])[] =>
  lines.slice(at, at + count).flatMap(({ text }) => (text.trim() === '' ? [] : [cellsOf(text)]));

/** All tables in the lines of a message, as rows of cells. */
export function tablesIn(lines: readonly Line[]): readonly (readonly (readonly string[])[])[] {
  const found: (readonly (readonly string[])[])[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const count = tableAt(lines, at);
    if (count === 0) continue;
    found.push(rowsAt(lines, at, count));
    at += count - 1;
  }
  return found;
}
