import type { DataOf } from '../../../../events/catalogue.ts';
import { noLongerAsked } from '../../../words/offers.ts';
import { areasInQuestion } from '../../allocation/areas-in-question.ts';
import { hasEnded } from '../../calendar/in-force.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import type { Case, Offer } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import {
  changed,
  councilIn,
  type DecisionDraft,
  isClosedNow,
  record,
  refused,
  unchanged,
} from '../decision-draft.ts';
import {
  answerDue,
  askNext,
  children,
  openOffers,
  promote,
  withdrawOpenOffers,
  withOffer,
} from '../offers.ts';
import { placeWith } from '../placement.ts';
import { holding, letGo } from '../places.ts';
import { isSought } from '../standing.ts';

type Answer = Extract<Command, { kind: 'answer' }>;
type Recorded = DataOf<'offer-answered.v1'>['answer'];

/** What decides something: that a council is looking does not. */
type Deciding = Exclude<Answer['answer'], 'reading'>;
type Decided = Answer & { readonly answer: Deciding };

const recordedAs: Readonly<Record<Deciding, Recorded>> = {
  accept: 'accepted',
  decline: 'declined',
  'back-up-yes': 'back-up-yes',
  'back-up-no': 'back-up-no',
};

const nothingMore = 'You need do nothing more.';

/** Why an answer comes too late, in words for the council. */
const movedOn = ({ status, withdrawnBecause }: Offer): Outcome => {
  switch (status) {
    case 'expired':
      return refused(
        'offer-expired',
        `The time to answer this offer has passed and the scheme has moved on. ${nothingMore}`,
      );
    case 'withdrawn':
      return refused(
        'offer-withdrawn',
        `This offer was withdrawn because ${noLongerAsked(withdrawnBecause ?? 'reallocated', 'the child')}. ${nothingMore}`,
      );
    case 'accepted':
      return refused(
        'already-accepted',
        'Your council has accepted this offer. If you can no longer take the child, say so on the page about the move: the scheme then looks for another council.',
      );
    case 'declined':
      return refused('already-declined', `Your council has declined this offer. ${nothingMore}`);
    case 'said-no':
      return refused(
        'said-no',
        'Your council answered no as a back-up. While the first council has not answered you can still say "yes, if it comes to us"; after that the scheme has moved on, and you need do nothing more.',
      );
    case 'live':
      return refused('now-the-first', 'This offer is now the first: please accept or decline it.');
    default:
      return refused(
        'asked-as-back-up',
        'Your council is asked as a back-up: please answer "yes, if it comes to us" or "no". Nothing is placed with you until the first council has answered.',
      );
  }
};

/** What an answer left behind when it was given before: giving it again changes nothing. */
const given: Readonly<Record<Deciding, Offer['status']>> = {
  accept: 'accepted',
  decline: 'declined',
  'back-up-yes': 'promised',
  'back-up-no': 'said-no',
};

/** Whatever a council left unanswered before, it answers now. */
const heard = (draft: DecisionDraft, { council }: Offer): void => {
  if (councilIn(draft, council)?.unanswered !== undefined)
    draft.places.push({ council, hearing: { kind: 'heard' } });
};

const recordAnswer = (
  draft: DecisionDraft,
  offer: Offer,
  { answer, reason, text }: Decided,
  news: Partial<Offer>,
): void => {
  heard(draft, offer);
  record(
    draft,
    'offer-answered.v1',
    {
      offerId: offer.id,
      council: offer.council,
      answer: recordedAs[answer],
      ...defined({ reason, text }),
    },
    {
      offers: draft.case.offers.map((one) =>
        one.id === offer.id ? { ...offer, ...news, answeredAt: draft.context.now } : one,
      ),
    },
  );
};

const noPlace = refused(
  'no-place',
  'Your headroom no longer has a place for every child of this case. Declare your places, or ask a coordinator: a named person may place a child beyond it.',
);

const closed = refused(
  'council-closed',
  'Your council is recorded as closed, so no child is placed with you now. If that is not right, tell the coordinators.',
);

