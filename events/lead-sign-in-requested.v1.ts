import * as z from 'zod';
import { event, OwnPlace } from './envelope.ts';

/** Somebody at the registered address of a region’s lead asked for a link to sign in. Names the region, never the address. */
export const LeadSignInRequestedV1 = event(
  'lead-sign-in-requested.v1',
  () =>
    z.object({
      region: z
        .string()
        .min(1)
        .meta({ description: 'Code of the region that they lead', examples: ['E12000008'] }),
      contact: z
        .enum(['duty-desk', 'second'])
        .meta({ description: 'Which of the lead’s registered addresses asked' }),
      signInId: z.uuid().meta({ description: 'The link opens one session, and this is its number' }),
      to: OwnPlace.optional().meta({
        description: 'The page that was wanted before signing in; may be left out',
      }),
    }),
  'Somebody at the registered address of a region’s lead asked for a link to sign in; names the region, never the address.',
);
export type LeadSignInRequestedV1 = z.infer<typeof LeadSignInRequestedV1>;
