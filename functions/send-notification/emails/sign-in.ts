import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { action, type Letter, notice, paragraph } from './letter.ts';

interface SignInEmailContext {
  /** The council's name, or that of the coordinators. */
  readonly reader: string;
  readonly url: string;
  /** When the link stops working. */
  readonly until: string;
  readonly help: string | undefined;
}

/** The link that signs somebody at a desk's own address in. */
export const signIn = ({ reader, url, until, help }: SignInEmailContext): Letter => ({
  subject: `${capitalised(reader)}: your link to sign in`,
  preview: 'It works once, for 15 minutes.',
  heading: 'Sign in to Transfer an unaccompanied child',
  blocks: [
    paragraph(`Somebody at this address asked for a link to sign in for ${reader}.`),
    action('Sign in', url),
    notice(`The link works once, until ${deadlineWords(until)}.`),
    paragraph('Not you? Then you need do nothing: without the link nobody can sign in.'),
  ],
  help,
  quote: reader,
});