/**
 * A yes that comes after the council's time, or after its own no, is still taken while nobody else has the child or has promised
 * a place (infra/decisions/0006-life-of-a-case.md).
 */
const lateYesHelps = (subject: Case, { council }: Offer): boolean =>
  isSought(subject) &&
  !openOffers(subject).some((open) => open.status === 'promised' || open.council === council);

/** The facts of the referral have just changed, and the check says in a moment whether this open offer still fits. */
export const isBeingChecked = (subject: Case, offer: Offer): boolean =>
  subject.status === 'eligible' && openOffers(subject).some(({ id }) => id === offer.id);

/** The answers to an offer that would change something as the case stands. None while the child is missing, or it is being checked whether the offer still fits. */
export const answersTo = (subject: Case, offer: Offer): readonly Answer['answer'][] => {
  if (isBeingChecked(subject, offer)) return [];
  switch (subject.status === 'paused' ? 'withdrawn' : offer.status) {
    case 'live':
      return ['accept', 'decline', ...(offer.readAt === undefined ? (['reading'] as const) : [])];
    case 'asked':
      return ['back-up-yes', 'back-up-no'];
    case 'promised':
      return ['back-up-no'];
    case 'said-no':
      return subject.status === 'offered' ? ['back-up-yes'] : [];
    case 'expired':
    case 'declined':
      return lateYesHelps(subject, offer) ? ['accept'] : [];
    default:
      return [];
  }
};

/** The first is looking: nobody else is placed before its time has passed. */
const reading = (draft: DecisionDraft, offer: Offer): Outcome => {
  heard(draft, offer);
  record(
    draft,
    'offer-read.v1',
    { offerId: offer.id, council: offer.council },
    { offers: withOffer(draft.case, offer.id, { readAt: draft.context.now }) },
  );
  return changed(draft);
};

const accept = (draft: DecisionDraft, offer: Offer, command: Decided): Outcome => {
  if (draft.context.noPlaceAt?.includes(offer.council)) return noPlace;
  recordAnswer(draft, offer, command, {});
  placeWith(draft, { council: offer.council, region: offer.region, how: 'accepted', offer });
  withdrawOpenOffers(draft, 'placed-elsewhere');
  return changed(draft);
};

const decline = (draft: DecisionDraft, offer: Offer, command: Decided): Outcome => {
  if (command.reason === undefined) {
    return refused(
      'reason-missing',
      'Please say why your council declines: choose the reason that fits best.',
    );
  }
  draft.places.push(letGo(offer, children(draft)));
  // What was said of an earlier no is not said of this one.
  const { refusal: _, ...asked } = offer;
  recordAnswer(draft, asked, command, {
    status: 'declined',
    declineReason: command.reason,
    review: 'pending',
  });
  draft.case = { ...draft.case, excluded: [...draft.case.excluded, offer.council] };
  askNext(draft, 'declined');
  return changed(draft);
};

const backUp = (draft: DecisionDraft, offer: Offer, command: Decided): Outcome => {
  if (command.answer === 'back-up-no') {
    draft.places.push(letGo(offer, children(draft)));
    recordAnswer(draft, offer, command, { status: 'said-no' });
    return changed(draft);
  }
  if (draft.context.noPlaceAt?.includes(offer.council)) return noPlace;
  draft.places.push(holding({ ...offer, status: 'promised' }, children(draft)));
  recordAnswer(draft, offer, command, { status: 'promised' });
  return changed(draft);
};

