/** The desk's figures, worked out once more from the people's own book: by counting lines, not by the code that counts trails. */

import { nationOf } from '../../../shared/core/calendar/nation.ts';
import { addDays, isWorkingDay } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { declineWords, directWords, failureWords } from '../../../shared/words/reasons.ts';
import { dayOf, type Line } from './book.ts';

type Of<What extends Line['what']> = Extract<Line, { readonly what: What }>;

/** One figure, with whose book says it. */
export interface Expected {
  /** Name of the table's file, and how the row begins. */
  readonly table: string;
  readonly row: string;
  /** Number of the cell in its row, from 0. */
  readonly cell: number;
  readonly says: number | '';
  readonly book: string;
}

/** Lines of one kind in a time. @param inTime whether a day, YYYY-MM-DD, is in it */
const linesIn =
  (lines: readonly Line[], inTime: (day: string) => boolean) =>
  <What extends Line['what']>(what: What): readonly Of<What>[] =>
    lines.filter(
      (line): line is Of<What> => line.what === what && inTime('on' in line ? line.on : dayOf(line)),
    );

const children = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + line.children, 0);

/** Working days from one day to another, counted on the fingers. */
function workingDays(from: string, to: string, council: string): number {
  let days = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1))
    if (isWorkingDay(day, nationOf(council))) days += 1;
  return days;
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** How long each child waited for the handover. */
function waitsOf(lines: readonly Line[], moved: readonly Of<'handed-over'>[]) {
  return moved.flatMap((line) => {
    const referred = lines.find(({ what, caseId }) => what === 'referred' && caseId === line.caseId);
    if (referred === undefined)
      throw new Error(`${line.caseId} was handed over, and nobody wrote down that it was referred.`);
    const [from, to] = [dayOf(referred), dayOf(line)];
    const one = { working: workingDays(from, to, line.council), calendar: daysBetween(from, to) };
    return Array.from({ length: line.children }, () => one);
  });
}

/** Shortest, mean, half, nine in ten and longest, as the page says them. */
function spread(lengths: readonly number[]): readonly (number | '')[] {
  const sorted = lengths.toSorted((a, b) => a - b);
  const { length: n } = sorted;
  if (n === 0) return ['', '', '', '', ''];
  const mean = sorted.reduce((sum, one) => sum + one, 0) / n;
  const at = (part: number) => sorted[Math.ceil(part * n) - 1] ?? '';
  return [sorted[0] ?? '', Math.round(mean * 10) / 10, at(0.5), at(0.9), sorted[n - 1] ?? ''];
}

const spreadRows = ['Shortest', 'Mean', 'Half took at most', 'Nine in ten took at most', 'Longest'];

/** Absences that began in a time, and whether they are over. */
const absencesIn = (lines: readonly Line[], inTime: (day: string) => boolean) => {
  const gone: readonly Line[] = linesIn(lines, inTime)('missing');
  const found = gone.filter(({ caseId, at }) =>
    lines.some((line) => line.what === 'found' && line.caseId === caseId && line.at > at),
  );
  return { gone, found };
};

