import * as z from 'zod';
import { AuthorityCode, event, Instant, OfferId } from './envelope.ts';

/** The answer deadline of the live primary offer passed, or the time to read it while a back-up had said yes. */
export const OfferExpiredV1 = event(
  'offer-expired.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
      answerBy: Instant,
      readBy: Instant.optional().meta({
        description:
          'Until when the council could at least have said that it is looking. Its time ended then, because it did not, and a back-up had said yes',
      }),
    }),
  'The answer deadline of the live primary offer passed, or the time to read it while a back-up had said yes.',
);
export type OfferExpiredV1 = z.infer<typeof OfferExpiredV1>;
