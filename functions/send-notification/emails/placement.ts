import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { moveDay } from '../../../shared/core/case/standing.ts';
import { howTaken } from '../../../shared/words/offers.ts';
import { overruleWords, spokeAgainst } from '../../../shared/words/overruled.ts';
import { failedBecause } from '../../../shared/words/reasons.ts';
import { weekdayWords } from '../../../shared/words/times.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, safetyNote, told } from './context.ts';
import { action, type Block, fact, facts, heading, type Letter, list, notice, paragraph } from './letter.ts';
import { inShort } from './words.ts';

/** To the council: what spoke against it when a coordinator placed the child there, each with the reason; never which need, nor what is said of safety. */
function overruledBlocks({ subject: { placement } }: CaseEmailContext): readonly Block[] {
  const overruled = (placement?.overruled ?? []).filter(({ what }) => what !== 'area-in-question');
  if (placement === undefined || overruled.length === 0) return [];
  const name = nameOf(placement.council);
  return [
    heading('What the coordinator overruled'),
    facts(
      ...overruled.map(({ what, because }) => fact(`${name} ${spokeAgainst[what]}`, overruleWords[because])),
    ),
    paragraph('If one of these reasons is wrong, tell the coordinators at once.'),
  ];
}

/** A council takes the child: to it, to the entry authority, to the coordinators. */
export function placeAccepted(context: CaseEmailContext): Letter {
  const { council, how, arrangeBy, moveBy, insteadOf } = told(context.event, 'place-accepted.v1');
  const receiving = nameOf(council);
  const entry = nameOf(context.subject.facts.entryAuthority);
  const by = deadlineWords(arrangeBy);
  const why = howTaken(how, receiving, 'the child');
  if (context.role === 'council')
    return caseEmail(context, {
      subject: `${context.subject.id}: arrange the move by ${by}`,
      preview: `${inShort(context.subject)}. ${why}`,
      heading: `${context.reader} takes the child: please arrange the move`,
      blocks: [
        notice(`Please arrange the move by ${by}.`),
        paragraph(`${why} Thank you. The place is held with you.`),
        ...safetyNote(context),
        action('Arrange the move', context.url),
        caseFacts(context),
        ...overruledBlocks(context),
        heading('What to do'),
        list([
          'Find the placement and name a social worker.',
          `Agree the day with ${entry}. It should be no later than ${weekdayWords(moveBy)}.`,
          'Enter the day on the page. After the move, confirm the handover there.',
        ]),
        paragraph(
          `${entry} stays responsible until the handover. If nothing is arranged by ${by}, we remind you and tell a coordinator.`,
        ),
      ],
    });
  return caseEmail(context, {
    subject: `${context.subject.id}: ${receiving} takes the child`,
    preview: `${why} The move should be no later than ${weekdayWords(moveBy)}.`,
    heading: `A place is found with ${receiving}`,
    blocks: [
      paragraph(why),
      ...(insteadOf === undefined
        ? []
        : [
            notice(
              `The placement with ${nameOf(insteadOf)} will not go ahead. Please stop any arrangements for that move.`,
            ),
          ]),
      caseFacts(context, fact('Receiving authority', receiving), fact('It arranges the move by', by)),
      action('See the case', context.url),
      paragraph(
        context.role === 'entry-authority'
          ? `${receiving} now names a social worker and agrees a day with you. You stay responsible until the handover. If you hear nothing by ${by}, a coordinator is told.`
          : `${entry} stays responsible until the handover. You need not do anything now.`,
      ),
    ],
  });
}

/** An accepted placement is undone, or open offers end: the council is told. */
export function placementCancelled(context: CaseEmailContext): Letter {
  return caseEmail(context, {
    subject: `${context.subject.id}: the placement ${context.role === 'council' ? 'with you ' : ''}will not go ahead`,
    preview: 'No place is held for this case any more.',
    heading: 'This placement will not go ahead',
    blocks: [
      paragraph(
        context.role === 'council'
          ? `${context.reader} was to take the child. This will not happen. No place is held with you for this case any more, and it does not count as a turn taken.`
          : `The council that was to take the child will not. The search for another council goes on.`,
      ),
      caseFacts(context),
      action('See what happened', context.url),
      paragraph(
        'Please stop any arrangements for the move. If a journey is booked, tell the other authority today.',
      ),
    ],
  });
}

/** A day for the move is set. */
export function transferArranged(context: CaseEmailContext): Letter {
  const { council, moveOn } = told(context.event, 'transfer-arranged.v1');
  const day = weekdayWords(moveOn);
  const receiving = nameOf(council);
  return caseEmail(context, {
    subject: `${context.subject.id}: the move is on ${day}`,
    preview: `${receiving} has named a social worker.`,
    heading: `The move is on ${day}`,
    blocks: [
      paragraph(`${receiving} has named a social worker and set the day.`),
      caseFacts(context, fact('Receiving authority', receiving), fact('Day of the move', day)),
      action(context.role === 'coordinators' ? 'See the case' : 'See the arrangements', context.url),
      heading('On the day'),
      list([
        `${nameOf(context.subject.facts.entryAuthority)} prepares the child and sends the papers.`,
        'Both councils can confirm the handover on their page. Responsibility passes then, not before.',
        'If the move fails, say so on the page, and a new day is set.',
      ]),
    ],
  });
}

