import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** A child of the case turned 18 and no longer counts. */
export const ChildTurned18V1 = event(
  'child-turned-18.v1',
  () =>
    z.object({
      child: z.int().positive(),
      countedAgainst: AuthorityCode.optional().meta({
        description: 'The council whose headroom rises',
      }),
      afterTheEnd: z.literal(true).optional().meta({
        description: 'The case had ended before: only headroom moves, nobody has to be told',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Councils with the placement or an open offer when it happened: they are told',
      }),
    }),
  'A child of the case turned 18 and no longer counts.',
);
export type ChildTurned18V1 = z.infer<typeof ChildTurned18V1>;
