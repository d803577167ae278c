import type { Command, Outcome } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  dueIn,
  record,
  refused,
  searchDue,
  unchanged,
} from '../decision-draft.ts';
import { forItsOwnSake } from '../held-alike.ts';

const notHeld = refused('not-held', 'This case is not on hold: nothing waits for this decision.');

/** A coordinator looked at a held case and keeps the hold until the next review. */
export const keepHold = (
  draft: DecisionDraft,
  { note }: Extract<Command, { kind: 'keep-hold' }>,
): Outcome => {
  const { hold } = draft.case;
  if (hold === undefined) return notHeld;
  const reviewAt = dueIn(draft, 'coordinatorDecides');
  if (hold.kept?.note === note && hold.reviewAt === reviewAt)
    return unchanged('The hold was kept already, with this note.');
  const { now } = draft.context;
  record(
    draft,
    'hold-kept.v1',
    { note, reviewAt },
    { hold: { ...forItsOwnSake(hold), reviewAt, kept: { at: now, note } } },
  );
  return changed(draft);
};

/** A coordinator clears the reasons of a hold: they no longer stop this case, which goes back to the allocation check. */
export const releaseHold = (
  draft: DecisionDraft,
  { note }: Extract<Command, { kind: 'release-hold' }>,
): Outcome => {
  const { hold, cleared } = draft.case;
  if (hold === undefined) return cleared.length > 0 ? unchanged('This hold was released already.') : notHeld;
  const reasons = hold.reasons.map(({ code }) => code);
  record(
    draft,
    'referral-released.v1',
    { reasons, note },
    {
      cleared: [...new Set([...cleared, ...reasons])],
      stepBy: searchDue(draft),
    },
  );
  return changed(draft);
};
