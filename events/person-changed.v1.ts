import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** Somebody with an own address asked to sign in for a council, or the council decided on them. Never names them, nor their address. */
export const PersonChangedV1 = event(
  'person-changed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      person: z.uuid().meta({ description: 'Who, by their id at the desk' }),
      state: z
        .enum(['asked', 'let-in', 'refused', 'taken-away'])
        .meta({ description: 'How they stand: of a request the desk is told, of a decision the person' }),
      access: z.literal('finance').optional().meta({
        description: 'For the council’s money alone, of whom it is or was let in so; left out of an officer',
      }),
    }),
  'Somebody with an own address asked to sign in for a council, or the council decided on them; never names them, nor their address.',
);
export type PersonChangedV1 = z.infer<typeof PersonChangedV1>;
