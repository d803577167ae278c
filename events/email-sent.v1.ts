import * as z from 'zod';
import { event } from './envelope.ts';

/** An e-mail was accepted for delivery, or was no longer worth sending. */
export const EmailSentV1 = event(
  'email-sent.v1',
  () =>
    z.object({
      emailId: z.string().min(1),
      template: z.string().min(1),
      outcome: z.enum(['sent', 'superseded']),
      messageId: z.string().optional().meta({ description: 'The mail service’s id' }),
    }),
  'An e-mail was accepted for delivery, or was no longer worth sending.',
);
export type EmailSentV1 = z.infer<typeof EmailSentV1>;
