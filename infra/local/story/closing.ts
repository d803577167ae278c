/** At the end of a week a coordinator takes out everything that the desk counts, and holds it against the people's own book. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { quarterOf } from '../../../shared/core/figures/periods.ts';
import { operate } from '../../ops/operate.ts';
import type { Place } from '../../ops/place.ts';
import type { Book, Line } from './book.ts';
import { dayOf } from './book.ts';
import { type Expected, figuresOfBook, transfersOfBook } from './figures-of-book.ts';
import { type Cookies, download, open } from './form-client.ts';
import { rowsOfCsv, tablesOf, wholeList } from './lists.ts';

interface Desk {
  readonly pages: string;
  readonly cookies: Cookies;
}

/** What was compared, and one sentence for each figure on which the desk and a book differ. */
export interface Closing {
  readonly figures: number;
  readonly problems: readonly string[];
}

type Rows = readonly (readonly string[])[];

const tables = [
  'moves',
  'waits',
  'steps',
  'answers',
  'reasons',
  'refusals',
  'failed',
  'missing',
  'direct',
  'councils',
  'turned-down',
];
/** Tables of which every row with a figure has to stand in a book. */
const whole = ['reasons', 'failed', 'councils', 'nts-01'];
/** The cell that names a row. */
const headOf = (table: string): number => (table === 'nts-01' ? 4 : 0);

const same = (a: Rows, b: Rows): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the book says and the table does not, and the other way round. */
function differences(name: string, period: string, rows: Rows, expected: readonly Expected[]): string[] {
  const head = headOf(name);
  const byName = new Map(rows.map((row) => [row[head] ?? '', row]));
  const wrong = expected.flatMap(({ row, cell, says, book }) => {
    const has = byName.get(row)?.[cell] ?? '0';
    return has === String(says)
      ? []
      : [
          `/figures/${name}.csv of ${period} says ${has || 'nothing'} for “${row}” (column ${cell + 1}); ${book} says ${says}.`,
        ];
  });
  const known = new Set(expected.map(({ row }) => row));
  const unknown = whole.includes(name)
    ? rows.filter(
        (row) => !known.has(row[head] ?? '') && row.some((cell, index) => index > head && Number(cell) > 0),
      )
    : [];
  return [
    ...wrong,
    ...unknown.map(
      (row) => `/figures/${name}.csv of ${period} has “${row[head]}”, of which nobody’s book knows.`,
    ),
  ];
}

/** What the page shows is the file's own beginning. */
async function pageAndFiles(
  desk: Desk,
  page: string,
  files: ReadonlyMap<string, Rows>,
  period: string,
): Promise<string[]> {
  const shown = tablesOf(await open(`${desk.pages}${page}?of=${period}`, desk.cookies));
  const bodies = [...shown.values()].map((rows) => rows.slice(1));
  return [...files].flatMap(([name, rows], index) => {
    const body = bodies[index] ?? [];
    const isNone = rows.length === 0 && body.length === 1 && body[0]?.[0] === 'None';
    return isNone || (body.length > 0 && same(body, rows.slice(0, body.length)))
      ? []
      : [`${page} of ${period} shows another table than /figures/${name}.csv.`];
  });
}

async function ofPeriod(
  desk: Desk,
  lines: readonly Line[],
  period: string,
  inTime: (day: string) => boolean,
): Promise<Closing> {
  const files = new Map<string, Rows>();
  for (const name of tables)
    files.set(
      name,
      rowsOfCsv(await download(`${desk.pages}/figures/${name}.csv?of=${period}`, desk.cookies)),
    );
  const expected = figuresOfBook(lines, inTime);
  return {
    figures: expected.length,
    problems: [
      ...(await pageAndFiles(desk, '/figures', files, period)),
      ...[...files].flatMap(([name, rows]) =>
        differences(
          name,
          period,
          rows,
          expected.filter(({ table }) => table === name),
        ),
      ),
    ],
  };
}

async function transfers(
  desk: Desk,
  lines: readonly Line[],
  quarter: string,
  inTime: (day: string) => boolean,
): Promise<Closing> {
  const rows = rowsOfCsv(await download(`${desk.pages}/figures/nts-01.csv?of=${quarter}`, desk.cookies));
  const expected = transfersOfBook(lines, inTime);
  return {
    figures: expected.length,
    problems: [
      ...(await pageAndFiles(desk, '/figures/nts-01', new Map([['nts-01', rows]]), quarter)),
      ...differences('nts-01', quarter, rows, expected),
    ],
  };
}

/** What is in one of two sets only. */
const inOne = (a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] =>
  [...a, ...b].filter((one) => a.has(one) !== b.has(one));

const ends = ['withdrawn', 'stayed', 'joined-family'] as const;

