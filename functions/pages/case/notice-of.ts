import type { AnyEvent } from '../../../events/catalogue.ts';
import type { Actor } from '../../../events/envelope.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { PageModel } from '../views/page-model.ts';
import { actorWords, eventWords } from '../words/event-words.ts';

/**
 * What the person who comes back from a form has just done. The address names only the event's number; the words come
 * from the trail, so that an address made up by somebody else says nothing that did not happen.
 *
 * @param eventNumbered reads an event of the trail; asked only when the address names one
 * @param isTheirs whether an event is this party's own: what others did is not theirs to look up by number
 */
export async function noticeOf(
  request: PageRequest,
  eventNumbered: (number: number) => Promise<AnyEvent | undefined>,
  isTheirs: (actor: Actor) => boolean,
): Promise<Pick<PageModel, 'notice'>> {
  const number = request.queryStringParameters?.event;
  const event =
    number !== undefined && /^[1-9]\d{0,5}$/.test(number) ? await eventNumbered(Number(number)) : undefined;
  if (event === undefined || !isTheirs(event.actor)) return {};
  return {
    notice: {
      title: 'Recorded',
      text: `${eventWords(event).title}. Recorded at ${momentWords(event.at)}.${event.actor.kind === 'system' ? '' : ` The record says that it was done by ${actorWords(event.actor)}.`}`,
      good: true,
    },
  };
}
