import { type Period, periodNamed, periodWords } from '../../../shared/core/figures/periods.ts';
import type { PageRequest, PageResponse } from '../../../shared/runtime/http-middleware.ts';
import { listPage } from '../views/list-pages.ts';
import { type Cell, csv } from './csv.ts';
import type { FigureTable } from './figure-tables.ts';

/** The period that an address names; undefined where it names none. */
export const periodAsked = ({ queryStringParameters }: PageRequest): Period | undefined =>
  periodNamed(queryStringParameters?.of ?? '');

/** Periods to choose from, as GOV.UK's select takes them. */
export const periodItems = (periods: readonly Period[], chosen: Period): readonly object[] =>
  periods.map((one) => ({ value: one.name, text: periodWords(one), selected: one.name === chosen.name }));

/**
 * A table as the page shows it: as much of a long one as fits, and the way to the rest and to its file.
 *
 * @param files where files are, from the website's root
 */
export const shownTable = (
  { name, caption, says, columns, rows, head = 0, whenEmpty }: FigureTable,
  period: Period,
  request: PageRequest,
  files = '/figures',
): object => {
  const listed = listPage(request, name.replaceAll('-', ''), rows.length, caption, undefined, ['of']);
  return {
    name,
    caption,
    says,
    columns,
    head,
    whenEmpty,
    rows: rows.slice(listed.from, listed.to),
    numeric: rows[0]?.map((cell) => typeof cell === 'number' || cell === '') ?? [],
    listed,
    href: `${files}/${name}.csv?of=${period.name}`,
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
