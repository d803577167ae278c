import { areasInQuestion } from '../allocation/areas-in-question.ts';
import { isToAvoid } from '../referral/areas-to-avoid.ts';
import type { Case, Handover } from './case.ts';
import { newlyAsked } from './move-holds.ts';
import { holdOfMove } from './standing.ts';

type Moving = Pick<Case, 'facts' | 'placement' | 'proposals'>;

/** Whether the child of a case shows signs of trafficking, and nobody has said that a safety plan exists. */
export const lacksSafetyPlan = (
  { facts: { trafficking = 'no-indicators' }, placement }: Moving,
  agreed: Handover = {},
): boolean => trafficking !== 'no-indicators' && { ...placement?.handover, ...agreed }.safetyPlan !== true;

/** Whether the child would live where it is not safe. */
export const livesWhereUnsafe = ({ facts, placement }: Moving): boolean =>
  placement !== undefined && isToAvoid(facts, placement.placedIn ?? placement.council);

/**
 * The area of the council that has the child, or the one where the child would live, if an e-mail that waits for confirmation says to avoid it; undefined
 * if none does. The first is let go once that is confirmed.
 */
export const areaInQuestion = (
  subject: Moving,
  livesIn: string | undefined = subject.placement?.placedIn,
): string | undefined => {
  const inQuestion = areasInQuestion(subject);
  return [subject.placement?.council, livesIn].find(
    (area) => area !== undefined && inQuestion.includes(area),
  );
};

/** Whether an e-mail that waits for confirmation says something for which the move would wait, whether it came before the yes or after it. */
export const isHoldInQuestion = (subject: Case): boolean =>
  (subject.proposals ?? []).some(
    ({ facts, askedAt }) => newlyAsked(subject, { ...subject.facts, ...facts }, askedAt).length > 0,
  );

/** Whether something that was said since keeps a move from being made as it is arranged. */
export const isMoveUnsafe = (subject: Case): boolean =>
  holdOfMove(subject) !== undefined ||
  (subject.placement?.moveOn !== undefined &&
    (lacksSafetyPlan(subject) ||
      livesWhereUnsafe(subject) ||
      areaInQuestion(subject) !== undefined ||
      isHoldInQuestion(subject)));
