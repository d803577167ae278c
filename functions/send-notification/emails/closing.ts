import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { closedWords, closingWords } from '../../../shared/words/closing.ts';
import { councilEmail } from './capacity.ts';
import { type CouncilEmailContext, told } from './context.ts';
import { action, fact, facts, heading, type Letter, list, paragraph } from './letter.ts';

/** What a council's desk does next on its own page; coordinators, on theirs. */
const next = ({ role, url }: CouncilEmailContext, own: string) =>
  action(role === 'coordinators' ? 'See the council’s page' : own, url);

/** The council takes no child for a time: to its desk, its second contact and the lead of its region, and to coordinators who did not close it. */
export function councilClosed(context: CouncilEmailContext): Letter {
  const { because, from, until } = told(context.event, 'council-closed.v1');
  const { name } = context.council;
  const ahead = from > londonDate(context.event.at);
  return councilEmail(context, {
    subject: `${name}: ${ahead ? 'to be closed' : 'closed'} to new children`,
    preview: `${name} is not asked ${closedWords({ from, until })}.`,
    heading: `${name} takes no new children ${ahead ? `from ${dateWords(from)}` : 'for now'}`,
    blocks: [
      facts(
        fact('Reason', closingWords[because]),
        fact('From', dateWords(from)),
        fact('Until', until === undefined ? 'A coordinator opens it again' : dateWords(until)),
      ),
      heading('What this means'),
      list([
        'The council gets no offers and no reminders while it is closed.',
        'Offers that it has not accepted end, and other councils are asked at once. Each gets an email of its own.',
        'Children it has accepted are still its own. Talk to the coordinators if it cannot take one of them.',
      ]),
      paragraph('If this is not right, tell the coordinators.'),
      next(context, 'See what we have recorded'),
    ],
  });
}

/** The council takes its turn again: to whoever heard that it was closed. */
export function councilReopened(context: CouncilEmailContext): Letter {
  const { name } = context.council;
  return councilEmail(context, {
    subject: `${name}: open to new children again`,
    preview: `${name} takes its turn again.`,
    heading: `${name} takes its turn again`,
    blocks: [
      paragraph('From now on it may be asked for children. We go by the places that it last declared.'),
      next(context, 'Declare your places'),
      paragraph('If this is not right, tell the coordinators.'),
    ],
  });
}
