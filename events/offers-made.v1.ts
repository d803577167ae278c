import * as z from 'zod';
import { AuthorityCode, event, Instant, OfferId } from './envelope.ts';
import { Warnings } from './warnings.ts';

/** The allocation check chose: one live primary offer and ranked back-ups. */
export const OffersMadeV1 = event(
  'offers-made.v1',
  () =>
    z.object({
      round: z.int().positive(),
      places: z.int().positive().meta({ description: 'Places needed, one for each child' }),
      offers: z
        .array(
          z.object({
            offerId: OfferId,
            council: AuthorityCode,
            role: z.enum(['primary', 'back-up']),
            rank: z.int().positive(),
            answerBy: Instant,
          }),
        )
        .min(1),
      decisionHash: z.string().length(64).meta({
        description: 'Names the stored inputs from which the choice can be derived again',
      }),
      warnings: Warnings,
    }),
  'The allocation check chose: one live primary offer and ranked back-ups.',
);
export type OffersMadeV1 = z.infer<typeof OffersMadeV1>;
