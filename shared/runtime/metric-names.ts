/**
 * The metrics of the scheme: CloudWatch namespace `NTS`, one dimension `service` (the function that emits it).
 * Functions emit by these names; the dashboard and the alarms read by them.
 */
export const metricNames = {
  /** Count, gauge, every sweep: cases still open after the day the child should have moved by, missing children apart. */
  casesOpenPastDeadline: 'CasesOpenPastDeadline',
  /** Seconds, gauge, every sweep: how long the child who has waited longest has had no council. 0 when nobody waits. */
  oldestUnplacedSeconds: 'OldestUnplacedSeconds',
  /** Count, gauge, every sweep: cases not yet closed. */
  casesOpen: 'CasesOpen',
  /** Seconds, one for each case: from the referral's receipt to its first offer. */
  timeToOfferSeconds: 'TimeToOfferSeconds',
  /** Seconds, one for each placement: from the referral's receipt to a council's acceptance. */
  timeToAcceptanceSeconds: 'TimeToAcceptanceSeconds',
  /** Seconds, one for each case: from the referral's receipt until all its children are with the council that took them. */
  timeToHandoverSeconds: 'TimeToHandoverSeconds',
  /**
   * Part, gauge, every night: how far the region, or the council in its region, that is furthest from its share is from it; 1 is as far as
   * turns alone lead.
   */
  furthestFromShare: 'FurthestFromShare',
  /** Count: cases that a coordinator placed directly, past the rota. */
  placesDirected: 'PlacesDirected',
  /** Count: messages nobody could read, kept in quarantine with a reason. */
  referralsQuarantined: 'ReferralsQuarantined',
  /** Count: e-mails that only a person may act on, kept with a reason; the coordinators are told of them. */
  messagesSetAside: 'MessagesSetAside',
  /** Count: events that nobody could pass on, kept in quarantine with a reason. */
  eventsQuarantined: 'EventsQuarantined',
  /** Count: events that somebody changed or deleted in the table, which nobody may. */
  eventsTampered: 'EventsTampered',
  /** Count, gauge, every night: trails, or anchors, that are no longer what was anchored. */
  trailsBroken: 'TrailsBroken',
  /** Count: offers sent out, the primary and its back-ups each counted. */
  offersMade: 'OffersMade',
  /** Count: times that a region's lead was asked which council is to be asked first. */
  regionsAsked: 'RegionsAsked',
  /** Count: times that a region's lead named another council than the one whose turn it was. */
  turnsOverridden: 'TurnsOverridden',
  /** Count: times that a region's lead did not answer, and the rota went on by itself. */
  regionsUnanswered: 'RegionsUnanswered',
  /** Count: cases handed to a coordinator because no candidate was left. */
  casesEscalated: 'CasesEscalated',
  /** Count: referrals held for a named coordinator. */
  casesHeld: 'CasesHeld',
  /** Count: e-mails that SES took. */
  emailsSent: 'EmailsSent',
  /** Count: e-mails that SES refused for good (address or content), not those it asked us to send later. */
  emailsRefused: 'EmailsRefused',
  /** Count: e-mails that came back, or that somebody marked as unwanted. */
  emailsReturned: 'EmailsReturned',
  /** Count: e-mails that came back from an address of the coordinators, who are the last whom anybody turns to. */
  coordinatorsUnreached: 'CoordinatorsUnreached',
  /** Count: documents that a council asked for and that are lost, or that the scan for threats could not deal with. */
  documentsOutOfReach: 'DocumentsOutOfReach',
  /** Count: times that coordinators opened what is sealed. */
  sealedDetailsConsulted: 'SealedDetailsConsulted',
  /** Count: transactions that lost a race and were decided again. */
  commitConflicts: 'CommitConflicts',
  /** Count, gauge, every run by the clock: cases and councils at which it failed, each in its log. */
  leftUndone: 'LeftUndone',
  /** Count, every sweep: heartbeats that went through the stream of the cases table. None: nobody is told of anything. */
  heartbeatsRelayed: 'HeartbeatsRelayed',
  /** Count, gauge, every hour: messages that have waited for a person for longer than they should. */
  messagesForgotten: 'MessagesForgotten',
  /** 0 or 1, gauge, every hour: 1 while SES takes in no e-mail by our rules. */
  mailRulesOff: 'MailRulesOff',
  /** Count, gauge, every hour: documents that have waited over an hour to be scanned. */
  documentsUnscanned: 'DocumentsUnscanned',
  /** Count, gauge, every hour: e-mails that had come in and that nobody was told of; they are read now. */
  mailsUntold: 'MailsUntold',
  /** Count, gauge, every hour: desks for which something waited over an hour to be told; they are called up now. */
  noticesUncalled: 'NoticesUncalled',
  /** Days, gauge, every sweep: until the shortest nation's bank-holiday calendar runs out. */
  calendarDaysLeft: 'CalendarDaysLeft',
  /** Count: reminders asked for, of deadlines and of capacity. */
  remindersIssued: 'RemindersIssued',
} as const;

export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** The CloudWatch namespace of all of them. */
export const metricNamespace = 'NTS';
