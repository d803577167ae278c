import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** A deadline passed that expiry does not settle; the party and a coordinator are told. */
export const DeadlinePassedV1 = event(
  'deadline-passed.v1',
  () =>
    z.object({
      deadline: z.enum(['arrange', 'move', 'complete', 'decide', 'facts']),
      by: Instant,
      council: AuthorityCode.optional(),
    }),
  'A deadline passed that expiry does not settle; the party and a coordinator are told.',
);
export type DeadlinePassedV1 = z.infer<typeof DeadlinePassedV1>;
