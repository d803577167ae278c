import { isPossibleDuplicate } from '../../../shared/core/allocation/possible-duplicate.ts';
import { dateWords, deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { childrenInCare, handedOver } from '../../../shared/core/case/responsible.ts';
import { isClosed, isMoveAhead } from '../../../shared/core/case/standing.ts';
import { countWords, listWords, uncapitalised } from '../../../shared/words/counting.ts';
import { heldAbout } from '../../../shared/words/hold-reasons.ts';
import { declinedBecause, stayWords } from '../../../shared/words/reasons.ts';
import { escalatedWords } from '../../../shared/words/statuses.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, required, told } from './context.ts';
import { action, type Block, fact, heading, type Letter, list, notice, paragraph } from './letter.ts';
import { childCount, inShort, withOthers } from './words.ts';

const decideBy = ({ subject }: CaseEmailContext): string | undefined =>
  subject.needs?.party.kind === 'coordinators' ? subject.needs.by : undefined;
const byNotice = (by: string | undefined): readonly Block[] =>
  by === undefined ? [] : [notice(`Please decide by ${deadlineWords(by)}.`)];
const dueWords = (by: string | undefined): string =>
  by === undefined ? 'your decision is needed' : `decide by ${deadlineWords(by)}`;

/** The cases that coordinators compare this one with, and what they do then. */
function toCompare(codes: readonly string[]): readonly Block[] {
  const others = codes.filter(isPossibleDuplicate).map((code) => code.slice(code.indexOf(':') + 1));
  return others.length === 0
    ? []
    : [
        paragraph(
          `It may be the same child as in ${listWords(others)}. The page says what differs and what is not known. Compare them with those who referred. The same child? Have one of the referrals withdrawn. Two children? Release the hold.`,
        ),
      ];
}

/** The rules do not clear the case. */
export function caseHeld(context: CaseEmailContext): Letter {
  const { reasons, council } = told(context.event, 'referral-held.v1');
  const codes = reasons.map(({ code }) => code);
  const words = list(heldAbout(codes));
  if (council !== undefined) return moveHeld(context, words, nameOf(council));
  if (context.role !== 'coordinators')
    return caseEmail(context, {
      subject: `${context.subject.id}: a coordinator is looking at the case`,
      preview: 'Nothing is refused. A person looks before we ask councils.',
      heading: 'A person looks at this case first',
      blocks: [
        paragraph('Nothing is refused. A coordinator looks at the following before councils are asked.'),
        words,
        caseFacts(context),
        action('See the case', context.url),
        paragraph(
          'You stay responsible meanwhile. If you can clear a point up, add the facts on the page, or call the coordinators.',
        ),
      ],
    });
  const by = decideBy(context);
  return caseEmail(context, {
    subject: `Held ${context.subject.id}: ${dueWords(by)}`,
    preview: `${inShort(context.subject)}. The rules do not clear it.`,
    heading: 'A case waits for your decision',
    blocks: [
      ...byNotice(by),
      paragraph('The rules do not clear this case. No council is asked until a named person decides.'),
      words,
      ...toCompare(codes),
      ...withOthers(context.subject),
      action('See the case and decide', context.url),
      caseFacts(context),
      paragraph(
        'You can release the hold, keep it, or choose another way for the child. Say why: your words are kept with the case.',
      ),
    ],
  });
}

/** What is said only after a council has said yes, and a coordinator has to clear before the child is moved. */
function moveHeld(context: CaseEmailContext, words: Block, council: string): Letter {
  const { id, facts } = context.subject;
  if (context.role !== 'coordinators')
    return caseEmail(context, {
      subject: `${id}: do not hand the child over yet`,
      preview: 'A coordinator looks at something first.',
      heading: 'The move has to wait',
      blocks: [
        paragraph(
          `What was said after ${council} had said yes has to be looked at first. Until a coordinator has decided, do not hand the child over.`,
        ),
        words,
        action('See the case', context.url),
        caseFacts(context),
        paragraph(
          'You stay responsible meanwhile. If you can clear a point up, add the facts on the page, or call the coordinators.',
        ),
      ],
    });
  const by = decideBy(context);
  return caseEmail(context, {
    subject: `Move held ${id}: ${dueWords(by)}`,
    preview: `${council} has said yes. Something new was said since.`,
    heading: 'A move waits for your decision',
    blocks: [
      ...byNotice(by),
      paragraph(
        `${council} has said yes to this child. Since then ${nameOf(facts.entryAuthority)} has said something new. The handover cannot be confirmed until a named person has looked at it.`,
      ),
      words,
      action('See the case and decide', context.url),
      caseFacts(context),
      paragraph(
        'You can release the hold so that the move goes on, keep it, or choose another way for the child. Is the move today? Call both councils now.',
      ),
    ],
  });
}

/** A coordinator has cleared what a move waited for. */
export function holdReleased(context: CaseEmailContext): Letter {
  const { id, placement } = context.subject;
  const { council = '' } = told(context.event, 'referral-released.v1');
  const next =
    placement?.moveOn === undefined
      ? `${nameOf(council)} can arrange it now${placement === undefined ? '' : `, by ${deadlineWords(placement.arrangeBy)}`}.`
      : `It is arranged for ${dateWords(placement.moveOn)}. If that day no longer fits, ${nameOf(council)} names another one on its page.`;
  return caseEmail(context, {
    subject: `${id}: the move can go on`,
    preview: 'A coordinator has looked at what was new.',
    heading: 'The move can go on',
    blocks: [
      paragraph(`A coordinator has looked at what this move waited for. It can go on. ${next}`),
      paragraph('The facts that were new still stand on the page. Please heed them.'),
      action('See the case', context.url),
      caseFacts(context),
    ],
  });
}

/** The council has the child's family, and no room left: it is asked, and need not. Why, people tell it. */
export function linkAtFullCouncil(context: CaseEmailContext): Letter {
  return caseEmail(context, {
    subject: `${context.subject.id}: could you take ${countWords(childCount(context.subject))} more, although you are full?`,
    preview: 'You need not. A coordinator would like to know.',
    heading: 'Could you take this child nonetheless?',
    blocks: [
      paragraph(
        '[A child was|Children were] referred, and there is a reason to ask your council before others. By our count you have no room left under your threshold, so you are not asked in your turn, and you need not take the child.',
      ),
      paragraph(
        'A coordinator decides what is best for the child. Call the coordinators: they tell you the reason, which no email does. If you would take the child, or if our count is wrong, tell them now, and declare your places.',
      ),
      caseFacts(context),
      action('Declare your places', context.url),
    ],
  });
}

/** No candidate is left. */
export function caseEscalated(context: CaseEmailContext): Letter {
  const { because, decideBy: by } = told(context.event, 'case-escalated.v1');
  const asked = [...new Set(context.subject.offers.map(({ council }) => council))].map(nameOf);
  const facts = caseFacts(
    context,
    fact('Councils asked so far', asked.length === 0 ? 'none' : listWords(asked)),
  );
  if (context.role === 'entry-authority')
    return caseEmail(context, {
      subject: `${context.subject.id}: no council yet, a coordinator takes over`,
      preview: escalatedWords[because],
      heading: 'No council has been found yet',
      blocks: [
        paragraph(
          `${escalatedWords[because]} A coordinator and the region’s lead now look for one. The coordinator decides by ${deadlineWords(by)}.`,
        ),
        facts,
        action('See the case', context.url),
        paragraph('You stay responsible meanwhile. You need not refer again.'),
      ],
    });
  return caseEmail(context, {
    subject: `Escalated ${context.subject.id}: no council found, decide by ${deadlineWords(by)}`,
    preview: `${inShort(context.subject)}. ${escalatedWords[because]}`,
    heading: 'No council has been found',
    blocks: [
      notice(
        context.role === 'coordinators'
          ? `Please decide by ${deadlineWords(by)}.`
          : `A coordinator decides by ${deadlineWords(by)}.`,
      ),
      paragraph(
        context.role === 'coordinators'
          ? `${escalatedWords[because]} The case is now with you.`
          : `${escalatedWords[because]} Please help to find a council in your region, and tell the coordinators.`,
      ),
      action(context.role === 'coordinators' ? 'See why, and decide' : 'See the case', context.url),
      facts,
      ...(context.role === 'smp-lead'
        ? []
        : [
            heading('What can be done'),
            list([
              'Ask the region’s lead to broker a place, then place the child directly.',
              'Start another round, and say which councils may be asked again.',
              'Decide with the entry authority that the child [stays|stay].',
            ]),
          ]),
      paragraph(
        'If nobody decides in time, the coordinators are reminded. The case stays open until somebody does.',
      ),
    ],
  });
}

/** A decline waits for review. */
export function declineToReview(context: CaseEmailContext): Letter {
  const offer = required(context.offer, 'an offer');
  const council = nameOf(offer.council);
  const by = decideBy(context);
  const reason = declinedBecause[told(context.event, 'offer-answered.v1').reason ?? 'other'];
  return caseEmail(context, {
    subject: `Decline to review ${context.subject.id}: ${council}`,
    preview: `${council} said no: ${reason}.`,
    heading: `${council} said no. Do you accept the reason?`,
    blocks: [
      ...byNotice(by),
      paragraph('The case has already moved on: no child waits for this.'),
      caseFacts(context, fact('Council that said no', council), fact('Reason given', reason)),
      action('Read the reason and decide', context.url),
      list([
        'Accept: the council is not asked again for this case.',
        'Refuse: if nobody has said yes yet, the council is asked again next.',
      ]),
    ],
  });
}

/** The child stays. */
export function caseStayed(context: CaseEmailContext): Letter {
  const { reason } = told(context.event, 'case-stayed.v1');
  const entry = nameOf(context.subject.facts.entryAuthority);
  return caseEmail(context, {
    subject: `${context.subject.id}: the child [stays|stay], case closed`,
    preview: `The child [stays|stay] with ${entry}.`,
    heading: `The child [stays|stay] with ${entry}`,
    blocks: [
      paragraph(
        `A coordinator decided this because ${uncapitalised(stayWords[reason])}. The case is closed. No place is held any more.`,
      ),
      caseFacts(context),
      action('See the case', context.url),
      paragraph(
        context.role === 'entry-authority'
          ? 'You stay responsible. You can refer again if things change.'
          : 'You need not do anything more.',
      ),
    ],
  });
}

/** The child joined family: the page says so. */
export function familyJoined(context: CaseEmailContext): Letter {
  return caseEmail(context, {
    subject: `${context.subject.id}: no transfer is needed any more, case closed`,
    preview: 'You need not do anything more.',
    heading: 'No transfer is needed any more',
    blocks: [
      paragraph(
        'The case is closed, and no place is held. The page says why. You need not do anything more.',
      ),
      caseFacts(context),
      action('See the case', context.url),
    ],
  });
}

/** The child refuses to move. */
export function childRefused(context: CaseEmailContext): Letter {
  const by = decideBy(context);
  const decides = context.role === 'coordinators';
  return caseEmail(context, {
    subject: decides
      ? `[Child refuses|Children refuse] to move ${context.subject.id}: ${dueWords(by)}`
      : `${context.subject.id}: the child [refuses|refuse] to move`,
    preview: decides ? 'A person decides what follows.' : 'A coordinator decides what follows.',
    heading: 'The child does not want to move',
    blocks: [
      ...(decides ? byNotice(by) : []),
      paragraph(
        decides
          ? 'Nobody makes a child move. Talk to the social workers on both sides, then decide what follows.'
          : 'Nobody makes a child move. A coordinator talks to both authorities and decides what follows. The place is kept until then.',
      ),
      action(decides ? 'See the case and decide' : 'See the case', context.url),
      caseFacts(context),
      ...(decides
        ? [
            list([
              'The child [stays|stay] with the entry authority.',
              'Another council is looked for.',
              'The same move is tried again, once the child [agrees|agree].',
            ]),
          ]
        : []),
    ],
  });
}

/** A child of the case turned 18. */
export function childTurned18(context: CaseEmailContext): Letter {
  const { subject } = context;
  const closed = isClosed(subject) && childrenInCare(subject).length === 0 && !handedOver(subject);
  if (!closed && !isMoveAhead(subject))
    return caseEmail(context, {
      subject: `${context.subject.id}: fewer children count now`,
      preview: 'A coordinator decided about an age.',
      heading: 'A coordinator decided about an age',
      blocks: [
        paragraph(
          'By the evidence, one person of this case has reached the age limit. They no longer count in the figures of the council that is responsible. Duties to care leavers may follow: please check them.',
        ),
        action('See the case', context.url),
      ],
    });
  return caseEmail(context, {
    subject: `${context.subject.id}: ${closed ? 'closed, the age limit is reached' : 'fewer children count now'}`,
    preview: closed ? 'No place is held any more.' : 'One child has reached the age limit.',
    heading: closed ? 'The case is closed' : 'One child no longer counts',
    blocks: [
      paragraph(
        closed
          ? 'The person referred has reached the age limit of the scheme. The case is closed and no place is held. Duties to care leavers may follow: please check them.'
          : 'One child of this group has reached the age limit of the scheme. The case goes on for the others. Please think about what this means for keeping them together.',
      ),
      ...(closed ? [] : [caseFacts(context)]),
      action('See the case', context.url),
    ],
  });
}
