import { daysBetween, isWorkingDay, londonDate, workingDaysBetween } from '../../calendar/working-days.ts';
import type { Policy } from '../../policy.ts';
import { type CouncilContext, type CouncilOutcome, changeOf, nothingToDo } from '../change.ts';
import { isOpen } from '../closing.ts';
import type { Council } from '../council.ts';
import { isSpared } from '../exemptions.ts';
import { ceiling, isFull } from '../headroom.ts';
import { actsThroughHub } from '../hubs.ts';

/** Reminders to declare places: whether a council is to be reminded on a day: never twice on one, and on none that its nation has off. */
export function reminderIsDue(council: Council, policy: Policy, today: string): boolean {
  const {
    nation,
    declaration,
    reminders: { lastOn },
  } = council;
  // The hub of its region is reminded in its stead.
  if (actsThroughHub(council, policy)) return false;
  if (!isOpen(council, today) || !isWorkingDay(today, nation)) return false;
  if (lastOn !== undefined && workingDaysBetween(lastOn, today, nation) < policy.reminderEveryWorkingDays)
    return false;
  // A council that asked for a pause has told us where it stands.
  if (isSpared(council, 'pause', today, policy)) return false;
  return (
    declaration === undefined ||
    daysBetween(londonDate(declaration.declaredAt), today) >= policy.declarationStaleDays
  );
}

/** Asks a council for its places, when its last word is old or was never given. */
export function remind(council: Council, context: CouncilContext): CouncilOutcome {
  const today = londonDate(context.now);
  if (!reminderIsDue(council, context.policy, today)) return nothingToDo;
  const reminder = council.reminders.sinceDeclaration + 1;
  const declaredAt = council.declaration?.declaredAt;
  const data = {
    council: council.code,
    reminder,
    on: today,
    ...(declaredAt === undefined ? {} : { lastDeclaredOn: londonDate(declaredAt) }),
    ...(isFull(council, context.policy, today) ? { askedUpTo: ceiling(council, context.policy, today) } : {}),
  };
  return changeOf(council, { type: 'capacity-reminder-due.v1', data }, context, {
    reminders: { sinceDeclaration: reminder, lastOn: today },
    // The last one brought nothing, or this would not be due: what counts is how many did.
    ...(reminder > 1 ? { hearing: { kind: 'unanswered', what: 'reminders', at: context.now } } : {}),
  });
}
