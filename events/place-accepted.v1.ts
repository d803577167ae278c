import * as z from 'zod';
import { AuthorityCode, CalendarDate, event, Instant, OfferId } from './envelope.ts';

/** A council takes the child: by accepting, by an earlier back-up yes, or placed directly. */
export const PlaceAcceptedV1 = event(
  'place-accepted.v1',
  () =>
    z.object({
      offerId: OfferId.optional(),
      council: AuthorityCode,
      places: z.int().positive(),
      how: z.enum(['accepted', 'back-up-yes', 'placed-directly']),
      arrangeBy: Instant,
      moveBy: CalendarDate,
      insteadOf: AuthorityCode.optional().meta({
        description: 'The council whose placement was undone by the same decision',
      }),
    }),
  'A council takes the child: by accepting, by an earlier back-up yes, or placed directly.',
);
export type PlaceAcceptedV1 = z.infer<typeof PlaceAcceptedV1>;
