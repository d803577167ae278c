import * as z from 'zod';
import { event } from './envelope.ts';

/** What a coordinator may have to see sealed details for; each opens no more than it needs. */
export const consultReasons = ['best-interests', 'same-child', 'age', 'safety'] as const;

/** A coordinator, who has a decision to take, opened what is sealed. Recorded before anything was shown. */
export const SealedDetailsConsultedV1 = event(
  'sealed-details-consulted.v1',
  () =>
    z.object({
      reason: z.enum(consultReasons).meta({ description: 'What is to be decided by what was opened' }),
      note: z.string().min(1).max(2000).meta({
        description: 'Why, in the coordinator’s words. It stands in the trail; councils see the reason',
      }),
      session: z
        .string()
        .regex(/^[\w-]{16}$/)
        .meta({ description: 'Hash of the session: openings of one session belong together' }),
      document: z
        .uuid()
        .optional()
        .meta({ description: 'The document that was opened; absent for the details' }),
    }),
  'A coordinator opened, for a named reason, what is sealed of the children of a case that waits for a decision.',
);
export type SealedDetailsConsultedV1 = z.infer<typeof SealedDetailsConsultedV1>;
