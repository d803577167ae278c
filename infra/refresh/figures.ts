/** What the files of an operator say, as their sources publish them. Whatever is not as it should be is refused, with what to do. */
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { presentCode } from '../../events/former-codes.ts';
import type { Division } from '../../shared/core/calendar/late-holidays.ts';

/** A file that cannot be used: names it, and says what to do. */
export class OddFile extends Error {
  override readonly name = 'OddFile';
}

/** A figure for each authority of a file, by its present code. */
export type Figures = ReadonlyMap<string, { readonly name: string; readonly children: number | null }>;

interface Row {
  /** Line of the file, as an editor counts it. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

const simply = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

/** A CSV file under its head, which may stand below a title: the first line that names a column of codes. */
function rowsOf(file: string, text: string, codeColumns: readonly string[]): readonly Row[] {
  let lines: string[][];
  try {
    lines = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false, trim: true });
  } catch (error) {
    throw new OddFile(
      `${file} is not a CSV file: ${(error as Error).message}. Save the sheet as “CSV UTF-8”.`,
    );
  }
  const at = lines.findIndex((cells) => cells.some((cell) => codeColumns.includes(simply(cell))));
  const head = lines[at]?.map(simply);
  if (head === undefined)
    throw new OddFile(
      `${file} has no column of codes. Its head needs one of: ${codeColumns.join(', ')}. Download the file again, and do not change its head.`,
    );
  return lines.slice(at + 1).flatMap((cells, index) =>
    cells.every((cell) => cell === '')
      ? []
      : [
          {
            line: at + index + 2,
            cells: Object.fromEntries(head.map((name, column) => [name, cells[column] ?? ''])),
          },
        ],
  );
}

const firstOf = ({ cells }: Row, names: readonly string[]): string | undefined => {
  const name = names.find((one) => cells[one] !== undefined);
  return name === undefined ? undefined : cells[name];
};

/** A whole number as people publish it: "1,234". @throws OddFile */
function whole(file: string, { line }: Row, what: string, text: string): number {
  const plain = text.replaceAll(',', '');
  if (!/^\d{1,8}(\.0+)?$/.test(plain))
    throw new OddFile(`${file}, line ${line}: ${what} is “${text}”. A whole number was expected.`);
  return Number(plain);
}

/** @throws OddFile when an authority has two figures that differ */
function byCode(
  file: string,
  found: readonly {
    readonly row: Row;
    readonly code: string;
    readonly name: string;
    readonly children: number | null;
  }[],
): Figures {
  const figures = new Map<string, { name: string; children: number | null }>();
  for (const { row, code: said, name, children } of found) {
    const code = presentCode(said);
    const before = figures.get(code);
    if (before !== undefined && before.children !== children)
      throw new OddFile(
        `${file}, line ${row.line}: ${name} (${code}) has ${children ?? 'no figure'}, and had ${before.children ?? 'no figure'} further up. Leave one row for each authority: one year, both sexes together.`,
      );
    figures.set(code, { name, children });
  }
  return figures;
}

const populationCodes = ['code', 'area code', 'geography code', 'lad code', 'la code'] as const;
const CHILD_AGES = Array.from({ length: 18 }, (_, age) => age);

/**
 * Children aged 0 to 17, from mid-year estimates: a column for each age (ONS “MYE2 – Persons”, NRS), or one figure for each area in a column
 * `OBS_VALUE` or `Aged 0 to 17` (Nomis). Rows of men or women alone, and of areas that are no authority of the scheme, are passed over.
 */
