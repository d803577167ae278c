import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineAfter, deadlineWords, londonTime } from '../../../shared/core/calendar/working-days.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { fact, facts, heading, type Letter, notice, numberedList, paragraph } from './letter.ts';

type Data = DataOf<'mail-set-aside.v1'>;

interface SetAsideEmailContext extends Pick<Data, 'reason' | 'mail' | 'receivedAt' | 'moreUntil'> {
  /** Names of the councils in whose name it came. */
  readonly councils: readonly string[];
  readonly help: string | undefined;
}

const why: Readonly<
  Record<Data['reason'], { readonly subject: string; readonly words: string; readonly call: string }>
> = {
  'unknown-sender': {
    subject: 'from somebody we do not know',
    words: 'It did not come from a council that we know. We have not acted on it, and nobody was answered.',
    call: 'If it refers a child, find out which council has the child, and call that council’s duty desk.',
  },
  'mail-not-proved': {
    subject: 'that may not be from the council it names',
    words:
      'It came in a council’s name, but we could not make sure that the council sent it. We have not acted on it. The council’s duty desk is told once a day.',
    call: 'Call the council’s duty desk, on the number that you have. Do not use a number from the email. Ask if they sent it.',
  },
  'shared-domain': {
    subject: 'from an address that councils share',
    words:
      'It came from an address that more than one council has. We do not know which of them refers a child. We have not acted on it.',
    call: 'Ask the sender which council refers the child.',
  },
  'automatic-referral': {
    subject: 'from a council’s program',
    words:
      'A program of the council sent it, and it seems to refer a child. We have not acted on it, and nobody was answered.',
    call: 'Call the council’s duty desk, and ask if they want to refer a child.',
  },
  'too-many-answers': {
    subject: 'that may come from a program',
    words:
      'We have answered this sender five times today about the same thing. A program may be answering our answers. We have not acted on this email, and nobody was answered.',
    call: 'Call the council’s duty desk, and ask if a person wrote it. If a program did, ask them to stop it.',
  },
  'about-a-merger': {
    subject: 'about a referral that was joined to a case',
    words:
      'It names a referral that we had joined to a case, as one child’s. It may be about another child, so no case was changed. The sender was told so.',
    call: 'Look at it beside the case. Are they two children? Undo the merger on the page of the case. Are they one? Call the council, and ask them to change their case on its page.',
  },
};

/** What comes after this time of day is for the next working day. */
const LAST_FOR_TODAY = '15:00';
const CLOSE = '17:00';

/** Tells the coordinators of an e-mail that only a person may act on: what it is, how to get it and by when. Never what it says, or whose address it has. */
export function mailSetAside({
  reason,
  councils,
  mail,
  receivedAt,
  moreUntil,
  help,
}: SetAsideEmailContext): Letter {
  const { subject, words, call } = why[reason];
  const days = londonTime(receivedAt) <= LAST_FOR_TODAY ? 0 : 1;
  const by = deadlineWords(deadlineAfter(receivedAt, days, 'England', CLOSE));
  return {
    subject: `Please look at an email ${subject}`,
    preview: `It may refer a child. Please look by ${by}.`,
    heading: 'An email needs you to look at it',
    blocks: [
      notice(`It may refer a child. The duty coordinator looks at it by ${by}.`),
      paragraph(words),
      facts(
        fact('Came in at', deadlineWords(receivedAt)),
        ...(councils.length === 0 ? [] : [fact('In the name of', listWords(councils))]),
        fact('Where it is kept', mail),
      ),
      heading('What to do'),
      numberedList([
        'Ask the operator on duty to get the email for you. Tell them where it is kept, and that the way is in the runbook "mail-set-aside".',
        call,
        'If there is a child to refer, ask the council to send it again: with the form, or from its own address.',
        'Tell the operator when you are done. They take it off the list.',
      ]),
      ...(moreUntil === undefined
        ? []
        : [
            paragraph(
              `More like it may come before ${deadlineWords(moreUntil)}. We do not write again before then. Ask the operator to look at the list once more after that.`,
            ),
          ]),
    ],
    help,
    quote: mail,
  };
}
