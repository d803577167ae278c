import type { EventType } from './catalogue.ts';

type Function_ =
  | 'allocate-referral'
  | 'relay-events'
  | 'send-notification'
  | 'record-bounce'
  | 'pages'
  | 'api'
  | 'enforce-deadlines'
  | 'remind-capacity'
  | 'recount-headroom'
  | 'receive-email'
  | 'keep-watch';

/** Who says an event, and who acts on it. The e-mails an event leads to are in shared/core/case/notifications.ts. */
interface Route {
  readonly producers: readonly (Function_ | 'any council system' | 'the operator' | 'GuardDuty' | 'SES')[];
  readonly consumers: readonly Function_[];
}

const relayed = ['relay-events'] as const;

/** The routes of every event, for the table in README.md and for whoever wonders what breaks when one changes. */
export const whoSaysWhat: Readonly<Record<EventType, Route>> = {
  'referral-received.v1': {
    producers: ['any council system'],
    consumers: ['allocate-referral', 'relay-events'],
  },
  'referral-received.v2': {
    producers: ['any council system', 'api', 'pages', 'receive-email', 'allocate-referral'],
    consumers: ['allocate-referral', 'relay-events'],
  },
  'referral-amended.v1': {
    producers: ['any council system'],
    consumers: ['allocate-referral', 'relay-events'],
  },
  'referral-amended.v2': {
    producers: ['any council system', 'api', 'pages', 'receive-email', 'allocate-referral'],
    consumers: ['allocate-referral', 'relay-events'],
  },
  'amendment-to-confirm.v1': { producers: ['allocate-referral'], consumers: relayed },
  'amendment-refused.v1': {
    producers: ['allocate-referral', 'pages', 'enforce-deadlines', 'recount-headroom'],
    consumers: relayed,
  },
  'confirmation-due.v1': { producers: ['enforce-deadlines'], consumers: relayed },
  'facts-repeated.v1': { producers: ['allocate-referral'], consumers: relayed },
  'referral-incomplete.v1': { producers: ['allocate-referral'], consumers: relayed },
  'age-known-elsewhere.v1': { producers: ['allocate-referral', 'pages'], consumers: relayed },
  'earlier-referral-found.v1': { producers: ['allocate-referral', 'pages'], consumers: relayed },
  'referral-merged.v1': { producers: ['allocate-referral'], consumers: relayed },
  'merger-undone.v1': { producers: ['pages'], consumers: ['relay-events', 'allocate-referral'] },
  'referral-held.v1': { producers: ['allocate-referral', 'recount-headroom'], consumers: relayed },
  'case-assigned.v1': { producers: ['pages'], consumers: relayed },
  'hold-kept.v1': { producers: ['pages'], consumers: relayed },
  'referral-released.v1': { producers: ['pages'], consumers: ['relay-events', 'allocate-referral'] },
  'region-asked.v1': { producers: ['allocate-referral'], consumers: relayed },
  'region-answered.v1': {
    producers: ['pages', 'enforce-deadlines', 'allocate-referral', 'recount-headroom'],
    consumers: ['relay-events', 'allocate-referral'],
  },
  'offers-made.v1': { producers: ['allocate-referral'], consumers: relayed },
  'offers-kept.v1': { producers: ['allocate-referral'], consumers: relayed },
  'offer-answered.v1': { producers: ['pages'], consumers: relayed },
  'offer-told-again.v1': { producers: ['pages'], consumers: relayed },
  'offer-read.v1': { producers: ['pages'], consumers: relayed },
  'decline-reviewed.v1': { producers: ['pages'], consumers: relayed },
  'offer-expired.v1': { producers: ['enforce-deadlines'], consumers: relayed },
  'offer-promoted.v1': { producers: ['allocate-referral', 'pages', 'enforce-deadlines'], consumers: relayed },
  'offer-withdrawn.v1': {
    producers: ['allocate-referral', 'pages', 'enforce-deadlines', 'recount-headroom'],
    consumers: relayed,
  },
  'place-accepted.v1': { producers: ['allocate-referral', 'pages', 'enforce-deadlines'], consumers: relayed },
  'place-directed.v1': { producers: ['pages'], consumers: relayed },
  'social-worker-named.v1': { producers: ['pages'], consumers: relayed },
  'documents-changed.v1': { producers: ['pages'], consumers: relayed },
  'sealed-details-consulted.v1': { producers: ['pages'], consumers: relayed },
  'sealed-details-opened.v1': { producers: ['pages'], consumers: relayed },
  'transfer-arranged.v1': { producers: ['pages'], consumers: relayed },
  'area-told.v1': { producers: ['pages', 'recount-headroom', 'allocate-referral'], consumers: relayed },
  'transfer-failed.v1': { producers: ['pages'], consumers: relayed },
  'transfer-completed.v1': { producers: ['pages'], consumers: relayed },
  'case-escalated.v1': { producers: ['allocate-referral', 'pages', 'enforce-deadlines'], consumers: relayed },
  'case-reallocated.v1': {
    producers: ['allocate-referral', 'pages', 'enforce-deadlines'],
    consumers: ['relay-events', 'allocate-referral'],
  },
  'case-paused.v1': { producers: ['pages'], consumers: relayed },
  'group-decided.v1': { producers: ['pages'], consumers: ['relay-events', 'allocate-referral'] },
  'case-resumed.v1': { producers: ['pages'], consumers: ['relay-events', 'allocate-referral'] },
  'missing-details-given.v1': { producers: ['pages'], consumers: relayed },
  'places-lapsed.v1': { producers: ['enforce-deadlines'], consumers: relayed },
  'places-kept.v1': { producers: ['pages'], consumers: relayed },
  'left-care.v1': { producers: ['pages'], consumers: relayed },
  'found-decided.v1': { producers: ['pages'], consumers: relayed },
  'care-moved.v1': { producers: ['pages'], consumers: relayed },
  'placement-moved.v1': { producers: ['pages'], consumers: relayed },
  'areas-avoided.v1': { producers: ['pages'], consumers: relayed },
  'council-succeeded.v1': { producers: ['pages'], consumers: relayed },
  'case-reopened.v1': { producers: ['pages'], consumers: ['relay-events', 'allocate-referral'] },
  'child-refused.v1': { producers: ['pages'], consumers: relayed },
  'child-turned-18.v1': { producers: ['recount-headroom', 'pages'], consumers: relayed },
  'age-in-question.v1': { producers: ['recount-headroom'], consumers: relayed },
  'age-decided.v1': { producers: ['pages'], consumers: ['relay-events', 'allocate-referral'] },
  'family-joined.v1': { producers: ['pages'], consumers: relayed },
  'case-stayed.v1': { producers: ['pages'], consumers: relayed },
  'referral-withdrawn.v1': { producers: ['pages'], consumers: relayed },
  'deadline-approaching.v1': { producers: ['enforce-deadlines'], consumers: relayed },
  'deadline-passed.v1': { producers: ['enforce-deadlines'], consumers: relayed },
  'deadlines-moved.v1': {
    producers: ['enforce-deadlines', 'pages', 'allocate-referral', 'recount-headroom', 'record-bounce'],
    consumers: relayed,
  },
  'legal-hold-placed.v1': { producers: ['pages'], consumers: relayed },
  'legal-hold-lifted.v1': { producers: ['pages'], consumers: relayed },
  'more-time-given.v1': { producers: ['pages'], consumers: relayed },
  'case-waiting.v1': { producers: ['enforce-deadlines'], consumers: relayed },
  'capacity-declared.v1': { producers: ['pages'], consumers: relayed },
  'capacity-reminder-due.v1': { producers: ['remind-capacity'], consumers: relayed },
  'exemptions-in-question.v1': { producers: ['remind-capacity'], consumers: relayed },
  'exemptions-decided.v1': { producers: ['pages'], consumers: relayed },
  'council-closed.v1': { producers: ['pages'], consumers: relayed },
  'council-took-over.v1': { producers: ['pages'], consumers: relayed },
  'council-reopened.v1': { producers: ['pages'], consumers: relayed },
  'sign-in-requested.v1': { producers: ['pages'], consumers: ['send-notification'] },
  'person-changed.v1': { producers: ['pages'], consumers: ['send-notification'] },
  'sign-in-stopped.v1': { producers: ['pages'], consumers: ['send-notification'] },
  'api-key-changed.v1': { producers: ['pages'], consumers: relayed },
  'contacts-changed.v1': { producers: ['pages'], consumers: relayed },
  'coordinator-access-changed.v1': { producers: ['pages', 'the operator'], consumers: ['send-notification'] },
  'coordinator-sign-in-requested.v1': { producers: ['pages'], consumers: ['send-notification'] },
  'lead-sign-in-requested.v1': { producers: ['pages'], consumers: ['send-notification'] },
  'reader-changed.v1': { producers: ['pages'], consumers: ['send-notification'] },
  'reader-sign-in-requested.v1': { producers: ['pages'], consumers: ['send-notification'] },
  'mail-received.v1': { producers: ['receive-email'], consumers: relayed },
  'document-not-cleared.v1': { producers: ['GuardDuty'], consumers: ['send-notification'] },
  'mail-set-aside.v1': { producers: ['receive-email'], consumers: ['send-notification'] },
  'digest-due.v1': { producers: ['send-notification', 'keep-watch'], consumers: ['send-notification'] },
  'alarms-unheard.v1': { producers: ['keep-watch'], consumers: ['send-notification'] },
  'email-requested.v1': { producers: ['relay-events'], consumers: ['send-notification'] },
  'email-returned.v1': { producers: ['SES'], consumers: ['record-bounce'] },
  'email-bounced.v1': { producers: ['record-bounce'], consumers: relayed },
  'email-sent.v1': { producers: ['send-notification'], consumers: [] },
};
