import type { EventType } from '../../../../events/catalogue.ts';
import { closedBecause } from '../../../words/statuses.ts';
import type { Case, CaseStatus } from '../case.ts';
import type { Command, Outcome, PossibleCommand } from '../command.ts';
import { refused, unchanged } from '../decision-draft.ts';
import { canFollow, isFinal } from '../transitions.ts';
import { type Asker, mayNot } from '../who-may.ts';

type Kind = Command['kind'];

/** The commands that lead to an end: given again after it, they have been done. */
const leadsTo: Readonly<Partial<Record<Kind, CaseStatus>>> = {
  'complete-transfer': 'transferred',
  'family-joined': 'joined-family',
  stay: 'stayed',
  'turn-18': 'turned-18',
  'leave-care': 'left-care',
  withdraw: 'withdrawn',
};

/** Wherever a case stands, it can be put under legal hold, and let go of again. */
const always: readonly Kind[] = ['place-legal-hold', 'lift-legal-hold'];

/** What may still be asked of a closed case, beside an answer, which gets its own words. */
const afterTheEnd: Readonly<Partial<Record<CaseStatus, readonly Kind[]>>> = {
  transferred: [
    'turn-18',
    'decide-age',
    'review-decline',
    'open-sealed-details',
    'consult-sealed-details',
    'child-missing',
    'leave-care',
    'move-care',
    'move-placement',
    'avoid-areas',
    'reopen',
    'succeed',
    'assign-case',
    'undo-merger',
    'note-bounce',
  ],
  'joined-family': ['reopen', 'undo-merger', 'note-bounce'],
  'left-care': ['reopen', 'decide-age', 'undo-merger', 'note-bounce'],
  stayed: ['turn-18', 'decide-age', 'consult-sealed-details', 'undo-merger', 'note-bounce'],
  'turned-18': ['decide-age', 'undo-merger', 'note-bounce'],
  withdrawn: ['decide-age', 'undo-merger', 'note-bounce'],
};

/** What can be done about a case while the child is missing. */
const whileMissing: readonly Kind[] = [
  'answer',
  'amend',
  'confirm-amendment',
  'refuse-amendment',
  'merge',
  'undo-merger',
  'child-missing',
  'child-found',
  'give-missing-details',
  'decide-group',
  'keep-places',
  'place-directly',
  'reallocate',
  'withdraw',
  'family-joined',
  'turn-18',
  'decide-age',
  'look-at-deadlines',
  'change-documents',
  'open-sealed-details',
  'consult-sealed-details',
  'succeed',
  'assign-case',
  'note-bounce',
];

/** What can be done once a child is missing whom a council has had in its care since the handover. */
const missingFromCare: readonly Kind[] = [
  'answer',
  'review-decline',
  'child-missing',
  'child-found',
  'give-missing-details',
  'leave-care',
  'avoid-areas',
  'reopen',
  'turn-18',
  'decide-age',
  'look-at-deadlines',
  'open-sealed-details',
  'consult-sealed-details',
  'succeed',
  'assign-case',
  'undo-merger',
  'note-bounce',
];

/** What can be done until it is decided what follows for a child who was found elsewhere since the handover. */
const foundElsewhere: readonly Kind[] = [
  ...missingFromCare.filter((kind) => kind !== 'child-found' && kind !== 'give-missing-details'),
  'decide-found',
  'move-care',
  'move-placement',
];

/** Commands that the system gives by itself: nobody is told that they came too late. */
const bySystem: readonly Kind[] = ['allocate', 'look-at-deadlines', 'turn-18', 'note-bounce', 'tell-again'];

