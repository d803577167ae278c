import { areasInQuestion } from '../../allocation/areas-in-question.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { stillInQuestion } from '../ages-in-question.ts';
import type { Case } from '../case.ts';
import type { PossibleCommand } from '../command.ts';
import { mergersOf } from '../mergers.ts';
import { stageOf } from '../proposals.ts';
import {
  childrenInCare,
  childrenThere,
  findsToDecide,
  handedOver,
  missingChildren,
  othersWait,
} from '../responsible.ts';
import { areaInQuestion, isHoldInQuestion, lacksSafetyPlan, livesWhereUnsafe } from '../safe-move.ts';
import { holdOfMove } from '../standing.ts';
import { endedIn } from '../succession.ts';
import type { Asker } from '../who-may.ts';
import { answersTo } from './answer.ts';
import { letsDocumentsGo } from './change-documents.ts';
import { cannotConfirm } from './confirm.ts';
import { waitsForDecision } from './consult-sealed-details.ts';
import { ageDecisionsOf } from './decide-age.ts';
import { timeToGive } from './give-more-time.ts';
import { mayBeAsked } from './may-be-asked.ts';
import { opensTo } from './open-sealed-details.ts';
import { canKeep } from './pause.ts';
import { reasonsToReopen } from './reopen.ts';
import { cannotLiveIn } from './safe-area.ts';

type Kind = PossibleCommand['kind'];

const plain = [
  'allocate',
  'amend',
  'assign-case',
  'place-legal-hold',
  'lift-legal-hold',
  'keep-hold',
  'release-hold',
  'place-directly',
  'arrange-transfer',
  'name-social-worker',
  'transfer-failed',
  'complete-transfer',
  'open-sealed-details',
  'consult-sealed-details',
  'child-missing',
  'child-found',
  'give-missing-details',
  'child-refused',
  'family-joined',
  'stay',
  'withdraw',
  'keep-places',
  'leave-care',
  'move-care',
  'move-placement',
  'avoid-areas',
  'look-at-deadlines',
] as const satisfies readonly Kind[];

/** Everything that there is to ask of a case, each offer, decline, proposal and child by itself. */
const candidates = (subject: Case, at: string): readonly PossibleCommand[] => [
  ...subject.offers.flatMap((offer) =>
    answersTo(subject, offer).map((answer) => ({ kind: 'answer', offerId: offer.id, answer }) as const),
  ),
  ...(subject.regionAsked === undefined
    ? []
    : [{ kind: 'answer-region', region: subject.regionAsked.region } as const]),
  ...subject.offers
    .filter(({ review }) => review === 'pending')
    .map(({ id }) => ({ kind: 'review-decline', offerId: id }) as const),
  ...(subject.proposals ?? []).flatMap(
    ({ id }) =>
      [
        { kind: 'confirm-amendment', amendmentId: id },
        { kind: 'refuse-amendment', amendmentId: id },
      ] as const,
  ),
  { kind: 'reallocate', because: subject.status === 'child-refused' ? 'child-refused' : 'coordinator' },
  { kind: 'reallocate', because: 'receiving-authority-cannot' },
  { kind: 'change-documents', change: 'added' },
  { kind: 'change-documents', change: 'removed' },
  { kind: 'change-documents', change: 'kind-said' },
  ...subject.facts.children.flatMap(({ number: child }) =>
    ageDecisionsOf(subject, child).map((counts) => ({ kind: 'decide-age', child, counts }) as const),
  ),
  // A birthday that puts an age in question does so once.
  ...subject.facts.children
    .filter(
      ({ number }) =>
        ![...subject.turned18, ...stillInQuestion(subject)].includes(number) &&
        !subject.left?.some(({ child }) => child === number),
    )
    .map(({ number }) => ({ kind: 'turn-18', child: number }) as const),
  ...reasonsToReopen(subject, londonDate(at)).map((because) => ({ kind: 'reopen', because }) as const),
  ...endedIn(subject, londonDate(at)).map((from) => ({ kind: 'succeed', from }) as const),
  ...mergersOf(subject).map(({ reference }) => ({ kind: 'undo-merger', reference }) as const),
  ...findsToDecide(subject).flatMap(({ council: foundIn }) =>
    (['brought-back', 'lives-there'] as const).map(
      (decision) => ({ kind: 'decide-found', foundIn, decision }) as const,
    ),
  ),
  ...[timeToGive(subject)].flatMap((time) =>
    time === undefined
      ? []
      : [{ kind: 'give-more-time', deadline: time.deadline, council: time.council } as const],
  ),
  { kind: 'decide-group', goOn: true },
  { kind: 'decide-group', goOn: false },
  ...plain.map((kind) => ({ kind })),
];

