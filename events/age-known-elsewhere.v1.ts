import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** What another council may know of an age: the child came to it before, or it leads the assessment, or it made it. */
export const knownBecause = ['presented-before', 'leads', 'assessed'] as const;

/** By the referral, other councils may know how old the children are: they and the entry authority are told, each council once. */
export const AgeKnownElsewhereV1 = event(
  'age-known-elsewhere.v1',
  () =>
    z.object({
      councils: z
        .array(
          z.object({
            council: AuthorityCode,
            because: z.array(z.enum(knownBecause)).min(1),
          }),
        )
        .min(1)
        .meta({ description: 'Councils other than the entry authority that were not told before' }),
    }),
  'By the referral, other councils may know how old the children are: they and the entry authority are told, each council once.',
);
export type AgeKnownElsewhereV1 = z.infer<typeof AgeKnownElsewhereV1>;
