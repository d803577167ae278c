import type { AnyEvent } from '../../../../events/catalogue.ts';
import { hasEnded } from '../../../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../../../shared/core/calendar/working-days.ts';
import { Violation } from './violation.ts';

/** Whom an event asks for a child, or gives one. */
const askedBy = ({ type, data }: AnyEvent): readonly string[] => {
  switch (type) {
    case 'offers-made.v1':
      return data.offers.map(({ council }) => council);
    case 'offer-promoted.v1':
    case 'place-accepted.v1':
    case 'place-directed.v1':
      return [data.council];
    default:
      return [];
  }
};

/** Councils that have ended, by the calendar alone: nobody asks them for a child or gives them one. */
export class EndedWatch {
  /** Cases that passed to a council that took over. */
  passed = 0;

  /** @throws Violation when a council that has ended is asked, or takes a child */
  committed(events: readonly AnyEvent[]): void {
    for (const event of events) {
      if (event.type === 'council-succeeded.v1') this.passed += 1;
      const ended = askedBy(event).find((code) => hasEnded(code, londonDate(event.at)));
      if (ended !== undefined)
        throw new Violation(
          'a council that has ended is asked for nobody',
          `${event.type} of ${event.at} is about ${ended}, which had ended by then.`,
        );
    }
  }
}
