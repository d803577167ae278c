import * as z from 'zod';
import { event } from './envelope.ts';

/** The entry authority said again what the case holds already: nothing changes, but what was said before that no longer replaces it. */
export const FactsRepeatedV1 = event(
  'facts-repeated.v1',
  () =>
    z.object({
      referralId: z.uuid(),
      facts: z
        .array(z.string().min(1))
        .min(1)
        .meta({
          description: 'Names of the facts, as in a referral, with “fingerprints” for who the children are',
          examples: [['familyInUk', 'children']],
        }),
    }),
  'The entry authority said again what the case holds already; an older, contrary word that arrives later no longer replaces it.',
);
export type FactsRepeatedV1 = z.infer<typeof FactsRepeatedV1>;