/** The council in whose area the child will live, which is not responsible, is told. */
export function childToLiveThere(context: CaseEmailContext): Letter {
  const { council, moveOn } = told(context.event, 'transfer-arranged.v1');
  const day = weekdayWords(moveOn);
  const receiving = nameOf(council);
  return caseEmail(context, {
    subject: `${context.subject.id}: [a child|children] will live in your area from ${day}`,
    preview: `${receiving} is responsible.`,
    heading: '[A child|Children] will live in your area',
    blocks: [
      paragraph(
        `${receiving} takes responsibility for the child under the National Transfer Scheme, and has found a placement in your area. The move is on ${day}.`,
      ),
      paragraph(
        `You need not answer. ${receiving} stays responsible, and tells you itself what you need to know. If you know why the area is not safe, call it before the move.`,
      ),
      action('See how we count your places', context.url),
      paragraph('You are not asked for a place. This does not count against your room.'),
    ],
  });
}

/** What the council of an area was told does not hold any more, or holds again. It learns neither why nor who the child is. */
export function areaTold(context: CaseEmailContext): Letter {
  const { holds, responsible } = told(context.event, 'area-told.v1');
  const receiving = nameOf(responsible);
  const moveOn = moveDay(context.subject);
  const heading = holds
    ? 'It holds again: [a child lives|children live] in your area, or will'
    : 'No child of this case will live in your area';
  return caseEmail(context, {
    subject: `${context.subject.id}: ${holds ? 'a placement in your area holds again' : 'no placement in your area any more'}`,
    preview: `${receiving} had told us of it.`,
    heading,
    blocks: [
      paragraph(
        holds
          ? `We told you of a placement in your area that ${receiving} had found, and then that it did not hold. It holds again.${moveOn === undefined ? '' : ` The move is on ${weekdayWords(moveOn)}.`}`
          : `We told you of a placement in your area that ${receiving} had found. It does not hold any more: as far as we know, no child of this case lives in your area, or will. If that changes, we tell you.`,
      ),
      action('See how we count your places', context.url),
      paragraph(`You need not answer. If you have a question, call ${receiving}.`),
    ],
  });
}

/** The receiving authority named another social worker. Who it is stands sealed: the e-mail says where. */
export function socialWorkerChanged(context: CaseEmailContext): Letter {
  const { council } = told(context.event, 'social-worker-named.v1');
  const receiving = nameOf(council);
  return caseEmail(context, {
    subject: `${context.subject.id}: there is a new social worker`,
    preview: `${receiving} has named another social worker.`,
    heading: 'There is a new social worker',
    blocks: [
      paragraph(`${receiving} has named another social worker for the child.`),
      caseFacts(context, fact('Receiving authority', receiving)),
      action('See the case', context.url),
      paragraph('Sign in and open the sealed details to see who it is and how to reach them.'),
    ],
  });
}

/** Responsibility has passed. */
export function transferCompleted(context: CaseEmailContext): Letter {
  const { council, handedOverAt } = told(context.event, 'transfer-completed.v1');
  const receiving = nameOf(council);
  const own = context.role === 'council';
  return caseEmail(context, {
    subject: `${context.subject.id}: handover confirmed, ${own ? 'you are responsible' : 'case closed'}`,
    preview: `${receiving} is responsible since ${deadlineWords(handedOverAt)}.`,
    heading: 'The handover is confirmed',
    blocks: [
      paragraph(
        `${receiving} has been responsible for the child since ${deadlineWords(handedOverAt)}.${own ? '' : ' The case is closed. You need not do anything more.'}`,
      ),
      caseFacts(context, fact('Responsible now', receiving)),
      action('See the case', context.url),
      ...(own
        ? [
            paragraph(
              `You need not do anything more for the transfer. If a child of the case ever goes missing, leaves care, or comes into the care of another council, say so on the page.`,
            ),
          ]
        : []),
      paragraph('Is this wrong? Tell the coordinators at once.'),
    ],
  });
}

/** The move failed on the day. */
export function transferFailed(context: CaseEmailContext): Letter {
  const { council, moveOn, reason, arrangeBy } = told(context.event, 'transfer-failed.v1');
  const by = deadlineWords(arrangeBy);
  const receiving = nameOf(council);
  return caseEmail(context, {
    subject: `${context.subject.id}: the move failed, set a new day by ${by}`,
    preview: `The move on ${weekdayWords(moveOn)} did not happen.`,
    heading: 'The move did not happen',
    blocks: [
      notice(`${context.role === 'council' ? 'Please set' : `${receiving} sets`} a new day by ${by}.`),
      paragraph(
        `The move on ${weekdayWords(moveOn)} did not happen: ${failedBecause[reason]}. The place with ${receiving} is kept.`,
      ),
      action(context.role === 'council' ? 'Set a new day' : 'See the case', context.url),
      caseFacts(context, fact('Receiving authority', receiving)),
      paragraph(
        `${nameOf(context.subject.facts.entryAuthority)} stays responsible. If no new day is set by then, a coordinator is told.`,
      ),
    ],
  });
}
