import * as z from 'zod';
import { AuthorityCode, event, OfferId } from './envelope.ts';

/** A council's e-mail goes elsewhere from now on, and an offer that it has not answered is sent there too. */
export const OfferToldAgainV1 = event(
  'offer-told-again.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
      template: z.string().min(1).meta({ description: 'The e-mail that is sent again' }),
      eventNumber: z.int().positive().meta({ description: 'The event of this trail that it tells of' }),
      contactsChanged: z.int().positive().meta({
        description: 'The event of the council’s trail because of which: for each it is sent once',
      }),
    }),
  'A council’s e-mail goes elsewhere from now on, and an offer that it has not answered is sent there too.',
);
export type OfferToldAgainV1 = z.infer<typeof OfferToldAgainV1>;
