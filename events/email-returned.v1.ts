import * as z from 'zod';
import { event } from './envelope.ts';

const addressed = z.object({ emailAddress: z.string().min(1).max(400) });

/** What SES says of an e-mail that did not arrive, or was not wanted: its own words, of which only what is used here is read. */
export const EmailReturnedV1 = event(
  'email-returned.v1',
  () =>
    z
      .object({
        email: z
          .array(z.string().min(1).max(256))
          .length(1)
          .meta({ description: 'The tag that the e-mail was sent with: it names the e-mail' }),
        destination: z
          .array(z.string().min(1).max(400))
          .meta({ description: 'Every address that the e-mail was sent to' }),
      })
      .and(
        z.discriminatedUnion('kind', [
          z.object({
            kind: z.literal('Bounce'),
            said: z.object({
              bounceType: z.string(),
              bounceSubType: z.string(),
              bouncedRecipients: z.array(addressed.extend({ action: z.string().optional() })),
            }),
          }),
          z.object({
            kind: z.literal('Complaint'),
            said: z.object({
              complainedRecipients: z.array(addressed),
              complaintFeedbackType: z.string().nullish(),
            }),
          }),
          z.object({ kind: z.literal('Reject'), said: z.looseObject({}) }),
          z.object({ kind: z.literal('Rendering Failure'), said: z.looseObject({}) }),
        ]),
      ),
  'SES could not deliver an e-mail, or somebody marked it as unwanted. Holds addresses of desks, and stands in no trail.',
);
export type EmailReturnedV1 = z.infer<typeof EmailReturnedV1>;
