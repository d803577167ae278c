import { isToAvoid } from '../../referral/areas-to-avoid.ts';
import type { Case } from '../case.ts';
import type { Refusal } from '../command.ts';
import { refused } from '../decision-draft.ts';

/** Why children may not live in an area, whoever says that they will or do; undefined where nothing is known against it. */
export const notSafeIn = ({ facts }: Pick<Case, 'facts'>, area: string): Refusal | undefined =>
  isToAvoid(facts, area)
    ? refused(
        'area-to-avoid',
        'The child is not safe in the area where it would live: it is one to avoid. Find a placement elsewhere, or ask the entry authority whether its referral is right.',
      )
    : undefined;
