import * as z from 'zod';
import { AuthorityCode, event, Instant, OfferId } from './envelope.ts';

/** The answer deadline of the live primary offer passed. */
export const OfferExpiredV1 = event(
  'offer-expired.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
      answerBy: Instant,
    }),
  'The answer deadline of the live primary offer passed.',
);
export type OfferExpiredV1 = z.infer<typeof OfferExpiredV1>;
