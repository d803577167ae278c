import { type Period, periodNamed, periodWords } from '../../../shared/core/figures/periods.ts';
import type { PageRequest, PageResponse } from '../../../shared/runtime/http-middleware.ts';
import { listPage } from '../views/list-pages.ts';
import { type Cell, csv } from './csv.ts';
import { type FigureTable, HIDDEN } from './figure-tables.ts';

/** The period that an address names; undefined where it names none. */
export const periodAsked = ({ queryStringParameters }: PageRequest): Period | undefined =>
  periodNamed(queryStringParameters?.of ?? '');

/** A select of GOV.UK's by which something is chosen, as a part of the address. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly items: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
}

/** Something to choose a period by. @param chosen its name */
export const periodChoice = (
  id: string,
  label: string,
  periods: readonly Period[],
  chosen: string,
): Choice => ({
  id,
  label,
  items: periods.map((one) => ({ value: one.name, text: periodWords(one), selected: one.name === chosen })),
});

/** The name of the table that the address of a file says; empty where it says none. */
export const tableNamed = (file: string): string => /^([a-z0-9-]{1,30})\.csv$/.exec(file)?.[1] ?? '';

const isNumber = (cell: Cell | undefined): boolean =>
  typeof cell === 'number' || cell === '' || cell === HIDDEN;

/**
 * A table as the page shows it: as much of a long one as fits, and the way to the rest and to its file.
 *
 * @param href where its file is, from the website's root
 * @param keeps what else of the address the way to the rest keeps
 */
export const shownTable = (
  { name, caption, says, columns, rows, head = 0, whenEmpty }: FigureTable,
  request: PageRequest,
  href: string,
  keeps: readonly string[] = ['of'],
): object => {
  const listed = listPage(request, name.replaceAll('-', ''), rows.length, caption, undefined, keeps);
  return {
    name,
    caption,
    says,
    columns,
    head,
    whenEmpty,
    rows: rows.slice(listed.from, listed.to),
    numeric: rows[0]?.map(isNumber) ?? [],
    listed,
    href,
  };
};

/** A table as a file to save. @param name without its ending */
export const csvFile = (
  name: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): PageResponse => ({
  statusCode: 200,
  headers: {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  },
  body: csv(columns, rows),
});
