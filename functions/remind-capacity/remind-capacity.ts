import { appendTo } from '../../shared/core/audit-trail.ts';
import {
  daysBetween,
  isWorkingDay,
  londonDate,
  workingDaysBetween,
} from '../../shared/core/calendar/working-days.ts';
import type { Council } from '../../shared/core/council/council.ts';
import type { Policy } from '../../shared/core/policy.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilChange, CouncilStore } from '../../shared/ports/council-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { say } from '../../shared/runtime/say.ts';

export interface RemindTools {
  readonly councils: Pick<CouncilStore, 'view' | 'read' | 'commit'>;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/** Whether a council is to be reminded on a day: never twice on one, and on none that its nation has off. */
function reminderIsDue(
  { participates, nation, declaration, reminders: { lastOn } }: Council,
  policy: Policy,
  today: string,
): boolean {
  if (!participates || !isWorkingDay(today, nation)) return false;
  if (lastOn !== undefined && workingDaysBetween(lastOn, today, nation) < policy.reminderEveryWorkingDays)
    return false;
  // A council that asked for a pause has told us where it stands.
  if (declaration?.pausedUntil !== undefined && today < declaration.pausedUntil) return false;
  return (
    declaration === undefined ||
    daysBetween(londonDate(declaration.declaredAt), today) >= policy.declarationStaleDays
  );
}

function reminderFor(
  council: Council,
  now: string,
  policy: Policy,
  cause: string,
): CouncilChange | undefined {
  const today = londonDate(now);
  const reminder = council.reminders.sinceDeclaration + 1;
  const [event] = appendTo(
    { subject: council.code, number: council.trail.number, hash: council.trail.hash },
    [
      {
        type: 'capacity-reminder-due.v1',
        data: {
          council: council.code,
          reminder,
          on: today,
          ...(council.declaration === undefined
            ? {}
            : { lastDeclaredOn: londonDate(council.declaration.declaredAt) }),
        },
      },
    ],
    { at: now, actor: { kind: 'system', name: 'remind-capacity' }, policy: policy.id, cause },
  );
  return event === undefined
    ? undefined
    : {
        code: council.code,
        region: council.region,
        seen: council.trail.number,
        event,
        reminders: { sinceDeclaration: reminder, lastOn: today },
      };
}

/** Reminds one council, on what is read of it now: the list it comes from may be seconds old. */
async function remind(tools: RemindTools, { region, code }: Council, cause: string): Promise<boolean> {
  const { councils, policy, clock } = tools;
  const council = await councils.read(region, code);
  const now = clock.now();
  if (council === undefined || !reminderIsDue(council, policy, londonDate(now))) return false;
  const change = reminderFor(council, now, policy, cause);
  // Lost: the council has just declared, or another run has just reminded it. Either way nothing is left to do today.
  return change !== undefined && (await councils.commit(change)) === 'committed';
}

export interface Reminded {
  readonly reminded: number;
  readonly failed: number;
}

/**
 * Asks councils for their places when their last word is old, or was never given. One council that fails stops no other.
 *
 * @param cause id of this run, for the trail
 */
export async function remindCapacity(tools: RemindTools, cause: string): Promise<Reminded> {
  const { councils, policy, clock, log, meter } = tools;
  const counted = { reminded: 0, failed: 0 };
  const today = londonDate(clock.now());
  const due = (await councils.view()).councils.filter((council) => reminderIsDue(council, policy, today));
  for (const council of due) {
    try {
      if (!(await remind(tools, council, cause))) continue;
      counted.reminded += 1;
      log.info(say.reminderIssued, { council: council.code });
    } catch (error) {
      counted.failed += 1;
      log.error(say.councilFailed, { council: council.code }, error);
    }
  }
  meter.count(metricNames.remindersIssued, counted.reminded);
  log.info(say.remindersDone, counted);
  return counted;
}
