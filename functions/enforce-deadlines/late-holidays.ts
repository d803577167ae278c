import { holidayDay, lateHolidays } from '../../shared/core/calendar/late-holidays.ts';
import { addDays, londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { lateHolidaysMove } from '../../shared/core/case/late-holidays.ts';
import type { Policy } from '../../shared/core/policy.ts';
import type { CaseStore, CaseSummary } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { mayBe } from './may-be.ts';

/** No deadline that was set before a day is so far beyond it. */
const LONGEST_DAYS = 28;

/**
 * The cases with deadlines that a bank holiday moves which was announced after they were set. Cases are read only while there is such a
 * day, and only those that were open before it.
 */
export async function* movedByHolidays(
  {
    cases,
    clock,
    policy,
  }: {
    readonly cases: Pick<CaseStore, 'read'>;
    readonly clock: Clock;
    readonly policy: Policy;
  },
  open: readonly CaseSummary[],
): AsyncIterable<string> {
  const longAgo = addDays(londonDate(clock.now()), -LONGEST_DAYS);
  const last = [...lateHolidays()].map(holidayDay).toSorted().at(-1) ?? '';
  if (last < longAgo) return;
  const moves = (found: Case): boolean => lateHolidaysMove(found, policy, clock.now()) !== undefined;
  for (const { caseId, openedAt } of open)
    if (londonDate(openedAt) <= last && (await mayBe(cases, caseId, moves))) yield caseId;
}
