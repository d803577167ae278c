import { arrivalsNotCounted } from '../allocation/arrivals.ts';
import { londonDate } from '../calendar/working-days.ts';
import type { DecisionDraft } from './decision-draft.ts';

const moved = (draft: DecisionDraft, children: number): boolean => {
  const { facts, entryRegion } = draft.case;
  if (children === 0 || entryRegion === undefined) return false;
  draft.places.push({ council: facts.entryAuthority, netSince: children });
  return true;
};

/** The entry authority cares for so many children fewer, if it had them in its care and the scheme knows it; below zero, for so many more. */
export const leaveEntryAuthority = (draft: DecisionDraft, children: number): void => {
  if (draft.case.facts.inCareOfAuthority === false || !moved(draft, -children)) return;
  const { arrivalsCounted } = draft.case;
  if (arrivalsCounted !== undefined)
    draft.case = { ...draft.case, arrivalsCounted: Math.max(0, arrivalsCounted - children) };
};

/** So many children count again where they were counted: with the receiving authority after the handover, until then where they arrived. */
export const enterCount = (draft: DecisionDraft, children: number): void => {
  const { placement } = draft.case;
  if (placement?.handedOverAt === undefined) leaveEntryAuthority(draft, -children);
  else draft.places.push({ council: placement.council, netSince: children });
};

/** The check has looked at the case: from now on its children are in their entry authority's count. */
export const countArrivals = (draft: DecisionDraft): void => {
  const { view, policy, context } = draft;
  if (view === undefined) return;
  const more = arrivalsNotCounted(draft.case, view, policy, londonDate(context.now));
  if (moved(draft, more))
    draft.case = { ...draft.case, arrivalsCounted: (draft.case.arrivalsCounted ?? 0) + more };
};

/** Children who were counted as arrivals are no longer in the entry authority's care, or never were, and nobody has taken them over. */
export const uncountArrivals = (draft: DecisionDraft): void =>
  leaveEntryAuthority(draft, draft.case.arrivalsCounted ?? 0);
