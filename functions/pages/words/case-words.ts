import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case, CaseStatus } from '../../../shared/core/case/case.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import type { TagColour } from '../views/page-model.ts';

/** Where a case stands, for a tag. */
export const statusTags: Readonly<Record<CaseStatus, { readonly text: string; readonly colour: TagColour }>> =
  {
    incomplete: { text: 'Facts missing', colour: 'orange' },
    held: { text: 'On hold', colour: 'orange' },
    eligible: { text: 'Looking for councils', colour: 'blue' },
    offered: { text: 'Offered', colour: 'blue' },
    escalated: { text: 'Escalated', colour: 'red' },
    accepted: { text: 'Accepted', colour: 'green' },
    'transfer-arranged': { text: 'Move arranged', colour: 'green' },
    paused: { text: 'Child missing', colour: 'red' },
    'child-refused': { text: 'Child refuses', colour: 'orange' },
    transferred: { text: 'Transferred', colour: 'grey' },
    'missing-from-care': { text: 'Missing from care', colour: 'red' },
    'left-care': { text: 'Left care', colour: 'grey' },
    'joined-family': { text: 'Joined family', colour: 'grey' },
    stayed: { text: 'Stayed', colour: 'grey' },
    'turned-18': { text: 'Turned 18', colour: 'grey' },
    withdrawn: { text: 'Withdrawn', colour: 'grey' },
  };

/** Where a case stands, in a sentence. */
export function statusWords(theCase: Case): string {
  const live = theCase.offers.find(({ status }) => status === 'live');
  const child = theCase.facts.children.length - theCase.turned18.length > 1 ? 'children' : 'child';
  const receiving = theCase.placement === undefined ? '' : authorityName(theCase.placement.council);
  const sentences: Readonly<Record<CaseStatus, string>> = {
    incomplete: 'Facts are missing. Once they are given, the scheme looks for councils by itself.',
    held: 'A coordinator has to decide before any council is asked.',
    eligible: 'The scheme is looking for councils to ask.',
    offered:
      live === undefined
        ? 'Councils have been asked.'
        : `${authorityName(live.council)} has been asked to take the ${child}.`,
    escalated: `No council that was asked can take the ${child}. A coordinator is finding a place.`,
    accepted: `${receiving} takes the ${child} and is arranging the move.`,
    'transfer-arranged': `${receiving} takes the ${child}, and the day of the move is fixed.`,
    paused: 'The child is missing, and every deadline waits.',
    'child-refused': 'The child refuses to move. A coordinator decides what follows.',
    transferred: `The ${child} ${child === 'child' ? 'was' : 'were'} handed over to ${receiving}, which is responsible now.`,
    'missing-from-care': `The ${child} ${child === 'child' ? 'was' : 'were'} handed over to ${receiving}, and ${child === 'child' ? 'is' : 'are'} missing.`,
    'left-care': `The ${child} left the care of ${receiving} after the handover. The case is closed.`,
    'joined-family': 'The child joined family in the UK. The case is closed.',
    stayed: `The ${child} ${child === 'child' ? 'stays' : 'stay'} with the entry authority. The case is closed.`,
    'turned-18': 'Nobody in this case is under 18 any more. The case is closed.',
    withdrawn: 'The referral was withdrawn. The case is closed.',
  };
  return sentences[theCase.status];
}

/** Who has to act, for what and by when; undefined once the case is closed. */
export function whoActsWords({ needs }: Case): string | undefined {
  if (needs === undefined) return undefined;
  const { party, what, by } = needs;
  const who =
    party.kind === 'coordinators'
      ? 'The coordinators'
      : party.kind === 'system'
        ? 'The scheme itself'
        : authorityName(party.code);
  return `${who}: ${what}, by ${deadlineWords(by)}`;
}
