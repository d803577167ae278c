import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** So many links to sign in were asked for in a day that a desk is sent no more; the desk and the coordinators are told. */
export const SignInStoppedV1 = event(
  'sign-in-stopped.v1',
  () =>
    z.object({
      council: AuthorityCode.optional().meta({
        description: 'Whose desk; left out when it is no council’s',
      }),
      region: z.string().min(1).optional().meta({
        description:
          'The region whose lead’s desk it is; left out of every other. With neither it is the coordinators’ own',
      }),
      who: z.enum(['new-devices', 'known-devices', 'wrong-codes', 'strangers']).meta({
        description:
          'Whether devices that never signed in for the desk are sent no more links, or those that did; or, of coordinators, that too many wrong codes were entered for one person, or that at all desks together nobody is sent a link any more whose address has not been shown to be theirs',
      }),
      until: Instant.meta({ description: 'From then on links are sent again, or codes are read' }),
    }),
  'So many links to sign in were asked for in a day that a desk is sent no more; the desk and the coordinators are told.',
);
export type SignInStoppedV1 = z.infer<typeof SignInStoppedV1>;
