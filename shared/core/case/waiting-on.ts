import type { Case } from './case.ts';
import { liveOffer, passedKey } from './deadlines.ts';
import { handedOver } from './responsible.ts';
import { isMoveUnsafe } from './safe-move.ts';
import { holdOfMove } from './standing.ts';
import { endedIn, TAKE_OVER } from './succession.ts';

type Needs = NonNullable<Case['needs']>;

const KEEP_OR_RELEASE = 'keep or release the hold';

const impossible = (subject: Case): never => {
  throw new Error(`${subject.id} is ${subject.status} without what that status keeps: the case is damaged`);
};

/**
 * Whose "needs you" list a case is on, for what and by when: exactly one party's while it is open, nobody's once it is closed.
 * A missing child's case is on that of the council that is responsible, until its reminders have not helped; its clocks stand, so its date
 * is the one for the move.
 * @throws when the case lacks what its status keeps.
 */
export const needsOf = (subject: Case): Needs | undefined => {
  const { placement, stepBy, facts } = subject;
  const entry = { kind: 'entry-authority', code: facts.entryAuthority } as const;
  const coordinators = { kind: 'coordinators' } as const;
  const receiving = { kind: 'council', code: placement?.council ?? '' } as const;
  const needs = (party: Needs['party'], by: string | undefined, what: string): Needs =>
    by === undefined ? impossible(subject) : { party, by, what };
  const waits = holdOfMove(subject);
  if (waits !== undefined) return needs(coordinators, waits.reviewAt, KEEP_OR_RELEASE);
  switch (subject.status) {
    case 'incomplete':
      return needs(entry, stepBy, 'give the facts that are missing');
    case 'eligible':
      // The check comes within moments. When it did not come in time, a person has to know.
      return subject.told.includes(passedKey('decide', stepBy ?? ''))
        ? needs(coordinators, stepBy, 'start the search for a council again')
        : needs({ kind: 'system' }, stepBy, 'find the councils to ask');
    case 'held':
      return needs(coordinators, subject.hold?.reviewAt, KEEP_OR_RELEASE);
    case 'region-asked': {
      const { region, answerBy } = subject.regionAsked ?? impossible(subject);
      return needs({ kind: 'smp-lead', region }, answerBy, 'confirm or name the council that is asked first');
    }
    case 'offered': {
      const live = liveOffer(subject) ?? impossible(subject);
      return needs({ kind: 'council', code: live.council }, live.answerBy, 'answer the offer');
    }
    case 'escalated':
      return needs(coordinators, subject.escalation?.decideBy, 'find a place');
    case 'accepted':
      return needs(receiving, placement?.arrangeBy, 'arrange the move');
    case 'transfer-arranged':
      return needs(
        receiving,
        placement?.completeBy,
        isMoveUnsafe(subject)
          ? 'see to the child’s safety before the move'
          : 'move the child and confirm the handover',
      );
    case 'child-refused':
      return needs(coordinators, stepBy, 'decide what follows the child’s refusal');
    case 'paused':
    case 'missing-from-care': {
      const { withCoordinators, remindAt } = subject.pause ?? {};
      if (withCoordinators) return needs(coordinators, remindAt, 'see to the child who is missing');
      const responsible = handedOver(subject) ? receiving : entry;
      return needs(responsible, subject.moveBy, 'say when the child is found');
    }
    case 'found-elsewhere':
      return needs(receiving, subject.foundElsewhere?.by, 'decide what follows for the child who was found');
    default:
      return undefined;
  }
};

/**
 * Whether a council is waited for to say that a missing child is found. Nobody has a deadline for that: the date of what the case needs then only
 * says where it stands in a list.
 */
export const waitsForMissingChild = ({ status, needs }: Pick<Case, 'status' | 'needs'>): boolean =>
  (status === 'paused' || status === 'missing-from-care') &&
  needs !== undefined &&
  needs.party.kind !== 'coordinators';

/** By when whoever a case waits for has to act; undefined where nobody has a deadline: it is closed, or a council is to say that a missing child is found. */
export const actBy = (subject: Pick<Case, 'status' | 'needs'>): string | undefined =>
  waitsForMissingChild(subject) ? undefined : subject.needs?.by;

/** The same on a day: what waits for a council that has ended, or rests on one, waits for the coordinators, until they say who takes over. */
export const needsOn = (subject: Case, today: string): Needs | undefined => {
  const needs = needsOf(subject);
  return needs === undefined || endedIn(subject, today).length === 0
    ? needs
    : { party: { kind: 'coordinators' }, by: needs.by, what: TAKE_OVER };
};
