import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** The parts that a council can have in a case. */
export const partsTakenOver = ['entry-authority', 'receiving-authority', 'asked-council', 'area'] as const;

/** A council has ended: a coordinator named the one that takes over its part in this case. Earlier events keep its name. */
export const CouncilSucceededV1 = event(
  'council-succeeded.v1',
  () =>
    z.object({
      from: AuthorityCode.meta({ description: 'The council that has ended' }),
      to: AuthorityCode.meta({ description: 'The council that takes over' }),
      parts: z.array(z.enum(partsTakenOver)).min(1).meta({
        description:
          'What it takes over: the referral, the placement, an open offer, or that a child lives or was found in its area',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'The council of the placement, where another part is taken over; it is told',
      }),
      note: z.string().max(2000).optional(),
    }),
  'A council has ended: a coordinator named the one that takes over its part in this case. Earlier events keep its name.',
);
export type CouncilSucceededV1 = z.infer<typeof CouncilSucceededV1>;
