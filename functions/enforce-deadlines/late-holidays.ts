import { lateHolidays } from '../../shared/core/calendar/late-holidays.ts';
import { addDays, londonDate } from '../../shared/core/calendar/working-days.ts';
import { lateHolidaysMove } from '../../shared/core/case/late-holidays.ts';
import type { Policy } from '../../shared/core/policy.ts';
import type { CaseStore, CaseSummary } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';

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
  const last = [...lateHolidays()]
    .map((name) => name.slice(-longAgo.length))
    .reduce((a, b) => (a > b ? a : b), '');
  if (last < longAgo) return;
  for (const { caseId, openedAt } of open)
    if (londonDate(openedAt) <= last && (await moves(cases, caseId, policy, clock))) yield caseId;
}

/** Where a case cannot be read it is looked at, and what fails there is counted. */
async function moves(
  cases: Pick<CaseStore, 'read'>,
  caseId: string,
  policy: Policy,
  clock: Clock,
): Promise<boolean> {
  try {
    const found = await cases.read(caseId);
    return found !== undefined && lateHolidaysMove(found, policy, clock.now()) !== undefined;
  } catch {
    return true;
  }
}
