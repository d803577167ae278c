import { insteadWords } from '../../calendar/in-force.ts';
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

/** What keeps anybody from saying that the children live in an area since the handover: it is one to avoid, or there is no such council any more on that day. */
export const cannotLiveIn = (
  subject: Pick<Case, 'facts'>,
  area: string,
  today: string,
): Refusal | undefined => {
  const other = insteadWords(area, today);
  return other === undefined ? notSafeIn(subject, area) : refused('not-in-force', other);
};
