import * as z from 'zod';
import { event } from './envelope.ts';

/** For what a case is put under legal hold. */
export const legalHoldReasons = ['court', 'inquiry', 'complaint', 'child-asked', 'other'] as const;

/** A coordinator put a case under legal hold: nothing of it is forgotten by time, or taken away, until it is lifted. */
export const LegalHoldPlacedV1 = event(
  'legal-hold-placed.v1',
  () =>
    z.object({
      because: z.enum(legalHoldReasons),
      note: z.string().min(1).max(2000).meta({
        description:
          'Whose order or request it is, in the coordinator’s words. It stands in the trail, and in no email',
      }),
    }),
  'A coordinator put a case under legal hold: nothing of it is forgotten by time, or taken away, until it is lifted.',
);
export type LegalHoldPlacedV1 = z.infer<typeof LegalHoldPlacedV1>;
