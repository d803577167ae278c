import * as z from 'zod';
import { event } from './envelope.ts';

/** Somebody whom coordinators have let in to read the figures asked for a link to sign in. Names nobody, and no address. */
export const ReaderSignInRequestedV1 = event(
  'reader-sign-in-requested.v1',
  () =>
    z.object({
      person: z.uuid().meta({ description: 'Who, by their id among those who read the figures' }),
      signInId: z.uuid().meta({ description: 'The link opens one session, and this is its number' }),
    }),
  'Somebody whom coordinators have let in to read the figures asked for a link to sign in; names nobody, and no address.',
);
export type ReaderSignInRequestedV1 = z.infer<typeof ReaderSignInRequestedV1>;
