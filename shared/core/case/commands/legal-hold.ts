import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused, unchanged } from '../decision-draft.ts';

/** A coordinator puts a case under legal hold, for a reason. Held, it stays as it was put: another reason begins with lifting it. */
export const placeLegalHold = (
  draft: DecisionDraft,
  { because, note }: Extract<Command, { kind: 'place-legal-hold' }>,
): Outcome => {
  if (draft.case.legalHold !== undefined) return unchanged('This case is under legal hold already.');
  const { now: at } = draft.context;
  record(draft, 'legal-hold-placed.v1', { because, note }, { legalHold: { at, because } });
  return changed(draft);
};

/** A coordinator lifts it: what is kept of the case ends by its own time again. */
export const liftLegalHold = (
  draft: DecisionDraft,
  { note }: Extract<Command, { kind: 'lift-legal-hold' }>,
): Outcome => {
  const { legalHold } = draft.case;
  if (legalHold === undefined)
    return refused('not-held', 'This case is under no legal hold: there is nothing to lift.');
  record(draft, 'legal-hold-lifted.v1', { placedAt: legalHold.at, note }, { legalHold: undefined });
  return changed(draft);
};
