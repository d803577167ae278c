import { byFirstCode } from '../../../../events/former-codes.ts';
import { insteadWords } from '../../calendar/in-force.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { isToAvoid } from '../../referral/areas-to-avoid.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  councilIn,
  type DecisionDraft,
  decidedWhere,
  record,
  refused,
  reopenedUntil,
  unchanged,
  viewOf,
} from '../decision-draft.ts';
import { endOfDay, moveCount } from '../entry-count.ts';
import { foundHome } from '../placement.ts';
import { childrenInCare, findsToDecide, hasInCare } from '../responsible.ts';
import { settleFinds } from './finds.ts';
import { settleSearch } from './group.ts';
import { cannotLiveIn } from './safe-area.ts';

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

/** The placement by which children of the case are in a council's care since the handover; undefined where nobody is. */
const careOf = (subject: Case): Case['placement'] =>
  hasInCare(subject) === undefined ? undefined : subject.placement;

const nobodyInCare = refused(
  'not-in-care',
  'Nobody of this case is in the care of a council since a handover.',
);

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
  const { left = [] } = subject;
  const placement = careOf(subject);
  const inCare = childrenInCare(subject).map(({ number }) => number);
  const leaving = children ?? inCare;
  if (placement === undefined) return nobodyInCare;
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
  settleSearch(draft);
  return changed(draft);
};

/** Another council became responsible for the children: it counts them now, and what is sealed opens to it alone. */
export const moveCare = (draft: DecisionDraft, { to, on, placedIn = to, note }: Of<'move-care'>): Outcome => {
  const { case: subject, context } = draft;
  const placement = careOf(subject);
  const children = childrenInCare(subject).length;
  if (placement === undefined) return nobodyInCare;
  if (placement.council === to) return unchanged('This council is responsible already.');
  const wrong = wrongDay(draft, on);
  if (wrong !== undefined) return wrong;
  viewOf(draft);
  const next = councilIn(draft, to);
  if (next === undefined)
    return refused('no-such-council', `The scheme knows no council ${to}. Choose one from the list.`);
  const other = insteadWords(to, londonDate(context.now));
  if (other !== undefined) return refused('not-in-force', other);
  const unsafe = cannotLiveIn(subject, placedIn, londonDate(context.now));
  if (unsafe !== undefined) return unsafe;
  const livesIn = defined({ placedIn: placedIn === to ? undefined : placedIn });
  // What spoke against the one council says nothing of the other; the trail keeps it.
  const { council: from, placedIn: _, overruled: __, ...elsewhere } = placement;
  moveCount(draft, from, -children, endOfDay(on));
  moveCount(draft, to, children, endOfDay(on));
  foundHome(draft, to, placedIn);
  record(
    draft,
    'care-moved.v1',
    { from, to, on, children, ...livesIn, ...defined({ note }) },
    {
      ...decidedWhere(draft),
      placement: {
        ...elsewhere,
        ...livesIn,
        council: to,
        region: next.region,
        movedFrom: placement.movedFrom ?? from,
      },
    },
  );
  return changed(draft);
};

/** The children live in another area now, and the same council stays responsible: whoever is told of an area is told. */
export const movePlacement = (draft: DecisionDraft, { livesIn, on, note }: Of<'move-placement'>): Outcome => {
  const { case: subject } = draft;
  const placement = careOf(subject);
  const children = childrenInCare(subject).length;
  if (placement === undefined) return nobodyInCare;
  const { council, placedIn: before = council, ...kept } = placement;
  if (before === livesIn) return unchanged('It is recorded already that the child lives there.');
  const wrong = wrongDay(draft, on) ?? cannotLiveIn(subject, livesIn, londonDate(draft.context.now));
  if (wrong !== undefined) return wrong;
  foundHome(draft, council, livesIn);
  const placedIn = defined({ placedIn: livesIn === council ? undefined : livesIn });
  record(
    draft,
    'placement-moved.v1',
    { council, on, children, ...placedIn, ...defined({ note }) },
    { ...decidedWhere(draft), placement: { ...kept, council, ...placedIn } },
  );
  return changed(draft);
};

/**
 * Whoever is responsible says that more areas are to be avoided. Where the children live in one of them this is recorded all the same: the pages warn, and
 * people are told.
 */
export const avoidAreas = (draft: DecisionDraft, { areas, note }: Of<'avoid-areas'>): Outcome => {
  const { case: subject } = draft;
  const { facts } = subject;
  const placement = careOf(subject);
  if (placement === undefined) return nobodyInCare;
  const { areasToAvoid: known = [] } = facts;
  const added = [...new Set(areas)].filter((area) => !known.includes(area)).toSorted(byFirstCode);
  if (added.length === 0) return unchanged('These areas are to be avoided already.');
  const { council, placedIn: livesIn = council } = placement;
  const livesThere = isToAvoid({ areasToAvoid: added }, livesIn) ? livesIn : undefined;
  record(
    draft,
    'areas-avoided.v1',
    { council, areas: added, ...defined({ livesThere, note }) },
    { facts: { ...facts, areasToAvoid: [...known, ...added].toSorted(byFirstCode) } },
  );
  return changed(draft);
};

/**
 * A child who was missing after the handover was found in another council's area, and the council that is responsible stays so: the child is brought
 * back, or lives where it was found. Children who were found in several areas are decided about area by area. A new placement, another council's being responsible and leaving care decide it as well.
 */
export const decideFound = (
  draft: DecisionDraft,
  { foundIn, decision, note }: Of<'decide-found'>,
): Outcome => {
  const { case: subject } = draft;
  const placement = careOf(subject);
  const found = findsToDecide(subject).find(({ council }) => council === foundIn)?.children;
  if (placement === undefined || found === undefined)
    return unchanged('Nobody who was found there waits for a decision.');
  if (decision === 'lives-there') {
    const unsafe = cannotLiveIn(subject, foundIn, londonDate(draft.context.now));
    if (unsafe !== undefined) return unsafe;
    // Where only some live elsewhere, the others live where they did.
    const { council, placedIn: before = council } = placement;
    if (before !== foundIn && found.length === childrenInCare(subject).length)
      return movePlacement(draft, {
        kind: 'move-placement',
        livesIn: foundIn,
        on: londonDate(draft.context.now),
        ...defined({ note }),
      });
    foundHome(draft, council, foundIn);
  }
  record(
    draft,
    'found-decided.v1',
    { council: placement.council, foundIn, children: [...found], decision, ...defined({ note }) },
    settleFinds(draft, found),
  );
  return changed(draft);
};
