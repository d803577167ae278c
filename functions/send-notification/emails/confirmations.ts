import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { action, type Block, type EmailDocument, heading, list, notice, paragraph } from './document.ts';
import { type CaseScene, caseEmail, caseFacts, told } from './scene.ts';
import { listed } from './words.ts';

type Because = DataOf<'amendment-to-confirm.v1'>['because'][number];

/** What it would touch, and no more: an e-mail says nothing of a child. */
const touches: Readonly<Record<Because, string>> = {
  placement: 'where the child goes',
  identity: 'who the child is',
  safety: 'what keeps the child safe',
};

const entryOf = ({ subject, nameOf }: CaseScene): string => nameOf(subject.facts.entryAuthority);

const notByMail = paragraph(
  'Please answer on the page. Do not reply to this e-mail: no e-mail can confirm another one.',
);

/** A council that has the child, or is asked, may not be safe: people look before anybody else does. */
function unsafeNow(scene: CaseScene, unsafe: readonly string[], by: string): EmailDocument {
  const entry = entryOf(scene);
  const where = listed(unsafe.map(scene.nameOf));
  const placed = scene.subject.placement !== undefined && unsafe.includes(scene.subject.placement.council);
  return caseEmail(scene, {
    subject: `${scene.subject.id}: an unproved e-mail says ${where} is not safe, please call ${entry}`,
    preview: `${entry} has until ${deadlineWords(by)} to confirm it. Nothing has changed yet.`,
    heading: `Is ${where} safe for the child?`,
    blocks: [
      notice(`Please call ${entry} now, and ask whether it sent this e-mail.`),
      paragraph(
        `An e-mail in the name of ${entry} says to avoid the area of ${where}. ${placed ? `${where} has the child’s place.` : 'An offer is open there.'} ${entry} has been asked to confirm it by ${deadlineWords(by)}.`,
      ),
      list([
        'Until they say yes, nothing is undone.',
        `Till then we ask nobody else there, and ${where} can set no day for a move.`,
        ...(placed ? ['Is the day of the move near? Call both councils before it.'] : []),
        'If you have asked them, you can record their answer on the page.',
      ]),
      action('See the case', scene.url),
      caseFacts(scene),
    ],
  });
}

/** An e-mail in a council's name waits until the council's desk has said that it sent it. */
export function amendmentToConfirm(scene: CaseScene): EmailDocument {
  const { because, confirmBy, unsafe = [] } = told(scene.event, 'amendment-to-confirm.v1');
  if (scene.desk === 'coordinators') return unsafeNow(scene, unsafe, confirmBy);
  const due = deadlineWords(confirmBy);
  return caseEmail(scene, {
    subject: `${scene.subject.id}: did you send this e-mail? Please answer by ${due}`,
    preview: 'Nothing has changed yet. One click answers.',
    heading: 'Did you send this e-mail?',
    blocks: [
      notice(`Please answer by ${due}.`),
      paragraph(
        `An e-mail in your council’s name asks us to change this case. It would change ${listed(because.map((one) => touches[one]))}. An e-mail can be forged, so we ask you first. Nothing has changed yet.`,
      ),
      action('See the change, and answer', scene.url),
      list([
        'Yes, we sent this: the change is made at once.',
        'No, this was not us: nothing changes, and the coordinators are told.',
      ]),
      notByMail,
      caseFacts(scene),
      paragraph(
        'If you do not know, ask in your team who wrote to us. If nobody answers, a coordinator calls you.',
      ),
    ],
  });
}

/** The desk is reminded. */
export function confirmationReminder(scene: CaseScene): EmailDocument {
  const due = deadlineWords(told(scene.event, 'confirmation-due.v1').by);
  return caseEmail(scene, {
    subject: `Reminder ${scene.subject.id}: did you send this e-mail? Answer by ${due}`,
    preview: 'Nothing has changed yet. One click answers.',
    heading: 'Reminder: did you send this e-mail?',
    blocks: [
      notice(`Please answer by ${due}.`),
      paragraph(
        'An e-mail in your council’s name asks us to change this case. It waits for your word. If nobody answers by then, a coordinator is told and calls you.',
      ),
      action('See the change, and answer', scene.url),
      notByMail,
      caseFacts(scene),
    ],
  });
}

