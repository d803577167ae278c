import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** The child was found: the case goes on where it was, with the time it had left. */
export const CaseResumedV1 = event(
  'case-resumed.v1',
  () =>
    z.object({
      foundAt: Instant,
      children: z.array(z.int().positive()).min(1).optional().meta({
        description:
          'Numbers of the children who were found, where others are missing still; left out: all who were missing',
      }),
      foundIn: AuthorityCode.optional().meta({
        description: 'The council in whose area the child was found; absent where nobody said so',
      }),
      council: AuthorityCode.optional().meta({
        description: 'The council that is responsible since the handover; absent before it',
      }),
      elsewhere: z.literal(true).optional().meta({
        description:
          'Found neither with the entry authority nor with who had accepted: a coordinator decides who takes the child',
      }),
      livesIn: AuthorityCode.optional().meta({
        description:
          'Another council in whose area the child was to live: it is told. Left out before the handover, where there is none, and by who recorded it before December 2026',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Councils with the placement or an open offer when it happened: they are told',
      }),
    }),
  'The child was found: the case goes on where it was, with the time it had left.',
);
export type CaseResumedV1 = z.infer<typeof CaseResumedV1>;