export function populationsIn(file: string, text: string): Figures {
  const rows = rowsOf(file, text, populationCodes).filter((row) => {
    const sex = simply(firstOf(row, ['sex']) ?? 'persons');
    return sex === 'persons' || sex === 'total' || sex === 'all' || sex === '';
  });
  const ages = (row: Row): readonly (string | undefined)[] =>
    CHILD_AGES.map((age) => firstOf(row, [String(age), `age ${age}`, `aged ${age}`]));
  return byCode(
    file,
    rows.flatMap((row) => {
      const code = firstOf(row, populationCodes) ?? '';
      if (!/^[A-Z]\d{8}$/.test(code)) return [];
      const name =
        firstOf(row, ['name', 'area name', 'geography name', 'geography', 'local authority']) ?? code;
      const one = firstOf(row, ['obs value', 'aged 0 to 17', 'age 0 to 17', '0 to 17']);
      const each = ages(row);
      if (one === undefined && each.some((age) => age === undefined))
        throw new OddFile(
          `${file} has neither a column for each age from 0 to 17 nor one for all of them. Take the sheet “MYE2 – Persons”, or ask Nomis for “Aged 0 to 17”.`,
        );
      const children =
        one === undefined
          ? each.reduce((sum, age, at) => sum + whole(file, row, `age ${at}`, age ?? ''), 0)
          : whole(file, row, 'the population', one);
      return [{ row, code, name, children }];
    }),
  );
}

const countCodes = ['new la code', 'la code', 'code', 'area code'] as const;
/** What DfE writes where there is no figure: suppressed, not available, not applicable. */
const noFigure = new Set(['c', 'x', 'z', ':', '..', 'low', '']);

/**
 * Unaccompanied children looked after on 31 March, from the data behind DfE’s “Children looked after in England”: a row for each authority, in a column
 * `number`, of the latest year. Where the file has other characteristics too, only its rows about unaccompanied children are read.
 */
export function countsIn(file: string, text: string): { readonly year: number; readonly figures: Figures } {
  const all = rowsOf(file, text, countCodes).filter(
    (row) =>
      simply(firstOf(row, ['geographic level']) ?? 'local authority') === 'local authority' &&
      /^[A-Z]\d{8}$/.test(firstOf(row, countCodes) ?? ''),
  );
  const about = (row: Row): string =>
    simply(firstOf(row, ['characteristic', 'uasc status', 'characteristic type']) ?? 'uasc');
  const rows = all.filter(
    (row) => about(row) === 'uasc' || about(row).startsWith('unaccompanied asylum seeking child'),
  );
  const years = new Set(rows.map((row) => Number((firstOf(row, ['time period', 'year']) ?? '').slice(0, 4))));
  const year = Math.max(...years);
  if (rows.length === 0 || !Number.isInteger(year) || year < 2016)
    throw new OddFile(
      `${file} has no row of an authority’s unaccompanied children with its year. Take the data “by characteristics” or “by UASC status”, with the columns time_period, new_la_code, la_name, characteristic and number.`,
    );
  return {
    year,
    figures: byCode(
      file,
      rows
        .filter((row) => (firstOf(row, ['time period', 'year']) ?? '').startsWith(String(year)))
        .map((row) => {
          const number = firstOf(row, ['number', 'uasc', 'value']);
          if (number === undefined) throw new OddFile(`${file} has no column “number”. Download it again.`);
          return {
            row,
            code: firstOf(row, countCodes) ?? '',
            name: firstOf(row, ['la name', 'name', 'area name']) ?? '',
            children: noFigure.has(number.toLowerCase()) ? null : whole(file, row, 'the number', number),
          };
        }),
    ),
  };
}

export interface Holiday {
  readonly date: string;
  readonly title: string;
}
export type Holidays = Readonly<Record<Division, readonly Holiday[]>>;

const Published = z.object({
  events: z.array(z.object({ date: z.iso.date(), title: z.string().min(1) })).min(1),
});
const Calendars = z.object({
  'england-and-wales': Published,
  scotland: Published,
  'northern-ireland': Published,
});

/** Bank holidays, as www.gov.uk/bank-holidays.json has them. */
export function holidaysIn(file: string, text: string): Holidays {
  const odd = (why: string) =>
    new OddFile(
      `${file} is not www.gov.uk/bank-holidays.json as it is published: ${why}. Download it again.`,
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw odd((error as Error).message);
  }
  const read = Calendars.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw odd(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const days = ({ events }: z.infer<typeof Published>): readonly Holiday[] =>
    events.map(({ date, title }) => ({ date, title }));
  return {
    'england-and-wales': days(read.data['england-and-wales']),
    scotland: days(read.data.scotland),
    'northern-ireland': days(read.data['northern-ireland']),
  };
}
