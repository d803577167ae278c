import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { action, type EmailDocument, fact, heading, list, notice, paragraph } from './document.ts';
import { type CaseScene, caseEmail, caseFacts, told } from './scene.ts';
import { childCount, inShort, weekdayWords } from './words.ts';

const theChild = ({ subject }: CaseScene): string =>
  childCount(subject) === 1 ? 'the child' : 'the children';

/** A council takes the child: to it, to the entry authority, to the coordinators. */
export function placeAccepted(scene: CaseScene): EmailDocument {
  const { council, how, arrangeBy, moveBy, insteadOf } = told(scene.event, 'place-accepted.v1');
  const receiving = scene.nameOf(council);
  const entry = scene.nameOf(scene.subject.facts.entryAuthority);
  const by = deadlineWords(arrangeBy);
  const why = {
    accepted: `${receiving} said yes.`,
    'back-up-yes': `${receiving} had said yes as a back-up, and the council asked first cannot help.`,
    'placed-directly': `A coordinator placed ${theChild(scene)} with ${receiving} directly.`,
  }[how];
  if (scene.desk === 'council')
    return caseEmail(scene, {
      subject: `${scene.subject.id}: arrange the move by ${by}`,
      preview: `${inShort(scene.subject)}. ${why}`,
      heading: `${scene.reader} takes ${theChild(scene)}: please arrange the move`,
      blocks: [
        notice(`Please arrange the move by ${by}.`),
        paragraph(`${why} Thank you. The place is held with you.`),
        action('Arrange the move', scene.url),
        caseFacts(scene),
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
  return caseEmail(scene, {
    subject: `${scene.subject.id}: ${receiving} takes ${theChild(scene)}`,
    preview: `${why} The move should be no later than ${weekdayWords(moveBy)}.`,
    heading: `A place is found with ${receiving}`,
    blocks: [
      paragraph(why),
      ...(insteadOf === undefined
        ? []
        : [
            notice(
              `The placement with ${scene.nameOf(insteadOf)} will not go ahead. Please stop any arrangements for that move.`,
            ),
          ]),
      caseFacts(scene, fact('Receiving authority', receiving), fact('It arranges the move by', by)),
      action('See the case', scene.url),
      paragraph(
        scene.desk === 'entry-authority'
          ? `${receiving} now names a social worker and agrees a day with you. You stay responsible until the handover. If you hear nothing by ${by}, a coordinator is told.`
          : `${entry} stays responsible until the handover. You need not do anything now.`,
      ),
    ],
  });
}

/** An accepted placement is undone, or open offers end: the council is told. */
export function placementCancelled(scene: CaseScene): EmailDocument {
  return caseEmail(scene, {
    subject: `${scene.subject.id}: the placement ${scene.desk === 'council' ? 'with you ' : ''}will not go ahead`,
    preview: 'No place is held for this case any more.',
    heading: 'This placement will not go ahead',
    blocks: [
      paragraph(
        scene.desk === 'council'
          ? `${scene.reader} was to take ${theChild(scene)}. This will not happen. No place is held with you for this case any more, and it does not count as a turn taken.`
          : `The council that was to take ${theChild(scene)} will not. The search for another council goes on.`,
      ),
      caseFacts(scene),
      action('See what happened', scene.url),
      paragraph(
        'Please stop any arrangements for the move. If a journey is booked, tell the other authority today.',
      ),
    ],
  });
}

/** A day for the move is set. */
export function transferArranged(scene: CaseScene): EmailDocument {
  const { council, moveOn } = told(scene.event, 'transfer-arranged.v1');
  const day = weekdayWords(moveOn);
  const receiving = scene.nameOf(council);
  return caseEmail(scene, {
    subject: `${scene.subject.id}: the move is on ${day}`,
    preview: `${receiving} has named a social worker.`,
    heading: `The move is on ${day}`,
    blocks: [
      paragraph(`${receiving} has named a social worker and set the day.`),
      caseFacts(scene, fact('Receiving authority', receiving), fact('Day of the move', day)),
      action(scene.desk === 'coordinators' ? 'See the case' : 'See the arrangements', scene.url),
      heading('On the day'),
      list([
        `${scene.nameOf(scene.subject.facts.entryAuthority)} prepares ${theChild(scene)} and sends the papers.`,
        'Both councils can confirm the handover on their page. Responsibility passes then, not before.',
        'If the move fails, say so on the page, and a new day is set.',
      ]),
    ],
  });
}

/** The receiving authority named another social worker. Who it is stands sealed: the e-mail says where. */
export function socialWorkerChanged(scene: CaseScene): EmailDocument {
  const { council } = told(scene.event, 'social-worker-named.v1');
  const receiving = scene.nameOf(council);
  return caseEmail(scene, {
    subject: `${scene.subject.id}: there is a new social worker`,
    preview: `${receiving} has named another social worker.`,
    heading: 'There is a new social worker',
    blocks: [
      paragraph(`${receiving} has named another social worker for ${theChild(scene)}.`),
      caseFacts(scene, fact('Receiving authority', receiving)),
      action('See the case', scene.url),
      paragraph('Sign in and open the sealed details to see who it is and how to reach them.'),
    ],
  });
}

/** Responsibility has passed. */
export function transferCompleted(scene: CaseScene): EmailDocument {
  const { council, handedOverAt } = told(scene.event, 'transfer-completed.v1');
  const receiving = scene.nameOf(council);
  return caseEmail(scene, {
    subject: `${scene.subject.id}: handover confirmed, case closed`,
    preview: `${receiving} is responsible since ${deadlineWords(handedOverAt)}.`,
    heading: 'The handover is confirmed',
    blocks: [
      paragraph(
        `${receiving} has been responsible for ${theChild(scene)} since ${deadlineWords(handedOverAt)}. The case is closed. You need not do anything more.`,
      ),
      caseFacts(scene, fact('Responsible now', receiving)),
      action('See the case', scene.url),
      paragraph('Is this wrong? Tell the coordinators at once.'),
    ],
  });
}

const failedBecause = {
  transport: 'the journey did not work out',
  'placement-fell-through': 'the placement fell through',
  'child-unwell': 'the child could not travel that day',
  'child-not-ready': 'the child was not ready to go',
  other: 'see the page for the reason',
} as const;

/** The move failed on the day. */
export function transferFailed(scene: CaseScene): EmailDocument {
  const { council, moveOn, reason, arrangeBy } = told(scene.event, 'transfer-failed.v1');
  const by = deadlineWords(arrangeBy);
  const receiving = scene.nameOf(council);
  return caseEmail(scene, {
    subject: `${scene.subject.id}: the move failed, set a new day by ${by}`,
    preview: `The move on ${weekdayWords(moveOn)} did not happen.`,
    heading: 'The move did not happen',
    blocks: [
      notice(`${scene.desk === 'council' ? 'Please set' : `${receiving} sets`} a new day by ${by}.`),
      paragraph(
        `The move on ${weekdayWords(moveOn)} did not happen: ${failedBecause[reason]}. The place with ${receiving} is kept.`,
      ),
      action(scene.desk === 'council' ? 'Set a new day' : 'See the case', scene.url),
      caseFacts(scene, fact('Receiving authority', receiving)),
      paragraph(
        `${scene.nameOf(scene.subject.facts.entryAuthority)} stays responsible. If no new day is set by then, a coordinator is told.`,
      ),
    ],
  });
}
