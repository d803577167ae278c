import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** The council in whose area a child was to live, or lives, is told that this does not hold any more, or holds again. */
export const AreaToldV1 = event(
  'area-told.v1',
  () =>
    z.object({
      council: AuthorityCode.meta({ description: 'The council of the area' }),
      holds: z.boolean().meta({
        description:
          'Whether it holds again: a missing child was found in time for the move, or a case was reopened',
      }),
      responsible: AuthorityCode.meta({
        description: 'The receiving authority that had found, or has, the placement there',
      }),
    }),
  'The council in whose area a child was to live, or lives, is told that this does not hold any more, or holds again.',
);
export type AreaToldV1 = z.infer<typeof AreaToldV1>;