/** Which cases have come to which end, by the list of all cases and by the book. */
async function casesByEnd(desk: Desk, lines: readonly Line[]): Promise<Closing> {
  const listed = async (status: string) =>
    (await wholeList(`${desk.pages}/cases?status=${status}`, desk.cookies)).map(
      ({ text }) => /NTS-[0-9A-Z-]{9}/.exec(text)?.[0] ?? text,
    );
  const expected = [
    ['transferred', lines.filter(({ what }) => what === 'handed-over')] as const,
    ...ends.map((how) => [how, lines.filter((line) => line.what === 'ended' && line.how === how)] as const),
  ];
  const problems: string[] = [];
  for (const [status, those] of expected) {
    const [has, says] = [new Set(await listed(status)), new Set(those.map(({ caseId }) => caseId))];
    for (const caseId of inOne(has, says))
      problems.push(
        `${caseId} is ${has.has(caseId) ? '' : 'not '}on /cases as “${status}”; the people’s book says otherwise.`,
      );
  }
  return { figures: expected.length, problems };
}

/** The events of an audit file of these types, as whose case and where. */
async function inAudit(file: string, type: string): Promise<ReadonlySet<string>> {
  const text = await readFile(file, 'utf8');
  return new Set(
    text
      .split('\n')
      .filter((line) => line.includes(`"${type}"`))
      .map(
        (line) =>
          JSON.parse(line) as {
            readonly event?: { readonly type: string; readonly trail?: { readonly subject: string } };
          },
      )
      .flatMap(({ event }) => (event?.type === type ? [event.trail?.subject ?? ''] : [])),
  );
}

/** One byte of a file, in the midst of an event, is another. */
async function withOneByteChanged(file: string): Promise<string> {
  const bytes = await readFile(file);
  const at = Math.max(bytes.indexOf('"at":"20') + 8, 0);
  bytes[at] = bytes[at] === 0x36 ? 0x37 : 0x36;
  const changed = `${file}.changed`;
  await writeFile(changed, bytes);
  return changed;
}

/** The audit of the time holds, tells what the book tells, and does not hold with one byte changed; as an operator types it. */
async function audit(
  place: () => Place,
  desk: Desk,
  lines: readonly Line[],
  from: string,
  to: string,
): Promise<Closing> {
  const into = await mkdtemp(path.join(tmpdir(), 'demo-audit-'));
  const problems: string[] = [];
  try {
    const said: string[] = [];
    const type = (...args: string[]) => operate(args, place, (words) => said.push(words));
    const file = path.join(into, `audit-${from}-${to}.jsonl`);
    if ((await type('audit', '--from', from, '--to', to, '--into', into)) !== 0)
      problems.push(`npm run ops -- audit does not hold: ${said.join(' ')}`);
    for (const [event, what] of [
      ['referral-received.v2', 'referred'],
      ['transfer-completed.v1', 'handed-over'],
      ['place-directed.v1', 'directed'],
    ] as const) {
      const [has, says] = [
        await inAudit(file, event),
        new Set(lines.filter((line) => line.what === what).map(({ caseId }) => caseId)),
      ];
      for (const caseId of inOne(has, says))
        problems.push(
          `The audit ${has.has(caseId) ? 'has' : 'lacks'} ${event} of ${caseId}; the people’s book says otherwise.`,
        );
    }
    const cases = [...new Set(lines.map(({ caseId }) => caseId))];
    const ofCase = path.join(into, 'case.jsonl');
    for (const caseId of cases) {
      await writeFile(ofCase, await download(`${desk.pages}/case/${caseId}/audit`, desk.cookies));
      if ((await type('verify', ofCase)) !== 0)
        problems.push(`The audit of ${caseId} from its page does not hold.`);
    }
    for (const one of [file, ofCase])
      if ((await type('verify', await withOneByteChanged(one))) === 0)
        problems.push(`npm run ops -- verify takes ${path.basename(one)} for whole with one byte changed.`);
    return { figures: 3 + cases.length, problems };
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}

/**
 * Compares everything that the desk counts of a week with what the people wrote down themselves: each file and page of figures, NTS_01, the lists of
 * cases by where they stand, and the audit.
 *
 * @param from the first day of the week, YYYY-MM-DD; `to`: the last
 * @param place where an operator works
 */
export async function holdAgainstBook(
  desk: Desk,
  { lines }: Pick<Book, 'lines'>,
  { from, to }: { readonly from: string; readonly to: string },
  place: () => Place,
): Promise<Closing> {
  const months = [...new Set(lines.map((line) => dayOf(line).slice(0, 7)))];
  const quarters = [
    ...new Map(months.map((month) => quarterOf(`${month}-01`)).map((one) => [one.name, one])).values(),
  ];
  const closings: Closing[] = [];
  for (const month of months)
    closings.push(await ofPeriod(desk, lines, month, (day) => day.startsWith(month)));
  for (const { name, months: its } of quarters) {
    const inTime = (day: string) => its.includes(day.slice(0, 7));
    closings.push(await ofPeriod(desk, lines, name, inTime), await transfers(desk, lines, name, inTime));
  }
  closings.push(await casesByEnd(desk, lines), await audit(place, desk, lines, from, to));
  return {
    figures: closings.reduce((sum, { figures }) => sum + figures, 0),
    problems: closings.flatMap(({ problems }) => problems),
  };
}
