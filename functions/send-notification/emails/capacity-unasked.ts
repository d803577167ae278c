import { deadlineAfter, deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { councilsWords } from '../../../shared/words/counting.ts';
import { heading, type Letter, list, notice, numberedList, paragraph } from './letter.ts';

interface UnaskedEmailContext {
  /** Names of the councils, at least one. */
  readonly councils: readonly string[];
  /** The day in London on which they would have been asked. */
  readonly on: string;
  readonly help: string | undefined;
}

/** To the coordinators: councils that have no address are not asked for their places. */
export const capacityUnasked = ({ councils, on, help }: UnaskedEmailContext): Letter => {
  // The working day after: until then they miss nothing but this question.
  const by = deadlineWords(deadlineAfter(`${on}T12:00:00.000Z`, 1, 'England', '17:00'));
  const count = councilsWords(councils.length);
  return {
    subject: `Not asked for places: ${count} without an address`,
    preview: `Please give us their addresses by ${by}.`,
    heading: `We have no email address for ${count}`,
    blocks: [
      notice('So nobody asks them for their places. We go by published figures until we have their word.'),
      paragraph(
        'What else is meant for them comes to you, one email for each thing. We tell you of their places in this one email, once a day at most.',
      ),
      heading('What to do'),
      numberedList([
        'Ask each council for the address of its duty desk.',
        `Give the addresses to the operator on duty by ${by}. They put them in.`,
      ]),
      heading('Who has no address'),
      list(councils),
    ],
    help,
    quote: 'addresses of councils',
  };
};
