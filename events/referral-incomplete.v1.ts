import * as z from 'zod';
import { event } from './envelope.ts';

/** Facts are missing or contradict each other; the entry authority is asked for them. */
export const ReferralIncompleteV1 = event(
  'referral-incomplete.v1',
  () =>
    z.object({
      fields: z
        .array(
          z.object({
            field: z.string().min(1),
            problem: z.enum(['missing', 'contradictory']),
            words: z.string().min(1),
          }),
        )
        .min(1),
    }),
  'Facts are missing or contradict each other; the entry authority is asked for them.',
);
export type ReferralIncompleteV1 = z.infer<typeof ReferralIncompleteV1>;
