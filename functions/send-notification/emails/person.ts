import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { action, heading, type Letter, notice, paragraph } from './letter.ts';

interface PersonEmailContext {
  /** The council's name, or that of the coordinators. */
  readonly reader: string;
  readonly url: string;
  /** Until when it is known how they stand. */
  readonly until: string;
  readonly help: string | undefined;
}

/** Tells a desk that somebody with an address at its domain asks to sign in for it. Who that is stands on the page alone. */
export const personAsks = ({ reader, url, until, help }: PersonEmailContext): Letter => ({
  subject: `${capitalised(reader)}: somebody asks to sign in`,
  preview: 'See who it is, and say yes or no.',
  heading: `Somebody asks to sign in for ${reader}`,
  blocks: [
    paragraph(
      `Somebody with an email address like yours asks to sign in for ${reader} by their own email address. They have shown that the address is theirs.`,
    ),
    action('See who asks', url),
    notice(`You can answer until ${deadlineWords(until)}. Until you do, they cannot sign in.`),
    heading('Before you answer'),
    paragraph('Look at their name, role and address. They are on the page, and not in this email.'),
    paragraph(
      'Let them in only if you know them, and they need it for their work. If you do not know them, refuse.',
    ),
    paragraph(
      'More people may ask meanwhile: they are on the same page. We write to you of this at most five times a day.',
    ),
  ],
  help,
  quote: reader,
});

const decisions = {
  'let-in': {
    subject: 'you can sign in',
    preview: 'Your own email address is enough from now on.',
    said: (reader: string) =>
      `You can sign in for ${reader} from now on. Ask for a link with your own email address: it comes to you, and not to the shared mailbox.`,
    next: (until: string) => [
      `Sign in by ${until}, or you have to ask again. Each time you sign in, you have a year more.`,
    ],
    button: 'Sign in',
  },
  'let-in-finance': {
    subject: 'you can sign in for money and nights',
    preview: 'Your own email address is enough from now on.',
    said: (reader: string) =>
      `You can sign in for ${reader} from now on, and see its money and nights. No case is shown to you. Ask for a link with your own email address: it comes to you, and not to the shared mailbox.`,
    next: (until: string) => [
      `Sign in by ${until}, or you have to ask again. Each time you sign in, you have a year more.`,
    ],
    button: 'Sign in',
  },
  refused: {
    subject: 'you were not let in',
    preview: 'You cannot sign in by your own email address.',
    said: (reader: string) => `You asked to sign in for ${reader}. Somebody there did not let you in.`,
    next: (until: string) => [
      `Was it a mistake? Talk to whoever looks after referrals where you work. They can let you in until ${until}.`,
    ],
    button: 'Open the service',
  },
  'taken-away': {
    subject: 'you can no longer sign in',
    preview: 'Your own email address signs you in no more.',
    said: (reader: string) =>
      `You can no longer sign in for ${reader} by your own email address. Somebody there took this away.`,
    next: (until: string) => [
      'You are signed out everywhere. What you did stays as it is.',
      `Was it a mistake? Talk to whoever looks after referrals where you work. They can let you in again until ${until}.`,
    ],
    button: 'Open the service',
  },
} as const;

/** Tells somebody what a desk decided on them. */
export const personDecided = ({
  reader,
  url,
  until,
  help,
  state,
}: PersonEmailContext & { readonly state: keyof typeof decisions }): Letter => {
  const { subject, preview, said, next, button } = decisions[state];
  return {
    subject: `${capitalised(reader)}: ${subject}`,
    preview,
    heading: capitalised(subject),
    blocks: [
      paragraph(said(reader)),
      action(button, url),
      ...next(deadlineWords(until)).map(paragraph),
      paragraph('Did you never ask for this? Then tell us: reply to this email.'),
    ],
    help,
    quote: reader,
  };
};

/** Tells somebody that coordinators let them in to read the figures, or took that away. */
export const readerDecided = ({
  url,
  until,
  help,
  state,
}: Omit<PersonEmailContext, 'reader'> & { readonly state: 'let-in' | 'taken-away' }): Letter => {
  const isIn = state === 'let-in';
  const subject = isIn ? 'you can read the figures' : 'you can no longer read the figures';
  return {
    subject: `National Transfer Scheme: ${subject}`,
    preview: isIn ? 'Your own email address signs you in.' : 'Your email address signs you in no more.',
    heading: capitalised(subject),
    blocks: [
      paragraph(
        isIn
          ? 'A coordinator of the scheme let you in to read its figures. To sign in, choose “Readers of the scheme’s figures”, and enter this email address. A link comes to you.'
          : 'You can no longer sign in to read the figures of the scheme. A coordinator took this away. You are signed out everywhere.',
      ),
      action(isIn ? 'Sign in' : 'Open the service', url),
      paragraph(
        isIn
          ? `Sign in by ${deadlineWords(until)}, or a coordinator has to let you in again. Each time you sign in, you have a year more.`
          : `Was it a mistake? Talk to the coordinators. They can let you in again until ${deadlineWords(until)}.`,
      ),
      paragraph('Do you know nothing of this? Then tell us: reply to this email.'),
    ],
    help,
    quote: 'the figures of the scheme',
  };
};
