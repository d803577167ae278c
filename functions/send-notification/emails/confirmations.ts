import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { handedOver, responsibleCouncil } from '../../../shared/core/case/responsible.ts';
import { concernWords } from '../../../shared/words/amendments.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { nameOf } from '../authorities.ts';
import { type CaseEmailContext, caseEmail, caseFacts, told } from './context.ts';
import { action, type Block, heading, type Letter, list, notice, paragraph } from './letter.ts';

const entryOf = ({ subject }: CaseEmailContext): string => nameOf(subject.facts.entryAuthority);

const notByMail = paragraph(
  'Please answer on the page. Do not reply to this email: no email can confirm another one.',
);

/**
 * A council that has the child, or is asked, or the area where the child is to live may not be safe: people look before anybody else does.
 * Which area it is stands on the page.
 */
function unsafeNow(context: CaseEmailContext, unsafe: readonly string[], by: string): Letter {
  const entry = entryOf(context);
  const { council = '', placedIn = '' } = context.subject.placement ?? {};
  const moves = unsafe.includes(council) || unsafe.includes(placedIn);
  return caseEmail(context, {
    subject: `${context.subject.id}: is the child safe? Please call ${entry} about an unproved email`,
    preview: `${entry} has until ${deadlineWords(by)} to confirm it. Nothing has changed yet.`,
    heading: 'Is the child safe as things stand?',
    blocks: [
      notice(`Please call ${entry} now, and ask whether it sent an email about this case.`),
      paragraph(
        `An email came in the name of ${entry}. If it is true, ${moves ? 'the place that the child has' : 'an offer that is open'} is not safe for the child. ${entry} has been asked to confirm it by ${deadlineWords(by)}. The page says what the email says.`,
      ),
      list([
        'Until they say yes, nothing is undone.',
        'Till then we ask nobody where the child may not be safe, no day is set for a move there, and no handover is confirmed.',
        ...(moves ? ['Is the day of the move near? Call both councils before it.'] : []),
        'If you have asked them, you can record their answer on the page.',
      ]),
      action('See the case', context.url),
      caseFacts(context),
    ],
  });
}

/** An e-mail says something for which a move would wait. Which fact it is says the page alone. */
function moveInQuestion(context: CaseEmailContext, by: string): Letter {
  const entry = entryOf(context);
  return caseEmail(context, {
    subject: `${context.subject.id}: an unproved email bears on the move, please call ${entry}`,
    preview: `${entry} has until ${deadlineWords(by)} to confirm it. Nothing has changed yet.`,
    heading: 'Can this child be moved?',
    blocks: [
      notice(`Please call ${entry} now, and ask whether it sent this email.`),
      paragraph(
        `A council has said yes to this child. Now an email in the name of ${entry} says something that a coordinator would have to look at before the move. ${entry} has been asked to confirm it by ${deadlineWords(by)}.`,
      ),
      list([
        'Until they say yes, nothing is undone.',
        'Till then no handover is confirmed.',
        'Is the day of the move near? Call both councils before it.',
        'If you have asked them, you can record their answer on the page.',
      ]),
      action('See the case', context.url),
      caseFacts(context),
    ],
  });
}

/** An e-mail in a council's name waits until the council's desk has said that it sent it. */
export function amendmentToConfirm(context: CaseEmailContext): Letter {
  const { because, confirmBy, unsafe = [] } = told(context.event, 'amendment-to-confirm.v1');
  if (context.role === 'coordinators')
    return unsafe.length > 0 ? unsafeNow(context, unsafe, confirmBy) : moveInQuestion(context, confirmBy);
  const due = deadlineWords(confirmBy);
  return caseEmail(context, {
    subject: `${context.subject.id}: did you send this email? Please answer by ${due}`,
    preview: 'Nothing has changed yet. One click answers.',
    heading: 'Did you send this email?',
    blocks: [
      notice(`Please answer by ${due}.`),
      paragraph(
        `An email in your council’s name asks us to change this case. It would change ${listWords(because.map((one) => concernWords[one]))}. An email can be forged, so we ask you first. Nothing has changed yet.`,
      ),
      action('See the change, and answer', context.url),
      list([
        'Yes, we sent this: the change is made at once.',
        'No, this was not us: nothing changes, and the coordinators are told.',
      ]),
      notByMail,
      caseFacts(context),
      paragraph(
        'If you do not know, ask in your team who wrote to us. If nobody answers, a coordinator calls you.',
      ),
    ],
  });
}

