import { calendarDaysLeft, londonDate } from '../../shared/core/calendar/working-days.ts';
import { awaitsPlace, clocksStand } from '../../shared/core/case/standing.ts';
import type { CaseSummary } from '../../shared/ports/case-store.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';

/** Writes the figures about children of open cases: how many wait, for how long, and how many for too long. */
export function writeFigures(cases: readonly CaseSummary[], meter: Meter, now: string): void {
  let late = 0;
  let longest = 0;
  for (const line of cases) {
    const { openedAt, moveBy } = line;
    // While the child is missing the clock for the move stands: an alarm that no one can end would hide the next child.
    if (moveBy < now && !clocksStand(line)) late += 1;
    if (awaitsPlace(line))
      longest = Math.max(longest, Math.round((Date.parse(now) - Date.parse(openedAt)) / 1000));
  }
  meter.count(metricNames.casesOpen, cases.length);
  meter.count(metricNames.casesOpenPastDeadline, late);
  meter.seconds(metricNames.oldestUnplacedSeconds, longest);
}

/** Writes how long the bank-holiday calendar still reaches. */
export function writeCalendar(meter: Meter, now: string): void {
  meter.count(metricNames.calendarDaysLeft, calendarDaysLeft(londonDate(now)));
}
