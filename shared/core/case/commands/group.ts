import { defined } from '../../defined.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused, unchanged } from '../decision-draft.ts';
import { childrenThere, handedOver, missingChildren, othersWait } from '../responsible.ts';
import { settleFinds } from './finds.ts';
import { concernedBy, goingOn, type Pause, pauseAnew, searchOn } from './pause.ts';

/** The clocks run again, for all of the case: whoever is missing still is looked for meanwhile. */
const goOn = (draft: DecisionDraft, pause: Pause, note?: string): void => {
  const missing = missingChildren(draft.case);
  record(
    draft,
    'group-decided.v1',
    { goOn: true, missing: [...missing], ...defined({ note }), ...concernedBy(draft.case) },
    {
      ...goingOn(draft, pause),
      ...(missing.length === 0 ? {} : { stillMissing: searchOn(draft, pause, missing) }),
    },
  );
};

/**
 * Some of a group are missing, before the handover: a coordinator decides whether the others wait for them, which the software takes for granted until
 * then, or go on. Siblings are not parted: those who are missing still belong to the case, and to its places.
 */
export const decideGroup = (
  draft: DecisionDraft,
  { goOn: on, note }: Extract<Command, { kind: 'decide-group' }>,
): Outcome => {
  const { pause } = draft.case;
  if (pause === undefined || !othersWait(draft.case))
    return refused('nobody-waits', 'Nobody of this case waits for another who is missing.');
  if (on) {
    goOn(draft, pause, note);
    return changed(draft);
  }
  if (pause.othersBy === undefined) return unchanged('That they wait is recorded already.');
  const { othersBy: _, ...waits } = pause;
  record(
    draft,
    'group-decided.v1',
    { goOn: false, missing: [...missingChildren(draft.case)], note, ...concernedBy(draft.case) },
    { pause: waits },
  );
  return changed(draft);
};

/**
 * Somebody counts no longer, by a birthday, by leaving care, or as no part of the referral any more. Where that was the last who is missing, nobody is
 * waited for; where it was the last who is there, nobody is left with whom the case could go on.
 */
export const settleSearch = (draft: DecisionDraft): void => {
  const { case: subject } = draft;
  const { pause, stillMissing } = subject;
  const [missing, there] = [missingChildren(subject), childrenThere(subject)];
  if (subject.foundElsewhere !== undefined)
    draft.case = { ...draft.case, ...(settleFinds(draft, []) as Pick<Case, 'foundElsewhere'>) };
  if (missing.length === 0 && stillMissing !== undefined) {
    const { stillMissing: _, ...rest } = draft.case;
    draft.case = rest;
  } else if (missing.length === 0 && there.length > 0 && pause !== undefined) {
    if (handedOver(subject)) record(draft, 'group-decided.v1', { goOn: true, missing: [] });
    else goOn(draft, pause);
  } else if (there.length === 0 && stillMissing !== undefined) {
    pauseAnew(draft, stillMissing);
  }
};
