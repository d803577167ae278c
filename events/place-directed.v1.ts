import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';
import { Warnings } from './warnings.ts';

/** Why a coordinator places a child directly. */
export const directReasons = [
  'family-link',
  'sibling-link',
  'best-interests',
  'brokered-by-region',
  'no-candidate',
  'court-order',
  'did-not-answer',
] as const;

/** A coordinator placed the child directly, with a coded reason. */
export const PlaceDirectedV1 = event(
  'place-directed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      reason: z.enum(directReasons),
      note: z.string().min(1).max(2000),
      foundThere: z.literal(true).optional().meta({
        description: 'The child had been missing, and was found in the area of this council',
      }),
      overCapacity: z.boolean().meta({
        description: 'The person knowingly went over the council’s headroom',
      }),
      warnings: Warnings,
    }),
  'A coordinator placed the child directly, with a coded reason.',
);
export type PlaceDirectedV1 = z.infer<typeof PlaceDirectedV1>;
