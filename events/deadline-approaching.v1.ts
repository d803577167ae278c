import * as z from 'zod';
import { AuthorityCode, event, Instant, OfferId } from './envelope.ts';

/** A party is reminded before its deadline. */
export const DeadlineApproachingV1 = event(
  'deadline-approaching.v1',
  () =>
    z.object({
      deadline: z.enum(['answer', 'arrange', 'move', 'complete', 'decide', 'facts', 'region']),
      by: Instant,
      offerId: OfferId.optional(),
      council: AuthorityCode.optional(),
      region: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Region whose lead is reminded; absent of every deadline but `region`' }),
    }),
  'A party is reminded before its deadline.',
);
export type DeadlineApproachingV1 = z.infer<typeof DeadlineApproachingV1>;