/** What stops a kind of command for everybody: the case is closed, or the child is missing. Undefined where nothing does. */
export const precondition = ({ status }: Case, kind: Kind): Outcome | undefined => {
  if (always.includes(kind)) return undefined;
  if (isFinal(status)) {
    if (leadsTo[kind] === status) return unchanged('This has been recorded already.');
    if (kind === 'answer' || afterTheEnd[status]?.includes(kind)) return undefined;
    const words = `This case is closed: ${closedBecause[status]}. You need do nothing more.`;
    return bySystem.includes(kind) ? unchanged(words) : refused('case-closed', words);
  }
  if (status === 'missing-from-care' && !missingFromCare.includes(kind)) {
    const moves = kind === 'move-care' || kind === 'move-placement';
    const words = moves
      ? 'The child is recorded as missing. Say first that the child was found, then where the child lives and which council is responsible.'
      : 'The child was handed over, and is recorded as missing. What can still be recorded is that the child was found, or has left care.';
    if (bySystem.includes(kind)) return unchanged(words);
    return refused(moves ? 'missing-from-care' : 'case-closed', words);
  }
  if (status === 'found-elsewhere' && !foundElsewhere.includes(kind)) {
    if (kind === 'child-found') return unchanged('The child is not recorded as missing.');
    const words =
      'The child was handed over, and was found in another area. What can still be recorded is what follows for the child.';
    return bySystem.includes(kind) ? unchanged(words) : refused('case-closed', words);
  }
  if (status === 'paused' && !whileMissing.includes(kind)) {
    const words =
      'The child is recorded as missing, and every clock of this case stands still. Once the child is found, the entry authority says so, and the case goes on.';
    return bySystem.includes(kind) ? unchanged(words) : refused('case-paused', words);
  }
  return undefined;
};

/** Any one of these events is what a command comes to: it can be asked from the statuses that one of them can follow. */
const comesTo: Readonly<Record<Exclude<PossibleCommand['kind'], 'look-at-deadlines'>, readonly EventType[]>> =
  {
    allocate: ['offers-made.v1'],
    answer: ['offer-answered.v1', 'offer-read.v1'],
    'answer-region': ['region-answered.v1'],
    'review-decline': ['decline-reviewed.v1'],
    amend: ['referral-amended.v2'],
    'confirm-amendment': ['referral-amended.v2'],
    'refuse-amendment': ['amendment-refused.v1'],
    'assign-case': ['case-assigned.v1'],
    'place-legal-hold': ['legal-hold-placed.v1'],
    'lift-legal-hold': ['legal-hold-lifted.v1'],
    'keep-hold': ['hold-kept.v1'],
    'release-hold': ['referral-released.v1'],
    'give-more-time': ['more-time-given.v1'],
    // An earlier placement is undone first.
    'place-directly': ['place-directed.v1', 'case-reallocated.v1'],
    reallocate: ['case-reallocated.v1'],
    'arrange-transfer': ['transfer-arranged.v1'],
    'name-social-worker': ['social-worker-named.v1'],
    'transfer-failed': ['transfer-failed.v1'],
    'complete-transfer': ['transfer-completed.v1'],
    'change-documents': ['documents-changed.v1'],
    'open-sealed-details': ['sealed-details-opened.v1'],
    'consult-sealed-details': ['sealed-details-consulted.v1'],
    'child-missing': ['case-paused.v1'],
    'child-found': ['case-resumed.v1'],
    'give-missing-details': ['missing-details-given.v1'],
    'child-refused': ['child-refused.v1'],
    'family-joined': ['family-joined.v1'],
    stay: ['case-stayed.v1'],
    withdraw: ['referral-withdrawn.v1'],
    'decide-age': ['age-decided.v1'],
    'turn-18': ['child-turned-18.v1'],
    'decide-group': ['group-decided.v1'],
    'keep-places': ['places-kept.v1'],
    'leave-care': ['left-care.v1'],
    'move-care': ['care-moved.v1'],
    'move-placement': ['placement-moved.v1'],
    'avoid-areas': ['areas-avoided.v1'],
    'decide-found': ['found-decided.v1', 'placement-moved.v1'],
    reopen: ['case-reopened.v1'],
    succeed: ['council-succeeded.v1'],
    'undo-merger': ['merger-undone.v1'],
  };

/** Whether a command can be asked from a status at all, by the table of transitions. */
export const canBeAskedIn = (status: CaseStatus, kind: PossibleCommand['kind']): boolean =>
  kind === 'look-at-deadlines' || comesTo[kind].some((event) => canFollow(status, event));

/**
 * Whether somebody may ask this of a case as it stands: by the part they have in it, by what stops it for everybody, and by the
 * table. What else it rests on, such as a day that has come, `possibleCommands` asks beside.
 */
export const mayBeAsked = (subject: Case, command: PossibleCommand, actor: Asker): boolean =>
  mayNot(subject, command, { actor }) === undefined &&
  precondition(subject, command.kind) === undefined &&
  canBeAskedIn(subject.status, command.kind);
