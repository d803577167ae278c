import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { councilEmail } from './capacity.ts';
import { type CouncilEmailContext, told } from './context.ts';
import { action, heading, type Letter, list, notice, paragraph } from './letter.ts';

type Data = DataOf<'contacts-changed.v1'>;

const whatItMeans = ({ contact, change }: Data): string => {
  const isDesk = contact === 'duty-desk';
  switch (change) {
    case 'given':
    case 'replaced':
      return isDesk
        ? 'Our email now goes to the new address of your duty desk.'
        : 'If your duty desk does not get our email, it now goes to your new second contact.';
    case 'taken-away':
      return 'Your council now has no second contact.';
    case 'works-again':
      return `We now send email to ${isDesk ? 'your duty desk' : 'your second contact'} again.`;
  }
};

/** Tells a council's desk, old contacts and new, that a coordinator changed one. Never an address: who reads this has it. */
export function contactsChanged(context: CouncilEmailContext): Letter {
  const data = told(context.event, 'contacts-changed.v1');
  const { name } = context.council;
  return councilEmail(context, {
    subject: `${name}: where our email goes has changed`,
    preview: whatItMeans(data),
    heading: 'Where our email goes has changed',
    blocks: [
      notice(whatItMeans(data)),
      paragraph(`A coordinator did this at ${deadlineWords(context.event.at)}.`),
      action('See your list', new URL('/home', context.url).href),
      heading('What we ask of you'),
      list([
        'Look at your list. What waits for your council is there, with the day by which we need to hear from you.',
        'Is this not right? Then tell the coordinators at once.',
      ]),
    ],
  });
}
