import { placesFor } from '../../allocation/candidates.ts';
import { childrenWhoCount } from '../../allocation/missing-facts.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { stillInQuestion } from '../ages-in-question.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  councilIn,
  type DecisionDraft,
  type Patch,
  record,
  refused,
  searchDue,
  turn,
  unchanged,
  viewOf,
} from '../decision-draft.ts';
import { noneFound } from '../duplicates.ts';
import { backInCare, enterCount } from '../entry-count.ts';
import { involved } from '../involved.ts';
import { reallocate, withdrawOpenOffers } from '../offers.ts';
import { searching, stageOf } from '../proposals.ts';
import { childrenInCare, handedOver } from '../responsible.ts';
import { isFinal, isOver } from '../transitions.ts';
import { turnsOnAcceptance } from '../turns.ts';
import { moveByFor } from './amend.ts';
import { countingCouncil, turn18Now } from './end.ts';
import { recordEarlier } from './record-earlier.ts';

type DecideAge = Extract<Command, { kind: 'decide-age' }>;

/** Ends that somebody's age brought about, which evidence of it undoes. */
export const endedByAge = ({ status, withdrawnBecause = 'assessed-as-adult' }: Case): boolean =>
  status === 'turned-18' || (status === 'withdrawn' && withdrawnBecause === 'assessed-as-adult');

/** Who left care as an adult, which evidence of their age undoes. */
const leftAsAdult = ({ left = [] }: Case, child: number): boolean =>
  left.some((one) => one.child === child && one.outcome === 'assessed-as-adult');

/** Where the child's case stands once the child counts again; a case that had ended begins its search, and its time, anew. */
const resumed = (draft: DecisionDraft, { child, duplicates }: DecideAge, turns18Month: string): Patch => {
  const { case: subject, context, policy } = draft;
  const { possible } = duplicates ?? noneFound;
  const facts = {
    ...subject.facts,
    children: subject.facts.children.map((one) => (one.number === child ? { ...one, turns18Month } : one)),
  };
  const left = (subject.left ?? []).filter((one) => one.child !== child);
  const stands: Patch = {
    facts,
    ...(left.length === 0 ? { left: undefined, reopenUntil: undefined } : { left }),
    turned18: subject.turned18.filter((number) => number !== child),
    cleared: [...new Set([...subject.cleared, `turned-18:${child}`])],
    agesDecided: { ...subject.agesDecided, [child]: turns18Month },
    ...(possible.length === 0
      ? {}
      : { possibleDuplicates: [...new Set([...(subject.possibleDuplicates ?? []), ...possible])] }),
  };
  if (!endedByAge(subject)) return stands;
  return {
    ...stands,
    ...backInCare(draft),
    withdrawnBecause: undefined,
    reopenedAt: context.now,
    moveBy: moveByFor(facts, { openedAt: context.now }, policy),
    stepBy: searchDue(draft),
  };
};

/** The council that has accepted the others of the group, and has not received them yet: it is to take a child who counts again as well. */
const takesAsWell = (subject: Case, back: boolean): Case['placement'] =>
  back && !isOver(subject.status) ? subject.placement : undefined;

/**
 * Siblings move together, so a child who counts again goes where the others go: the council that has accepted expects one more, also over its
 * threshold, since a person decided it and the council can give the placement back. What its yes took when the child still counted, it has taken already.
 */
const expectWithOthers = (
  draft: DecisionDraft,
  child: number,
  placement: NonNullable<Case['placement']>,
): void => {
  const { case: subject, context, policy } = draft;
  const { facts } = subject;
  const { council, declared } = placement;
  draft.places.push({ council, incoming: 1 });
  const children = childrenWhoCount(subject).length;
  if (children <= placement.children) return;
  turn(draft, turnsOnAcceptance(viewOf(draft), council, 1, policy, londonDate(context.now)));
  const more = placesFor({
    facts: { ...facts, children: facts.children.filter(({ number }) => number === child) },
    turned18: [],
  });
  const stands = declared !== undefined && councilIn(draft, council)?.declaration?.declaredAt === declared.at;
  if (stands) draft.places.push({ council, used: more });
  draft.case = {
    ...subject,
    placement: {
      ...placement,
      children,
      ...(stands
        ? {
            declared: {
              at: declared.at,
              fosterCare: declared.fosterCare + more.fosterCare,
              supportedAccommodation: declared.supportedAccommodation + more.supportedAccommodation,
            },
          }
        : {}),
    },
  };
};

