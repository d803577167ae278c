import { defined } from '../../defined.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused } from '../decision-draft.ts';
import { isToReview } from '../declines-to-review.ts';

/** So many openings stand on the councils' pages; the trail has all. */
const SHOWN = 20;

/** Whether a coordinator has something to decide of the children: what is sealed opens to coordinators for that, and at no other time. */
export const waitsForDecision = (subject: Case): boolean =>
  subject.needs?.party.kind === 'coordinators' || isToReview(subject);

/** Records that a coordinator opens what is sealed, and for what. Every opening is recorded: the same again is another one. */
export const consultSealedDetails = (
  draft: DecisionDraft,
  { reason, note, session, document }: Extract<Command, { kind: 'consult-sealed-details' }>,
): Outcome => {
  const { case: subject, context } = draft;
  if (!waitsForDecision(subject))
    return refused(
      'nothing-to-decide',
      'Nothing in this case waits for a coordinator now. What is sealed opens to coordinators only while they have something to decide.',
    );
  const { consulted = [] } = subject;
  const opened = { at: context.now, reason, ...(document === undefined ? {} : { document: true as const }) };
  record(
    draft,
    'sealed-details-consulted.v1',
    { reason, note, session, ...defined({ document }) },
    { consulted: [...consulted, opened].slice(-SHOWN) },
  );
  return changed(draft);
};
