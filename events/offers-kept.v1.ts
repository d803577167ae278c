import * as z from 'zod';
import { AuthorityCode, event, OfferId } from './envelope.ts';
import { Warnings } from './warnings.ts';

/** The facts of a referral changed and the allocation check was done again: these open offers stand. */
export const OffersKeptV1 = event(
  'offers-kept.v1',
  () =>
    z.object({
      offers: z
        .array(z.object({ offerId: OfferId, council: AuthorityCode }))
        .min(1)
        .meta({
          description: 'Open offers whose councils can take the children as the referral says it now',
        }),
      decisionHash: z.string().length(64).meta({
        description: 'Names the stored inputs from which it can be derived again that they can',
      }),
      warnings: Warnings,
    }),
  'The facts of a referral changed and the allocation check was done again: these open offers stand.',
);
export type OffersKeptV1 = z.infer<typeof OffersKeptV1>;
