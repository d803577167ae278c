import type { AnyEvent, EventOf } from '../../../events/catalogue.ts';
import type { Offer } from '../../../shared/core/case/case.ts';
import type { Section } from '../views/page-model.ts';
import { actorWords } from '../words/event-words.ts';

const isAnswered = (event: AnyEvent): event is EventOf<'offer-answered.v1'> =>
  event.type === 'offer-answered.v1';

/** The answer to an offer that stands: the last that was given. */
export const answerThatStands = (
  { id }: Offer,
  trail: readonly AnyEvent[],
): EventOf<'offer-answered.v1'> | undefined =>
  trail.filter(isAnswered).findLast(({ data }) => data.offerId === id);

/** Who gave the answer that stands, to their own council. */
export function whoAnswered(offer: Offer, trail: readonly AnyEvent[]): readonly Section[] {
  const answer = answerThatStands(offer, trail);
  return answer === undefined ? [] : [{ heading: 'Who answered', text: [`${actorWords(answer.actor)}.`] }];
}
