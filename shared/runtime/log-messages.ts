/** One thing that a function may say in its log: a code to search for, and what it means. */
export interface Saying {
  readonly code: string;
  readonly message: string;
}

/** Everything that functions say. Log lines carry one of these and identifiers; never a payload, nor an id that a sender chose (core/nameless-id.ts). */
export const logMessages = {
  messageQuarantined: {
    code: 'MESSAGE_QUARANTINED',
    message: 'A message cannot be processed and is kept with the reason',
  },
  messageRetried: { code: 'MESSAGE_RETRIED', message: 'A message failed and goes back to its queue' },
  itemUnreadable: {
    code: 'ITEM_UNREADABLE',
    message: 'A stored item cannot be read and is left out; the others go on',
  },
  lostRace: { code: 'LOST_RACE', message: 'Someone else moved first; reading and deciding again' },
  noPlaceLeft: {
    code: 'NO_PLACE_LEFT',
    message: 'The place was gone at commit; deciding again without that council',
  },

  referralRecorded: { code: 'REFERRAL_RECORDED', message: 'A referral was recorded' },
  referralKnown: { code: 'REFERRAL_KNOWN', message: 'Nothing to change: this was done before' },
  referralMerged: {
    code: 'REFERRAL_MERGED',
    message: 'A referral of the same children was merged into their case',
  },
  amendmentToConfirm: {
    code: 'AMENDMENT_TO_CONFIRM',
    message: 'An amendment by e-mail waits until the entry authority has confirmed it',
  },
  referralHeld: { code: 'REFERRAL_HELD', message: 'A referral is held for a named coordinator' },
  regionAsked: { code: 'REGION_ASKED', message: 'The lead of a region was asked' },
  offersMade: { code: 'OFFERS_MADE', message: 'Offers were made' },
  caseEscalated: { code: 'CASE_ESCALATED', message: 'No candidate is left; a coordinator takes over' },

  documentsForgotten: {
    code: 'DOCUMENTS_FORGOTTEN',
    message: 'Documents that are on no list are removed',
  },
  messagesForgotten: {
    code: 'MESSAGES_FORGOTTEN',
    message: 'Messages have waited too long for a person',
  },
  mailRulesOff: {
    code: 'MAIL_RULES_OFF',
    message: 'SES takes in no e-mail for us: another set of rules is active, or none',
  },
  documentsUnscanned: {
    code: 'DOCUMENTS_UNSCANNED',
    message: 'Documents have waited over an hour to be scanned for threats',
  },
  mailsUntold: {
    code: 'MAILS_UNTOLD',
    message: 'E-mails had come in and nobody was told of them; they are handed over now',
  },
  noticesUncalled: {
    code: 'NOTICES_UNCALLED',
    message: 'What waits to be told to desks was called up by nobody for an hour; it is now',
  },
  alarmsUnheard: {
    code: 'ALARMS_UNHEARD',
    message: 'Nobody is subscribed to the topic of alarms; it is told by e-mail',
  },
  checkFailed: { code: 'CHECK_FAILED', message: 'Something could not be looked at; the others were' },
  eventsRelayed: { code: 'EVENTS_RELAYED', message: 'What happened was passed on' },
  figuresKept: { code: 'FIGURES_KEPT', message: 'The figures of the cases whose trails grew are kept' },
  trailsAnchored: { code: 'TRAILS_ANCHORED', message: 'The ends of the trails that grew are kept' },
  trailsAnchoredBefore: {
    code: 'TRAILS_ANCHORED_BEFORE',
    message: 'Nothing to do: the trails were anchored before',
  },
  trailBroken: {
    code: 'TRAIL_BROKEN',
    message: 'A trail is not what was anchored of it, and is not anchored as it is now',
  },
  eventPutBack: {
    code: 'EVENT_PUT_BACK',
    message: 'An event was put back long after it happened; nobody is told again',
  },
  eventTampered: {
    code: 'EVENT_TAMPERED',
    message: 'An event was changed or deleted in the table, which nobody may',
  },
  relayFailed: {
    code: 'RELAY_FAILED',
    message: 'A record could not be passed on yet; it will be tried again',
  },

  emailSent: { code: 'EMAIL_SENT', message: 'An e-mail was accepted for delivery' },
  emailToldTogether: {
    code: 'EMAIL_TOLD_TOGETHER',
    message: 'What this e-mail was to say was told, with other things, by one that was accepted for delivery',
  },
  emailSentBefore: { code: 'EMAIL_SENT_BEFORE', message: 'This e-mail was sent or put aside before' },
  emailSuperseded: {
    code: 'EMAIL_SUPERSEDED',
    message: 'What the e-mail asks for no longer stands; it is put aside',
  },
  emailRefused: { code: 'EMAIL_REFUSED', message: 'The mail service refused an e-mail for good' },
  emailNotReleased: {
    code: 'EMAIL_NOT_RELEASED',
    message: 'An e-mail that failed could not be given back; it is free again within a minute',
  },
  emailReturned: {
    code: 'EMAIL_RETURNED',
    message: 'An e-mail came back; somebody else gets it, unless somebody had it already',
  },
  emailReturnedKnown: {
    code: 'EMAIL_RETURNED_KNOWN',
    message: 'That this e-mail came back was recorded before',
  },
  emailReturnedOfNoEvent: {
    code: 'EMAIL_RETURNED_OF_NO_EVENT',
    message: 'An e-mail came back that no trail asked for; its address is marked',
  },
  automaticReply: {
    code: 'AUTOMATIC_REPLY',
    message: 'The mail service passed on a reply that a program gave: the e-mail arrived',
  },
  contactMissing: {
    code: 'CONTACT_MISSING',
    message: 'A desk has no address; the coordinators get the e-mail instead',
  },

  sweepDone: { code: 'SWEEP_DONE', message: 'The deadlines that were due have been looked at' },
  sweepOutOfTime: { code: 'SWEEP_OUT_OF_TIME', message: 'Time ran out; the next sweep goes on from here' },
  deadlineApplied: { code: 'DEADLINE_APPLIED', message: 'A deadline changed a case' },
  caseFailed: { code: 'CASE_FAILED', message: 'One case could not be looked at; the others go on' },

  reminderIssued: { code: 'REMINDER_ISSUED', message: 'A council was reminded to declare its places' },
  exemptionsQuestioned: {
    code: 'EXEMPTIONS_QUESTIONED',
    message: 'The coordinators were asked whether what a council has long declared counts',
  },
  remindersDone: { code: 'REMINDERS_DONE', message: 'Every council was looked at for a reminder' },
  councilFailed: { code: 'COUNCIL_FAILED', message: 'One council could not be looked at; the others go on' },

  childTurned18: { code: 'CHILD_TURNED_18', message: 'A child turned 18 and no longer counts' },
  ageInQuestion: {
    code: 'AGE_IN_QUESTION',
    message: 'A recorded 18th birthday came while the age assessment is open: a person decides',
  },
  headroomCorrected: { code: 'HEADROOM_CORRECTED', message: 'A council’s stored headroom was corrected' },
  recountDone: { code: 'RECOUNT_DONE', message: 'Birthdays and headroom have been looked at' },

  auditTaken: { code: 'AUDIT_TAKEN', message: 'A coordinator took out the audit of a case, as a file' },
  sessionsEnded: { code: 'SESSIONS_ENDED', message: 'Somebody at a desk ended sessions of theirs' },
  linksVoided: {
    code: 'LINKS_VOIDED',
    message: 'A desk made all links void that were mailed to it, and ended its other sessions',
  },
  coordinatorAccessChanged: {
    code: 'COORDINATOR_ACCESS_CHANGED',
    message: 'A coordinator changed who may sign in as one of them',
  },
  signInRequested: {
    code: 'SIGN_IN_REQUESTED',
    message: 'A link to sign in is sent to a registered address, or to one at its domain',
  },
  personAsks: {
    code: 'PERSON_ASKS',
    message: 'Somebody showed that an address at a desk’s domain is theirs, and asks to sign in for the desk',
  },
  personAsksTooOften: {
    code: 'PERSON_ASKS_TOO_OFTEN',
    message: 'So many asked to sign in for a desk that it is not written to of this again today',
  },
  personDecided: { code: 'PERSON_DECIDED', message: 'A desk decided who may sign in for it' },
  signInUnknown: {
    code: 'SIGN_IN_UNKNOWN',
    message: 'A link to sign in was asked for an address to which none is sent',
  },
  signInLiesThere: {
    code: 'SIGN_IN_LIES_THERE',
    message: 'A link to sign in was asked for while one lay unused in the mailbox; none was sent',
  },
  signInTooOften: {
    code: 'SIGN_IN_TOO_OFTEN',
    message: 'Links to sign in were asked for too often; none was sent',
  },
  signInStrangersTooMany: {
    code: 'SIGN_IN_STRANGERS_TOO_MANY',
    message: 'Links to addresses that are new to us were asked for too often; none was sent',
  },

  documentOutOfReach: {
    code: 'DOCUMENT_OUT_OF_REACH',
    message: 'A document was asked for that is lost, or that the scan for threats could not deal with',
  },
  councilDecided: { code: 'COUNCIL_DECIDED', message: 'A coordinator decided something about a council' },
  contactsChanged: { code: 'CONTACTS_CHANGED', message: 'A coordinator changed the contacts of a council' },
  apiKeyChanged: { code: 'API_KEY_CHANGED', message: 'A coordinator changed the key of a council’s system' },

  mailRead: { code: 'MAIL_READ', message: 'An e-mail was read and is answered' },
  mailKnown: { code: 'MAIL_KNOWN', message: 'This e-mail was read before; nothing to change' },
  mailAutomatic: {
    code: 'MAIL_AUTOMATIC',
    message: 'An e-mail was sent by a program and says nothing of a child; it is not answered',
  },

  requestServed: { code: 'REQUEST_SERVED', message: 'A page was asked for and answered' },
  apiServed: { code: 'API_SERVED', message: 'A request of a council’s system was answered' },
  requestFailed: { code: 'REQUEST_FAILED', message: 'A page could not be answered' },
} as const satisfies Record<string, Saying>;
