import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { heading, type Letter, list, notice, numberedList, paragraph } from './letter.ts';

interface StoppedEmailContext {
  /** The council's name, or that of the coordinators. */
  readonly reader: string;
  readonly who: DataOf<'sign-in-stopped.v1'>['who'];
  /** From when on links are sent again, or codes are read. */
  readonly until: string;
  readonly help: string | undefined;
  /** The links of a council's and of a lead's other emails open by themselves, and coordinators sign in for theirs. People sign in by own addresses for a council alone. */
  readonly whose: 'council' | 'smp-lead' | 'coordinators';
}

/** What to look at once nobody reads the mailbox any more who should not. */
const thenLook: Readonly<Record<StoppedEmailContext['whose'], string>> = {
  council: ' Then look at “People who may sign in”, and take away whoever you do not know.',
  'smp-lead': '',
  coordinators:
    ' Then look at “Coordinators who may sign in”. Has somebody there no second step yet? Have them set it up at once, or take them off: until then a link is all that it takes. All others need a code of their phone.',
};

/** Until when, in words: "midnight on Tuesday" is read in two ways, the minute before it in one. */
function untilWords(until: string): string {
  const words = deadlineWords(until);
  return words.startsWith('midnight')
    ? deadlineWords(new Date(Date.parse(until) - 60_000).toISOString())
    : words;
}

/** Tells the coordinators that somebody with a link of theirs did not have the code of the person whom they said they are. */
const wrongCodes = ({ reader, until, help }: StoppedEmailContext): Letter => ({
  subject: `${capitalised(reader)}: too many wrong codes`,
  preview: 'Nobody was signed in by them.',
  heading: 'Too many wrong codes',
  blocks: [
    notice(
      `Somebody entered too many wrong codes for one of you. We read no code for that person until ${untilWords(until)}.`,
    ),
    paragraph('They had a link that we sent to you. Nobody was signed in by these codes.'),
    heading('What to do'),
    numberedList([
      'Ask each other who it was. A phone with the wrong time shows wrong codes: it should set its time by itself.',
      'Was it none of you? Then a stranger may be reading your mailbox. Change its password. Then sign in, choose “Who is signed in”, and close the links in it. Until that is done, let nobody in, and reset nobody’s second step.',
      'Tell us too, so that we can help.',
    ]),
  ],
  help,
  quote: reader,
});

/** Tells the coordinators that nobody new is sent a link to an own address today, at whichever desk. */
const strangers = ({ reader, until, help }: StoppedEmailContext): Letter => ({
  subject: `${capitalised(reader)}: no more links to new addresses today`,
  preview: 'Whoever has signed in before still gets a link.',
  heading: 'No more links to new addresses today',
  blocks: [
    notice(
      `Until ${untilWords(until)} we send no link to sign in to an own address from which nobody has signed in yet.`,
    ),
    paragraph(
      'Far more first links than on other days were asked for. Somebody may be making up addresses of councils, so that email to them comes back to us.',
    ),
    heading('What still works'),
    list([
      'Links to the mailboxes of all desks.',
      'Links to everybody who has signed in by their own address before.',
      'Links in our other emails.',
    ]),
    heading('What to do'),
    numberedList([
      'If a council asks why somebody new gets no link, let them sign in by the mailbox of their desk, or tomorrow.',
      'If many people of a council began today, this does no harm. Tell the people who run this service.',
      'If you know of nothing of that kind, tell them too, so that they look into it.',
    ]),
  ],
  help,
  quote: reader,
});

/**
 * Tells a desk, with a copy to the coordinators, that so many links to sign in were asked for that no more are sent to its own addresses
 * today. Links to people's own addresses are counted apart, and go on.
 */
export const signInStopped = (context: StoppedEmailContext): Letter => {
  const { reader, who, until, help, whose } = context;
  if (who === 'wrong-codes') return wrongCodes(context);
  if (who === 'strangers') return strangers(context);
  const lastMinute = untilWords(until);
  return {
    subject: `${capitalised(reader)}: no more links to the mailbox today`,
    preview: `No more are sent until ${lastMinute}.`,
    heading: 'No more links to the mailbox today',
    blocks: [
      notice(
        who === 'new-devices'
          ? `We send no more links to sign in to the mailbox of ${reader}, for a device that is new to us, until ${lastMinute}.`
          : `We send no more links to sign in to the mailbox of ${reader} until ${lastMinute}.`,
      ),
      paragraph(
        'Far more links were asked for today than a desk needs. It may be somebody who wants to fill your mailbox.',
      ),
      heading('What to do'),
      numberedList([
        ...(who === 'new-devices'
          ? ['Sign in on a device on which you have signed in before. Links still come to it.']
          : ['Go on in a session that is open: it is not closed.']),
        ...(whose === 'council'
          ? ['Whoever was let in can sign in by their own email address: links still come to it.']
          : []),
        ...(whose === 'coordinators' ? [] : ['Links in our other emails work as before.']),
        'Tell us if you asked for these links yourselves, so that we can help.',
        `If a stranger may be reading your mailbox, sign in, choose “Who is signed in”, and close the links in it.${thenLook[whose]}`,
      ]),
    ],
    help,
    quote: reader,
  };
};
