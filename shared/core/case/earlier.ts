import { earlierEnds } from '../../../events/earlier-referral-found.v1.ts';
import type { EarlierReferral } from '../allocation/earlier-referrals.ts';
import { sealedUntil } from '../referral/particulars.ts';
import { type Described, foundAgainIn } from '../referral/same-child.ts';
import type { Case } from './case.ts';
import { responsibleCouncil } from './responsible.ts';
import { isOver } from './transitions.ts';

/** How a case that is over ended for one of its children. */
function endFor(subject: Case, child: number): EarlierReferral['ended'] {
  const { status, left = [], turned18, withdrawnBecause } = subject;
  const outcome = left.find((one) => one.child === child)?.outcome;
  if (outcome !== undefined) return outcome;
  if (turned18.includes(child)) return 'turned-18';
  switch (status) {
    case 'missing-from-care':
      return 'missing';
    case 'stayed':
    case 'joined-family':
      return status;
    case 'withdrawn':
      return withdrawnBecause === 'assessed-as-adult' || withdrawnBecause === 'died'
        ? withdrawnBecause
        : 'withdrawn';
    default:
      return 'in-care';
  }
}

/**
 * Whether the children of a case are compared with those of a later referral: while it goes on, and then until the details that were sealed
 * with it go.
 */
export const isCompared = ({ status, facts, openedAt, reopenedAt }: Case, now: string): boolean =>
  !isOver(status) || sealedUntil(facts.children, reopenedAt ?? openedAt) * 1_000 > Date.parse(now);

/**
 * Of cases, those that are over and had a child who may well be one of these. Of several children of one case, the end counts that bears
 * most. Nothing is ever merged into them.
 */
export const earlierAmong = (
  subject: Described & { readonly id?: string },
  cases: readonly Case[],
  now: string,
): readonly EarlierReferral[] =>
  cases
    .filter((one) => one.id !== subject.id && isOver(one.status) && isCompared(one, now))
    .flatMap((one) => {
      // Who turned 18 there may be the one who is called a child here.
      const ends = foundAgainIn(subject, { ...one, turned18: [] }).map((child) => endFor(one, child));
      const [ended] = earlierEnds.filter((end) => ends.includes(end));
      return ended === undefined
        ? []
        : [
            {
              reference: one.id,
              council: one.facts.entryAuthority,
              responsible: responsibleCouncil(one),
              ended,
            },
          ];
    });

/** Of earlier referrals, those that the case does not know of yet. */
export const newlyFound = (
  { earlier = [] }: Pick<Case, 'earlier'>,
  found: readonly EarlierReferral[] = [],
): readonly EarlierReferral[] =>
  found.filter(({ reference }) => !earlier.some((one) => one.reference === reference));
