import { plural } from '../../../shared/words/counting.ts';
import { nameOf } from '../authorities.ts';
import { councilEmail } from './capacity.ts';
import { type CouncilEmailContext, told } from './context.ts';
import { action, heading, type Letter, list, paragraph } from './letter.ts';

/** A council takes over from one that has ended: what it has to do itself, so that it can be asked and its system can refer. */
export function councilTookOver(context: CouncilEmailContext): Letter {
  const { from, drafts, systemKey } = told(context.event, 'council-took-over.v1');
  const { name } = context.council;
  const old = nameOf(from);
  return councilEmail(context, {
    subject: `${name}: you take over from ${old}`,
    preview: `${old} has ended. A coordinator now gives on what it left.`,
    heading: `${name} takes over from ${old}`,
    blocks: [
      paragraph(
        `${old} has ended. A coordinator now gives on what it left, case by case. Of each case that comes to you, you get an email. While it is open it stands in your list, and what is sealed opens to you.`,
      ),
      heading('What we ask of you'),
      list([
        `Declare your places and how many children you care for. Until then we go by your share of the figures of ${old}.`,
        ...(drafts === 0
          ? []
          : [
              `Look under “Refer a child”: ${old} left ${plural(drafts, 'referral')} that it had begun and not sent. Those given to you are there.`,
            ]),
        ...(systemKey
          ? [
              `Have a key made for your system. The one of ${old} opens nothing any more. Ask the coordinators for it.`,
            ]
          : []),
      ]),
      action('Declare your places', context.url),
      paragraph('If this is not right, tell the coordinators at once.'),
    ],
  });
}
