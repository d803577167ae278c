import type { DataOf } from '../../events/catalogue.ts';
import type { Case, CaseStatus } from '../core/case/case.ts';
import { authorityName, knownRegion } from './authority-names.ts';
import { counted } from './counting.ts';
import type { Words } from './reasons.ts';

/** Where a case stands, in a word or two. */
export const statusNames: Words<CaseStatus> = {
  incomplete: 'Facts missing',
  held: 'On hold',
  eligible: 'Looking for councils',
  'region-asked': 'With the region',
  offered: 'Offered',
  escalated: 'Escalated',
  accepted: 'Accepted',
  'transfer-arranged': 'Move arranged',
  paused: 'Child missing',
  'child-refused': 'Child refuses',
  transferred: 'Transferred',
  'missing-from-care': 'Missing from care',
  'found-elsewhere': 'Found elsewhere',
  'left-care': 'Left care',
  'joined-family': 'Joined family',
  stayed: 'Stayed',
  'turned-18': 'Turned 18',
  withdrawn: 'Withdrawn',
};

/** "The lead of London", at the start of a sentence. */
export const leadOf = (region: string | undefined): string =>
  `The lead of ${(region === undefined ? undefined : knownRegion(region)) ?? 'a region'}`;

/** What is added to a sentence about a council's having accepted where a coordinator has to decide before the move; empty where nothing holds it. */
export const moveWaits = ({ hold }: Pick<Case, 'hold'>): string =>
  hold === undefined ? '' : ' The move waits until a coordinator has decided.';

/** Where a case stands, in a sentence to the system of the council that referred the child. */
export function statusToReferrer(theCase: Case, count: number): string {
  const { status, placement } = theCase;
  const waits = moveWaits(theCase);
  const receiving = placement === undefined ? 'The receiving authority' : authorityName(placement.council);
  const sentences: Words<CaseStatus> = {
    incomplete: 'Facts are missing. Give what is listed, and the case goes on by itself.',
    held: 'A coordinator has to decide before any council is asked. You need do nothing unless asked.',
    eligible: 'We are looking for councils to ask.',
    'region-asked': 'The lead of a region is asked which of its councils is to be asked first.',
    offered: 'Councils have been asked to take the child.',
    escalated: 'No council that was asked can take the child. A coordinator is finding a place.',
    accepted: `${receiving} takes the child${waits ? '' : ' and is arranging the move'}.${waits}`,
    'transfer-arranged': `${receiving} takes the child, and the day of the move is fixed.${waits}`,
    paused:
      'You told us that [the|a] child is missing. Every deadline waits until [the child is found|nobody is missing].',
    'child-refused': 'The child [refuses|refuse] to move. A coordinator decides what follows.',
    transferred: `The child was handed over to ${receiving}, which is responsible now. The case is closed.`,
    'joined-family': 'The child joined family in the UK. The case is closed.',
    stayed: 'The child [stays|stay] with you. The case is closed.',
    'missing-from-care':
      'The child was handed over, and [is|somebody is] missing. The receiving authority is responsible.',
    'found-elsewhere':
      'The child was handed over, and [went missing and was|somebody who went missing was] found in another area. The receiving authority is responsible.',
    'left-care': 'The child has left care since the handover. The case is closed.',
    'turned-18': 'Nobody in this case is under 18 any more. The case is closed.',
    withdrawn: 'You withdrew the referral. The case is closed.',
  };
  return counted(count, sentences[status]);
}

/** Why a case is closed, after "because"; only final statuses have words. */
export const closedBecause: Readonly<Partial<Record<CaseStatus, string>>> = {
  transferred: 'the child has moved to the receiving authority',
  'left-care': 'the child has left care since the handover',
  'joined-family': 'the child has joined family',
  stayed: 'the child stays with the entry authority',
  'turned-18': 'the last child of the case has turned 18',
  withdrawn: 'the referral was withdrawn',
};

/** Why no council is found. */
export const escalatedWords: Words<DataOf<'case-escalated.v1'>['because']> = {
  'no-candidate': 'No council is left that can be asked.',
  'all-declined': 'Every council that was asked said no.',
  'no-answer': 'No council that was asked gave an answer that helps.',
};

/** Why a case goes back to the allocation check. */
export const reallocatedWords: Words<DataOf<'case-reallocated.v1'>['because']> = {
  'next-round': 'Everyone asked so far said no or did not answer.',
  coordinator: 'A coordinator decided so.',
  'receiving-authority-cannot': 'The council that had accepted cannot take the child after all.',
  'child-refused': 'The child refuses to move to the council that accepted.',
  'facts-changed': 'The facts of the referral changed.',
};

/** What a deadline is for: what somebody has to do. */
export const deadlineTasks: Words<DataOf<'deadline-approaching.v1'>['deadline']> = {
  answer: 'answer the offer',
  arrange: 'name a social worker and set a day for the move',
  move: 'move the child',
  complete: 'confirm the handover, or say that the move failed',
  decide: 'decide what happens next',
  facts: 'give the facts that are missing',
  region: 'confirm or name the council that is asked first',
};

/** The same for every deadline that a bank holiday moves. */
export const movedTasks: Words<DataOf<'deadlines-moved.v1'>['moved'][number]['deadline']> = {
  ...deadlineTasks,
  search: 'find councils to ask',
  confirm: 'say whether you sent an email',
  places: 'keep the place for the missing child',
};

/** What follows when it passes. */
export const deadlineConsequences: Words<DataOf<'deadline-approaching.v1'>['deadline']> = {
  answer: 'If nobody answers by then, the offer goes to the next council.',
  arrange: 'If it is not done by then, a coordinator is told and calls you.',
  move: 'After that the scheme’s time limit is broken.',
  complete: 'Until then the entry authority stays responsible. If nothing comes, a coordinator is told.',
  decide: 'The child [waits|wait] until somebody decides.',
  region: 'If you do not answer by then, the rota goes on by itself.',
  facts: 'No council can be asked until we have them. If nothing comes by then, a coordinator is told.',
};