/** What a command asks of a case beside its status. */
const holds = (
  subject: Case,
  command: PossibleCommand,
  { actor, at }: { readonly actor: Asker; readonly at: string },
): boolean => {
  const { placement, status } = subject;
  switch (command.kind) {
    case 'confirm-amendment':
      return (subject.proposals ?? []).some(
        (one) => one.id === command.amendmentId && cannotConfirm(subject, one, at) === undefined,
      );
    case 'reallocate':
      if (command.because === 'receiving-authority-cannot')
        return actor.kind === 'council' && placement !== undefined;
      if (stageOf(subject) === 'incomplete' || stageOf(subject) === 'held') return false;
      if (status === 'paused' && stageOf(subject) === 'eligible') return false;
      // The check is under way, unless it did not come in time.
      return status !== 'eligible' || at >= (subject.stepBy ?? '');
    case 'release-hold':
    case 'keep-hold':
      return subject.hold !== undefined;
    case 'place-legal-hold':
      return subject.legalHold === undefined;
    case 'lift-legal-hold':
      return subject.legalHold !== undefined;
    case 'arrange-transfer':
      if (holdOfMove(subject) !== undefined || isHoldInQuestion(subject)) return false;
      return actor.kind !== 'council' || !areasInQuestion(subject).includes(placement?.council ?? '');
    case 'complete-transfer':
      return (
        holdOfMove(subject) === undefined &&
        !isHoldInQuestion(subject) &&
        !livesWhereUnsafe(subject) &&
        areaInQuestion(subject) === undefined &&
        (actor.kind === 'council' || (!lacksSafetyPlan(subject) && missingChildren(subject).length === 0))
      );
    case 'transfer-failed':
      return (placement?.moveOn ?? '') <= londonDate(at);
    case 'change-documents':
      return command.change !== 'removed' || letsDocumentsGo(subject);
    case 'open-sealed-details':
      return 'code' in actor && opensTo(subject, actor.code) !== undefined;
    case 'consult-sealed-details':
      return waitsForDecision(subject);
    case 'keep-places':
      return canKeep(subject, at);
    case 'leave-care':
    case 'move-care':
    case 'move-placement':
    case 'avoid-areas':
      return handedOver(subject) && childrenInCare(subject).length > 0;
    case 'child-missing':
      return childrenThere(subject).length > 0;
    case 'child-found':
    case 'give-missing-details':
      return missingChildren(subject).length > 0;
    case 'decide-found':
      return (
        command.decision === 'brought-back' ||
        cannotLiveIn(subject, command.foundIn, londonDate(at)) === undefined
      );
    case 'decide-group':
      return othersWait(subject) && (command.goOn || subject.pause?.othersBy !== undefined);
    case 'place-directly':
      return stageOf(subject) !== 'incomplete';
    case 'look-at-deadlines':
      return subject.nextDueAt !== undefined && subject.nextDueAt <= at;
    default:
      return true;
  }
};

/**
 * What somebody may ask of a case as it stands, so that nobody is offered what would be refused: the part they have in it
 * (who-may.ts), the table of transitions (may-be-asked.ts), and what the command itself rests on. Whether a council has room is known only when it is
 * decided.
 *
 * @param at the instant for which is asked, ISO 8601
 */
export const possibleCommands = (subject: Case, actor: Asker, at: string): readonly PossibleCommand[] =>
  candidates(subject, at).filter(
    (command) => mayBeAsked(subject, command, actor) && holds(subject, command, { actor, at }),
  );
