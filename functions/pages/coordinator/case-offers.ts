import type { AnyEvent, EventOf } from '../../../events/catalogue.ts';
import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case, Offer, OfferStatus } from '../../../shared/core/case/case.ts';
import { answersLastAsking, liveOffer, runsSince } from '../../../shared/core/case/deadlines.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName, knownRegion } from '../../../shared/words/authority-names.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { withdrawnWords } from '../../../shared/words/offers.ts';
import { reasonOfDecline, type Words } from '../../../shared/words/reasons.ts';
import { lengthWords, momentWords } from '../../../shared/words/times.ts';
import { answerThatStands } from '../offer/who-answered.ts';
import { type ListPage, listPage } from '../views/list-pages.ts';

/** One council that was asked: what, when, and what came of it. */
export interface OfferRow {
  readonly council: string;
  readonly region: string;
  /** Its round and its rank there. */
  readonly asked: string;
  readonly askedAt: string;
  readonly answerBy: string;
  readonly answer: string;
  /** From being asked to answering; empty of one that has not answered what it was asked last. */
  readonly took: string;
  readonly why: readonly string[];
}

const answers: Words<OfferStatus> = {
  live: 'No answer yet',
  asked: 'No answer yet',
  promised: 'Yes, if it comes to it',
  'said-no': 'No',
  accepted: 'Yes',
  declined: 'Declined',
  expired: 'Did not answer in time',
  withdrawn: 'No longer asked',
};

const reviews: Words<NonNullable<Offer['review']>> = {
  pending: 'A coordinator has not decided about its no yet.',
  accepted: 'A coordinator accepted its no.',
  refused: 'A coordinator did not accept its no.',
};

const roleWords = ({ round, rank, role, promotedAt }: Offer): string => {
  const part = role === 'back-up' || promotedAt !== undefined ? `back-up ${rank - 1}` : 'first';
  return `Round ${round}, ${part}${promotedAt === undefined ? '' : `; asked as the first since ${momentWords(promotedAt)}`}`;
};

/** Why a council answered as it did, or why it is asked no longer: its own words last, as it sent them. */
const whyWords = (
  offer: Offer,
  answered: EventOf<'offer-answered.v1'> | undefined,
  live: Offer | undefined,
): readonly string[] => {
  const reason = reasonOfDecline(offer.declineReason ?? answered?.data.reason);
  return [
    ...(reason === undefined ? [] : [`${capitalised(reason)}.`]),
    ...(answered?.data.text === undefined ? [] : [`“${answered.data.text}”`]),
    ...(offer.review === undefined ? [] : [reviews[offer.review]]),
    ...(offer.withdrawnBecause === undefined
      ? []
      : [`${capitalised(withdrawnWords[offer.withdrawnBecause])}.`]),
    ...(offer === live && offer.readAt !== undefined
      ? [`It has been looking at the offer since ${momentWords(offer.readAt)}.`]
      : []),
  ];
};

function offerRow(offer: Offer, trail: readonly AnyEvent[], live: Offer | undefined): OfferRow {
  const answered = answerThatStands(offer, trail);
  return {
    council: authorityName(offer.council),
    region: knownRegion(offer.region) ?? '',
    asked: roleWords(offer),
    askedAt: momentWords(offer.madeAt),
    answerBy: deadlineWords(offer.answerBy),
    answer: answers[offer.status],
    took:
      answered !== undefined && answersLastAsking(offer, answered.at)
        ? lengthWords(runsSince(offer), answered.at)
        : '',
    why: whyWords(offer, answered, live),
  };
}

/** Every council that was asked in a case, the latest round first and each round in its order; undefined while nobody was. */
export function caseOffers(
  theCase: Case,
  trail: readonly AnyEvent[],
  request: PageRequest,
): { readonly rows: readonly OfferRow[]; readonly page: ListPage } | undefined {
  const { offers } = theCase;
  if (offers.length === 0) return undefined;
  const live = liveOffer(theCase);
  const page = listPage(request, 'offers', offers.length, 'councils that were asked', OFFERS_A_PAGE);
  const inOrder = offers.toSorted((a, b) => b.round - a.round || a.rank - b.rank);
  return { rows: inOrder.slice(page.from, page.to).map((offer) => offerRow(offer, trail, live)), page };
}

/** A few rounds, beside all else that stands on the page of a case. */
const OFFERS_A_PAGE = 10;
