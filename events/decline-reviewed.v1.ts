import * as z from 'zod';
import { AuthorityCode, event, OfferId } from './envelope.ts';

/** A coordinator accepted or refused a decline. */
export const DeclineReviewedV1 = event(
  'decline-reviewed.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
      outcome: z.enum(['accepted', 'refused']),
      note: z.string().min(1).max(2000),
    }),
  'A coordinator accepted or refused a decline.',
);
export type DeclineReviewedV1 = z.infer<typeof DeclineReviewedV1>;
