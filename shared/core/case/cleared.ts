import type { ChildFacts, ReferralFacts } from '../../../events/referral.ts';
import type { HoldCode } from '../../words/hold-reasons.ts';

/** Said before and said otherwise now: what is said for the first time makes nobody another child. */
const contradicts = <Fact>(before: Fact | undefined, after: Fact | undefined): boolean =>
  before !== undefined && after !== undefined && before !== after;

const isAnother = (before: ChildFacts, after: ChildFacts | undefined): boolean =>
  after === undefined ||
  contradicts(before.turns18Month, after.turns18Month) ||
  contradicts(before.sex, after.sex);

/** Whether a child is found not fit to move, and was not, or on another day. */
const isUnfitAnew = (child: number, before: ReferralFacts, after: ReferralFacts): boolean => {
  const [then, now] = [before, after].map(({ children }) => children.find(({ number }) => number === child));
  return (
    now?.fitToMove === 'not-fit' &&
    (then?.fitToMove !== now.fitToMove || then.fitToMoveOn !== now.fitToMoveOn)
  );
};

/**
 * Of the reasons that a named person has cleared, those that still stand once facts have changed. What was cleared for a child was
 * cleared for that one: it does not pass to whoever has the child's number now, nor to another age.
 */
export const stillCleared = (
  cleared: readonly string[],
  before: ReferralFacts,
  after: ReferralFacts,
): readonly string[] => {
  const others = new Set(
    before.children
      .filter((child) =>
        isAnother(
          child,
          after.children.find(({ number }) => number === child.number),
        ),
      )
      .map(({ number }) => String(number)),
  );
  return cleared.filter((code) => {
    const [, reason = '', child = ''] = /^(.*):(\d+)$/.exec(code) ?? [];
    const isFoundAnew =
      reason === ('not-fit-to-move' satisfies HoldCode) && isUnfitAnew(Number(child), before, after);
    return !others.has(child) && !isFoundAnew;
  });
};
