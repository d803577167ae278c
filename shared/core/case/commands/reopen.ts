import { childrenWhoCount } from '../../allocation/missing-facts.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused, searchDue } from '../decision-draft.ts';
import { noneFound } from '../duplicates.ts';
import { backInCare, endOfDay, moveCount } from '../entry-count.ts';
import { childrenInCare, handedOver, responsibleCouncil } from '../responsible.ts';
import { moveByFor } from './amend.ts';
import { recordEarlier } from './record-earlier.ts';

type Reopen = Extract<Command, { kind: 'reopen' }>;

/** What broke down, by the outcome with which a child left care. */
const brokeDown = {
  'family-broke-down': 'joined-family',
  'placement-broke-down': 'placement-ended',
} as const;

/** Of the children who left care after the handover, those whom a reason brings back: what was arranged can break down, and anything can be recorded in error. */
export const whoComeBack = (
  { left = [], reopenUntil = '' }: Pick<Case, 'left' | 'reopenUntil'>,
  because: Reopen['because'],
  today: string,
): readonly number[] =>
  left
    .filter(
      ({ outcome, until = reopenUntil }) =>
        because === 'recorded-in-error' || (outcome === brokeDown[because] && today <= until),
    )
    .map(({ child }) => child);

/** Why a case may be opened again, or children of it be brought back, as it stands. */
export const reasonsToReopen = (subject: Case, today: string): readonly Reopen['because'][] => {
  const { status, reopenUntil = '' } = subject;
  if (status === 'joined-family')
    return [...(today <= reopenUntil ? (['family-broke-down'] as const) : []), 'recorded-in-error'];
  return (['family-broke-down', 'placement-broke-down', 'recorded-in-error'] as const).filter(
    (because) => whoComeBack(subject, because, today).length > 0,
  );
};

const bookMonths = (draft: DecisionDraft): void => {
  for (const { number: child, turns18Month: month } of childrenInCare(draft.case))
    if (month !== undefined) draft.birthdays.push({ do: 'add', month, child });
};

const notNow = refused(
  'not-to-be-reopened',
  'The case did not end in a way that this could undo, or it ended too long ago. Let the council that has the child refer the child anew.',
);

/** Children who had left care are in care again; whoever else belongs to the case stays where they are. */
const bringBack = (draft: DecisionDraft, { because, note, children, duplicates }: Reopen): Outcome => {
  const { case: subject, context } = draft;
  const who = whoComeBack(subject, because, londonDate(context.now));
  const those = (children ?? who).toSorted((a, b) => a - b);
  if (those.length === 0 || those.some((child) => !who.includes(child))) return notNow;
  const council = responsibleCouncil(subject);
  const left = (subject.left ?? []).filter(({ child }) => !those.includes(child));
  const whoCount = childrenWhoCount(subject).map(({ number }) => number);
  // What was recorded in error never was; what broke down was so until now.
  for (const { child, on } of subject.left ?? [])
    if (those.includes(child) && whoCount.includes(child))
      moveCount(draft, council, 1, because === 'recorded-in-error' ? endOfDay(on) : context.now);
  record(
    draft,
    'case-reopened.v1',
    { because, note, countedAgainst: council, children: those },
    // Until when others of a group come back may stand there, from before it stood with each.
    left.length === 0 ? { left: undefined, reopenUntil: undefined } : { left },
  );
  bookMonths(draft);
  return changed(draft, { claims: (duplicates ?? noneFound).claims });
};

/**
 * A coordinator opens a case again that had ended in family or in leaving care: within the policy's days when it broke down, at any
 * time when it was recorded in error. Before the handover the search begins anew; after it the council that was responsible is again,
 * for all who left care so, or for some of a group.
 */
export const reopen = (draft: DecisionDraft, command: Reopen): Outcome => {
  const { because, note, duplicates } = command;
  const { case: subject, context, policy } = draft;
  if (!reasonsToReopen(subject, londonDate(context.now)).includes(because)) return notNow;
  if (handedOver(subject)) return bringBack(draft, command);
  const { possible, claims, earlier } = duplicates ?? noneFound;
  // Where the child had settled is what broke down.
  const { settledSince: _, ...elsewhere } = subject.facts;
  record(
    draft,
    'case-reopened.v1',
    { because, note },
    {
      reopenUntil: undefined,
      reopenedAt: context.now,
      ...(because === 'recorded-in-error' ? {} : backInCare(draft)),
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
  bookMonths(draft);
  return changed(draft, { claims });
};
