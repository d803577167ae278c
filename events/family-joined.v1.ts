import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** The child joined family in the UK instead of being transferred. */
export const FamilyJoinedV1 = event(
  'family-joined.v1',
  () =>
    z.object({
      note: z.string().min(1).max(2000),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'The council whose accepted placement is undone by this: it is told',
      }),
    }),
  'The child joined family in the UK instead of being transferred.',
);
export type FamilyJoinedV1 = z.infer<typeof FamilyJoinedV1>;
