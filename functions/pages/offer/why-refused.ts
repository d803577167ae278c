import type { AnyEvent } from '../../../events/catalogue.ts';
import { presentForm } from '../../../events/present-form.ts';
import type { Offer } from '../../../shared/core/case/case.ts';
import { refusalWords } from '../../../shared/words/reasons.ts';
import type { Section } from '../views/page-model.ts';

/** What the trail says of an offer that does not say it itself yet. */
const inTrail = (id: string, trail: readonly AnyEvent[]): Offer['refusal'] => {
  const refused = trail
    .map(presentForm)
    .findLast((event) => event.type === 'decline-reviewed.v1' && event.data.offerId === id);
  return refused?.type === 'decline-reviewed.v1' ? refused.data : undefined;
};

/** Why a coordinator did not accept the council's no, as the council reads it; nothing of a record from before it was asked. */
export function whyRefused({ id, refusal }: Offer, trail: readonly AnyEvent[]): readonly Section[] {
  const { reason, text } = refusal ?? inTrail(id, trail) ?? {};
  if (reason === undefined) return [];
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
