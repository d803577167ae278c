import type { AnyEvent } from '../../../events/catalogue.ts';
import { presentForm } from '../../../events/present-form.ts';
import type { Offer } from '../../../shared/core/case/case.ts';
import type { Section } from '../views/page-model.ts';
import { actorWords } from '../words/event-words.ts';

/** Who gave the answer that stands, to their own council. */
export function whoAnswered({ id }: Offer, trail: readonly AnyEvent[]): readonly Section[] {
  const answer = trail
    .map(presentForm)
    .findLast((event) => event.type === 'offer-answered.v1' && event.data.offerId === id);
  return answer === undefined ? [] : [{ heading: 'Who answered', text: [`${actorWords(answer.actor)}.`] }];
}
