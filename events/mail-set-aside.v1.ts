import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** An e-mail came in that only a person may act on: it waits in the queue of e-mails set aside, and the coordinators are told. */
export const MailSetAsideV1 = event(
  'mail-set-aside.v1',
  () =>
    z.object({
      reason: z
        .enum([
          'unknown-sender',
          'mail-not-proved',
          'shared-domain',
          'automatic-referral',
          'too-many-answers',
          'about-a-merger',
        ])
        .meta({ description: 'Why only a person may act on it; the last two were added later' }),
      councils: z
        .array(AuthorityCode)
        .max(250)
        .meta({ description: 'In whose name it came; more than one when they share a domain' }),
      mail: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,100}$/)
        .meta({ description: 'Opaque: the last part of the key under which the bucket keeps it' }),
      receivedAt: Instant,
      moreUntil: Instant.optional().meta({
        description: 'More of this kind are not told before this instant, so that nobody can flood the desk',
      }),
    }),
  'An e-mail came in that only a person may act on; it is set aside, and the coordinators are told.',
);
export type MailSetAsideV1 = z.infer<typeof MailSetAsideV1>;
