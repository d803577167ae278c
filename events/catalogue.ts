import type * as z from 'zod';
import { AgeDecidedV1 } from './age-decided.v1.ts';
import { AgeInQuestionV1 } from './age-in-question.v1.ts';
import { AgeKnownElsewhereV1 } from './age-known-elsewhere.v1.ts';
import { AlarmsUnheardV1 } from './alarms-unheard.v1.ts';
import { AmendmentRefusedV1 } from './amendment-refused.v1.ts';
import { AmendmentToConfirmV1 } from './amendment-to-confirm.v1.ts';
import { ApiKeyChangedV1 } from './api-key-changed.v1.ts';
import { AreaToldV1 } from './area-told.v1.ts';
import { AreasAvoidedV1 } from './areas-avoided.v1.ts';
import { CapacityDeclaredV1 } from './capacity-declared.v1.ts';
import { CapacityReminderDueV1 } from './capacity-reminder-due.v1.ts';
import { CareMovedV1 } from './care-moved.v1.ts';
import { CaseAssignedV1 } from './case-assigned.v1.ts';
import { CaseEscalatedV1 } from './case-escalated.v1.ts';
import { CasePausedV1 } from './case-paused.v1.ts';
import { CaseReallocatedV1 } from './case-reallocated.v1.ts';
import { CaseReopenedV1 } from './case-reopened.v1.ts';
import { CaseResumedV1 } from './case-resumed.v1.ts';
import { CaseStayedV1 } from './case-stayed.v1.ts';
import { CaseWaitingV1 } from './case-waiting.v1.ts';
import { ChildRefusedV1 } from './child-refused.v1.ts';
import { ChildTurned18V1 } from './child-turned-18.v1.ts';
import { ConfirmationDueV1 } from './confirmation-due.v1.ts';
import { ContactsChangedV1 } from './contacts-changed.v1.ts';
import { CoordinatorAccessChangedV1 } from './coordinator-access-changed.v1.ts';
import { CoordinatorSignInRequestedV1 } from './coordinator-sign-in-requested.v1.ts';
import { CouncilClosedV1 } from './council-closed.v1.ts';
import { CouncilReopenedV1 } from './council-reopened.v1.ts';
import { CouncilSucceededV1 } from './council-succeeded.v1.ts';
import { CouncilTookOverV1 } from './council-took-over.v1.ts';
import { DeadlineApproachingV1 } from './deadline-approaching.v1.ts';
import { DeadlinePassedV1 } from './deadline-passed.v1.ts';
import { DeadlinesMovedV1 } from './deadlines-moved.v1.ts';
import { DeclineReviewedV1 } from './decline-reviewed.v1.ts';
import { DigestDueV1 } from './digest-due.v1.ts';
import { DocumentNotClearedV1 } from './document-not-cleared.v1.ts';
import { DocumentsChangedV1 } from './documents-changed.v1.ts';
import { EarlierReferralFoundV1 } from './earlier-referral-found.v1.ts';
import { EmailBouncedV1 } from './email-bounced.v1.ts';
import { EmailRequestedV1 } from './email-requested.v1.ts';
import { EmailReturnedV1 } from './email-returned.v1.ts';
import { EmailSentV1 } from './email-sent.v1.ts';
import { ExemptionsDecidedV1 } from './exemptions-decided.v1.ts';
import { ExemptionsInQuestionV1 } from './exemptions-in-question.v1.ts';
import { FactsRepeatedV1 } from './facts-repeated.v1.ts';
import { FamilyJoinedV1 } from './family-joined.v1.ts';
import { FoundDecidedV1 } from './found-decided.v1.ts';
import { GroupDecidedV1 } from './group-decided.v1.ts';
import { HoldKeptV1 } from './hold-kept.v1.ts';
import { LeadSignInRequestedV1 } from './lead-sign-in-requested.v1.ts';
import { LeftCareV1 } from './left-care.v1.ts';
import { LegalHoldLiftedV1 } from './legal-hold-lifted.v1.ts';
import { LegalHoldPlacedV1 } from './legal-hold-placed.v1.ts';
import { MailReceivedV1 } from './mail-received.v1.ts';
import { MailSetAsideV1 } from './mail-set-aside.v1.ts';
import { MergerUndoneV1 } from './merger-undone.v1.ts';
import { MissingDetailsGivenV1 } from './missing-details-given.v1.ts';
import { MoreTimeGivenV1 } from './more-time-given.v1.ts';
import { OfferAnsweredV1 } from './offer-answered.v1.ts';
import { OfferExpiredV1 } from './offer-expired.v1.ts';
import { OfferPromotedV1 } from './offer-promoted.v1.ts';
import { OfferReadV1 } from './offer-read.v1.ts';
import { OfferToldAgainV1 } from './offer-told-again.v1.ts';
import { OfferWithdrawnV1 } from './offer-withdrawn.v1.ts';
import { OffersKeptV1 } from './offers-kept.v1.ts';
import { OffersMadeV1 } from './offers-made.v1.ts';
import { PersonChangedV1 } from './person-changed.v1.ts';
import { PlaceAcceptedV1 } from './place-accepted.v1.ts';
import { PlaceDirectedV1 } from './place-directed.v1.ts';
import { PlacementMovedV1 } from './placement-moved.v1.ts';
import { PlacesKeptV1 } from './places-kept.v1.ts';
import { PlacesLapsedV1 } from './places-lapsed.v1.ts';
import { ReaderChangedV1 } from './reader-changed.v1.ts';
import { ReaderSignInRequestedV1 } from './reader-sign-in-requested.v1.ts';
import { ReferralAmendedV1 } from './referral-amended.v1.ts';
import { ReferralAmendedV2 } from './referral-amended.v2.ts';
import { ReferralHeldV1 } from './referral-held.v1.ts';
import { ReferralIncompleteV1 } from './referral-incomplete.v1.ts';
import { ReferralMergedV1 } from './referral-merged.v1.ts';
import { ReferralReceivedV1 } from './referral-received.v1.ts';
import { ReferralReceivedV2 } from './referral-received.v2.ts';
import { ReferralReleasedV1 } from './referral-released.v1.ts';
import { ReferralWithdrawnV1 } from './referral-withdrawn.v1.ts';
import { RegionAnsweredV1 } from './region-answered.v1.ts';
import { RegionAskedV1 } from './region-asked.v1.ts';
import { SealedDetailsConsultedV1 } from './sealed-details-consulted.v1.ts';
import { SealedDetailsOpenedV1 } from './sealed-details-opened.v1.ts';
import { SignInRequestedV1 } from './sign-in-requested.v1.ts';
import { SignInStoppedV1 } from './sign-in-stopped.v1.ts';
import { SocialWorkerNamedV1 } from './social-worker-named.v1.ts';
import { TransferArrangedV1 } from './transfer-arranged.v1.ts';
import { TransferCompletedV1 } from './transfer-completed.v1.ts';
import { TransferFailedV1 } from './transfer-failed.v1.ts';

