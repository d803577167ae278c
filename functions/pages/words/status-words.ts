import type { Case, CaseStatus } from '../../../shared/core/case/case.ts';
import { liveOffer } from '../../../shared/core/case/deadlines.ts';
import {
  childrenInCare,
  childrenNow,
  childrenThere,
  findsToDecide,
  foundToDecide,
  missingChildren,
} from '../../../shared/core/case/responsible.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, listWords, numberedChildren, theChildren } from '../../../shared/words/counting.ts';
import type { Words } from '../../../shared/words/reasons.ts';
import { leadOf, moveWaits } from '../../../shared/words/statuses.ts';

/** Where a case stands, in a sentence to whoever may open it. */
export function statusWords(theCase: Case): string {
  const live = liveOffer(theCase);
  const one = childrenNow(theCase).length === 1;
  const child = theChildren(one ? 1 : 2);
  const receiving = theCase.placement === undefined ? '' : authorityName(theCase.placement.council);
  const someMissing = missingOfGroup(theCase);
  const waits = moveWaits(theCase);
  const sentences: Words<CaseStatus> = {
    incomplete: 'Facts are missing. Once they are given, the scheme looks for councils by itself.',
    held: 'A coordinator has to decide before any council is asked.',
    eligible: 'The scheme is looking for councils to ask.',
    'region-asked': `${leadOf(theCase.regionAsked?.region)} is asked which council is to be asked first.`,
    offered:
      live === undefined
        ? 'Councils have been asked.'
        : `${authorityName(live.council)} has been asked to take ${child}.`,
    escalated: `No council that was asked can take ${child}. A coordinator is finding a place.`,
    accepted: `${receiving} takes ${child}${waits ? '' : ' and is arranging the move'}.${waits}`,
    'transfer-arranged': `${receiving} takes ${child}, and the day of the move is fixed.${waits}`,
    paused: `${someMissing ?? `${capitalised(child)} ${one ? 'is' : 'are'} missing`}, and every deadline waits.`,
    'child-refused': `${one ? 'The child refuses' : 'The children refuse'} to move. A coordinator decides what follows.`,
    transferred: `${one ? 'The child was' : 'The children were'} handed over to ${receiving}, which is responsible now.`,
    'missing-from-care': `${one ? 'The child was' : 'The children were'} handed over to ${receiving}${someMissing === undefined ? `, and ${one ? 'is' : 'are'} missing` : `. ${someMissing}`}.`,
    'found-elsewhere': `${one ? 'The child was' : 'The children were'} handed over to ${receiving}${foundOf(theCase)}.`,
    'left-care': `${one ? 'The child' : 'The children'} left the care of ${receiving} after the handover. The case is closed.`,
    'joined-family': `${capitalised(child)} joined family in the UK. The case is closed.`,
    stayed: `${one ? 'The child stays' : 'The children stay'} with the entry authority. The case is closed.`,
    'turned-18': 'Nobody in this case is under 18 any more. The case is closed.',
    withdrawn: 'The referral was withdrawn. The case is closed.',
  };
  const goesOn = theCase.stillMissing === undefined ? '' : ` ${someMissing}. The case goes on meanwhile.`;
  return `${sentences[theCase.status]}${goesOn}`;
}

/** Who was found elsewhere, by number where others of the case were not. */
const foundOf = (theCase: Case): string => {
  const { who, was, all } = whoWasFound(theCase);
  return `${all ? ',' : `. ${who}`} went missing, and ${was} found in the area of ${listWords(findsToDecide(theCase).map(({ council }) => authorityName(council)))}`;
};

/** The children of whom it is to be decided what follows since they were found, by number where they are not all. */
export function whoWasFound(theCase: Case) {
  const found = foundToDecide(theCase);
  const all = found.length === childrenInCare(theCase).length;
  return {
    all,
    who: capitalised(all ? theChildren(found.length) : numberedChildren(found)),
    was: found.length === 1 ? 'was' : 'were',
  };
}

/** "Child 2 is missing", where others of the case are not; undefined where all are, or nobody. */
const missingOfGroup = (theCase: Case): string | undefined => {
  const missing = missingChildren(theCase);
  return missing.length === 0 || childrenThere(theCase).length === 0
    ? undefined
    : `${capitalised(numberedChildren(missing))} ${missing.length === 1 ? 'is' : 'are'} missing`;
};
