import { arrivalsToEnter, inCareSince } from '../allocation/arrivals.ts';
import { instantAt, londonDate } from '../calendar/working-days.ts';
import { isInFigure } from '../council/moved.ts';
import type { Case } from './case.ts';
import { councilIn, type DecisionDraft } from './decision-draft.ts';
import { handedOver } from './responsible.ts';

/** The last minute of a day: some time on it is all that is known. @param day Europe/London, YYYY-MM-DD */
export const endOfDay = (day: string): string => instantAt(day, '23:59');

/**
 * Children come to a council's count, or leave it: they count beside its figure, unless that holds them already. What happens now no figure
 * holds; of what happened before, the scheme's view says.
 *
 * @param children below zero when they leave
 * @param at UTC
 */
export const moveCount = (draft: DecisionDraft, council: string, children: number, at: string): void => {
  const figures = councilIn(draft, council);
  if (children === 0 || (at !== draft.context.now && figures !== undefined && isInFigure(figures, at)))
    return;
  draft.places.push({ council, netSince: children, moved: { [londonDate(at)]: children } });
};

/** Enters children in the entry authority's count, or takes them off it, and says so in the case. */
const enter = (draft: DecisionDraft, children: number, at: string): void => {
  const { facts, entryRegion, arrivalsCounted = 0, arrivalsCountedFrom: from } = draft.case;
  if (children === 0 || entryRegion === undefined) return;
  moveCount(draft, facts.entryAuthority, children, at);
  const after = Math.max(0, arrivalsCounted + children);
  // Of some who join others, or leave them, the time of the others stays.
  const stays = arrivalsCounted > 0 && after > 0 && from !== undefined;
  draft.case = { ...draft.case, arrivalsCounted: after, arrivalsCountedFrom: stays ? from : at };
};

/** Somebody looks at the case: from now on its children are in their entry authority's count, from the day on which they came. */
export const countArrivals = (draft: DecisionDraft): void => {
  const { case: subject, view, policy, context } = draft;
  if (view === undefined || policy.countsArrivals !== true || handedOver(subject)) return;
  enter(draft, arrivalsToEnter(subject), inCareSince(subject, londonDate(context.now)));
};

/** The children never were in the entry authority's care: what was entered of them is taken back, under its own day. */
export const uncountArrivals = (draft: DecisionDraft): void => {
  const { case: subject, context } = draft;
  enter(draft, -(subject.arrivalsCounted ?? 0), inCareSince(subject, londonDate(context.now)));
};

/** The day on which the children arrived was wrong, or nobody knew it: they count from the right one, unless they left meanwhile and came back. */
export const redateArrivals = (draft: DecisionDraft, arrivedOn: string): void => {
  const { facts, reopenedAt, arrivalsCounted = 0 } = draft.case;
  if (facts.arrivedOn === arrivedOn || reopenedAt !== undefined) return;
  uncountArrivals(draft);
  enter(draft, arrivalsCounted, instantAt(arrivedOn, '00:00'));
};

/**
 * Children leave the entry authority's care, if it had them in its care and the scheme knows it: the figure held them, or they were entered when
 * somebody looked. A policy that goes by the figure alone takes them off it whenever they came.
 *
 * @param at UTC; left out, now
 */
export const leaveEntryAuthority = (draft: DecisionDraft, children: number, at = draft.context.now): void => {
  const { policy } = draft;
  countArrivals(draft);
  const { facts, entryRegion, arrivalsCounted } = draft.case;
  if (facts.inCareOfAuthority === false && (arrivalsCounted ?? 0) === 0) return;
  if (policy.countsArrivals === true && arrivalsCounted !== undefined)
    enter(draft, -Math.min(children, arrivalsCounted), at);
  else if (entryRegion !== undefined) moveCount(draft, facts.entryAuthority, -children, at);
};

/** All of them leave it, for somewhere where nobody of the scheme counts them. Nothing where the policy goes by the figure alone. */
export const allLeaveEntryAuthority = (draft: DecisionDraft): void => {
  countArrivals(draft);
  leaveEntryAuthority(draft, draft.case.arrivalsCounted ?? 0);
};

/** A child counts again where it was counted: with the receiving authority after the handover, until then where it arrived. */
export const enterCount = (draft: DecisionDraft, children: number): void => {
  const { case: subject, context, policy } = draft;
  const { placement, facts } = subject;
  if (placement !== undefined && handedOver(subject))
    moveCount(draft, placement.council, children, context.now);
  else if (policy.countsArrivals === true && subject.arrivalsCounted !== undefined)
    enter(draft, children, context.now);
  else if (facts.inCareOfAuthority !== false && subject.entryRegion !== undefined)
    moveCount(draft, facts.entryAuthority, children, context.now);
};

/** Children who had left the entry authority's care are in it again from now. */
export const backInCare = ({ case: subject, context }: DecisionDraft): Pick<Case, 'arrivalsCountedFrom'> =>
  subject.arrivalsCounted === undefined || handedOver(subject) ? {} : { arrivalsCountedFrom: context.now };