/** Every event version we know, by type. Released versions stay: old messages keep parsing. */
export const catalogue = {
  'age-decided.v1': AgeDecidedV1,
  'age-in-question.v1': AgeInQuestionV1,
  'age-known-elsewhere.v1': AgeKnownElsewhereV1,
  'amendment-refused.v1': AmendmentRefusedV1,
  'amendment-to-confirm.v1': AmendmentToConfirmV1,
  'api-key-changed.v1': ApiKeyChangedV1,
  'area-told.v1': AreaToldV1,
  'capacity-declared.v1': CapacityDeclaredV1,
  'capacity-reminder-due.v1': CapacityReminderDueV1,
  'care-moved.v1': CareMovedV1,
  'placement-moved.v1': PlacementMovedV1,
  'areas-avoided.v1': AreasAvoidedV1,
  'found-decided.v1': FoundDecidedV1,
  'council-succeeded.v1': CouncilSucceededV1,
  'case-escalated.v1': CaseEscalatedV1,
  'case-paused.v1': CasePausedV1,
  'case-reallocated.v1': CaseReallocatedV1,
  'group-decided.v1': GroupDecidedV1,
  'missing-details-given.v1': MissingDetailsGivenV1,
  'case-reopened.v1': CaseReopenedV1,
  'case-resumed.v1': CaseResumedV1,
  'case-stayed.v1': CaseStayedV1,
  'case-waiting.v1': CaseWaitingV1,
  'child-refused.v1': ChildRefusedV1,
  'child-turned-18.v1': ChildTurned18V1,
  'confirmation-due.v1': ConfirmationDueV1,
  'contacts-changed.v1': ContactsChangedV1,
  'coordinator-access-changed.v1': CoordinatorAccessChangedV1,
  'coordinator-sign-in-requested.v1': CoordinatorSignInRequestedV1,
  'council-closed.v1': CouncilClosedV1,
  'council-took-over.v1': CouncilTookOverV1,
  'council-reopened.v1': CouncilReopenedV1,
  'deadline-approaching.v1': DeadlineApproachingV1,
  'deadline-passed.v1': DeadlinePassedV1,
  'deadlines-moved.v1': DeadlinesMovedV1,
  'legal-hold-lifted.v1': LegalHoldLiftedV1,
  'legal-hold-placed.v1': LegalHoldPlacedV1,
  'more-time-given.v1': MoreTimeGivenV1,
  'decline-reviewed.v1': DeclineReviewedV1,
  'document-not-cleared.v1': DocumentNotClearedV1,
  'documents-changed.v1': DocumentsChangedV1,
  'email-bounced.v1': EmailBouncedV1,
  'email-requested.v1': EmailRequestedV1,
  'email-returned.v1': EmailReturnedV1,
  'email-sent.v1': EmailSentV1,
  'exemptions-decided.v1': ExemptionsDecidedV1,
  'exemptions-in-question.v1': ExemptionsInQuestionV1,
  'facts-repeated.v1': FactsRepeatedV1,
  'family-joined.v1': FamilyJoinedV1,
  'earlier-referral-found.v1': EarlierReferralFoundV1,
  'hold-kept.v1': HoldKeptV1,
  'case-assigned.v1': CaseAssignedV1,
  'lead-sign-in-requested.v1': LeadSignInRequestedV1,
  'reader-changed.v1': ReaderChangedV1,
  'reader-sign-in-requested.v1': ReaderSignInRequestedV1,
  'left-care.v1': LeftCareV1,
  'mail-received.v1': MailReceivedV1,
  'mail-set-aside.v1': MailSetAsideV1,
  'alarms-unheard.v1': AlarmsUnheardV1,
  'digest-due.v1': DigestDueV1,
  'offer-answered.v1': OfferAnsweredV1,
  'offer-read.v1': OfferReadV1,
  'offer-expired.v1': OfferExpiredV1,
  'offer-promoted.v1': OfferPromotedV1,
  'offer-told-again.v1': OfferToldAgainV1,
  'offer-withdrawn.v1': OfferWithdrawnV1,
  'offers-made.v1': OffersMadeV1,
  'offers-kept.v1': OffersKeptV1,
  'person-changed.v1': PersonChangedV1,
  'place-accepted.v1': PlaceAcceptedV1,
  'place-directed.v1': PlaceDirectedV1,
  'places-kept.v1': PlacesKeptV1,
  'places-lapsed.v1': PlacesLapsedV1,
  'referral-amended.v1': ReferralAmendedV1,
  'referral-amended.v2': ReferralAmendedV2,
  'referral-held.v1': ReferralHeldV1,
  'referral-incomplete.v1': ReferralIncompleteV1,
  'referral-merged.v1': ReferralMergedV1,
  'merger-undone.v1': MergerUndoneV1,
  'region-answered.v1': RegionAnsweredV1,
  'region-asked.v1': RegionAskedV1,
  'referral-received.v1': ReferralReceivedV1,
  'referral-received.v2': ReferralReceivedV2,
  'referral-released.v1': ReferralReleasedV1,
  'referral-withdrawn.v1': ReferralWithdrawnV1,
  'sealed-details-consulted.v1': SealedDetailsConsultedV1,
  'sealed-details-opened.v1': SealedDetailsOpenedV1,
  'sign-in-requested.v1': SignInRequestedV1,
  'sign-in-stopped.v1': SignInStoppedV1,
  'social-worker-named.v1': SocialWorkerNamedV1,
  'transfer-arranged.v1': TransferArrangedV1,
  'transfer-completed.v1': TransferCompletedV1,
  'transfer-failed.v1': TransferFailedV1,
} as const;

export type EventType = keyof typeof catalogue;

/** Any event of any version. */
export type AnyEvent = { [T in EventType]: z.infer<(typeof catalogue)[T]> }[EventType];
export type EventOf<T extends EventType> = Extract<AnyEvent, { type: T }>;
export type DataOf<T extends EventType> = EventOf<T>['data'];

/** What is said, when it is an event of a version that we know; otherwise undefined. */
export function readEvent(said: unknown): AnyEvent | undefined {
  const type = typeof said === 'object' && said !== null && 'type' in said ? said.type : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(catalogue, type)) return undefined;
  return catalogue[type as EventType].safeParse(said).data;
}