/** Months of the children who count, to be looked at; a month looked at before for the same child no longer is. */
const bookBirthdays = (draft: DecisionDraft, before: Case): void => {
  const now = childrenInCare(draft.case);
  for (const { number, turns18Month: month } of now) {
    const was = before.facts.children.find((one) => one.number === number)?.turns18Month;
    if (was !== undefined && was !== month) draft.birthdays.push({ do: 'remove', month: was, child: number });
    if (month !== undefined) draft.birthdays.push({ do: 'add', month, child: number });
  }
};

/** They count as a child, by evidence: what their recorded age had taken away is given back. */
const counts = (draft: DecisionDraft, command: DecideAge): Outcome => {
  const { case: before, context } = draft;
  const { child, evidence, turns18Month, note, duplicates } = command;
  if (turns18Month === undefined || turns18Month < londonDate(context.now).slice(0, 7))
    return refused(
      'month-needed',
      'Give the month in which the child turns 18 by this evidence. It cannot be a month that has passed.',
    );
  const back = before.turned18.includes(child) || leftAsAdult(before, child);
  const countedAgainst = back ? countingCouncil(before) : undefined;
  const taking = takesAsWell(before, back);
  const takes = taking?.council;
  // Councils were asked for the others alone: the search begins again with everybody who counts.
  const { possible } = duplicates ?? noneFound;
  const searchesAgain = back && searching.includes(stageOf(before));
  if (back) withdrawOpenOffers(draft, 'reallocated');
  if (back) enterCount(draft, 1);
  record(
    draft,
    'age-decided.v1',
    {
      child,
      counts: true,
      evidence,
      turns18Month,
      note,
      ...defined({ countedAgainst, takes }),
      // No check follows that would hold the case.
      ...(takes === undefined || possible.length === 0 ? {} : { possibleDuplicates: [...possible] }),
      ...concernedIn(draft.case),
    },
    resumed(draft, command, turns18Month),
  );
  if (taking !== undefined) expectWithOthers(draft, child, taking);
  if (endedByAge(before) || (back && !isOver(before.status))) recordEarlier(draft, duplicates?.earlier);
  if (searchesAgain) reallocate(draft, 'facts-changed');
  bookBirthdays(draft, before);
  return changed(draft, { claims: (duplicates ?? noneFound).claims });
};

const concernedIn = (subject: Case): { readonly concerned?: string[] } => {
  const councils = involved(subject);
  return councils.length === 0 ? {} : { concerned: councils };
};

/** They do not: what a birthday brings about follows. */
const countsNoLonger = (draft: DecisionDraft, { child, evidence, note }: DecideAge): Outcome => {
  record(draft, 'age-decided.v1', { child, counts: false, evidence, note, ...concernedIn(draft.case) });
  return turn18Now(draft, child, { byAPerson: true });
};

/**
 * What could be decided now of a child's age: that they count, that they do not. Of one child among others it can be found out at any time; where a
 * person would leave nobody in the case, or a council has received them, it is withdrawn, or they leave care, instead.
 */
export const ageDecisionsOf = (subject: Case, child: number): readonly boolean[] => {
  const out = subject.turned18.includes(child) || leftAsAdult(subject, child);
  if (endedByAge(subject)) return out || subject.status === 'withdrawn' ? [true] : [];
  const stayed = subject.status === 'stayed';
  if (isFinal(subject.status) && !handedOver(subject) && !stayed) return [];
  if (stillInQuestion(subject).includes(child)) return [true, false];
  if (out) return [true];
  if (handedOver(subject)) return [];
  return stayed || childrenWhoCount(subject).length > 1 ? [false] : [];
};

/**
 * A coordinator decides, with evidence, whether somebody counts as a child whose age is in question, or whose age had closed the case
 * or taken them out of the count. The software never decides an age.
 */
export const decideAge = (draft: DecisionDraft, command: DecideAge): Outcome => {
  const { case: subject } = draft;
  const { child } = command;
  if (!subject.facts.children.some(({ number }) => number === child))
    return refused('no-such-child', `There is no child ${child} in this case.`);
  if (ageDecisionsOf(subject, child).includes(command.counts))
    return command.counts ? counts(draft, command) : countsNoLonger(draft, command);
  const outOfCount = subject.turned18.includes(child);
  if (!command.counts)
    return outOfCount
      ? unchanged('They are recorded as no child already.')
      : refused('age-not-in-question', 'Nothing in this case puts the age of this child in question.');
  if (outOfCount)
    return refused(
      'age-not-in-question',
      'The case ended for another reason. Let the entry authority refer this child again.',
    );
  return subject.cleared.includes(`turned-18:${child}`)
    ? unchanged('It is decided already that this child counts.')
    : refused('age-not-in-question', 'Nothing in this case puts the age of this child in question.');
};
