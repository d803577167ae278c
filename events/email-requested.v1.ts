import * as z from 'zod';
import { AuthorityCode, CaseReference, event, OfferId, Recipient } from './envelope.ts';

/** One e-mail to one desk about one event; no content, no address, no personal data. */
export const EmailRequestedV1 = event(
  'email-requested.v1',
  () =>
    z.object({
      template: z.string().min(1),
      to: Recipient,
      together: z.boolean().optional().meta({
        description:
          'Told in one email with whatever else waits for the same reader; false: by itself, however late it is. Left out where it goes by itself unless it is late',
      }),
      about: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('case'),
          caseId: CaseReference,
          eventNumber: z.int().positive(),
          offerId: OfferId.optional(),
        }),
        z.object({
          kind: z.literal('council'),
          council: AuthorityCode,
          eventNumber: z.int().positive(),
        }),
      ]),
    }),
  'One e-mail to one desk about one event; no content, no address, no personal data.',
);
export type EmailRequestedV1 = z.infer<typeof EmailRequestedV1>;
