import * as z from 'zod';
import { event } from './envelope.ts';
import { Warnings } from './warnings.ts';

/** The rules do not clear the case; a named coordinator decides. */
export const ReferralHeldV1 = event(
  'referral-held.v1',
  () =>
    z.object({
      reasons: z.array(z.object({ code: z.string().min(1), words: z.string().min(1) })).min(1),
      warnings: Warnings,
    }),
  'The rules do not clear the case; a named coordinator decides.',
);
export type ReferralHeldV1 = z.infer<typeof ReferralHeldV1>;
