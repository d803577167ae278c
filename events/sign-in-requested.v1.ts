import * as z from 'zod';
import { AuthorityCode, event, OwnPlace } from './envelope.ts';

/** Somebody at a council’s registered address asked for a link to sign in. Names the desk, never the address. */
export const SignInRequestedV1 = event(
  'sign-in-requested.v1',
  () =>
    z.object({
      council: AuthorityCode,
      contact: z
        .enum(['duty-desk', 'second'])
        .meta({ description: 'Which of the council’s registered addresses asked' }),
      person: z.uuid().optional().meta({
        description:
          'Whose own address asked, at the domain of that registered one, by their id at the desk; left out when it is the registered address itself',
      }),
      signInId: z.uuid().meta({ description: 'The link opens one session, and this is its number' }),
      to: OwnPlace.optional().meta({ description: 'The page that was wanted before signing in' }),
    }),
  'Somebody at a council’s registered address asked for a link to sign in; names the desk, never the address.',
);
export type SignInRequestedV1 = z.infer<typeof SignInRequestedV1>;
