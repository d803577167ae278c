import * as z from 'zod';
import { AuthorityCode, CaseReference, event, OfferId } from './envelope.ts';

/** One e-mail to one desk about one event; no content, no address, no personal data. */
export const EmailRequestedV1 = event(
  'email-requested.v1',
  () =>
    z.object({
      template: z.string().min(1),
      to: z.discriminatedUnion('role', [
        z.object({
          role: z.literal('council'),
          council: AuthorityCode,
          copySmpLead: z.boolean().optional(),
          secondContact: z.boolean().optional(),
          mail: z
            .string()
            .min(1)
            .optional()
            .meta({ description: 'Answers the e-mail of this id: to its sender, with a copy to the desk' }),
        }),
        z.object({ role: z.literal('entry-authority') }),
        z.object({ role: z.literal('coordinators') }),
        z.object({ role: z.literal('smp-lead'), region: z.string().min(1) }),
      ]),
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
