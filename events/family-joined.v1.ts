import * as z from 'zod';
import { event } from './envelope.ts';

/** The child joined family in the UK instead of being transferred. */
export const FamilyJoinedV1 = event(
  'family-joined.v1',
  z.object({
    note: z.string().min(1).max(2000),
  }),
  'The child joined family in the UK instead of being transferred.',
);
export type FamilyJoinedV1 = z.infer<typeof FamilyJoinedV1>;
