import type { AnyEvent, EventOf } from '../../../events/catalogue.ts';
import { londonDate } from '../calendar/working-days.ts';
import type { Council } from '../council/council.ts';
import type { Case, Offer, Proposal } from './case.ts';
import { involved } from './involved.ts';
import { mergersOf } from './mergers.ts';
import { isSoIn } from './moves.ts';
import type { EmailTemplate } from './notification-templates.ts';
import { partyName } from './party-name.ts';
import { missingChildren } from './responsible.ts';
import { clocksStand, holdOfMove, isBeingMoved, isMoveAhead, isSchemeLooking } from './standing.ts';

/** Deadlines of the steps that a held move takes the place of. */
const isStep = (deadline: string): boolean => ['arrange', 'complete', 'decide'].includes(deadline);

/** The deadline that the case's present step runs to. */
function presentDeadline(subject: Case, deadline: string): string | undefined {
  const waits = holdOfMove(subject);
  if (waits !== undefined && isStep(deadline)) return deadline === 'decide' ? waits.reviewAt : undefined;
  switch (deadline) {
    case 'facts':
      return subject.status === 'incomplete' ? subject.stepBy : undefined;
    case 'region':
      return subject.regionAsked?.answerBy;
    case 'arrange':
      return subject.status === 'accepted' ? subject.placement?.arrangeBy : undefined;
    case 'complete':
      return subject.status === 'transfer-arranged' ? subject.placement?.completeBy : undefined;
    case 'move':
      return isMoveAhead(subject) && !clocksStand(subject) ? subject.moveBy : undefined;
    case 'places':
      return subject.pause?.placesUntil;
    case 'decide':
      if (subject.status === 'held') return subject.hold?.reviewAt;
      if (subject.status === 'found-elsewhere') return subject.foundElsewhere?.by;
      if (subject.status === 'escalated') return subject.escalation?.decideBy;
      return subject.status === 'eligible' || subject.status === 'child-refused' ? subject.stepBy : undefined;
    default:
      return undefined;
  }
}

/**
 * Whether what an e-mail asks for still stands, so that nobody is asked for what is settled. E-mails that only tell what
 * happened always stand; but that a referral has changed is nothing to a council that is let go since, or that hears more of the same change.
 *
 * @param council the one that it goes to
 */
export function caseEmailStands(
  template: EmailTemplate,
  subject: Case,
  event: AnyEvent,
  offer: Offer | undefined,
  council?: string,
): boolean {
  switch (template) {
    case 'referral-changed':
      return (
        council === undefined ||
        (involved(subject).includes(council) && !isAskedAnew(subject, event, council))
      );
    case 'offer-to-primary':
    case 'offer-promoted':
    case 'offer-reminder':
      return offer?.status === 'live';
    case 'backup-request':
      return offer?.status === 'asked';
    case 'region-asked':
      return event.type === 'region-asked.v1' && subject.regionAsked?.askedAt === event.at;
    // Asked anew at once, the lead is told of that alone.
    case 'region-settled':
      return event.type !== 'region-answered.v1' || subject.regionAsked?.region !== event.data.region;
    // Of a yes, and of a search that has ended with people, the entry authority hears in another e-mail; what is sent late gives way to a later day's.
    case 'search-goes-on':
      return isSchemeLooking(subject) && subject.searchToldOn === londonDate(event.at);
    case 'moves':
      return isSoIn(event, subject);
    case 'decline-to-review':
      return offer?.review === 'pending';
    case 'referral-merged':
      return (
        event.type === 'referral-merged.v1' &&
        mergersOf(subject).some(({ referralId }) => referralId === event.data.referralId)
      );
    case 'referral-incomplete':
      return subject.status === 'incomplete';
    case 'case-held':
      return subject.status === 'held' || (subject.hold !== undefined && subject.placement !== undefined);
    case 'hold-released':
      return isBeingMoved(subject) && subject.hold === undefined;
    case 'link-at-full-council':
      return subject.status === 'held';
    case 'case-escalated':
      return subject.status === 'escalated';
    case 'child-refused':
      return subject.status === 'child-refused';
    case 'place-accepted':
      return event.type === 'place-accepted.v1' && subject.placement?.council === event.data.council;
    case 'deadline-approaching':
    case 'deadline-passed':
    case 'deadlines-moved':
    case 'more-time-given':
      return deadlineStands(subject, event, offer);
    case 'case-waiting':
      if (event.type === 'case-waiting.v1' && event.data.reminder !== undefined)
        return missingChildren(subject).length > 0;
      return (
        event.type === 'case-waiting.v1' &&
        subject.needs?.what === event.data.what &&
        partyName(subject.needs.party) === partyName(event.data.party)
      );
    case 'amendment-to-confirm':
      return (
        event.type === 'amendment-to-confirm.v1' && waits(subject, ({ id }) => id === event.data.amendmentId)
      );
    case 'confirmation-reminder':
    case 'confirmation-overdue':
      return (
        event.type === 'confirmation-due.v1' && waits(subject, ({ confirmBy }) => confirmBy === event.data.by)
      );
    default:
      return true;
  }
}

/** Whether the check that kept its offer made a council the first, or gave it the children: it reads that in an e-mail of its own. */
const isAskedAnew = ({ offers, placement }: Case, { type, at }: AnyEvent, council: string): boolean =>
  type === 'offers-kept.v1' &&
  ((placement?.council === council && placement.acceptedAt === at) ||
    offers.some((offer) => offer.council === council && offer.promotedAt === at));

/** Whether one of the deadlines that moved is still to be kept: that of an offer, to its council. */
const movedStands = (
  subject: Case,
  { data }: EventOf<'deadlines-moved.v1'>,
  offer: Offer | undefined,
): boolean =>
  data.moved.some(({ deadline, by, offerId }) => {
    if (offer?.id !== offerId) return false;
    if (offer !== undefined) return openToAnswer.includes(offer.status) && offer.answerBy === by;
    return deadline === 'confirm'
      ? waits(subject, ({ confirmBy }) => confirmBy === by)
      : presentDeadline(subject, deadline) === by;
  });

/** Whether a deadline that somebody was told of is still to be kept, and still the same. */
function deadlineStands(subject: Case, event: AnyEvent, offer: Offer | undefined): boolean {
  switch (event.type) {
    case 'deadline-approaching.v1':
    case 'deadline-passed.v1':
      return presentDeadline(subject, event.data.deadline) === event.data.by;
    case 'deadlines-moved.v1':
      return movedStands(subject, event, offer);
    case 'more-time-given.v1':
      return moreTimeStands(subject, event);
    default:
      return false;
  }
}

/** Whether the time that was made longer still runs, and ends when it was said. */
const moreTimeStands = (subject: Case, { data }: EventOf<'more-time-given.v1'>): boolean =>
  data.deadline === 'arrange'
    ? presentDeadline(subject, 'arrange') === data.by
    : subject.offers.some(
        ({ id, status, answerBy }) =>
          id === data.offerId && openToAnswer.includes(status) && answerBy === data.by,
      );

const openToAnswer: readonly Offer['status'][] = ['live', 'asked'];

const waits = ({ proposals = [] }: Case, which: (one: Proposal) => boolean): boolean => proposals.some(which);

/** A reminder is settled once the council has declared since. */
export const councilEmailStands = (template: EmailTemplate, council: Council, event: AnyEvent): boolean =>
  template !== 'capacity-reminder' ||
  council.declaration === undefined ||
  council.declaration.declaredAt < event.at;
