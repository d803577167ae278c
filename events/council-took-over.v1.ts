import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** A coordinator began to give what a council that has ended left to those that took over. Said to each of these, once, in its own trail. */
export const CouncilTookOverV1 = event(
  'council-took-over.v1',
  () =>
    z.object({
      council: AuthorityCode.meta({ description: 'The council that took over' }),
      from: AuthorityCode.meta({ description: 'The council that has ended' }),
      left: z.int().nonnegative().meta({
        description: 'Cases and unsent referrals that it had left when a coordinator began to give them on',
      }),
      drafts: z
        .int()
        .nonnegative()
        .meta({ description: 'Of these, referrals that it had begun and not sent' }),
      systemKey: z.boolean().meta({
        description: 'Whether its system had a key; the key opens nothing since the council ended',
      }),
    }),
  'A coordinator began to give what a council that has ended left to those that took over; said to each of these, once.',
);
export type CouncilTookOverV1 = z.infer<typeof CouncilTookOverV1>;
