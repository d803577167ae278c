import { defined } from '../../defined.ts';
import type { Case } from '../case.ts';
import type { CaseChange } from '../change.ts';
import type { Command, CommandContext, Outcome, Scheme } from '../command.ts';
import { beginDraft, type DecisionDraft, mergedTurns, record, refused } from '../decision-draft.ts';
import { lateHolidaysMove } from '../late-holidays.ts';
import { mergedPlaces } from '../places.ts';
import { isFinal } from '../transitions.ts';
import { mayNot } from '../who-may.ts';
import { avoidAreas, decideFound, leaveCare, moveCare, movePlacement } from './after-handover.ts';
import { allocate } from './allocate.ts';
import { amend } from './amend.ts';
import { answer, reviewDecline } from './answer.ts';
import { answerRegion } from './answer-region.ts';
import { assignCase } from './assign-case.ts';
import { changeDocuments } from './change-documents.ts';
import { confirmAmendment, refuseAmendment } from './confirm.ts';
import { consultSealedDetails } from './consult-sealed-details.ts';
import { decideAge } from './decide-age.ts';
import { placeDirectly, reallocateCase } from './direct.ts';
import { childRefused, familyJoined, stay, turn18, withdraw } from './end.ts';
import { giveMoreTime } from './give-more-time.ts';
import { decideGroup } from './group.ts';
import { keepHold, releaseHold } from './hold.ts';
import { liftLegalHold, placeLegalHold } from './legal-hold.ts';
import { lookAtDeadlines } from './look-at-deadlines.ts';
import { precondition } from './may-be-asked.ts';
import { merge, undoMerger } from './merge.ts';
import { giveMissingDetails } from './missing-details.ts';
import { arrangeTransfer, completeTransfer, nameSocialWorker, transferFailed } from './move.ts';
import { noteBounce } from './note-bounce.ts';
import { openSealedDetails } from './open-sealed-details.ts';
import { childFound, childMissing, keepPlaces } from './pause.ts';
import { receive } from './receive.ts';
import { reopen } from './reopen.ts';
import { succeed } from './succeed.ts';
import { tellAgain } from './tell-again.ts';

type Kind = Command['kind'];

type SinceHandover = Extract<
  Command,
  { kind: 'leave-care' | 'move-care' | 'move-placement' | 'avoid-areas' }
>;

const sinceHandover = (draft: DecisionDraft, command: SinceHandover): Outcome => {
  switch (command.kind) {
    case 'leave-care':
      return leaveCare(draft, command);
    case 'move-care':
      return moveCare(draft, command);
    case 'move-placement':
      return movePlacement(draft, command);
    case 'avoid-areas':
      return avoidAreas(draft, command);
  }
};

/** What the system asks by itself. */
const carryOutOwn = (
  draft: DecisionDraft,
  command: Extract<
    Command,
    { kind: 'allocate' | 'turn-18' | 'note-bounce' | 'tell-again' | 'look-at-deadlines' }
  >,
): Outcome => {
  switch (command.kind) {
    case 'allocate':
      return allocate(draft, command);
    case 'turn-18':
      return turn18(draft, command);
    case 'note-bounce':
      return noteBounce(draft, command);
    case 'tell-again':
      return tellAgain(draft, command);
    case 'look-at-deadlines':
      return lookAtDeadlines(draft, command);
  }
};

type OfMissing = Extract<
  Command,
  {
    kind:
      | 'child-missing'
      | 'give-missing-details'
      | 'child-found'
      | 'decide-found'
      | 'decide-group'
      | 'keep-places';
  }
>;

const seeToMissing = (draft: DecisionDraft, command: OfMissing): Outcome => {
  switch (command.kind) {
    case 'child-missing':
      return childMissing(draft, command);
    case 'give-missing-details':
      return giveMissingDetails(draft, command);
    case 'child-found':
      return childFound(draft, command);
    case 'decide-found':
      return decideFound(draft, command);
    case 'decide-group':
      return decideGroup(draft, command);
    case 'keep-places':
      return keepPlaces(draft, command);
  }
};

type AtTheDesk = Extract<
  Command,
  {
    kind:
      | 'assign-case'
      | 'keep-hold'
      | 'release-hold'
      | 'place-legal-hold'
      | 'lift-legal-hold'
      | 'give-more-time';
  }
>;

/** What coordinators do with a case beside deciding where the child goes. */
const atTheDesk = (draft: DecisionDraft, command: AtTheDesk): Outcome => {
  switch (command.kind) {
    case 'assign-case':
      return assignCase(draft, command);
    case 'keep-hold':
      return keepHold(draft, command);
    case 'release-hold':
      return releaseHold(draft, command);
    case 'place-legal-hold':
      return placeLegalHold(draft, command);
    case 'lift-legal-hold':
      return liftLegalHold(draft, command);
    case 'give-more-time':
      return giveMoreTime(draft, command);
  }
};

