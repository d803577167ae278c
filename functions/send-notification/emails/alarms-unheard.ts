import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { heading, type Letter, notice, numberedList, paragraph } from './letter.ts';

/** Tells the on-call and the coordinators that alarms ring and reach nobody. */
export const alarmsUnheard = ({
  on,
  help,
}: {
  /** The day on which it was seen. */
  readonly on: string;
  readonly help: string | undefined;
}): Letter => ({
  subject: 'Nobody hears our alarms',
  preview: 'When something breaks, nobody is called. Please see that it is mended today.',
  heading: 'Nobody hears our alarms',
  blocks: [
    notice('When something breaks, nobody is called. A child may wait longer because of it.'),
    paragraph(
      `We looked on ${dateWords(on)}. Our alarms still ring, but nobody is on the list of people who get them. Somebody may have left it by a link in an email.`,
    ),
    heading('What to do'),
    numberedList([
      'Tell the operator on duty now. The way to mend it is in the runbook "alarms-unheard".',
      'Until it is mended, the operator looks at the alarms in the morning, at noon and in the evening.',
    ]),
    paragraph('We look every hour, and write once a day until somebody gets the alarms again.'),
  ],
  help,
  quote: 'alarms-unheard',
});
