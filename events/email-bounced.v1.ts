import * as z from 'zod';
import { event, Instant, OfferId, Recipient } from './envelope.ts';

/** An e-mail did not reach one of the addresses that it was sent to; says which of the desk’s, never the address. */
export const EmailBouncedV1 = event(
  'email-bounced.v1',
  () =>
    z.object({
      email: z.object({
        id: z.string().min(1).meta({ description: 'The e-mail as it was first asked for' }),
        template: z.string().min(1),
        to: Recipient.meta({ description: 'Whom it is meant for' }),
        eventNumber: z.int().positive().meta({ description: 'The event of this trail that it tells of' }),
        offerId: OfferId.optional(),
      }),
      attempt: z
        .int()
        .nonnegative()
        .meta({ description: 'Which sending came back: 0 for the first, 1 for the one after it' }),
      failed: z
        .enum(['duty-desk', 'second', 'coordinators', 'coordinators-second', 'smp-lead', 'sender', 'former'])
        .meta({
          description:
            'Which address: of the desk, of the coordinators who got it in its place, of the region’s lead who had a copy, of whoever sent the e-mail that it answers; or one that is none of theirs any more',
        }),
      why: z.enum(['no-such-mailbox', 'unwanted', 'not-delivered', 'not-carried']).meta({
        description:
          'The mailbox is not there, or the mail service writes to it no more; it was marked as unwanted; it could not be delivered for other reasons, a full mailbox for example; the mail service did not carry it at all',
      }),
      next: z.enum(['duty-desk', 'second', 'coordinators', 'coordinators-second', 'reached', 'nobody']).meta({
        description:
          'Who gets it now; "reached": somebody of the desk had it already, or it was only a copy; "nobody": not even the coordinators can be reached',
      }),
      answerBy: Instant.optional().meta({
        description: 'New deadline of the offer that it is about: its council had not heard of it',
      }),
    }),
  'An e-mail did not reach one of the addresses that it was sent to; says which of the desk’s, never the address.',
);
export type EmailBouncedV1 = z.infer<typeof EmailBouncedV1>;
