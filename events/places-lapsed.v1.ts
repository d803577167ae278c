import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** The child has been missing for so long that places held for the child are free again; everybody concerned is told. */
export const PlacesLapsedV1 = event(
  'places-lapsed.v1',
  () =>
    z.object({
      missingSince: Instant,
      concerned: z.array(AuthorityCode).meta({
        description:
          'The council that had the placement, if any: it is told. Who had an open offer hears of its withdrawal',
      }),
    }),
  'The child has been missing for so long that places held for the child are free again; everybody concerned is told.',
);
export type PlacesLapsedV1 = z.infer<typeof PlacesLapsedV1>;
