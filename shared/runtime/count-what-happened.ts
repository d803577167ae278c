import type { CaseChange } from '../core/case/change.ts';
import { isVerification } from '../core/council/verification.ts';
import type { Meter } from './meter.ts';
import { metricNames } from './metric-names.ts';

const secondsBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));

/** Counts what a committed change means for children. Whoever commits a case counts it, once, after the commit. What was made up counts for nothing. */
export function countWhatHappened(meter: Meter, { case: subject, events }: CaseChange): void {
  if (isVerification(subject)) return;
  for (const event of events) {
    switch (event.type) {
      case 'offers-made.v1':
        meter.count(metricNames.offersMade, event.data.offers.length);
        if (event.data.round === 1)
          meter.seconds(metricNames.timeToOfferSeconds, secondsBetween(subject.openedAt, event.at));
        break;
      case 'place-accepted.v1':
        meter.seconds(metricNames.timeToAcceptanceSeconds, secondsBetween(subject.openedAt, event.at));
        break;
      case 'transfer-completed.v1':
        meter.seconds(metricNames.timeToHandoverSeconds, secondsBetween(subject.openedAt, event.at));
        break;
      case 'place-directed.v1':
        meter.count(metricNames.placesDirected);
        break;
      case 'region-asked.v1':
        meter.count(metricNames.regionsAsked);
        break;
      case 'region-answered.v1':
        if (event.data.outcome === 'named') meter.count(metricNames.turnsOverridden);
        if (event.data.outcome === 'ran-out') meter.count(metricNames.regionsUnanswered);
        break;
      case 'referral-held.v1':
        meter.count(metricNames.casesHeld);
        break;
      case 'case-escalated.v1':
        meter.count(metricNames.casesEscalated);
        break;
      case 'deadline-approaching.v1':
      case 'case-waiting.v1':
        meter.count(metricNames.remindersIssued);
        break;
    }
  }
}
