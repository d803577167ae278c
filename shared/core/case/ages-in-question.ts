import type { ChildFacts } from '../../../events/referral.ts';
import type { Case } from './case.ts';

/** Whether somebody still has to say, or is saying, how old a child is: then no date that was given closes anything. */
export const assessmentIsOpen = ({ ageAssessment }: ChildFacts): boolean =>
  ageAssessment === 'required' || ageAssessment === 'under-way';

/** Where the allocation check has not looked yet: nobody knows whether the dates given hold together. */
const unchecked: readonly Case['status'][] = ['incomplete', 'eligible'];

/**
 * Whether a child's age is with a person: the case is held for it, or a coordinator looked at the dates and decided that the child
 * still counts (without a new month: with one the month decides), or the check has yet to look, which will hold the case for it. The
 * system then decides nothing: a mistyped year in a referral that is still incomplete must not close a child's case. With an open
 * assessment a birthday is recorded as a question, never as a birthday.
 */
export const ageIsWithAPerson = (
  { hold, cleared, pause, status, agesDecided }: Case,
  child: number,
): boolean =>
  unchecked.includes(pause?.from ?? status) ||
  (cleared.includes(`turned-18:${child}`) && agesDecided?.[child] === undefined) ||
  (hold?.reasons.some(
    ({ code }) => code === `turned-18:${child}` || code === `turns-18-this-month:${child}`,
  ) ??
    false);

/** Ages in question that are still open: of children who count, whose assessment is not finished and about whom nobody has decided. */
export const stillInQuestion = ({
  agesInQuestion = [],
  facts,
  turned18,
  agesDecided,
  left = [],
}: Pick<Case, 'agesInQuestion' | 'agesDecided' | 'facts' | 'turned18' | 'left'>): readonly number[] =>
  agesInQuestion.filter((number) => {
    const child = facts.children.find((one) => one.number === number);
    const decided =
      turned18.includes(number) ||
      agesDecided?.[number] !== undefined ||
      left.some((one) => one.child === number);
    return child !== undefined && assessmentIsOpen(child) && !decided;
  });
