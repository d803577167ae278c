import type { Case, CaseStatus } from './case.ts';
import { handedOver } from './responsible.ts';
import { isFinal, isOver } from './transitions.ts';

/** A case, or a line about one in a list. */
interface Standing {
  readonly status: CaseStatus;
}

/** Whether the case has ended. */
export const isClosed = ({ status }: Standing): boolean => isFinal(status);

/** Whether search or move are still ahead: what comes after them is about the care of the children. */
export const isMoveAhead = ({ status }: Standing): boolean => !isOver(status);

/** Whether every clock stands still, because the child is missing before the handover. */
export const clocksStand = ({ status }: Standing): boolean => status === 'paused';

/** By when the children are to be moved; undefined while every clock stands still. */
export const moveDeadline = (theCase: Standing & { readonly moveBy: string }): string | undefined =>
  clocksStand(theCase) ? undefined : theCase.moveBy;

/** Whether the case is open, and no council has taken the child. A missing child is left out: nobody waits for a place meanwhile. */
export const awaitsPlace = ({ status }: Standing): boolean =>
  (
    ['incomplete', 'held', 'eligible', 'region-asked', 'offered', 'escalated'] as readonly CaseStatus[]
  ).includes(status);

/** Whether a council is looked for, and nobody has taken the child: a yes that comes late still helps. */
export const isSought = ({ status }: Standing): boolean =>
  (['eligible', 'region-asked', 'offered', 'escalated'] as readonly CaseStatus[]).includes(status);

/** Whether the scheme itself looks for a council: the search has not come to people. */
export const isSchemeLooking = (subject: Standing): boolean =>
  isSought(subject) && subject.status !== 'escalated';

/** Whether councils are being asked, or stand by. */
export const asksCouncils = ({ status }: Standing): boolean => status === 'offered';

/** Whether offers may be open: councils are asked, or it is being checked whether those that were asked still fit. */
export const mayHaveOffers = (subject: Standing): boolean =>
  asksCouncils(subject) || subject.status === 'eligible';

/** Whether a council has taken the child and the move is being made: by the status alone, for a line that says no more. */
export const isBeingMoved = ({ status }: Standing): boolean =>
  status === 'accepted' || status === 'transfer-arranged';

/** What a coordinator has to clear before the child is moved, because it was said after a council had said yes; undefined when nothing is. */
export const holdOfMove = (subject: Pick<Case, 'status' | 'hold'>): Case['hold'] =>
  isBeingMoved(subject) ? subject.hold : undefined;

/** The day on which the children are moved, as it stands; undefined while none is arranged, or the move waits. London's. */
export const moveDay = (subject: Pick<Case, 'status' | 'hold' | 'placement'>): string | undefined =>
  subject.status === 'transfer-arranged' && holdOfMove(subject) === undefined
    ? subject.placement?.moveOn
    : undefined;

/** The council that has taken the children of a case and does not have them yet, whoever acts meanwhile; undefined once it has, or the case is closed. */
export const comingTo = (subject: Pick<Case, 'status' | 'placement'>): string | undefined =>
  isClosed(subject) || handedOver(subject) ? undefined : subject.placement?.council;
