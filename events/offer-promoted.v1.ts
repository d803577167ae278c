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
    }),
  'A back-up became the live primary offer.',
);
export type OfferPromotedV1 = z.infer<typeof OfferPromotedV1>;
