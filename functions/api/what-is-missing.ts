import type { ReferralFacts } from '../../events/referral.ts';
import { missingFacts } from '../../shared/core/allocation/missing-facts.ts';
import { agesFrom } from '../../shared/core/calendar/ages.ts';
import { councilsOn } from '../../shared/core/council/published-councils.ts';
import type { Policy } from '../../shared/core/policy.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import type { Taken } from './contracts.ts';
import { pointer } from './problem.ts';

/** A missing fact's place as its sender knows it: `children.2.sex` is about the child with number 2. */
export function pointerTo(field: string, facts: ReferralFacts): string {
  const [list, number, ...rest] = field.split('.');
  if (list !== 'children' || number === undefined) return pointer(field.split('.'));
  const at = facts.children
    .map((child) => child.number)
    .toSorted((a, b) => a - b)
    .indexOf(Number(number));
  return pointer(['children', at, ...rest]);
}

/** What the allocation check will ask for, said at once. */
export const whatIsMissing = (
  facts: ReferralFacts,
  particulars: readonly ChildParticulars[],
  policy: Policy,
  today: string,
  turned18: readonly number[] = [],
): Taken['missing'] => {
  const born = Object.fromEntries(
    particulars.flatMap(({ number, dateOfBirth }) =>
      dateOfBirth === undefined ? [] : [[number, dateOfBirth]],
    ),
  );
  const councils = councilsOn(today).map(({ reminders: _, trail: __, ...figures }) => figures);
  return missingFacts({ facts, turned18, ages: agesFrom(born, today), today, councils }, policy).map(
    ({ field, words }) => ({ pointer: pointerTo(field, facts), detail: words }),
  );
};
