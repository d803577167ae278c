import * as z from 'zod';
import { AuthorityCode, event, Instant, OfferId } from './envelope.ts';

/** A back-up became the live primary offer. */
export const OfferPromotedV1 = event(
  'offer-promoted.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
      answerBy: Instant,
      because: z.enum([
        'declined',
        'expired',
        'decline-refused',
        'no-place-left',
        'area-to-avoid',
        'council-closed',
        'facts-changed',
      ]),
      searchGoesOn: z.literal(true).optional().meta({
        description:
          'The entry authority is told that the search goes on. Left out where it was told on the same day already, in London, and where no council’s no, silence or closing is the reason',
      }),
    }),
  'A back-up became the live primary offer.',
);
export type OfferPromotedV1 = z.infer<typeof OfferPromotedV1>;
