import { childrenWhoCount } from '../../allocation/missing-facts.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused, searchDue } from '../decision-draft.ts';
import { noneFound } from '../duplicates.ts';
import { handedOver, responsibleCouncil } from '../responsible.ts';
import { canBreakDown } from './after-handover.ts';
import { moveByFor } from './amend.ts';
import { recordEarlier } from './record-earlier.ts';

type Reopen = Extract<Command, { kind: 'reopen' }>;

/** Why a case may be opened again, as it stands: what was arranged can break down, and anything can be recorded in error. */
export const reasonsToReopen = (subject: Case, today: string): readonly Reopen['because'][] => {
  const { status, left = [] } = subject;
  if (status !== 'joined-family' && status !== 'left-care') return [];
  const family = status === 'joined-family' || left.some(({ outcome }) => outcome === 'joined-family');
  return [
    ...(canBreakDown(subject) && today <= (subject.reopenUntil ?? '')
      ? [family ? ('family-broke-down' as const) : ('placement-broke-down' as const)]
      : []),
    'recorded-in-error',
  ];
};

const bookMonths = (draft: DecisionDraft): void => {
  for (const { number: child, turns18Month: month } of childrenWhoCount(draft.case))
    if (month !== undefined) draft.birthdays.push({ do: 'add', month, child });
};

/**
 * A coordinator opens a case again that had ended in family or in leaving care: within the policy's days when it broke down, at any
 * time when it was recorded in error. Before the handover the search begins anew; after it the council that was responsible is again.
 */
export const reopen = (draft: DecisionDraft, { because, note, duplicates }: Reopen): Outcome => {
  const { case: subject, context, policy } = draft;
  const { placement } = subject;
  if (!reasonsToReopen(subject, londonDate(context.now)).includes(because))
    return refused(
      'not-to-be-reopened',
      'The case did not end in a way that this could undo, or it ended too long ago. Let the council that has the child refer the child anew.',
    );
  const { possible, claims, earlier } = duplicates ?? noneFound;
  if (handedOver(subject) && placement !== undefined) {
    const { left: _, ...before } = subject;
    const children = childrenWhoCount(before).length;
    draft.places.push({ council: placement.council, netSince: children });
    record(
      draft,
      'case-reopened.v1',
      { because, note, countedAgainst: responsibleCouncil(subject) },
      { left: undefined, reopenUntil: undefined },
    );
  } else {
    // Where the child had settled is what broke down.
    const { settledSince: _, ...elsewhere } = subject.facts;
    record(
      draft,
      'case-reopened.v1',
      { because, note },
      {
        reopenUntil: undefined,
        reopenedAt: context.now,
        ...(because === 'recorded-in-error' ? {} : { facts: elsewhere }),
        moveBy: moveByFor(subject.facts, { openedAt: context.now }, policy),
        stepBy: searchDue(draft),
        ...defined({
          possibleDuplicates:
            possible.length === 0
              ? undefined
              : [...new Set([...(subject.possibleDuplicates ?? []), ...possible])],
        }),
      },
    );
    recordEarlier(draft, earlier);
  }
  bookMonths(draft);
  return changed(draft, { claims });
};
