import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** Why a region’s lead names another council than the one whose turn it is. */
export const namingReasons = [
  'place-is-ready',
  'carers-speak-language',
  'community-nearby',
  'needs-met-there',
  'own-rota',
  'first-cannot-now',
] as const;

/** What came of asking a region’s lead: the search goes on with the council that the lead chose, or by the rota alone. */
export const RegionAnsweredV1 = event(
  'region-answered.v1',
  () =>
    z.object({
      region: z.string().min(1),
      outcome: z.enum(['confirmed', 'named', 'ran-out', 'not-needed']).meta({
        description:
          'Confirmed: the council whose turn it is. Named: another. Ran out: no answer came in time. Not needed: the case went another way first',
      }),
      first: AuthorityCode.meta({
        description: 'The council whose turn it is in the region. Passed over, it keeps its turn',
      }),
      council: AuthorityCode.optional().meta({ description: 'The council that the lead chose' }),
      reason: z.enum(namingReasons).optional().meta({ description: 'Why another was named' }),
    }),
  'What came of asking a region’s lead: the search goes on with the council that the lead chose, or by the rota alone.',
);
export type RegionAnsweredV1 = z.infer<typeof RegionAnsweredV1>;
