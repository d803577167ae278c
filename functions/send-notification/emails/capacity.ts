import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { childrenWords, countWords } from '../../../shared/words/counting.ts';
import { figureWords } from '../../../shared/words/odd-figures.ts';
import { type CouncilEmailContext, told } from './context.ts';
import { action, fact, facts, heading, type Letter, list, paragraph } from './letter.ts';

/** An e-mail about a council. */
export const councilEmail = (
  { council, help }: CouncilEmailContext,
  letter: Omit<Letter, 'help' | 'quote'>,
): Letter => ({ ...letter, help, quote: `${council.name} (${council.code})` });

/** The council's declaration is old, or was never made. */
export function capacityReminder(context: CouncilEmailContext): Letter {
  const { lastDeclaredOn, reminder } = told(context.event, 'capacity-reminder-due.v1');
  const { name } = context.council;
  return councilEmail(context, {
    subject: `${name}: please declare your places${reminder > 1 ? ` (reminder ${reminder})` : ''}`,
    preview: 'It takes about two minutes.',
    heading: `How many children could ${name} take now?`,
    blocks: [
      paragraph(
        lastDeclaredOn === undefined
          ? `${name} has not declared its places yet. Please tell us what you have. It takes about two minutes.`
          : `${name} last declared its places on ${dateWords(lastDeclaredOn)}. Please tell us whether that still holds. It takes about two minutes.`,
      ),
      action('Declare your places', context.url),
      heading('What we ask'),
      list([
        'How many places of each kind: foster care, supported accommodation.',
        'Which needs you can meet, and whether you have trained carers.',
        'How many unaccompanied children you care for today.',
        'Whether you need a pause, and until when.',
      ]),
      heading('Why it matters'),
      paragraph(
        'Without your word we go by published figures. Then you may be asked for a child you have no place for, or not be asked when you have one.',
      ),
      ...(reminder > 1
        ? [
            paragraph(
              `This is reminder number ${countWords(reminder)}. Your region’s lead gets a copy, and can help if something stands in the way.`,
            ),
          ]
        : []),
    ],
  });
}

/** A receipt of the council's declaration. */
export function capacityDeclared(context: CouncilEmailContext): Letter {
  const { places, caredForNow, pausedUntil, volunteersUpTo, declaredAt } = told(
    context.event,
    'capacity-declared.v1',
  );
  const { name } = context.council;
  return councilEmail(context, {
    subject: `${name}: we have your places`,
    preview: 'Thank you. This is what you declared.',
    heading: 'Thank you. We have your places',
    blocks: [
      paragraph('From now on we go by these figures.'),
      facts(
        fact('Declared on', dateWords(londonDate(declaredAt))),
        fact('Foster care', String(places.fosterCare)),
        fact('Supported accommodation', String(places.supportedAccommodation)),
        ...(caredForNow === undefined ? [] : [fact('Cared for today', String(caredForNow))]),
        ...(pausedUntil === undefined ? [] : [fact('No offers before', dateWords(pausedUntil))]),
        ...(volunteersUpTo === undefined
          ? []
          : [fact('Above your threshold', `up to ${childrenWords(volunteersUpTo)} in your care`)]),
      ),
      action('Change this', context.url),
      paragraph('Not you, or not right? Change it on the page, or tell the coordinators.'),
    ],
  });
}

/** To the coordinators: a council declared figures far from its last, and says that they are right. */
export function capacityUnusual(context: CouncilEmailContext): Letter {
  const {
    places,
    caredForNow = 0,
    volunteersUpTo = 0,
    meantSo = [],
  } = told(context.event, 'capacity-declared.v1');
  const { name } = context.council;
  const given = {
    ...places,
    places: places.fosterCare + places.supportedAccommodation,
    caredForNow,
    volunteersUpTo,
  };
  return councilEmail(context, {
    subject: `${name}: unusual figures declared`,
    preview: 'The council was asked, and says that they are right.',
    heading: `${name} declares figures far from its last`,
    blocks: [
      paragraph(
        'We asked whether these are right. Whoever declared them says yes, and they count from now on.',
      ),
      list(meantSo.map((figure) => `${given[figure]} ${figureWords[figure]}`)),
      paragraph('If you doubt them, ask the council. It can declare again at any time.'),
      action('See the council’s page', context.url),
    ],
  });
}
