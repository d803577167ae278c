import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { exemptedWords, exemptionDays } from '../../../shared/words/exemptions.ts';
import { councilEmail } from './capacity.ts';
import { type CouncilEmailContext, told } from './context.ts';
import { action, heading, type Letter, list, paragraph } from './letter.ts';

/** To the coordinators: the council has long declared that it be spared, and nobody has said whether that counts. */
export function exemptionsInQuestion(context: CouncilEmailContext): Letter {
  const { exemptions } = told(context.event, 'exemptions-in-question.v1');
  const { name } = context.council;
  const owes = exemptions.some(({ what }) => what === 'pause' || what === 'no-places');
  return councilEmail(context, {
    subject: `${name}: does what it declares still count?`,
    preview: 'It has declared it for long. Please decide.',
    heading: `Does what ${name} declares still count?`,
    blocks: [
      paragraph(`${name} is not asked for some children, or for any, because it declares:`),
      list(exemptions.map((one) => `${capitalised(exemptedWords[one.what])}, ${exemptionDays(one)}.`)),
      paragraph(
        `We ask you because this is long. It counts until you decide. ${owes ? 'Unless you agree to it, the council comes to owe the turns that it does not take.' : 'The council is asked for other children meanwhile.'}`,
      ),
      heading('What you can do'),
      list([
        'Agree until a day, if the council has a good reason.',
        'Say that it does not count. Then the council is asked in its turn. It can still say no to a request, with a reason.',
        'Ask the council first, if you do not know. It can declare again at any time.',
      ]),
      action('Decide on the council’s page', context.url),
    ],
  });
}

/** What the coordinators decided of that: to the council, its second contact and the lead of its region. */
export function exemptionsDecided(context: CouncilEmailContext): Letter {
  const { exemptions, agreedUntil } = told(context.event, 'exemptions-decided.v1');
  const { name } = context.council;
  const agreed = agreedUntil !== undefined;
  return councilEmail(context, {
    subject: `${name}: ${agreed ? 'what you declare is agreed to' : 'what you declare no longer counts'}`,
    preview: agreed ? `It counts until ${dateWords(agreedUntil)}.` : 'You are asked in your turn again.',
    heading: agreed
      ? `What ${name} declares counts until ${dateWords(agreedUntil)}`
      : `What ${name} declares no longer counts`,
    blocks: [
      paragraph(
        `${name} declares the following. A coordinator looked at it, and ${agreed ? 'agrees' : 'does not agree'}:`,
      ),
      list(exemptions.map((what) => `${capitalised(exemptedWords[what])}.`)),
      paragraph(
        agreed
          ? 'You need do nothing. If you can take these children before that, declare your places again.'
          : 'From now on you may be asked for these children, in your turn. If you cannot take a child, say no to that request and give the reason.',
      ),
      action('Declare your places', context.url),
      paragraph('If this is not right, tell the coordinators.'),
    ],
  });
}
