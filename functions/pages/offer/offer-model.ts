import type { CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import { isBeingChecked } from '../../../shared/core/case/commands/answer.ts';
import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import { hasWholeTime } from '../../../shared/core/case/deadlines.ts';
import { openOffers } from '../../../shared/core/case/offers.ts';
import { clocksStand } from '../../../shared/core/case/standing.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { childrenWords, counted, theChildren } from '../../../shared/words/counting.ts';
import { distanceWords } from '../../../shared/words/times.ts';
import { documentRows } from '../documents/document-lines.ts';
import type { ListedDocument } from '../documents/listed-documents.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { stillCounted } from '../words/fact-words.ts';
import { safetySection } from '../words/safety-words.ts';
import { printsAsSheet, sheetRows } from '../words/sheet-words.ts';
import { whyThisCouncil } from '../words/verdict-words.ts';
import { offerReceipt } from './offer-receipt.ts';
import { type AskedAs, asksFor } from './offer-steps.ts';

/** As what the council can answer now; undefined when there is nothing to answer. */
export function askedAs(theCase: Case, { id, council }: Offer, now: string): AskedAs | undefined {
  const answers = possibleCommands(theCase, { kind: 'council', code: council }, now).flatMap((command) =>
    command.kind === 'answer' && command.offerId === id ? [command.answer] : [],
  );
  return asksFor(answers);
}

const whatIsAsked = (
  theCase: Case,
  offer: Offer,
  documents: readonly Pick<ListedDocument, 'kind'>[],
): Section => ({
  heading: 'What is asked',
  rows: [...sheetRows(theCase, offer), ...documentRows(documents)],
});

const nextIfPrimary = (child: string): Section => ({
  heading: 'What happens next',
  onScreen: true,
  points: [
    'If you accept, you name a social worker and arrange the move with the entry authority. Responsibility passes to you at the handover.',
    'If you decline, the next council is asked at once and a coordinator reads your reason.',
    `If you do not answer in time, the next council is asked to take ${child}. Your turn stays with you.`,
  ],
});

const nextIfBackUp = (child: string): Section => ({
  heading: 'What happens next',
  onScreen: true,
  points: [
    'Another council has been asked first. You need do nothing more than answer here.',
    `If you say yes, we keep room for ${child} with you. If it comes to you, the placement is yours at once and you are told by email.`,
    `If another council takes ${child}, that room is free again and you are told.`,
  ],
});

/** What a council that has answered, or whose time has passed, may still say, and when that helps. */
const stillPossible: Readonly<
  Record<
    Exclude<AskedAs, 'primary' | 'primary-reading' | 'back-up'>,
    (child: string) => { text: string; formHeading: string }
  >
> = {
  late: (child) => ({
    text: `No other council has said yes so far. If you can take ${child} after all, you may still accept.`,
    formHeading: `If you can take ${child} after all`,
  }),
  'back-up-after-no': (child) => ({
    text: `The first council has not answered yet. If you could take ${child} after all, you may still say so.`,
    formHeading: `If you could take ${child} after all`,
  }),
  'back-up-no-longer': (child) => ({
    text: 'The first council has not answered yet. If you can no longer keep the place, say so here.',
    formHeading: `If you can no longer take ${child}`,
  }),
};

/** What stands above the form of a council that counts as silent, where its answer changes nothing any more. */
export const stillThereSection = (council: string): Pick<PageModel, 'formHeading' | 'formText'> => ({
  formHeading: 'Tell us that you read our requests',
  formText: [
    `${council} has left what we asked unanswered, so other councils go before it. What it does not take, it owes. Say here that you answer, and it is asked in its turn again.`,
  ],
});

const isOver = (by: string, now: string): boolean => Date.parse(by) <= Date.parse(now);

const untilWhenFirst = (by: string, now: string): string =>
  isOver(by, now)
    ? `The time to answer ended ${distanceWords(by, now)}. The offer goes to the next council at any moment.`
    : `Answer by ${deadlineWords(by)} (${distanceWords(by, now)}). After that the offer goes to the next council.`;

/** A back-up is asked for as long as the first may answer, which can be longer than its own time: its nation may have kept no holiday meanwhile. */
const untilWhenBackUp = (by: string, now: string): string =>
  isOver(by, now)
    ? `You were asked to answer by ${deadlineWords(by)} (${distanceWords(by, now)}). The first council has not answered yet, so your answer still helps.`
    : `Answer by ${deadlineWords(by)} (${distanceWords(by, now)}). A later answer may come too late to help.`;

/** The page of an offer that waits for an answer. */
function openModel(
  theCase: Case,
  offer: Offer,
  as: 'primary' | 'primary-reading' | 'back-up',
  now: string,
  about: readonly Section[],
): PageModel {
  const count = stillCounted(theCase);
  const primary = as !== 'back-up';
  return {
    title: primary
      ? `Can you take ${count === 1 ? 'a child' : childrenWords(count)}?`
      : `Could you take ${count === 1 ? 'a child' : childrenWords(count)} if others cannot?`,
    caption: `Reference ${theCase.id}`,
    lead: [
      `${authorityName(theCase.facts.entryAuthority)} asks ${authorityName(offer.council)} to take responsibility for ${count === 1 ? 'an unaccompanied child' : `${count} unaccompanied children who stay together`}.`,
      ...(primary && hasWholeTime(offer)
        ? [
            `${offer.readAt === undefined ? 'A coordinator has given you more time' : 'You have said that you are looking'}. Whatever a back-up says, ${theChildren(count)} will not go there before your time is over.`,
          ]
        : []),
    ],
    warning: (primary ? untilWhenFirst : untilWhenBackUp)(offer.answerBy, now),
    sections: [...about, (primary ? nextIfPrimary : nextIfBackUp)(theChildren(count)), printsAsSheet],
    formHeading: 'Your answer',
  };
}

/**
 * The page behind an offer's link, as things stand now.
 *
 * @param verdict why the allocation check came to this council; undefined where its inputs are no longer kept
 * @param documents those of the referral, of which only the kinds are told
 * @param places other councils in whose areas this one usually finds children a home
 * @param changes what the referral says otherwise than when the council was asked
 * @param ring whom it can ring before it answers
 */
export function offerModel(
  theCase: Case,
  offer: Offer,
  verdict: CouncilVerdict | undefined,
  now: string,
  documents: readonly Pick<ListedDocument, 'kind'>[] = [],
  places: readonly string[] = [],
  changes: readonly Section[] = [],
  ring: readonly Section[] = [],
): PageModel {
  const caption = `Reference ${theCase.id}`;
  const count = stillCounted(theCase);
  const about: readonly Section[] = [
    ...changes,
    whatIsAsked(theCase, offer, documents),
    ...ring,
    ...safetySection(theCase, now, { council: offer.council, places }),
    ...(verdict === undefined ? [] : [whyThisCouncil(verdict, authorityName(offer.council))]),
  ];
  const isOpen = openOffers(theCase).some(({ id }) => id === offer.id);
  const nothingYet = (title: string, text: string, lead: string): PageModel => ({
    title,
    caption,
    status: { text, colour: 'grey' },
    lead: [lead],
    sections: about,
  });
  if (clocksStand(theCase) && isOpen && offer.answeredAt === undefined)
    return nothingYet(
      'You do not need to answer yet',
      'Waiting',
      counted(
        stillCounted(theCase),
        '[The|A] child is missing, and every deadline waits. Once [the child is found|nobody is missing], you get a new time to answer, and this page asks you again.',
      ),
    );
  if (isBeingChecked(theCase, offer))
    return nothingYet(
      'Please look again in a few minutes',
      'Being checked',
      'The referral was changed a moment ago, and it is being checked whether this offer still fits. Your time to answer stays as it was.',
    );
  const as = askedAs(theCase, offer, now);
  if (as === undefined) {
    const { sections = [], ...answered } = offerReceipt(theCase, offer);
    return { ...answered, sections: [...changes, ...sections] };
  }
  if (as !== 'primary' && as !== 'primary-reading' && as !== 'back-up') {
    const answered = offerReceipt(theCase, offer);
    const { text, formHeading } = stillPossible[as](theChildren(count));
    const { lead = [], sections = [], receipt } = answered;
    // Who has answered sees first what is recorded of it.
    return receipt === undefined
      ? {
          ...answered,
          lead: [...lead.slice(0, 1), text],
          sections: [...about, ...sections],
          formHeading,
        }
      : { ...answered, sections: [...sections, ...about], formHeading, formText: [text] };
  }
  return openModel(theCase, offer, as, now, about);
}
