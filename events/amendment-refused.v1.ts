import * as z from 'zod';
import { event } from './envelope.ts';

/** A change that waited for confirmation does not act, and no longer waits. */
export const AmendmentRefusedV1 = event(
  'amendment-refused.v1',
  () =>
    z.object({
      amendmentId: z.string().min(1).max(200),
      because: z.enum(['not-ours', 'superseded', 'said-already', 'case-ended']).meta({
        description:
          'not-ours: the desk did not send it. superseded: the entry authority has said something newer of the same facts. said-already: the case says so by now. case-ended: nobody had answered',
      }),
    }),
  'A change that came by e-mail and waited for confirmation does not act: the desk did not send it, or it was overtaken.',
);
export type AmendmentRefusedV1 = z.infer<typeof AmendmentRefusedV1>;
