import type { ChildFacts } from '../../../../events/referral.ts';
import { childrenWhoCount } from '../../allocation/missing-facts.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { assessmentIsOpen } from '../ages-in-question.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  dueIn,
  record,
  refused,
  reopenedUntil,
  unchanged,
} from '../decision-draft.ts';
import { allLeaveEntryAuthority, leaveEntryAuthority, moveCount, uncountArrivals } from '../entry-count.ts';
import { involved } from '../involved.ts';
import { openOffers, withdrawOpenOffers } from '../offers.ts';
import { undoPlacement } from '../placement.ts';
import { heldBy } from '../places.ts';
import { handedOver, responsibleCouncil } from '../responsible.ts';
import { settleSearch } from './group.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

const told = (council: string | undefined): { readonly concerned?: string[] } =>
  council === undefined ? {} : { concerned: [council] };

/** Nobody looks at these children's months any more: the scheme counts them nowhere. */
const forgetBirthdays = (draft: DecisionDraft): void => {
  for (const { number, turns18Month } of childrenWhoCount(draft.case)) {
    if (turns18Month !== undefined)
      draft.birthdays.push({ do: 'remove', month: turns18Month, child: number });
  }
};

/** Gives back everything that is held or on its way for the case. Returns the council that had accepted, for it has to be told. */
const clearAway = (draft: DecisionDraft): string | undefined => {
  withdrawOpenOffers(draft, 'case-closed');
  return undoPlacement(draft);
};

/** Why a referral is withdrawn of somebody whom the entry authority goes on caring for. */
const staysInCare: readonly Of<'withdraw'>['reason'][] = ['no-longer-needed', 'other'];

export const withdraw = (draft: DecisionDraft, { reason, note }: Of<'withdraw'>): Outcome => {
  if (reason === 'made-in-error') uncountArrivals(draft);
  else if (!staysInCare.includes(reason)) allLeaveEntryAuthority(draft);
  forgetBirthdays(draft);
  const concerned = told(clearAway(draft));
  record(
    draft,
    'referral-withdrawn.v1',
    { reason, ...concerned, ...defined({ note }) },
    { withdrawnBecause: reason },
  );
  return changed(draft);
};

export const familyJoined = (draft: DecisionDraft, { note }: Of<'family-joined'>): Outcome => {
  allLeaveEntryAuthority(draft);
  forgetBirthdays(draft);
  record(draft, 'family-joined.v1', { note, ...told(clearAway(draft)) }, reopenedUntil(draft));
  return changed(draft);
};

/** The child stays with the entry authority, which goes on counting the child until 18. */
export const stay = (draft: DecisionDraft, { reason, note }: Of<'stay'>): Outcome => {
  record(draft, 'case-stayed.v1', { reason, note, ...told(clearAway(draft)) });
  return changed(draft);
};

/**
 * The child refuses to move. Nobody is asked any further; a place that a council has given is kept until a person has decided
 * what follows: talk again and place, look elsewhere, or stay.
 */
export const childRefused = (draft: DecisionDraft, { note }: Of<'child-refused'>): Outcome => {
  if (draft.case.status === 'child-refused') return unchanged('The child’s refusal is recorded already.');
  withdrawOpenOffers(draft, 'held');
  const { placement, refusals = 0 } = draft.case;
  const refusal = refusals + 1;
  const moveOn = placement?.moveOn;
  const onTheDay = moveOn !== undefined && moveOn <= londonDate(draft.context.now) ? moveOn : undefined;
  record(
    draft,
    'child-refused.v1',
    { refusal, ...defined({ onTheDay }), ...told(placement?.council), ...defined({ note }) },
    { stepBy: dueIn(draft, 'coordinatorDecides'), refusals: refusal },
  );
  return changed(draft);
};

/** The council that counts the child: the receiving one after the handover, until then the entry authority. */
export const countingCouncil = (subject: Case): string | undefined => {
  if (handedOver(subject)) return responsibleCouncil(subject);
  return subject.facts.inCareOfAuthority === false ? undefined : subject.facts.entryAuthority;
};

/** One child fewer: each open offer holds, and a placement expects, one place less. Where all was cleared away, nothing is. */
const shrinkPlaces = (draft: DecisionDraft): void => {
  const { placement } = draft.case;
  for (const offer of openOffers(draft.case)) {
    const { held, offered } = heldBy(offer, 1);
    draft.places.push({ council: offer.council, held: -held, offered: -offered });
  }
  if (placement === undefined) return;
  const { council } = placement;
  if (handedOver(draft.case)) moveCount(draft, council, -1, draft.context.now);
  else draft.places.push({ council, incoming: -1 });
};

/**
 * A child turned 18 by what is recorded, and no longer counts: headroom rises where the child was counted. When it was the last child, the case ends;
 * else it goes on with one place fewer. The turn that a council took with a larger group stays counted: it had said yes to all.
 */
export const turn18 = (draft: DecisionDraft, { child }: Of<'turn-18'>): Outcome => {
  const { case: subject } = draft;
  const facts = subject.facts.children.find(({ number }) => number === child);
  if (facts === undefined) return refused('no-such-child', `There is no child ${child} in this case.`);
  if (subject.turned18.includes(child)) return unchanged('This birthday is recorded already.');
  if (subject.left?.some((one) => one.child === child))
    return unchanged('They left care before, and count nowhere any more.');
  return assessmentIsOpen(facts) && subject.agesDecided?.[child] === undefined
    ? questionAge(draft, facts)
    : turn18Now(draft, child);
};

/** A date is in dispute, so that its coming closes nothing: the people who can decide are told, once. */
const questionAge = (
  draft: DecisionDraft,
  { number: child, ageAssessment, ageAssessmentLedBy: ledBy }: ChildFacts,
): Outcome => {
  const { case: subject } = draft;
  const { agesInQuestion = [] } = subject;
  if (agesInQuestion.includes(child)) return unchanged('A person decides about this age.');
  const concerned = involved(subject);
  record(
    draft,
    'age-in-question.v1',
    {
      child,
      assessment: ageAssessment === 'required' ? 'required' : 'under-way',
      ...defined({ ledBy }),
      ...(concerned.length === 0 ? {} : { concerned }),
    },
    { agesInQuestion: [...agesInQuestion, child] },
  );
  return changed(draft);
};

/** What follows a birthday, once no age is in question. `byAPerson`: somebody decided so, of which councils hear also after the end. */
export const turn18Now = (
  draft: DecisionDraft,
  child: number,
  { byAPerson }: { readonly byAPerson: boolean } = { byAPerson: false },
): Outcome => {
  const { case: subject } = draft;
  const facts = subject.facts.children.find(({ number }) => number === child);
  const closed = handedOver(subject) || subject.status === 'stayed';
  const lastOne = !closed && childrenWhoCount(subject).length === 1;
  const concerned = lastOne ? [clearAway(draft)].filter((code) => code !== undefined) : involved(subject);
  shrinkPlaces(draft);
  if (!handedOver(subject)) leaveEntryAuthority(draft, 1);
  if (facts?.turns18Month !== undefined) {
    draft.birthdays.push({ do: 'remove', month: facts.turns18Month, child });
  }
  const countedAgainst = countingCouncil(subject);
  record(
    draft,
    'child-turned-18.v1',
    {
      child,
      ...defined({ countedAgainst }),
      ...(closed && !byAPerson
        ? { afterTheEnd: true as const }
        : concerned.length === 0
          ? {}
          : { concerned }),
    },
    { turned18: [...subject.turned18, child] },
  );
  settleSearch(draft);
  return changed(draft);
};
