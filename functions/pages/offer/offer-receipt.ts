import { dateWords, deadlineWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import { handedOver } from '../../../shared/core/case/responsible.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { allCounted, theChildren } from '../../../shared/words/counting.ts';
import { noLongerAsked } from '../../../shared/words/offers.ts';
import { declineWords } from '../../../shared/words/reasons.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { stillCounted } from '../words/fact-words.ts';

const whoToAsk: Section = {
  heading: 'If this is not what you expected',
  text: [
    'Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
  ],
};

/** Code of a decline's reason in words; a code from another time as it is. */
const reasonWords = (code: string): string =>
  new Map<string, string>(Object.entries(declineWords)).get(code) ?? code;

const reviewWords = {
  pending: 'A coordinator is reading your reason.',
  accepted: 'A coordinator has accepted your reason.',
  refused: 'A coordinator has not accepted your reason. You may be asked again: watch for an email.',
} as const;

function receipt(
  theCase: Case,
  offer: Offer,
  title: string,
  next: readonly string[],
  rows: Section['rows'] = [],
): PageModel {
  return {
    title,
    caption: `Reference ${theCase.id}`,
    receipt: `Reference ${theCase.id}`,
    sections: [
      {
        heading: 'What we have recorded',
        rows: [
          { label: 'Council', value: authorityName(offer.council) },
          ...(offer.answeredAt === undefined
            ? []
            : [{ label: 'Answered', value: momentWords(offer.answeredAt) }]),
          ...rows,
        ],
      },
      { heading: 'What happens next', text: allCounted(stillCounted(theCase), next) },
      whoToAsk,
    ],
  };
}

function closed(theCase: Case, offer: Offer, title: string, ...text: readonly string[]): PageModel {
  return {
    title,
    caption: `Reference ${theCase.id}`,
    status: { text: 'Closed', colour: 'grey' },
    lead: text,
    sections: [
      {
        heading: 'About this request',
        rows: [
          { label: 'Council', value: authorityName(offer.council) },
          { label: 'Asked', value: momentWords(offer.madeAt) },
          { label: 'To be answered by', value: deadlineWords(offer.answerBy) },
        ],
      },
      whoToAsk,
    ],
  };
}

/** The page of an offer that was answered, or that no longer stands. */
export function offerReceipt(theCase: Case, offer: Offer): PageModel {
  switch (offer.status) {
    case 'accepted': {
      const { placement } = theCase;
      if (placement?.council !== offer.council)
        return receipt(theCase, offer, 'You accepted, and the case has moved on', [
          'You do not take this child after all. You need do nothing more; the email you were sent says why.',
        ]);
      return receipt(
        theCase,
        offer,
        'Offer accepted',
        [
          ...(handedOver(theCase)
            ? ['The child has been handed over to you. Nothing more is asked of you here.']
            : [
                `Name a social worker and arrange the move with ${authorityName(theCase.facts.entryAuthority)} by ${deadlineWords(placement.arrangeBy)}. The link below leads there, and so does the one in the email that we have sent you.`,
                `The child should move by ${dateWords(londonDate(theCase.moveBy))}. Responsibility passes to you when the child is handed over.`,
              ]),
        ],
        placement.how === 'back-up-yes'
          ? [{ label: 'Placed with you', value: momentWords(placement.acceptedAt) }]
          : [],
      );
    }
    case 'promised':
      return receipt(theCase, offer, 'You said yes, if it comes to you', [
        `A place is kept with you. If it comes to you, the child is placed with you at once, and you are told by email. If another council takes the child, you are told and the place is free again.`,
      ]);
    case 'said-no':
      return receipt(theCase, offer, 'You said no to being a back-up', [
        'No place is kept with you, and you need do nothing more. If nobody takes the child, you may still be asked as the first.',
      ]);
    case 'declined':
      return receipt(
        theCase,
        offer,
        'You declined the offer',
        ['The case has moved on to the next council.', reviewWords[offer.review ?? 'pending']],
        offer.declineReason === undefined
          ? []
          : [{ label: 'Reason', value: reasonWords(offer.declineReason) }],
      );
    case 'expired':
      return closed(
        theCase,
        offer,
        'The time to answer has passed',
        `No answer reached us by ${deadlineWords(offer.answerBy)}, so the case moved on without you.`,
      );
    case 'withdrawn':
    case 'live':
    case 'asked':
      return closed(
        theCase,
        offer,
        'You no longer need to answer',
        offer.withdrawnBecause === undefined
          ? 'This request no longer stands. The email that told you so says why.'
          : `This request no longer stands: ${noLongerAsked(offer.withdrawnBecause, theChildren(stillCounted(theCase)))}.`,
        'If a place was kept with you, it is free again. Thank you for being ready.',
      );
  }
}
