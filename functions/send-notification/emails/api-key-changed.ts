import type { DataOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { councilEmail } from './capacity.ts';
import { type CouncilEmailContext, told } from './context.ts';
import { action, heading, type Letter, notice, paragraph } from './letter.ts';

type Data = DataOf<'api-key-changed.v1'>;

const headings: Readonly<Record<Data['change'], string>> = {
  given: 'Your system has a key now',
  replaced: 'The key of your system was changed',
  'taken-away': 'The key of your system was taken away',
};

function whatItMeans({ change, oldUntil }: Data): string {
  if (change === 'given') return 'With it, your council’s system can refer children.';
  if (change === 'taken-away')
    return 'No key of your council works any more. Your system cannot refer children until it has a new one.';
  return oldUntil === undefined
    ? 'The old key works no more. Put the new one into your system now.'
    : `The old key works until ${deadlineWords(oldUntil)}. Put the new one into your system before then.`;
}

/** Tells a council's desk that the key of its system was changed. Never the key: that a coordinator hands over. */
export function apiKeyChanged(context: CouncilEmailContext): Letter {
  const data = told(context.event, 'api-key-changed.v1');
  const { name } = context.council;
  return councilEmail(context, {
    subject: `${name}: ${headings[data.change].charAt(0).toLowerCase()}${headings[data.change].slice(1)}`,
    preview: whatItMeans(data),
    heading: headings[data.change],
    blocks: [
      notice(whatItMeans(data)),
      paragraph(
        data.change === 'taken-away'
          ? `A coordinator did this at ${deadlineWords(context.event.at)}. Ask the coordinators why, or for a new key.`
          : `A coordinator did this at ${deadlineWords(context.event.at)}. The key is in no email. Ask the coordinators for it if you do not have it yet.`,
      ),
      heading('Who has to know'),
      paragraph('Please tell whoever looks after your system. If nobody asked for this, tell us at once.'),
      action('See how the system refers children', new URL('/api/openapi.json', context.url).href),
    ],
  });
}
