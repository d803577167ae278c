import { insteadWords } from '../../calendar/in-force.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  councilIn,
  type DecisionDraft,
  record,
  refused,
  reopenedUntil,
  unchanged,
  viewOf,
} from '../decision-draft.ts';
import { endOfDay, moveCount } from '../entry-count.ts';
import { childrenInCare, handedOver } from '../responsible.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

/** Why a day cannot be one on which something happened after the handover, or undefined. */
const wrongDay = ({ case: { placement }, context }: DecisionDraft, on: string): Outcome | undefined => {
  if (on > londonDate(context.now))
    return refused(
      'in-the-future',
      'This cannot have happened on a day that is still ahead. Check the date.',
    );
  if (on < londonDate(placement?.handedOverAt ?? on))
    return refused('before-the-handover', 'This cannot have happened before the handover. Check the date.');
  return undefined;
};

/** Nobody looks at these children's months any more: they count nowhere. */
const forgetMonths = (draft: DecisionDraft, children: readonly number[]): void => {
  for (const { number: child, turns18Month: month } of draft.case.facts.children)
    if (month !== undefined && children.includes(child)) draft.birthdays.push({ do: 'remove', month, child });
};

/** Children left the care of the council that is responsible: it counts them no longer. The last of them ends the case. */
export const leaveCare = (
  draft: DecisionDraft,
  { outcome, on, children, note }: Of<'leave-care'>,
): Outcome => {
  const { case: subject } = draft;
  const { placement, left = [] } = subject;
  const inCare = childrenInCare(subject).map(({ number }) => number);
  const leaving = children ?? inCare;
  if (placement === undefined || !handedOver(subject) || inCare.length === 0)
    return refused('not-in-care', 'Nobody of this case is in the care of a council since a handover.');
  const strangers = leaving.filter(
    (number) => !subject.facts.children.some((child) => child.number === number),
  );
  if (strangers.length > 0 || leaving.length === 0)
    return refused('no-such-child', 'Choose one or more children of this case.');
  const those = leaving.filter((number) => inCare.includes(number)).toSorted((a, b) => a - b);
  if (those.length === 0) return unchanged('It is recorded already that they left care.');
  const wrong = wrongDay(draft, on);
  if (wrong !== undefined) return wrong;
  const { council } = placement;
  const { reopenUntil: until } = reopenedUntil(draft);
  moveCount(draft, council, -those.length, endOfDay(on));
  forgetMonths(draft, those);
  record(
    draft,
    'left-care.v1',
    { council, outcome, on, children: those, ...defined({ note }) },
    {
      left: [...left, ...those.map((child) => ({ child, outcome, on, ...defined({ until }) }))],
    },
  );
  return changed(draft);
};

/** Another council became responsible for the children: it counts them now, and what is sealed opens to it alone. */
export const moveCare = (draft: DecisionDraft, { to, on, note }: Of<'move-care'>): Outcome => {
  const { case: subject, context } = draft;
  const { placement } = subject;
  const children = childrenInCare(subject).length;
  if (placement === undefined || !handedOver(subject) || children === 0)
    return refused('not-in-care', 'Nobody of this case is in the care of a council since a handover.');
  if (placement.council === to) return unchanged('This council is responsible already.');
  const wrong = wrongDay(draft, on);
  if (wrong !== undefined) return wrong;
  viewOf(draft);
  const next = councilIn(draft, to);
  if (next === undefined)
    return refused('no-such-council', `The scheme knows no council ${to}. Choose one from the list.`);
  const other = insteadWords(to, londonDate(context.now));
  if (other !== undefined) return refused('not-in-force', other);
  const { council: from, placedIn: _, ...elsewhere } = placement;
  moveCount(draft, from, -children, endOfDay(on));
  moveCount(draft, to, children, endOfDay(on));
  record(
    draft,
    'care-moved.v1',
    { from, to, on, children, ...defined({ note }) },
    // Where the children live from now on, nobody has said.
    { placement: { ...elsewhere, council: to, region: next.region, movedFrom: placement.movedFrom ?? from } },
  );
  return changed(draft);
};
