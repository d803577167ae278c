import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** The child was found: the case goes on where it was, with the time it had left. */
export const CaseResumedV1 = event(
  'case-resumed.v1',
  () =>
    z.object({
      foundAt: Instant,
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Councils with the placement or an open offer when it happened: they are told',
      }),
    }),
  'The child was found: the case goes on where it was, with the time it had left.',
);
export type CaseResumedV1 = z.infer<typeof CaseResumedV1>;
