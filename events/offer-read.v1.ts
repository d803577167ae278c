import * as z from 'zod';
import { AuthorityCode, event, OfferId } from './envelope.ts';

/** The council that is asked first says that it is looking, without an answer yet: it keeps its whole time. */
export const OfferReadV1 = event(
  'offer-read.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
    }),
  'The council that is asked first says that it is looking, without an answer yet: it keeps its whole time.',
);
export type OfferReadV1 = z.infer<typeof OfferReadV1>;
