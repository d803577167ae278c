import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** A coordinator released a hold: the reasons named no longer stop the case. */
export const ReferralReleasedV1 = event(
  'referral-released.v1',
  () =>
    z.object({
      reasons: z
        .array(z.string().min(1))
        .min(1)
        .meta({ description: 'Codes of the hold that this person clears' }),
      council: AuthorityCode.optional().meta({
        description: 'The council whose move waited and goes on. Left out where nobody had said yes',
      }),
      note: z.string().min(1).max(2000),
    }),
  'A coordinator released a hold: the reasons named no longer stop the case.',
);
export type ReferralReleasedV1 = z.infer<typeof ReferralReleasedV1>;
