import * as z from 'zod';
import { AuthorityCode, event, OfferId } from './envelope.ts';

/** An open offer or back-up request no longer stands. */
export const OfferWithdrawnV1 = event(
  'offer-withdrawn.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
      because: z.enum([
        'placed-elsewhere',
        'case-closed',
        'reallocated',
        'no-place-left',
        'council-ended',
        'held',
        'area-to-avoid',
        'council-closed',
      ]),
    }),
  'An open offer or back-up request no longer stands.',
);
export type OfferWithdrawnV1 = z.infer<typeof OfferWithdrawnV1>;
