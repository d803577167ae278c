import type { AnyEvent } from '../../../events/catalogue.ts';
import { presentForm } from '../../../events/present-form.ts';
import type { Offer } from '../../../shared/core/case/case.ts';
import { isDeclineRefused } from '../../../shared/core/case/declines-to-review.ts';
import { refusalWords } from '../../../shared/words/reasons.ts';
import type { Section } from '../views/page-model.ts';

/** Why a coordinator did not accept the council's no, as the council reads it; nothing of a record from before it was asked. */
export function whyRefused(offer: Offer, trail: readonly AnyEvent[]): readonly Section[] {
  if (!isDeclineRefused(offer)) return [];
  const review = trail
    .map(presentForm)
    .findLast((event) => event.type === 'decline-reviewed.v1' && event.data.offerId === offer.id);
  if (review?.type !== 'decline-reviewed.v1' || review.data.reason === undefined) return [];
  const { reason, text } = review.data;
  return [
    {
      heading: 'Why your no was not accepted',
      rows: [
        { label: 'Reason', value: refusalWords[reason] },
        ...(text === undefined ? [] : [{ label: 'The coordinator writes', value: text }]),
      ],
    },
  ];
}
