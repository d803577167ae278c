import type { Reason } from '../../allocation/decision.ts';
import { defined } from '../../defined.ts';
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
import { warned, warningsOf } from '../safety.ts';

const later = (a: string, b: string): string => (a > b ? a : b);

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

/**
 * A coordinator clears the reasons of a hold: they no longer stop this case, which goes back to the allocation check. Where a council has said yes its
 * move goes on, with the whole of its time to arrange it.
 */
export const releaseHold = (
  draft: DecisionDraft,
  { note }: Extract<Command, { kind: 'release-hold' }>,
): Outcome => {
  const { hold, cleared, placement } = draft.case;
  const { now } = draft.context;
  if (hold === undefined) return cleared.length > 0 ? unchanged('This hold was released already.') : notHeld;
  const reasons = hold.reasons.map(({ code }) => code);
  // What it had before stands where it ends later: a coordinator may have given more.
  const arrangeBy =
    placement && later(dueIn(draft, 'arrangeTransfer', placement.council), placement.arrangeBy);
  record(
    draft,
    'referral-released.v1',
    { reasons, ...(placement && { council: placement.council }), note },
    {
      cleared: [...new Set([...cleared, ...reasons])],
      hold: undefined,
      ...(placement === undefined
        ? { stepBy: searchDue(draft) }
        : {
            placement: {
              ...placement,
              ...defined({ arrangeBy }),
              // The day of the move may have gone while it waited: nobody is late for that.
              ...((placement.completeBy ?? now) < now ? defined({ completeBy: arrangeBy }) : {}),
            },
          }),
    },
  );
  return changed(draft);
};

/** Something that would hold a referral is said only now that a council has said yes: its move waits until a coordinator has cleared it. */
export const holdMove = (draft: DecisionDraft, asked: readonly Reason[]): void => {
  const { hold, placement } = draft.case;
  if (placement === undefined || asked.length === 0) return;
  const { now } = draft.context;
  const stillAsked = (hold?.reasons ?? []).filter(({ code }) => !asked.some((one) => one.code === code));
  record(
    draft,
    'referral-held.v1',
    { reasons: [...asked], ...warned(warningsOf(draft.case, now)), council: placement.council },
    {
      hold: {
        reasons: [...stillAsked, ...asked],
        since: hold?.since ?? now,
        reviewAt: searchDue(draft),
      },
    },
  );
};
