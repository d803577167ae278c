import * as z from 'zod';
import { AuthorityCode, event, OfferId } from './envelope.ts';

/** Why a council declines. */
export const declineReasons = [
  'at-or-over-threshold',
  'unsuitable-for-child',
  'no-safe-placement',
  'safeguarding',
  'other',
] as const;

/** A council answered: yes or no as primary, or as a back-up. */
export const OfferAnsweredV1 = event(
  'offer-answered.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
      answer: z.enum(['accepted', 'declined', 'back-up-yes', 'back-up-no']),
      reason: z.enum(declineReasons).optional().meta({ description: 'Coded reason of a decline' }),
      text: z.string().max(2000).optional().meta({
        description: 'Free text of a decline; kept in the trail, never e-mailed',
      }),
    }),
  'A council answered: yes or no as primary, or as a back-up.',
);
export type OfferAnsweredV1 = z.infer<typeof OfferAnsweredV1>;
