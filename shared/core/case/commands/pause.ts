import { nationOf } from '../../calendar/nation.ts';
import { londonDate, shiftByPause } from '../../calendar/working-days.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  dueIn,
  type Patch,
  record,
  refused,
  unchanged,
} from '../decision-draft.ts';
import { openOffers } from '../offers.ts';

/** Councils that have the child, or may yet: they are told when the clocks stop, that they still do, and when they run again. */
export const concernedBy = (subject: Case): { readonly concerned?: string[] } => {
  const councils = new Set([
    ...(subject.placement === undefined ? [] : [subject.placement.council]),
    ...openOffers(subject).map(({ council }) => council),
  ]);
  return councils.size === 0 ? {} : { concerned: [...councils] };
};

/** The child is missing: every clock stops. Offers and placements stay as they are, with their places. */
export const childMissing = (
  draft: DecisionDraft,
  { missingSince }: Extract<Command, { kind: 'child-missing' }>,
): Outcome => {
  const { case: subject, context } = draft;
  if (subject.status === 'paused') return unchanged('The child is recorded as missing already.');
  if (Date.parse(missingSince) > Date.parse(context.now)) {
    return refused(
      'in-the-future',
      'The child cannot be missing from a time that is still ahead. Check the date and time.',
    );
  }
  record(
    draft,
    'case-paused.v1',
    { because: 'missing', missingSince, ...concernedBy(subject) },
    { pause: { from: subject.status, at: context.now } },
  );
  return changed(draft);
};

/** The clocks of a case as they stand after a pause: each party has the working days it had left. */
const restarted = (draft: DecisionDraft, pausedAt: string): Patch => {
  const { case: subject, context } = draft;
  const { facts, placement, hold, escalation, stepBy } = subject;
  const shifted = (deadline: string, authority?: string): string =>
    shiftByPause(deadline, pausedAt, context.now, authority === undefined ? 'England' : nationOf(authority));
  const live = openOffers(subject).find(({ status }) => status === 'live');
  const answerBy = live && shifted(live.answerBy, live.council);
  return {
    moveBy: shifted(subject.moveBy, facts.entryAuthority),
    ...(stepBy === undefined
      ? {}
      : { stepBy: shifted(stepBy, subject.missing === undefined ? undefined : facts.entryAuthority) }),
    ...(hold === undefined ? {} : { hold: { ...hold, reviewAt: shifted(hold.reviewAt) } }),
    ...(escalation === undefined
      ? {}
      : { escalation: { ...escalation, decideBy: shifted(escalation.decideBy) } }),
    ...(placement === undefined
      ? {}
      : { placement: { ...placement, arrangeBy: shifted(placement.arrangeBy, placement.council) } }),
    ...(answerBy === undefined
      ? {}
      : {
          offers: subject.offers.map((offer) =>
            ['live', 'asked', 'promised'].includes(offer.status) ? { ...offer, answerBy } : offer,
          ),
        }),
  };
};

/** The day of an arranged move went by while the child was missing: it has to be arranged again. */
const arrangedAnew = (draft: DecisionDraft, patch: Patch): Patch => {
  const placement = patch.placement;
  if (placement?.moveOn === undefined || placement.moveOn >= londonDate(draft.context.now)) return patch;
  const { moveOn: _, completeBy: __, ...kept } = placement;
  return {
    ...patch,
    placement: { ...kept, arrangeBy: dueIn(draft, 'arrangeTransfer', placement.council) },
  };
};

/** The child was found: the case goes on where it was, with the time it had left. */
export const childFound = (
  draft: DecisionDraft,
  { foundAt }: Extract<Command, { kind: 'child-found' }>,
): Outcome => {
  const { case: subject, context } = draft;
  const { pause } = subject;
  if (pause === undefined) return unchanged('The child is not recorded as missing.');
  if (Date.parse(foundAt) > Date.parse(context.now)) {
    return refused(
      'in-the-future',
      'The child cannot have been found at a time that is still ahead. Check the date and time.',
    );
  }
  const patch = {
    ...arrangedAnew(draft, restarted(draft, pause.at)),
    pauses: [...(subject.pauses ?? []), { from: pause.at, until: context.now }],
  };
  record(draft, 'case-resumed.v1', { foundAt, ...concernedBy(subject) }, patch);
  return changed(draft);
};
