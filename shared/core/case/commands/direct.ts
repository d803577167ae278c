import { listWords } from '../../../words/counting.ts';
import { againstWords } from '../../../words/overruled.ts';
import { didNotAnswer } from '../../allocation/silence.ts';
import { insteadWords } from '../../calendar/in-force.ts';
import { londonDate } from '../../calendar/working-days.ts';
import type { Council } from '../../council/council.ts';
import { defined } from '../../defined.ts';
import { isToAvoid } from '../../referral/areas-to-avoid.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  councilIn,
  type DecisionDraft,
  record,
  refused,
  unchanged,
  viewOf,
} from '../decision-draft.ts';
import { openOffers, reallocate, withdrawOpenOffers } from '../offers.ts';
import { placeWith, undoPlacement } from '../placement.ts';
import { stageOf } from '../proposals.ts';
import { warned, warningsOf } from '../safety.ts';
import { isSameThing, type Overruled, speaksAgainst } from '../speaks-against.ts';
import { cannotBeFoundAt, resume } from './pause.ts';

type PlaceDirectly = Extract<Command, { kind: 'place-directly' }>;

/** What keeps a person from placing with this council, whatever the reason given. @param against what speaks against it */
const precondition = (
  draft: DecisionDraft,
  command: PlaceDirectly,
  receiving: Council | undefined,
  against: readonly Overruled[],
): Outcome | undefined => {
  const { council, overCapacity, overruled = [], reason } = command;
  const { case: subject, context } = draft;
  if (stageOf(subject) === 'incomplete') {
    return refused(
      'incomplete',
      'Facts are missing that the council needs to know. Ask the entry authority for them first, then place the child.',
    );
  }
  const { foundAt } = command;
  if (subject.status === 'paused' && foundAt === undefined) {
    return refused(
      'case-paused',
      'The child is recorded as missing. Say when the child was found in this council’s area, or wait until the child is found.',
    );
  }
  const wrong = foundAt === undefined ? undefined : cannotBeFoundAt(draft, foundAt);
  if (wrong !== undefined) return wrong;
  viewOf(draft);
  if (receiving === undefined) {
    return refused('no-such-council', `The scheme knows no council ${council}. Choose one from the list.`);
  }
  const other = insteadWords(council, londonDate(context.now));
  if (other !== undefined) return refused('not-in-force', other);
  if (council === subject.facts.entryAuthority) {
    return refused(
      'entry-authority',
      'The child is with this authority already. To keep the child there, record that the child stays.',
    );
  }
  if (isToAvoid(subject.facts, council)) {
    return refused('area-to-avoid', 'This council’s area is not safe for the child. Choose another.');
  }
  if (reason === 'did-not-answer' && !didNotAnswer(receiving, draft.policy)) {
    return refused(
      'council-answers',
      'This council has left no offer unanswered since it was last heard of. Give another reason for placing the child there, or choose another council.',
    );
  }
  // Whether there is room is known only when it is committed.
  const unsaid = against.filter(
    (one) => one.what !== 'no-room' && !overruled.some((said) => isSameThing(said, one)),
  );
  if (unsaid.length > 0) {
    return refused(
      'not-overruled',
      `Nothing says why the child is placed with a council that ${listWords(unsaid.map(againstWords))}. Look at the case again, and give the reason.`,
    );
  }
  if (!overCapacity && context.noPlaceAt?.includes(council)) {
    return refused(
      'no-place',
      'This council has no place left for every child of the case. Choose another, or say that you knowingly go over its headroom.',
    );
  }
  return undefined;
};

