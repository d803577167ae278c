import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** A coordinator keeps the places that are held for a missing child. */
export const PlacesKeptV1 = event(
  'places-kept.v1',
  () =>
    z.object({
      until: Instant.meta({ description: 'When they lapse, unless they are kept again' }),
      note: z.string().min(1).max(2000),
      concerned: z.array(AuthorityCode).meta({
        description: 'Councils that have the placement or an open offer: they are told',
      }),
    }),
  'A coordinator keeps the places that are held for a missing child.',
);
export type PlacesKeptV1 = z.infer<typeof PlacesKeptV1>;
