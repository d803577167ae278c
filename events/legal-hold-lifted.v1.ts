import * as z from 'zod';
import { event, Instant } from './envelope.ts';

/** A coordinator lifted the legal hold of a case: what is kept of it ends by its own time again. */
export const LegalHoldLiftedV1 = event(
  'legal-hold-lifted.v1',
  () =>
    z.object({
      placedAt: Instant.meta({ description: 'Since when it was held' }),
      note: z.string().min(1).max(2000).meta({ description: 'Why it is over, in the coordinator’s words' }),
    }),
  'A coordinator lifted the legal hold of a case: what is kept of it ends by its own time again.',
);
export type LegalHoldLiftedV1 = z.infer<typeof LegalHoldLiftedV1>;