/** A coordinator places the children with a council, asked before or not. An earlier placement is undone first. */
export const placeDirectly = (draft: DecisionDraft, command: PlaceDirectly): Outcome => {
  const { placement, status, pause } = draft.case;
  const { council, reason, note, overCapacity, foundAt } = command;
  if (placement?.council === council && !['child-refused', 'paused'].includes(status))
    return unchanged('This council has taken the child already.');
  const receiving = councilIn(draft, council);
  // As the case stands: what its own placement there has taken is not lacking.
  const against =
    receiving === undefined
      ? []
      : speaksAgainst(draft.case, receiving, draft.policy, londonDate(draft.context.now));
  const stopped = precondition(draft, command, receiving, against);
  if (stopped !== undefined) return stopped;
  const { council: last, alsoIn = [] } = draft.case.foundElsewhere ?? {};
  const foundThere = pause !== undefined || [last, ...alsoIn.map((find) => find.council)].includes(council);
  // Found where the child is to be placed: one step for both.
  if (foundAt !== undefined) resume(draft, foundAt, council);
  const previous = undoPlacement(draft);
  if (previous !== undefined) {
    reallocate(draft, 'coordinator', {
      note,
      ...(previous === council ? {} : { concerned: [previous], placedWith: council }),
    });
  }
  const overruled = (command.overruled ?? []).filter((one) =>
    against.some((other) => isSameThing(one, other)),
  );
  record(draft, 'place-directed.v1', {
    council,
    reason,
    note,
    overCapacity,
    ...(overruled.length === 0 ? {} : { overruled }),
    ...(foundThere ? { foundThere: true as const } : {}),
    ...warned(warningsOf(draft.case, draft.context.now)),
  });
  const offer = openOffers(draft.case).find((open) => open.council === council);
  placeWith(draft, {
    council,
    region: receiving?.region ?? '',
    how: 'placed-directly',
    overCapacity,
    overruled,
    offer,
    insteadOf: previous === council ? undefined : previous,
  });
  withdrawOpenOffers(draft, 'placed-elsewhere');
  return changed(draft);
};

/** A coordinator sends the case on while a region's lead is asked: it goes on by the rota alone. */
const withoutLead = ({ case: { regionAsked, regionsAnswered = [] } }: DecisionDraft): Partial<Case> =>
  regionAsked === undefined
    ? {}
    : { regionsAnswered: [...regionsAnswered, { region: regionAsked.region, outcome: 'not-needed' }] };

/**
 * The case goes back to the allocation check: a coordinator wants another council, the receiving authority cannot take the child
 * after all, or the child refused this one. Councils asked in this attempt are not asked again, unless `askAgain` clears the list.
 */
export const reallocateCase = (
  draft: DecisionDraft,
  { because, note, askAgain = false }: Extract<Command, { kind: 'reallocate' }>,
): Outcome => {
  const { case: subject, context } = draft;
  const { status, placement } = subject;
  const stage = stageOf(subject);
  if (stage === 'incomplete' || stage === 'held') {
    return refused(
      `still-${stage}`,
      stage === 'held'
        ? 'This case is on hold. Release the hold: the scheme then looks for councils by itself.'
        : 'Facts are missing. Once the entry authority has given them, the scheme looks for councils by itself.',
    );
  }
  if (status === 'paused' && stage === 'eligible')
    return unchanged('Nobody is asked while the child is missing, and no place is held.');
  if (status === 'eligible' && context.now < (subject.stepBy ?? '')) {
    return unchanged('The scheme is looking for councils already.');
  }
  if (because === 'receiving-authority-cannot' && placement === undefined)
    return refused('no-placement', 'No council has taken the child: there is nothing to give back.');
  const asked = openOffers(subject).map(({ council }) => council);
  withdrawOpenOffers(draft, 'reallocated');
  const previous = undoPlacement(draft);
  const excluded = askAgain
    ? []
    : [...new Set([...subject.excluded, ...asked, ...(previous === undefined ? [] : [previous])])];
  draft.case = { ...draft.case, excluded, ...withoutLead(draft) };
  reallocate(draft, because, {
    ...defined({ note }),
    ...(previous === undefined ? {} : { concerned: [previous] }),
  });
  return changed(draft);
};
