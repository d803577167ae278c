import { nationOf } from '../calendar/nation.ts';
import { deadlineAfter, londonDate } from '../calendar/working-days.ts';
import { isVerification } from '../council/verification.ts';
import type { Policy } from '../policy.ts';
import type { Case } from './case.ts';
import { agendaOf } from './deadlines.ts';
import { partyName } from './party-name.ts';
import { endsOf } from './succession.ts';
import { needsOn } from './waiting-on.ts';

type Needs = NonNullable<Case['needs']>;

const sameAsk = (a: Needs | undefined, b: Needs): boolean =>
  a !== undefined && a.what === b.what && partyName(a.party) === partyName(b.party);

/**
 * With whom a case waits, and when to look at it next. An open case always has a next look: once its own deadlines have all
 * been told, and while the child is missing, the party it waits for is reminded every few working days, in that party's calendar.
 * What others do meanwhile does not put that reminder off. When one of its councils ends, it is looked at on that day.
 *
 * @param after the case as a decision leaves it, still with the `needs` and `nextDueAt` from before
 * @throws {CalendarEndsError} when the reminder's day lies beyond the known bank holidays.
 */
export const waitingFor = (
  after: Case,
  now: string,
  policy: Policy,
): { readonly needs: Needs | undefined; readonly nextDueAt: string | undefined } => {
  // A case that was made up waits for nobody: it is on no list, and no clock runs for it.
  const needs = isVerification(after) ? undefined : needsOn(after, londonDate(now));
  if (needs === undefined) return { needs, nextDueAt: undefined };
  const due = nextLook(after, needs, now, policy);
  return { needs, nextDueAt: endsOf(after).reduce((soonest, { at }) => (at < soonest ? at : soonest), due) };
};

const nextLook = (after: Case, needs: Needs, now: string, policy: Policy): string => {
  const [soonest] = agendaOf(after, policy);
  if (soonest !== undefined) return soonest.at;
  const { needs: asked, nextDueAt: planned = '' } = after;
  if (sameAsk(asked, needs) && planned > now) return planned;
  const nation = 'code' in needs.party ? nationOf(needs.party.code) : 'England';
  return deadlineAfter(now, policy.waitingReminderEveryWorkingDays, nation, policy.closeOfDay);
};
