import type { AnyEvent } from '../../../events/catalogue.ts';
import type { Actor } from '../../../events/envelope.ts';
import { presentForm } from '../../../events/present-form.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { uncapitalised } from '../../../shared/words/counting.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { courseEvents } from './course-events.ts';
import { messageEvents } from './message-events.ts';
import { moveEvents } from './move-events.ts';
import { offerEvents } from './offer-events.ts';
import { personWords } from './person-words.ts';
import { referralEvents } from './referral-events.ts';
import type { EventWords, WordsOfEvents } from './told.ts';

const words: WordsOfEvents = {
  ...referralEvents,
  ...offerEvents,
  ...moveEvents,
  ...courseEvents,
  ...messageEvents,
};

/** What an event means, in plain words. Free text that staff wrote is quoted; nothing names a child. */
export function eventWords(said: AnyEvent): EventWords {
  const event = presentForm(said);
  // Each entry takes the event of its own type.
  return (words[event.type] as (event: AnyEvent) => EventWords)(event);
}

/** Who caused an event. */
export function actorWords(actor: Actor): string {
  switch (actor.kind) {
    case 'system':
      return 'automatic';
    case 'coordinator':
      return `${actor.name}, coordinator`;
    case 'smp-lead':
      return personWords(actor, uncapitalised(leadOf(actor.region)));
    case 'council':
    case 'entry-authority':
      return personWords(actor, authorityName(actor.code));
  }
}
