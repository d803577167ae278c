import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { declaredLeft } from '../../../shared/core/council/declared.ts';
import { caredForNow, hasAsMany } from '../../../shared/core/council/headroom.ts';
import { NOTHING_CHANGED } from '../../../shared/runtime/links.ts';
import { childrenWords, countWords, plural } from '../../../shared/words/counting.ts';
import { needWords } from '../../../shared/words/facts.ts';
import { figureWords } from '../../../shared/words/odd-figures.ts';
import { type CouncilEmailContext, told } from './context.ts';
import {
  action,
  type Block,
  type Fact,
  fact,
  facts,
  heading,
  type Letter,
  list,
  paragraph,
} from './letter.ts';

/** An e-mail about a council. */
export const councilEmail = (
  { council, help }: CouncilEmailContext,
  letter: Omit<Letter, 'help' | 'quote'>,
): Letter => ({ ...letter, help, quote: `${council.name} (${council.code})` });

/** What a council declared last, less what the scheme has taken since. */
function lastDeclared(council: Council, now: string): readonly Fact[] {
  const { declaration } = council;
  const left = declaredLeft(council);
  if (declaration === undefined || left === undefined) return [];
  const { supports, pausedUntil } = declaration;
  return [
    fact('Foster care', plural(left.fosterCare, 'place')),
    fact('Supported accommodation', plural(left.supportedAccommodation, 'place')),
    fact(
      'Needs you can meet',
      supports.length === 0 ? 'none of those we list' : supports.map((need) => needWords[need]).join(', '),
    ),
    ...(pausedUntil === undefined || pausedUntil <= londonDate(now)
      ? []
      : [fact('No offers before', dateWords(pausedUntil))]),
  ];
}

/** What the page asks of a council that has never declared. */
const whatWeAsk: readonly Block[] = [
  heading('What we ask'),
  list([
    'How many places of each kind: foster care, supported accommodation.',
    'Which needs you can meet, and whether you have trained carers.',
    'How many unaccompanied children you care for today.',
    'Whether you need a pause, and until when.',
  ]),
];

/** What a council that is not asked in its turn is asked all the same. */
const whatWeAskWhenFull: readonly Block[] = [
  heading('What we ask'),
  list([
    'Is our count right? If not, say how many unaccompanied children you care for today.',
    'Would you take more all the same? You need not. If you would, say up to how many.',
    'Which places you have, for when there are fewer children in your care.',
  ]),
];

const why = (reminder: number, askedUpTo: number | undefined): readonly Block[] => [
  heading('Why it matters'),
  paragraph(
    askedUpTo === undefined
      ? 'Without your word we go by published figures. Then you may be asked for a child you have no place for, or not be asked when you have one.'
      : 'We do not hear of all who turn 18 or leave your care. If our count is too low, you are asked for children again, and a referral of yours may wait for a coordinator. If it is too high, you are left out although you have room.',
  ),
  ...(reminder > 1
    ? [
        paragraph(
          `This is reminder number ${countWords(reminder)}. Your region’s lead gets a copy, and can help if something stands in the way.`,
        ),
      ]
    : []),
];

/** The council's declaration is old, or was never made: one that has declared needs only say that nothing has changed. */
export function capacityReminder(context: CouncilEmailContext): Letter {
  const { lastDeclaredOn, reminder, ...due } = told(context.event, 'capacity-reminder-due.v1');
  // Read late, it may have room by then: it is asked as any other.
  const askedUpTo =
    due.askedUpTo !== undefined && hasAsMany(context.council, due.askedUpTo) ? due.askedUpTo : undefined;
  const { name } = context.council;
  const last = lastDeclared(context.council, context.event.at);
  const hasDeclared = lastDeclaredOn !== undefined && last.length > 0;
  return councilEmail(context, {
    subject: `${name}: please ${askedUpTo === undefined ? 'declare your places' : 'say if our count is right'}${reminder > 1 ? ` (reminder ${reminder})` : ''}`,
    preview: hasDeclared ? 'It takes half a minute if nothing has changed.' : 'It takes about two minutes.',
    heading:
      askedUpTo === undefined
        ? `How many children could ${name} take now?`
        : `How many children does ${name} care for now?`,
    blocks: [
      ...(askedUpTo === undefined ? [] : [paragraph(fullWords(context.council, askedUpTo))]),
      ...(hasDeclared
        ? [
            paragraph(
              `${name} last declared its places on ${dateWords(lastDeclaredOn)}. This is left of them. Does it still hold?`,
            ),
            facts(...last),
            action('Nothing has changed: check and send', `${context.url}?${NOTHING_CHANGED}=yes`),
            paragraph('If something has changed, use the same button, and change it there.'),
            ...(askedUpTo === undefined ? [] : whatWeAskWhenFull),
          ]
        : [
            paragraph(
              `${name} has not declared its places yet. Please ${askedUpTo === undefined ? 'tell us what you have' : 'do so all the same'}. It takes about two minutes.`,
            ),
            action('Declare your places', context.url),
            ...(askedUpTo === undefined ? whatWeAsk : whatWeAskWhenFull),
          ]),
      ...why(reminder, askedUpTo),
    ],
  });
}

/** Why a council is not asked in its turn, by our count of now. */
function fullWords(council: Council, askedUpTo: number): string {
  const { children, known } = caredForNow(council);
  const onTheWay =
    council.incoming === 0
      ? ''
      : `, and ${council.incoming} more ${council.incoming === 1 ? 'is' : 'are'} on the way to you`;
  return `By our count you care for ${known ? '' : 'at least '}${childrenWords(children)}${onTheWay}. You are asked in your turn for up to ${askedUpTo} in your care, so not now. You need not take more.`;
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
      paragraph('We have recorded what you declared. The page says what it does, and until when.'),
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
