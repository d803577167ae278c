import { isPossibleDuplicate } from '../../../shared/core/allocation/possible-duplicate.ts';
import { dateWords, deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import {
  agesToDecide,
  councilsThatDeclined,
  declinesToReview,
  foundElsewhereIn,
  missingOfGroup,
  proposalsToAskAbout,
} from '../../../shared/core/case/declines-to-review.ts';
import { waitsForMissingChild } from '../../../shared/core/case/waiting-on.ts';
import {
  failedMove,
  lateFacts,
  lateMove,
  unansweredOffers,
  type WorkKind,
} from '../../../shared/core/case/worklists.ts';
import type { PageClaims } from '../../../shared/runtime/links.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, listWords, numberedChildren } from '../../../shared/words/counting.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { statusTag } from '../words/case-words.ts';
import { aboutCase } from './about-case.ts';
import { deadline, type Need } from './needs-list.ts';

const opens = ({ id, version }: Case): PageClaims => ({ for: 'coordinator', caseId: id, version });

/** Why a held case is held, in a few words: that it may be another case is what a coordinator has to know first. */
function aboutHold({ hold }: Case): string {
  const { reasons = [] } = hold ?? {};
  if (reasons.length === 0) return '';
  return reasons.some(({ code }) => isPossibleDuplicate(code))
    ? ' It may be the same child as in another case.'
    : reasons.length === 1
      ? ' One reason stops it.'
      : ` ${reasons.length} reasons stop it.`;
}

/** How often the child has said no, and councils have: whoever decides has to know from the second time on. */
function saidNo(theCase: Case): string {
  const { refusals = 0 } = theCase;
  const declined = councilsThatDeclined(theCase);
  return [
    refusals < 2 ? '' : ` The child has refused ${refusals} times.`,
    declined.length < 2 ? '' : ` ${declined.length} councils have declined.`,
  ].join('');
}

/** Which case a line is about, what else there is to say of it, and how often somebody has said no. */
const aboutIt = (theCase: Case, now: string, more = ''): string =>
  `${aboutCase(theCase, now)}.${more}${saidNo(theCase)}`;

/** What a case waits for from the coordinators; undefined when somebody else has to act. */
function ownNeed(theCase: Case, now: string): Need | undefined {
  const { needs, status } = theCase;
  if (needs?.party.kind !== 'coordinators') return undefined;
  const { tag = statusTag(status), ...when } = deadline(needs.by, now);
  return {
    action: capitalised(needs.what),
    about: aboutIt(theCase, now, aboutHold(theCase)),
    ...when,
    tag,
    opens: opens(theCase),
  };
}

/** Declines that a coordinator accepts or refuses. They have no deadline; those that wait longest come first. */
function review(theCase: Case, now: string): Need | undefined {
  const possible = possibleCommands(theCase, { kind: 'coordinator' }, now);
  const declines = declinesToReview(theCase).filter(({ id }) =>
    possible.some((one) => one.kind === 'review-decline' && one.offerId === id),
  );
  if (declines.length === 0) return undefined;
  const since = declines.map(({ answeredAt = theCase.openedAt }) => answeredAt).toSorted()[0] ?? '';
  return {
    action: `Accept or refuse the reason of ${listWords(declines.map(({ council }) => authorityName(council)))}`,
    about: aboutIt(theCase, now),
    by: `No deadline. Declined at ${momentWords(since)}`,
    at: since,
    opens: opens(theCase),
  };
}

/** What came by e-mail and the entry authority has not answered, or should answer at once: a coordinator asks. */
function askWhoSent(theCase: Case, now: string): Need | undefined {
  const [first] = proposalsToAskAbout(theCase);
  if (first === undefined) return undefined;
  const where =
    first.unsafe === undefined ? '' : ` It says to avoid ${listWords(first.unsafe.map(authorityName))}.`;
  return {
    action: `Ask ${authorityName(theCase.facts.entryAuthority)} whether it sent an email`,
    about: aboutIt(theCase, now, where),
    ...deadline(first.confirmBy, now),
    opens: opens(theCase),
  };
}

/** Ages that only a person decides. They have no deadline of their own; whoever is asked has to find out. */
function age(theCase: Case, now: string): Need | undefined {
  if (agesToDecide(theCase).length === 0) return undefined;
  return {
    action: 'Decide whether they count as a child',
    about: aboutIt(
      theCase,
      now,
      ' Their age assessment is open, and the date that was given first has passed.',
    ),
    by: 'No deadline. Nothing closes until you decide',
    at: theCase.openedAt,
    opens: opens(theCase),
  };
}

/** A child who was missing was found where nobody expected it: a coordinator decides who takes the child. */
function foundElsewhere(theCase: Case, now: string): Need | undefined {
  const areas = listWords(foundElsewhereIn(theCase).map(authorityName));
  if (areas === '') return undefined;
  const { by } = theCase.foundElsewhere ?? {};
  if (by !== undefined)
    return {
      action: 'See that it is decided what follows for a child who was found',
      about: aboutIt(theCase, now, ` Found in the area of ${areas} since the handover.`),
      ...deadline(by, now),
      opens: opens(theCase),
    };
  return {
    action: 'Decide who takes a child who was found',
    about: aboutIt(theCase, now, ` Found in the area of ${areas}.`),
    by: 'Now: a child who is found is cared for there first',
    at: theCase.openedAt,
    opens: opens(theCase),
  };
}

/** Of a group some are missing: whether the others wait is to be decided, or they have gone on and one is still looked for. */
function ofGroup(theCase: Case, now: string): Need | undefined {
  const missing = missingOfGroup(theCase);
  if (missing.length === 0) return undefined;
  const { othersBy, missingSince, at } = { ...theCase.pause, ...theCase.stillMissing };
  const who = ` ${capitalised(numberedChildren(missing))} of the case ${missing.length === 1 ? 'is' : 'are'} missing.`;
  return othersBy === undefined
    ? {
        action: 'See to a child who is missing while the case goes on',
        about: aboutIt(theCase, now, who),
        by: 'Until nobody is missing. You hear of it with every reminder',
        at: missingSince ?? at ?? now,
        opens: opens(theCase),
      }
    : {
        action: 'Decide whether children wait for a sibling who is missing',
        about: aboutIt(theCase, now, who),
        ...deadline(othersBy, now),
        opens: opens(theCase),
      };
}

/** A council is late with what it has to do: nobody has said so twice, so coordinators ask it. */
function late(theCase: Case, now: string, what: string, by: string | undefined): Need | undefined {
  if (by === undefined) return undefined;
  const { needs, facts } = theCase;
  const who = needs !== undefined && 'code' in needs.party ? needs.party.code : facts.entryAuthority;
  const failedOn = failedMove(theCase);
  return {
    action: `Ask ${authorityName(who)} ${what}`,
    about: aboutIt(theCase, now, failedOn === undefined ? '' : ` The move failed on ${dateWords(failedOn)}.`),
    ...deadline(by, now),
    opens: opens(theCase),
  };
}

/** An offer ran out unanswered, and the search goes on: why the council was silent, somebody has to ask it. */
function silent(theCase: Case, now: string): Need | undefined {
  const unanswered = unansweredOffers(theCase);
  const [first] = unanswered;
  if (first === undefined) return undefined;
  const councils = [...new Set(unanswered.map(({ council }) => authorityName(council)))];
  return {
    action: `Ask ${listWords(councils)} why nobody answered the offer`,
    about: aboutIt(theCase, now),
    by: `No answer by ${deadlineWords(first.answerBy)}`,
    at: first.answerBy,
    opens: opens(theCase),
  };
}

/** The council that is responsible looks for a child. */
function lookedFor(theCase: Case, now: string): Need | undefined {
  const { needs, pause } = theCase;
  if (!waitsForMissingChild(theCase) || needs === undefined || !('code' in needs.party)) return undefined;
  return {
    action: `${authorityName(needs.party.code)} looks for a child who is missing`,
    about: aboutIt(theCase, now),
    by: `Missing since ${momentWords(pause?.missingSince ?? pause?.at ?? theCase.openedAt)}`,
    at: pause?.at ?? theCase.openedAt,
    opens: opens(theCase),
  };
}

/** What a case asks of coordinators, or is watched for, each with the lists that it is for; the most dangerous first. */
const matters: readonly (readonly [readonly WorkKind[], (theCase: Case, now: string) => Need | undefined])[] =
  [
    [['email'], askWhoSent],
    [['found'], foundElsewhere],
    [['missing'], ofGroup],
    [['duplicate', 'escalated', 'refused', 'held', 'other', 'missing'], ownNeed],
    [['age'], age],
    [['decline'], review],
    [['late-move'], (theCase, now) => late(theCase, now, 'why the move is late', lateMove(theCase))],
    [['late-facts'], (theCase, now) => late(theCase, now, 'for the facts that are late', lateFacts(theCase))],
    [['silent'], silent],
    [['looked-for'], lookedFor],
  ];

/**
 * What a case asks of coordinators.
 *
 * @param kinds the lists that are looked at
 */
export const needsIn = (theCase: Case, kinds: readonly WorkKind[], now: string): readonly Need[] =>
  matters.flatMap(([of, needIn]) => {
    const need = of.some((kind) => kinds.includes(kind)) ? needIn(theCase, now) : undefined;
    return need === undefined ? [] : [need];
  });
