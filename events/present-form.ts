import type { AnyEvent, EventOf, EventType } from './catalogue.ts';
import { presentFacts } from './former-facts.ts';

type FormerType = 'referral-received.v1' | 'referral-amended.v1';
export type PresentType = Exclude<EventType, FormerType>;
/** An event of a version that is said now. */
export type PresentEvent = EventOf<PresentType>;

/** The version that is said now, of any. */
export type PresentOf<Event extends AnyEvent> =
  | Exclude<Event, { type: FormerType }>
  | (Event extends { type: 'referral-received.v1' } ? EventOf<'referral-received.v2'> : never)
  | (Event extends { type: 'referral-amended.v1' } ? EventOf<'referral-amended.v2'> : never);

/** What an event says, in the version that is said now. Its hash is of what it said: this is for whoever acts on it or reads it. */
export function presentForm(event: AnyEvent): PresentEvent {
  switch (event.type) {
    case 'referral-received.v1':
      return {
        ...event,
        type: 'referral-received.v2',
        data: { ...event.data, facts: presentFacts(event.data.facts) },
      };
    case 'referral-amended.v1':
      return {
        ...event,
        type: 'referral-amended.v2',
        data: { ...event.data, facts: presentFacts(event.data.facts) },
      };
    case 'referral-merged.v1':
    case 'amendment-to-confirm.v1':
      return { ...event, data: { ...event.data, facts: presentFacts(event.data.facts) } } as PresentEvent;
    default:
      return event;
  }
}