const carryOut = (draft: DecisionDraft, command: Exclude<Command, { kind: 'receive' }>): Outcome => {
  switch (command.kind) {
    case 'amend':
      return amend(draft, command);
    case 'confirm-amendment':
      return confirmAmendment(draft, command);
    case 'refuse-amendment':
      return refuseAmendment(draft, command);
    case 'merge':
      return merge(draft, command);
    case 'undo-merger':
      return undoMerger(draft, command);
    case 'answer':
      return answer(draft, command);
    case 'answer-region':
      return answerRegion(draft, command);
    case 'review-decline':
      return reviewDecline(draft, command);
    case 'assign-case':
    case 'keep-hold':
    case 'release-hold':
    case 'place-legal-hold':
    case 'lift-legal-hold':
    case 'give-more-time':
      return atTheDesk(draft, command);
    case 'place-directly':
      return placeDirectly(draft, command);
    case 'reallocate':
      return reallocateCase(draft, command);
    case 'arrange-transfer':
      return arrangeTransfer(draft, command);
    case 'name-social-worker':
      return nameSocialWorker(draft, command);
    case 'change-documents':
      return changeDocuments(draft, command);
    case 'open-sealed-details':
      return openSealedDetails(draft, command);
    case 'consult-sealed-details':
      return consultSealedDetails(draft, command);
    case 'transfer-failed':
      return transferFailed(draft, command);
    case 'complete-transfer':
      return completeTransfer(draft, command);
    case 'child-refused':
      return childRefused(draft, command);
    case 'family-joined':
      return familyJoined(draft, command);
    case 'stay':
      return stay(draft, command);
    case 'withdraw':
      return withdraw(draft, command);
    case 'decide-age':
      return decideAge(draft, command);
    case 'child-missing':
    case 'give-missing-details':
    case 'child-found':
    case 'decide-found':
    case 'decide-group':
    case 'keep-places':
      return seeToMissing(draft, command);
    case 'leave-care':
    case 'move-care':
    case 'move-placement':
    case 'avoid-areas':
      return sinceHandover(draft, command);
    case 'reopen':
      return reopen(draft, command);
    case 'succeed':
      return succeed(draft, command);
    default:
      return carryOutOwn(draft, command);
  }
};

/** What is decided rests on deadlines that know every bank holiday: whoever decides first after one was announced moves them. */
const withHolidays = (draft: DecisionDraft): DecisionDraft => {
  const moves = lateHolidaysMove(draft.case, draft.policy, draft.context.now);
  if (moves !== undefined) record(draft, 'deadlines-moved.v1', moves.data, moves.after);
  return draft;
};

/**
 * Decides what a command does to a case: what to commit, that it has been done before, or why it cannot be done, in words for
 * the person who asked. Pure: time, actor and figures are given. When a commit finds that a council has no place left, decide
 * again with that council in `context.noPlaceAt`.
 * @throws when `scheme.view` is missing though `needsView` asks for it, or a day lies beyond the known bank holidays.
 */
export const decide = (
  current: Case | undefined,
  command: Command,
  context: CommandContext,
  scheme: Scheme,
): Outcome => {
  const theirs = mayNot(current, command, context);
  if (theirs !== undefined) return theirs;
  if (command.kind === 'receive') return receive(current, command, context, scheme);
  if (current === undefined) {
    return refused(
      'no-such-case',
      'There is no case with this reference. Check the reference, or use the link in your email.',
    );
  }
  return (
    precondition(current, command.kind) ??
    carryOut(withHolidays(beginDraft(current, context, scheme)), command)
  );
};

/** Commands that move children from one council's count to another's, or out of it, or may: what a figure holds already, its day says. */
const recount: readonly Kind[] = ['move-care', 'succeed', 'leave-care', 'reopen', 'decide-age'];
const recountWhileOpen: readonly Kind[] = ['complete-transfer', 'family-joined', 'withdraw', 'turn-18'];

/** Whether deciding needs the scheme's view: it reads every council, so it is read only for what touches turns, regions and counts. */
export const needsView = (current: Case | undefined, { kind }: Command): boolean => {
  if (current === undefined) return false;
  if (recount.includes(kind)) return true;
  // Who stays counts with the entry authority, also where no check ever looked.
  if (isFinal(current.status))
    return kind === 'turn-18' && current.status === 'stayed' && current.entryRegion === undefined;
  const decides: readonly Kind[] = [
    'allocate',
    'answer',
    'answer-region',
    'review-decline',
    'place-directly',
  ];
  if ([...decides, ...recountWhileOpen].includes(kind)) return true;
  if (kind === 'look-at-deadlines')
    return current.status === 'offered' || (current.pause !== undefined && current.placement !== undefined);
  const placed = current.placement !== undefined;
  if (kind === 'amend' || kind === 'confirm-amendment')
    return placed || current.status === 'offered' || current.arrivalsCounted !== undefined;
  return placed && (kind === 'reallocate' || kind === 'stay');
};

/**
 * Two changes of one case as one commit: the second decided on the case as the first leaves it.
 * @throws when the second was not decided on the first's outcome.
 */
export const followedBy = (first: CaseChange, second: CaseChange): CaseChange => {
  if (second.case.id !== first.case.id || second.seen !== first.case.version) {
    throw new Error(
      `A change of ${second.case.id} from version ${second.seen} cannot follow one that ends ${first.case.id} at version ${first.case.version}`,
    );
  }
  const birthdays = [...first.birthdays, ...second.birthdays];
  return {
    seen: first.seen,
    was: first.was,
    case: second.case,
    events: [...first.events, ...second.events],
    places: mergedPlaces([...first.places, ...second.places]),
    rota: mergedTurns([...first.rota, ...second.rota]),
    // Only a referral's receipt or amendment claims, and only a merger merges: none of them follows anything.
    ...defined({ claims: first.claims, merged: first.merged }),
    birthdays: [...new Map(birthdays.map((one) => [`${one.month} ${one.child}`, one])).values()],
  };
};

/**
 * What was asked of a case, and the allocation check that follows, as one commit. What was asked stands whatever the check comes to: a
 * referral must not get lost because nothing came of the look at it.
 */
export const withCheck = (first: Outcome, check: Outcome): Outcome =>
  first.kind !== 'changed'
    ? check
    : {
        kind: 'changed',
        change: check.kind === 'changed' ? followedBy(first.change, check.change) : first.change,
      };
