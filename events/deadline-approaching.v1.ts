import * as z from 'zod';
import { AuthorityCode, event, Instant, OfferId } from './envelope.ts';

/** A party is reminded before its deadline. */
export const DeadlineApproachingV1 = event(
  'deadline-approaching.v1',
  () =>
    z.object({
      deadline: z.enum(['answer', 'arrange', 'move', 'complete', 'decide', 'facts']),
      by: Instant,
      offerId: OfferId.optional(),
      council: AuthorityCode.optional(),
    }),
  'A party is reminded before its deadline.',
);
export type DeadlineApproachingV1 = z.infer<typeof DeadlineApproachingV1>;
