import type { AnyEvent } from '../../../events/catalogue.ts';
import type { Actor } from '../../../events/envelope.ts';
import { appendOne, type EventDraft } from '../audit-trail.ts';
import type { Policy } from '../policy.ts';
import type { Closing } from './closing.ts';
import type { Council, Declaration } from './council.ts';
import type { Overtaken } from './declared.ts';
import type { Exemptions } from './exemptions.ts';
import type { Hearing } from './hearing.ts';
import type { OddFigure } from './odd-figures.ts';

/** What one commit changes of a council: an event in its own trail, and what follows from it. */
export interface CouncilChange {
  readonly code: string;
  /** Number of the council's last event when the decision was taken. */
  readonly seen: number;
  readonly event: AnyEvent;
  readonly declaration?: Declaration;
  /** The declaration that it was decided on: once a place of that has been taken since, or given back, the commit loses. Absent: it goes on all the same. */
  readonly decidedOn?: Declaration;
  /** A new count of children in care: replaces the figure and restarts `netSince`. */
  readonly caredFor?: Council['caredFor'];
  /** Children by whom the council's ceiling rises, and its headroom with it; below zero when it volunteers for fewer. Absent: it stays. */
  readonly ceilingBy?: number;
  /** A new closing, or that it is open again; absent where the change says nothing of it. */
  readonly closing?: Closing | 'none';
  /** What is known from now on of what the council declares to be spared of; absent where that stays. */
  readonly exemptions?: Exemptions;
  readonly reminders: Council['reminders'];
  /** What the change says of whether the council answers; absent where it says nothing. */
  readonly hearing?: Hearing;
}

/** When, on whose word, under which policy and why something is decided about a council. */
export interface CouncilContext {
  /** UTC. */
  readonly now: string;
  readonly actor: Actor;
  /** What stands behind it, for the trail: the same cause is one cause, however often it comes. */
  readonly cause: string;
  readonly policy: Policy;
}

export type CouncilOutcome =
  | { readonly kind: 'changed'; readonly change: CouncilChange }
  /** Figures that nobody may have meant: nothing is recorded until whoever gave them says that they are meant so. */
  | { readonly kind: 'asked-back'; readonly figures: readonly OddFigure[] }
  /** What the decision started from is not what stands: nothing is recorded. */
  | ({ readonly kind: 'overtaken' } & Overtaken)
  | { readonly kind: 'unchanged' };

export const nothingToDo: CouncilOutcome = { kind: 'unchanged' };

/** A change of a council: one event in its trail, with what that changes beside. */
export function changeOf(
  { code, trail, reminders }: Council,
  recorded: EventDraft,
  { now, actor, cause, policy }: CouncilContext,
  changes: Partial<
    Pick<
      CouncilChange,
      | 'declaration'
      | 'decidedOn'
      | 'caredFor'
      | 'ceilingBy'
      | 'closing'
      | 'exemptions'
      | 'reminders'
      | 'hearing'
    >
  > = {},
): CouncilOutcome {
  const stamp = { at: now, actor, policy: policy.id, cause };
  const event = appendOne({ subject: code, ...trail }, recorded, stamp);
  return { kind: 'changed', change: { code, seen: trail.number, event, reminders, ...changes } };
}
