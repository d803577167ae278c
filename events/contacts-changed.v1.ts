import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** A coordinator changed where e-mail to a council's desk goes. Never says an address. */
export const ContactsChangedV1 = event(
  'contacts-changed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      contact: z.enum(['duty-desk', 'second']).meta({ description: 'Which of the desk’s addresses' }),
      change: z.enum(['given', 'replaced', 'taken-away', 'works-again']).meta({
        description:
          'There was none before; another took its place; there is none any more; it is the same, and somebody says that e-mail arrives there again',
      }),
    }),
  'A coordinator changed where e-mail to a council’s desk goes; never says an address.',
);
export type ContactsChangedV1 = z.infer<typeof ContactsChangedV1>;