/** The time to answer has passed. The change waits on: nothing is lost, and nothing is done. */
export function confirmationOverdue(scene: CaseScene): EmailDocument {
  const { by } = told(scene.event, 'confirmation-due.v1');
  const entry = entryOf(scene);
  const toCoordinators = scene.desk === 'coordinators';
  const next: readonly Block[] = toCoordinators
    ? [
        paragraph(
          `An e-mail in the name of ${entry} asks to change this case, and nobody there has said whether they sent it. It changes nothing until somebody does. Please call ${entry}, and record the answer on the page.`,
        ),
        action('See the case, and record the answer', scene.url),
      ]
    : [
        paragraph(
          'An e-mail in your council’s name asks us to change this case, and nobody has said whether you sent it. It changes nothing until you do. Please answer today. A coordinator has been told.',
        ),
        action('See the change, and answer', scene.url),
        notByMail,
      ];
  return caseEmail(scene, {
    subject: toCoordinators
      ? `Overdue ${scene.subject.id}: ask ${entry} whether it sent an e-mail`
      : `Overdue ${scene.subject.id}: did you send this e-mail?`,
    preview: `The answer was due by ${deadlineWords(by)}.`,
    heading: toCoordinators ? `Did ${entry} send this e-mail?` : 'Overdue: did you send this e-mail?',
    blocks: [notice(`The answer was due by ${deadlineWords(by)}.`), ...next, caseFacts(scene)],
  });
}

/** Somebody writes in the council's name. */
export function amendmentRefused(scene: CaseScene): EmailDocument {
  const entry = entryOf(scene);
  if (scene.desk === 'coordinators')
    return caseEmail(scene, {
      subject: `${scene.subject.id}: somebody wrote in the name of ${entry}`,
      preview: `${entry} did not send the e-mail. It changed nothing.`,
      heading: `Somebody writes in the name of ${entry}`,
      blocks: [
        paragraph(
          `An e-mail asked to change this case. ${entry} says that it did not send it. It changed nothing, and what it said has been put aside.`,
        ),
        action('See the case', scene.url),
        heading('What to do'),
        list([
          `Call ${entry} and tell its IT team: whoever wrote knew the case’s reference, and passed the checks of its domain.`,
          'Look at other cases of this council for what came by e-mail lately.',
        ]),
        caseFacts(scene),
      ],
    });
  return caseEmail(scene, {
    subject: `${scene.subject.id}: the e-mail that was not yours changed nothing`,
    preview: 'The coordinators have been told.',
    heading: 'Nothing has been changed',
    blocks: [
      paragraph(
        'It is recorded that your council did not send the e-mail about this case. It changed nothing. The coordinators have been told that somebody writes in your name.',
      ),
      paragraph('Please tell your IT team today. If it was a mistake, make the change on the page.'),
      action('See the case', scene.url),
      caseFacts(scene),
    ],
  });
}

/** The case ended while an e-mail still waited for the desk's word. */
export function amendmentEnded(scene: CaseScene): EmailDocument {
  const entry = entryOf(scene);
  const { placement, status } = scene.subject;
  const moved =
    status === 'transferred' && placement !== undefined ? scene.nameOf(placement.council) : undefined;
  const own = scene.desk === 'entry-authority';
  return caseEmail(scene, {
    subject: `${scene.subject.id}: closed, an e-mail that was not confirmed changed nothing`,
    preview: 'The case ended before anybody had answered.',
    heading: 'An e-mail was never confirmed',
    blocks: [
      paragraph(
        `An e-mail in ${own ? 'your council’s name' : `the name of ${entry}`} asked to change this case. The case ended before anybody said whether ${own ? 'you' : 'it'} sent it. It changed nothing.`,
      ),
      paragraph(
        moved === undefined
          ? 'You need not do anything.'
          : own
            ? `If you sent it, call ${moved} today: it may not know what you wrote.`
            : `Please ask ${entry} whether it sent it. If it did, ${moved} may not know what it says.`,
      ),
      action('See the case', scene.url),
      caseFacts(scene),
    ],
  });
}