/** A council answers an offer: as the primary, or as a back-up. */
export const answer = (draft: DecisionDraft, command: Answer): Outcome => {
  const { case: subject } = draft;
  const offer = subject.offers.find(({ id }) => id === command.offerId);
  if (offer === undefined) {
    return refused(
      'no-such-offer',
      'There is no such offer in this case. Please use the link in your latest email.',
    );
  }
  const { answer: said } = command;
  if (said === 'reading' ? offer.readAt !== undefined : offer.status === given[said])
    return unchanged('Your answer is recorded already; the first one stands.');
  if (subject.status === 'paused' && openOffers(subject).includes(offer)) {
    return refused(
      'case-paused',
      'The child is missing and every clock of this case stands still. You will be told when the child is found; you lose no time.',
    );
  }
  if (isBeingChecked(subject, offer)) {
    return refused(
      'being-checked',
      'The referral was changed a moment ago, and it is being checked whether this offer still fits. Nothing was recorded. Open this page again in a few minutes.',
    );
  }
  if (!answersTo(subject, offer).includes(command.answer)) return movedOn(offer);
  // A no is always taken.
  if (said !== 'decline' && said !== 'back-up-no' && hasEnded(offer.council, londonDate(draft.context.now)))
    return refused(
      'council-ended',
      'Your council has ended. A coordinator decides which council takes over what it was asked: ask the National Transfer Scheme team.',
    );
  if ((said === 'accept' || said === 'back-up-yes') && isClosedNow(draft, offer.council)) return closed;
  switch (said) {
    case 'reading':
      return reading(draft, offer);
    case 'accept':
      return accept(draft, offer, { ...command, answer: said });
    case 'decline':
      return decline(draft, offer, { ...command, answer: said });
    default:
      return backUp(draft, offer, { ...command, answer: said });
  }
};

/** The same said again changes nothing; another word of a second coordinator is not lost in silence. */
const reviewedBefore = (
  { review, refusal: told }: Offer,
  outcome: 'accepted' | 'refused',
  refusal: Offer['refusal'],
): Outcome => {
  if (review !== outcome)
    return refused('already-reviewed', `This decline was reviewed already: it was ${review}.`);
  if (outcome === 'accepted' || (told?.reason === refusal?.reason && told?.text === refusal?.text))
    return unchanged('This decline was reviewed already; the decision stands.');
  const toldWhy = told === undefined ? '' : ', and the council has been told why';
  return refused(
    'already-reviewed',
    `This decline was refused already${toldWhy}. What you chose and wrote was not sent.`,
  );
};

/**
 * A coordinator accepts or refuses a decline. Refused while nobody has the child: that council is asked again as the next
 * candidate, at once when no other is being asked.
 */
export const reviewDecline = (
  draft: DecisionDraft,
  command: Extract<Command, { kind: 'review-decline' }>,
): Outcome => {
  const { offerId, outcome, note } = command;
  const { case: subject, context } = draft;
  const offer = subject.offers.find(({ id }) => id === offerId);
  if (offer?.review === undefined)
    return refused('nothing-to-review', 'No decline of this offer waits for a decision.');
  const refusal =
    command.outcome === 'refused' ? defined({ reason: command.reason, text: command.text }) : undefined;
  if (offer.review !== 'pending') return reviewedBefore(offer, outcome, refusal);
  const asksAgain =
    outcome === 'refused' &&
    offer.status === 'declined' &&
    isSought(subject) &&
    !context.noPlaceAt?.includes(offer.council) &&
    !areasInQuestion(subject).includes(offer.council) &&
    !isClosedNow(draft, offer.council) &&
    !hasEnded(offer.council, londonDate(context.now)) &&
    !openOffers(subject).some(({ council }) => council === offer.council);
  const live = subject.offers.find(({ status }) => status === 'live');
  const reviewed = { review: outcome, ...defined({ refusal }) };
  const again: Partial<Offer> = asksAgain
    ? { status: 'asked', answerBy: answerDue(draft, offer.council, offer.round) }
    : {};
  record(
    draft,
    'decline-reviewed.v1',
    {
      offerId,
      council: offer.council,
      outcome,
      note,
      ...refusal,
    },
    {
      offers: withOffer(subject, offerId, { ...reviewed, ...again }),
      excluded: asksAgain ? subject.excluded.filter((code) => code !== offer.council) : subject.excluded,
    },
  );
  // While it is checked whether other offers still fit, the check says who is first.
  const isChecked = openOffers(subject).some((one) => isBeingChecked(subject, one));
  if (asksAgain && live === undefined && !isChecked)
    promote(draft, { ...offer, ...reviewed }, 'decline-refused');
  return changed(draft);
};
