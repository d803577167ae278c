import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** A region’s turn has come, and its lead is asked to confirm the council whose turn it is there, or to name another of the region. */
export const RegionAskedV1 = event(
  'region-asked.v1',
  () =>
    z.object({
      region: z.string().min(1).meta({ description: 'Region whose lead is asked' }),
      councils: z.array(AuthorityCode).min(2).meta({
        description: 'Councils of the region that can take the children, in the order of the rota',
      }),
      places: z.int().positive().meta({ description: 'Places needed, one for each child' }),
      answerBy: Instant.meta({ description: 'When the rota goes on by itself' }),
      decisionHash: z.string().length(64).meta({
        description: 'Names the stored inputs from which the order can be derived again',
      }),
    }),
  'A region’s turn has come, and its lead is asked to confirm the council whose turn it is there, or to name another of the region.',
);
export type RegionAskedV1 = z.infer<typeof RegionAskedV1>;
