import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { stillInQuestion } from '../ages-in-question.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  type Patch,
  record,
  refused,
  searchDue,
  unchanged,
} from '../decision-draft.ts';
import { noneFound } from '../duplicates.ts';
import { backInCare, enterCount } from '../entry-count.ts';
import { childrenInCare, handedOver } from '../responsible.ts';
import { isFinal } from '../transitions.ts';
import { moveByFor } from './amend.ts';
import { countingCouncil, involved, turn18Now } from './end.ts';
import { recordEarlier } from './record-earlier.ts';

type DecideAge = Extract<Command, { kind: 'decide-age' }>;

/** Ends that somebody's age brought about, which evidence of it undoes. */
export const endedByAge = ({ status, withdrawnBecause = 'assessed-as-adult' }: Case): boolean =>
  status === 'turned-18' || (status === 'withdrawn' && withdrawnBecause === 'assessed-as-adult');

/** Who left care as an adult, which evidence of their age undoes. */
const leftAsAdult = ({ left = [] }: Case, child: number): boolean =>
  left.some((one) => one.child === child && one.outcome === 'assessed-as-adult');

/** Where the child's case stands once the child counts again; a case that had ended begins its search, and its time, anew. */
const resumed = (draft: DecisionDraft, { child, turns18Month, duplicates }: DecideAge): Patch => {
  const { case: subject, context, policy } = draft;
  const { possible } = duplicates ?? noneFound;
  const facts = {
    ...subject.facts,
    children: subject.facts.children.map((one) =>
      one.number === child ? { ...one, ...defined({ turns18Month }) } : one,
    ),
  };
  const left = (subject.left ?? []).filter((one) => one.child !== child);
  const stands: Patch = {
    facts,
    ...(left.length === 0 ? { left: undefined, reopenUntil: undefined } : { left }),
    turned18: subject.turned18.filter((number) => number !== child),
    cleared: [...new Set([...subject.cleared, `turned-18:${child}`])],
    ...(turns18Month === undefined ? {} : { agesDecided: { ...subject.agesDecided, [child]: turns18Month } }),
  };
  if (!endedByAge(subject)) return stands;
  return {
    ...stands,
    ...backInCare(draft),
    withdrawnBecause: undefined,
    reopenedAt: context.now,
    moveBy: moveByFor(facts, { openedAt: context.now }, policy),
    stepBy: searchDue(draft),
    ...(possible.length === 0
      ? {}
      : { possibleDuplicates: [...new Set([...(subject.possibleDuplicates ?? []), ...possible])] }),
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
      ...defined({ countedAgainst }),
      ...concernedIn(before),
    },
    resumed(draft, command),
  );
  if (endedByAge(before)) recordEarlier(draft, duplicates?.earlier);
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

/** What could be decided now of a child's age: that they count, that they do not. */
export const ageDecisionsOf = (subject: Case, child: number): readonly boolean[] => {
  const out = subject.turned18.includes(child) || leftAsAdult(subject, child);
  if (endedByAge(subject)) return out || subject.status === 'withdrawn' ? [true] : [];
  const goesOn = handedOver(subject) || subject.status === 'stayed';
  if (isFinal(subject.status) && !goesOn) return [];
  if (stillInQuestion(subject).includes(child)) return [true, false];
  return goesOn && out ? [true] : [];
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
  return subject.cleared.includes(`turned-18:${child}`)
    ? unchanged('It is decided already that this child counts.')
    : refused(
        'age-not-in-question',
        outOfCount
          ? 'The case goes on for the other children. Let the entry authority refer this child again.'
          : 'Nothing in this case puts the age of this child in question.',
      );
};
