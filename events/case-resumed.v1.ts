import * as z from 'zod';
import { event, Instant } from './envelope.ts';

/** The child was found: the case goes on where it was, with the time it had left. */
export const CaseResumedV1 = event(
  'case-resumed.v1',
  z.object({
    foundAt: Instant,
  }),
  'The child was found: the case goes on where it was, with the time it had left.',
);
export type CaseResumedV1 = z.infer<typeof CaseResumedV1>;
