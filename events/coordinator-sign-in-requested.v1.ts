import * as z from 'zod';
import { event, OwnPlace } from './envelope.ts';

/** Somebody at the coordinators’ registered address asked for a link to sign in. Never names the address. */
export const CoordinatorSignInRequestedV1 = event(
  'coordinator-sign-in-requested.v1',
  () =>
    z.object({
      contact: z
        .enum(['duty-desk', 'second'])
        .meta({ description: 'Which of the coordinators’ registered addresses asked' }),
      signInId: z.uuid().meta({ description: 'The link opens one session, and this is its number' }),
      to: OwnPlace.optional().meta({
        description: 'The page that was wanted before signing in; may be left out',
      }),
    }),
  'Somebody at the coordinators’ registered address asked for a link to sign in; never names the address.',
);
export type CoordinatorSignInRequestedV1 = z.infer<typeof CoordinatorSignInRequestedV1>;
