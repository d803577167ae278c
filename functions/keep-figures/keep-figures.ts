import * as z from 'zod';
import { aFewAtATime } from '../../shared/core/a-few-at-a-time.ts';
import { addDays, londonDate } from '../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { careMonths, careRecords, goesOn, monthAfter } from '../../shared/core/figures/care-record.ts';
import { caseRecord } from '../../shared/core/figures/case-record.ts';
import { figuresOf } from '../../shared/core/figures/figures.ts';
import { monthsOf } from '../../shared/core/figures/happenings.ts';
import { monthsBetween } from '../../shared/core/figures/periods.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { FigureStore } from '../../shared/ports/figure-store.ts';
import { NOTED_FOR_DAYS, type TrailStore } from '../../shared/ports/trail-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';

export interface FigureTools {
  readonly trails: Pick<TrailStore, 'trail' | 'grownOn'>;
  readonly figures: FigureStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** What it is started with: nothing by the clock; by an operator, the days of which everything is counted anew. */
const Started = z.union([
  z.object({ from: z.iso.date(), until: z.iso.date() }),
  z.object({ from: z.never().optional(), until: z.never().optional() }),
]);

/** Trails are read from a table that answers in milliseconds. */
const SIDE_BY_SIDE = 10;

interface Counting {
  cases: number;
  months: number;
  /** Cases that are still to be counted. */
  readonly failed: Set<string>;
}

/**
 * Counts cases: keeps the record of each in every month in which something of it counts, and what each council had of its children in its care.
 *
 * @param kept months in which a record of a case is kept already: where nothing of it counts any more, it says so there
 * @returns the months in which something may have changed
 */
async function countCases(
  { trails, figures, clock, log }: FigureTools,
  subjects: Iterable<string>,
  counted: Counting,
  kept: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<ReadonlySet<string>> {
  const months = new Set<string>();
  await aFewAtATime(subjects, SIDE_BY_SIDE, async (caseId) => {
    try {
      const trail = await trails.trail(caseId);
      const record = caseRecord(trail);
      if (record !== undefined) {
        for (const month of new Set([...monthsOf(record), ...(kept.get(caseId) ?? [])])) {
          await figures.putRecord(month, record);
          months.add(month);
        }
        for (const care of careRecords(trail))
          for (const month of careMonths(care, londonDate(clock.now()))) await figures.putCare(month, care);
        counted.cases += 1;
      }
      counted.failed.delete(caseId);
    } catch (error) {
      counted.failed.add(caseId);
      log.error(logMessages.caseFailed, { caseId }, error);
    }
  });
  return months;
}

/** Makes the figures of a month from the records that are there now. */
async function sumUp({ figures }: FigureTools, month: string, counted: Counting): Promise<void> {
  const edition = await figures.nextEdition(month);
  await figures.putFigures(month, edition, figuresOf(month, await figures.records(month)));
  counted.months += 1;
}

/**
 * Carries children who are still in a council's care into the months that have begun since a run last came through, for their trails may not grow for long. Each
 * month of each council follows from the one before, so one that was carried over in part is carried over again. Also of councils that have ended: of whoever
 * takes over it may not be recorded yet.
 */
async function carryCareOver({ figures, clock }: FigureTools, until: string): Promise<void> {
  const today = londonDate(clock.now()).slice(0, 7);
  for (let month = londonDate(until).slice(0, 7); month < today; month = monthAfter(month))
    await aFewAtATime(
      everyCouncil().map(({ code }) => code),
      SIDE_BY_SIDE,
      async (council) => {
        for (const { record } of await figures.care(council, month, month))
          if (goesOn(record)) await figures.putCare(monthAfter(month), record);
      },
    );
}

/** The cases whose trails grew on a day. */
const casesOf = async ({ trails }: FigureTools, day: string): Promise<readonly string[]> =>
  (await trails.grownOn(day)).filter((subject) => subject.startsWith('NTS-'));

/**
 * Counts whatever grew since the last run that came through, day by day, so that one that is cut off leaves less to the next; and with it the cases
 * at which that one failed. They hold up no day: it is said beside it which they are.
 */
async function countWhatGrew(tools: FigureTools, counted: Counting): Promise<void> {
  const { figures, clock } = tools;
  const now = clock.now();
  const today = now.slice(0, 10);
  const until = await figures.countedUntil();
  if (until !== undefined) await carryCareOver(tools, until);
  for (const caseId of await figures.uncounted()) counted.failed.add(caseId);
  // A trail is noted once a day: what grew after the last run of a day is found by the first of the next.
  let day = until === undefined ? addDays(today, -NOTED_FOR_DAYS) : addDays(until.slice(0, 10), -1);
  for (; day <= today; day = addDays(day, 1)) {
    const again = day === today ? counted.failed : [];
    const months = await countCases(tools, new Set([...(await casesOf(tools, day)), ...again]), counted);
    for (const month of months) await sumUp(tools, month, counted);
    await figures.putCountedUntil(day === today ? now : `${day}T23:59:59.999Z`, [...counted.failed]);
  }
}

/**
 * Counts everything of a span of days anew, from the trails: the cases that grew in it and those that it was counted from. Those at which it fails are
 * counted again by every run of the clock, as those are at which such a run failed.
 *
 * @throws Error when the days are no span, or not all of them have begun
 */
async function countAnew(tools: FigureTools, from: string, until: string, counted: Counting): Promise<void> {
  const today = tools.clock.now().slice(0, 10);
  if (from > until) throw new Error(`Nothing was counted: from (${from}) is after until (${until}).`);
  if (until > today) throw new Error(`Nothing was counted: until (${until}) is ahead of today (${today}).`);
  const kept = new Map<string, readonly string[]>();
  for (let day = from; day <= until; day = addDays(day, 1))
    for (const caseId of await casesOf(tools, day)) kept.set(caseId, []);
  const within = monthsBetween(from, until);
  for (const month of within)
    for (const { caseId } of await tools.figures.records(month))
      kept.set(caseId, [...(kept.get(caseId) ?? []), month]);
  const months = await countCases(tools, kept.keys(), counted, kept);
  for (const month of new Set([...within, ...months])) await sumUp(tools, month, counted);
  const { figures } = tools;
  const upTo = await figures.countedUntil();
  // Where nothing was counted by the clock yet, its first run counts all that was noted.
  if (upTo !== undefined && counted.failed.size > 0)
    await figures.putCountedUntil(upTo, [...new Set([...(await figures.uncounted()), ...counted.failed])]);
}

/**
 * Keeps the figures: makes a record of each case whose trail grew, keeps it in every month in which something of it counts, and sums those months
 * up. The figures follow from the trails alone: run twice, late, at once with another, or broken off and run again, they come out the same.
 * A case that fails stops no other; it is counted again by every run until it succeeds.
 *
 * @param started by an operator with `from` and `until` (YYYY-MM-DD): everything of those days is counted anew
 * @returns how many cases and months were counted, and at how many cases it failed
 */
export async function keepFigures(
  tools: FigureTools,
  started: unknown = {},
): Promise<{ readonly cases: number; readonly months: number; readonly failed: number }> {
  const { from, until } = Started.parse(started);
  const counting: Counting = { cases: 0, months: 0, failed: new Set() };
  if (from === undefined) await countWhatGrew(tools, counting);
  else await countAnew(tools, from, until, counting);
  const counted = { ...counting, failed: counting.failed.size };
  tools.meter.count(metricNames.leftUndone, counted.failed);
  tools.log.info(logMessages.figuresKept, counted);
  return counted;
}
