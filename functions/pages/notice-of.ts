import type { AnyEvent } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import type { PageRequest } from '../../shared/runtime/wear-http.ts';
import type { Landing } from './landing.ts';
import { eventWords } from './words/event-words.ts';
import { momentWords } from './words/times.ts';

/**
 * What the person who comes back from a form has just done. The address names only the event's number; the words come
 * from the trail, so that an address made up by somebody else says nothing that did not happen.
 *
 * @param isTheirs whether an event is this party's own: what others did is not theirs to look up by number
 */
export function noticeOf(
  request: PageRequest,
  trail: readonly AnyEvent[],
  isTheirs: (actor: Actor) => boolean,
): Pick<Landing, 'notice'> {
  const number = request.queryStringParameters?.event;
  const event = trail.find(({ trail: entry }) => number !== undefined && String(entry?.number) === number);
  if (event === undefined || !isTheirs(event.actor)) return {};
  return {
    notice: {
      title: 'Recorded',
      text: `${eventWords(event).title}. Recorded at ${momentWords(event.at)}.`,
      good: true,
    },
  };
}