/** The desk is reminded. */
export function confirmationReminder(context: CaseEmailContext): Letter {
  const due = deadlineWords(told(context.event, 'confirmation-due.v1').by);
  return caseEmail(context, {
    subject: `Reminder ${context.subject.id}: did you send this email? Answer by ${due}`,
    preview: 'Nothing has changed yet. One click answers.',
    heading: 'Reminder: did you send this email?',
    blocks: [
      notice(`Please answer by ${due}.`),
      paragraph(
        'An email in your council’s name asks us to change this case. It waits for your word. If nobody answers by then, a coordinator is told and calls you.',
      ),
      action('See the change, and answer', context.url),
      notByMail,
      caseFacts(context),
    ],
  });
}

/** The time to answer has passed. The change waits on: nothing is lost, and nothing is done. */
export function confirmationOverdue(context: CaseEmailContext): Letter {
  const { by } = told(context.event, 'confirmation-due.v1');
  const entry = entryOf(context);
  const toCoordinators = context.role === 'coordinators';
  const next: readonly Block[] = toCoordinators
    ? [
        paragraph(
          `An email in the name of ${entry} asks to change this case, and nobody there has said whether they sent it. It changes nothing until somebody does. Please call ${entry}, and record the answer on the page.`,
        ),
        action('See the case, and record the answer', context.url),
      ]
    : [
        paragraph(
          'An email in your council’s name asks us to change this case, and nobody has said whether you sent it. It changes nothing until you do. Please answer today. A coordinator has been told.',
        ),
        action('See the change, and answer', context.url),
        notByMail,
      ];
  return caseEmail(context, {
    subject: toCoordinators
      ? `Overdue ${context.subject.id}: ask ${entry} whether it sent an email`
      : `Overdue ${context.subject.id}: did you send this email?`,
    preview: `The answer was due by ${deadlineWords(by)}.`,
    heading: toCoordinators ? `Did ${entry} send this email?` : 'Overdue: did you send this email?',
    blocks: [notice(`The answer was due by ${deadlineWords(by)}.`), ...next, caseFacts(context)],
  });
}

/** Somebody writes in the council's name. */
export function amendmentRefused(context: CaseEmailContext): Letter {
  const entry = entryOf(context);
  if (context.role === 'coordinators')
    return caseEmail(context, {
      subject: `${context.subject.id}: somebody wrote in the name of ${entry}`,
      preview: `${entry} did not send the email. It changed nothing.`,
      heading: `Somebody writes in the name of ${entry}`,
      blocks: [
        paragraph(
          `An email asked to change this case. ${entry} says that it did not send it. It changed nothing, and what it said has been put aside.`,
        ),
        action('See the case', context.url),
        heading('What to do'),
        list([
          `Call ${entry} and tell its IT team: whoever wrote knew the case’s reference, and passed the checks of its domain.`,
          'Look at other cases of this council for what came by email lately.',
        ]),
        caseFacts(context),
      ],
    });
  return caseEmail(context, {
    subject: `${context.subject.id}: the email that was not yours changed nothing`,
    preview: 'The coordinators have been told.',
    heading: 'Nothing has been changed',
    blocks: [
      paragraph(
        'It is recorded that your council did not send the email about this case. It changed nothing. The coordinators have been told that somebody writes in your name.',
      ),
      paragraph('Please tell your IT team today. If it was a mistake, make the change on the page.'),
      action('See the case', context.url),
      caseFacts(context),
    ],
  });
}

/** The case ended while an e-mail still waited for the desk's word. */
export function amendmentEnded(context: CaseEmailContext): Letter {
  const entry = entryOf(context);
  const { subject } = context;
  const moved = handedOver(subject) ? nameOf(responsibleCouncil(subject)) : undefined;
  const own = context.role === 'entry-authority';
  return caseEmail(context, {
    subject: `${context.subject.id}: closed, an email that was not confirmed changed nothing`,
    preview: 'The case ended before anybody had answered.',
    heading: 'An email was never confirmed',
    blocks: [
      paragraph(
        `An email in ${own ? 'your council’s name' : `the name of ${entry}`} asked to change this case. The case ended before anybody said whether ${own ? 'you' : 'it'} sent it. It changed nothing.`,
      ),
      paragraph(
        moved === undefined
          ? 'You need not do anything.'
          : own
            ? `If you sent it, call ${moved} today: it may not know what you wrote.`
            : `Please ask ${entry} whether it sent it. If it did, ${moved} may not know what it says.`,
      ),
      action('See the case', context.url),
      caseFacts(context),
    ],
  });
}