/** Every figure of `/figures` that the book knows, for a time. @param inTime whether a day, YYYY-MM-DD, is in it */
export function figuresOfBook(lines: readonly Line[], inTime: (day: string) => boolean): readonly Expected[] {
  const of = linesIn(lines, inTime);
  const [moved, asked, noes, silent] = [of('handed-over'), of('asked'), of('said-no'), of('ran-out')];
  const [took, directed, named] = [of('took'), of('directed'), of('named')];
  const yes = children(took) - children(directed);
  const waits = waitsOf(lines, moved);
  const portCases = new Set(
    lines.flatMap((line) => (line.what === 'referred' && line.from === 'port' ? [line.caseId] : [])),
  );
  const fromPort = moved.filter(({ caseId }) => portCases.has(caseId));
  const { gone, found } = absencesIn(lines, inTime);
  const expected: Expected[] = [];
  const say = (table: string, book: string, row: string, says: number | '', cell = 1) =>
    expected.push({ table, row, cell, says, book });
  const byReason = (
    table: string,
    book: string,
    those: readonly (Line & { readonly reason: string })[],
    words: Readonly<Record<string, string>>,
    count: (those: readonly Line[]) => number,
  ) => {
    for (const [reason, some] of Map.groupBy(those, (one) => one.reason))
      say(table, book, words[reason] ?? reason, count(some));
  };
  const duty = 'the duty managers’ book';
  const coordinators = 'the coordinators’ book';
  say('moves', duty, 'All who moved', children(moved));
  say('moves', duty, 'Within 5 working days', waits.filter(({ working }) => working <= 5).length);
  say('moves', duty, 'Within 10 working days', waits.filter(({ working }) => working <= 10).length);
  say('moves', duty, 'From a port, in no council’s care', children(fromPort));
  say('moves', duty, 'Out of other care of a council', children(moved) - children(fromPort));
  const [working, calendar] = [
    spread(waits.map((one) => one.working)),
    spread(waits.map((one) => one.calendar)),
  ];
  for (const [index, row] of spreadRows.entries()) {
    say('waits', duty, row, working[index] ?? '');
    say('waits', duty, row, calendar[index] ?? '', 2);
  }
  say('answers', duty, 'Councils were asked', children(asked));
  say('answers', duty, 'Said yes', yes);
  say('answers', duty, 'Said no', children(noes));
  say('answers', duty, 'Did not answer', children(silent));
  byReason('reasons', duty, noes, declineWords, children);
  byReason(
    'failed',
    duty,
    of('failed'),
    { ...failureWords, 'child-refused': 'The child refused' },
    (those) => those.length,
  );
  const refused = of('child-refused');
  say('refusals', duty, 'For the first time', new Set(refused.map(({ caseId }) => caseId)).size);
  say('missing', 'the entry authorities’ book', 'Went missing', children(gone));
  say('missing', 'the entry authorities’ book', 'Of them found since', children(found));
  byReason('direct', coordinators, directed, directWords, children);
  say('direct', coordinators, 'All placed by a coordinator', children(directed));
  say('direct', 'the leads’ book', 'Named by the lead of a region', children(named));
  say('direct', duty, 'All placed', children(took));
  for (const council of new Set(
    lines
      .filter(({ what }) => what !== 'asked-to-stand-by' && what !== 'child-refused')
      .map((line) => line.council),
  )) {
    const row = authorityName(council);
    const its = <What extends Line['what']>(what: What) =>
      children(of(what).filter((line) => line.council === council));
    const out = moved.filter(
      ({ caseId }) =>
        !portCases.has(caseId) &&
        lines.some((line) => line.what === 'referred' && line.caseId === caseId && line.council === council),
    );
    const cells = [
      its('referred'),
      its('asked'),
      its('took') - its('directed'),
      its('said-no'),
      its('ran-out'),
      its('directed'),
      its('handed-over'),
      children(out),
    ];
    if (cells.every((cell) => cell === 0)) continue;
    for (const [index, says] of cells.entries()) say('councils', `the book of ${row}`, row, says, index + 2);
  }
  return expected;
}

/** NTS_01 of a quarter, by the book: out of a council, into one, and straight from a port. */
export function transfersOfBook(
  lines: readonly Line[],
  inTime: (day: string) => boolean,
): readonly Expected[] {
  const moved = linesIn(lines, inTime)('handed-over');
  const from = new Map(
    lines.flatMap((line) => (line.what === 'referred' ? [[line.caseId, line] as const] : [])),
  );
  const isPort = ({ caseId }: Line) => from.get(caseId)?.from === 'port';
  const councils = new Set([
    ...moved.map(({ council }) => council),
    ...moved.flatMap(({ caseId }) => from.get(caseId)?.council ?? []),
  ]);
  return [...councils].flatMap((council) => {
    const row = authorityName(council);
    const into = moved.filter((line) => line.council === council);
    const cells = [
      children(moved.filter((line) => !isPort(line) && from.get(line.caseId)?.council === council)),
      children(into.filter((line) => !isPort(line))),
      children(into.filter(isPort)),
    ];
    return cells.map(
      (says, index): Expected => ({
        table: 'nts-01',
        row,
        cell: index + 6,
        says,
        book: `the book of ${row}`,
      }),
    );
  });
}
