import * as z from 'zod';
import { event } from './envelope.ts';

/** A coordinator said which coordinator deals with a case, or that nobody does any more. */
export const CaseAssignedV1 = event(
  'case-assigned.v1',
  () =>
    z.object({
      to: z.uuid().optional().meta({
        description:
          'Who deals with it now, by their id on the coordinators’ roster; left out where nobody does',
      }),
    }),
  'A coordinator said which coordinator deals with a case, or that nobody does any more. Tells nobody by email.',
);
export type CaseAssignedV1 = z.infer<typeof CaseAssignedV1>;
