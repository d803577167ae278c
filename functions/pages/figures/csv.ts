/** A cell of a table: a number, or words. */
export type Cell = string | number;

/** What spreadsheets take for the beginning of a formula, which may then read other cells or ask another website. */
const RUNS = /^[=+\-@\t\r]/;

/** Words as they go into a file: what would run as a formula begins with an apostrophe; quoted where a comma or a line would end it. */
const field = (cell: Cell): string => {
  if (typeof cell === 'number') return String(cell);
  const harmless = RUNS.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/**
 * A table as a file of comma-separated values (RFC 4180), which begins with the mark by which Excel reads it as UTF-8. By hand: it is three
 * rules, and the packages that write CSV are for streams.
 */
export const csv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `\u{feff}${[columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
