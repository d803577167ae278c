import type { EmailTemplate } from '../../../shared/core/case/notification-templates.ts';
import {
  areasAvoided,
  careMoved,
  caseReopened,
  childLivesThere,
  councilSucceeded,
  leftCare,
  placementMoved,
} from './after-handover.ts';
import { ageDecided, ageInQuestion, ageKnownElsewhere } from './ages.ts';
import { apiKeyChanged } from './api-key-changed.ts';
import { capacityDeclared, capacityReminder, capacityUnusual } from './capacity.ts';
import { councilClosed, councilReopened } from './closing.ts';
import {
  amendmentEnded,
  amendmentRefused,
  amendmentToConfirm,
  confirmationOverdue,
  confirmationReminder,
} from './confirmations.ts';
import { contactsChanged } from './contacts-changed.ts';
import type { CaseEmailContext, CouncilEmailContext } from './context.ts';
import { councilTookOver } from './council-took-over.ts';
import { deadlineApproaching, deadlinePassed, deadlinesMoved, moreTimeGiven } from './deadlines.ts';
import {
  caseEscalated,
  caseHeld,
  caseStayed,
  childRefused,
  childTurned18,
  declineToReview,
  familyJoined,
  holdReleased,
  linkAtFullCouncil,
} from './decisions.ts';
import { earlierReferral } from './earlier-referrals.ts';
import { exemptionsDecided, exemptionsInQuestion } from './exemptions.ts';
import type { Letter } from './letter.ts';
import { mailAnswered } from './mail-answered.ts';
import {
  areaChildFound,
  areaChildMissing,
  casePaused,
  caseResumed,
  foundDecided,
  groupDecided,
  placesKept,
  placesLapsed,
} from './missing.ts';
import { moves } from './moves.ts';
import {
  backupRequest,
  declineReviewed,
  offerExpired,
  offerPromoted,
  offerReminder,
  offerToPrimary,
  offerWithdrawn,
  searchGoesOn,
} from './offers.ts';
import {
  areaTold,
  childToLiveThere,
  placeAccepted,
  placementCancelled,
  socialWorkerChanged,
  transferArranged,
  transferCompleted,
  transferFailed,
} from './placement.ts';
import {
  mergerUndone,
  possibleDuplicate,
  referralAcknowledged,
  referralChanged,
  referralIncomplete,
  referralMerged,
  referralWithdrawn,
} from './referrals.ts';
import { regionAsked, regionSettled } from './regions.ts';
import { caseWaiting } from './waiting.ts';

type CouncilTemplate = Extract<
  EmailTemplate,
  | `capacity-${string}`
  | `exemptions-${string}`
  | 'mail-answered'
  | 'api-key-changed'
  | 'contacts-changed'
  | 'council-closed'
  | 'council-reopened'
  | 'council-took-over'
>;
export type CaseTemplate = Exclude<EmailTemplate, CouncilTemplate>;

/** Every e-mail about a case. A template without words here does not compile. */
export const caseEmails: Readonly<Record<CaseTemplate, (context: CaseEmailContext) => Letter>> = {
  'offer-to-primary': offerToPrimary,
  'backup-request': backupRequest,
  'offer-reminder': offerReminder,
  'offer-expired': offerExpired,
  'offer-withdrawn': offerWithdrawn,
  'offer-promoted': offerPromoted,
  'search-goes-on': searchGoesOn,
  'region-asked': regionAsked,
  'region-settled': regionSettled,
  'decline-to-review': declineToReview,
  'decline-reviewed': declineReviewed,
  'place-accepted': placeAccepted,
  'placement-cancelled': placementCancelled,
  'transfer-arranged': transferArranged,
  'child-to-live-there': childToLiveThere,
  'area-told': areaTold,
  'social-worker-changed': socialWorkerChanged,
  'transfer-completed': transferCompleted,
  'transfer-failed': transferFailed,
  moves,
  'referral-acknowledged': referralAcknowledged,
  'referral-incomplete': referralIncomplete,
  'referral-merged': referralMerged,
  'merger-undone': mergerUndone,
  'referral-changed': referralChanged,
  'possible-duplicate': possibleDuplicate,
  'earlier-referral': earlierReferral,
  'age-known-elsewhere': ageKnownElsewhere,
  'amendment-to-confirm': amendmentToConfirm,
  'confirmation-reminder': confirmationReminder,
  'confirmation-overdue': confirmationOverdue,
  'amendment-refused': amendmentRefused,
  'amendment-ended': amendmentEnded,
  'referral-withdrawn': referralWithdrawn,
  'case-held': caseHeld,
  'hold-released': holdReleased,
  'link-at-full-council': linkAtFullCouncil,
  'case-escalated': caseEscalated,
  'case-paused': casePaused,
  'case-resumed': caseResumed,
  'group-decided': groupDecided,
  'found-decided': foundDecided,
  'area-child-missing': areaChildMissing,
  'area-child-found': areaChildFound,
  'case-stayed': caseStayed,
  'places-lapsed': placesLapsed,
  'places-kept': placesKept,
  'left-care': leftCare,
  'care-moved': careMoved,
  'placement-moved': placementMoved,
  'child-lives-there': childLivesThere,
  'areas-avoided': areasAvoided,
  'council-succeeded': councilSucceeded,
  'case-reopened': caseReopened,
  'case-waiting': caseWaiting,
  'family-joined': familyJoined,
  'child-refused': childRefused,
  'child-turned-18': childTurned18,
  'age-in-question': ageInQuestion,
  'age-decided': ageDecided,
  'deadline-approaching': deadlineApproaching,
  'deadline-passed': deadlinePassed,
  'deadlines-moved': deadlinesMoved,
  'more-time-given': moreTimeGiven,
};

/** Every e-mail about a council: its capacity, what it declares to be spared of, what it has sent us, the key of its system, where its e-mail goes, that it is closed, or that it takes over from another. */
export const councilEmails: Readonly<Record<CouncilTemplate, (context: CouncilEmailContext) => Letter>> = {
  'capacity-reminder': capacityReminder,
  'capacity-declared': capacityDeclared,
  'capacity-unusual': capacityUnusual,
  'exemptions-in-question': exemptionsInQuestion,
  'exemptions-decided': exemptionsDecided,
  'mail-answered': mailAnswered,
  'api-key-changed': apiKeyChanged,
  'contacts-changed': contactsChanged,
  'council-closed': councilClosed,
  'council-reopened': councilReopened,
  'council-took-over': councilTookOver,
};
