import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** What may be said of a child who is missing, beside that it is. All of it stands sealed. */
export const missingFields = ['policeReference', 'lastSeenAt', 'lastSeenWhere'] as const;

/** Details for the search for missing children were given. What they say stands sealed; the trail says which were given, and of whom. */
export const MissingDetailsGivenV1 = event(
  'missing-details-given.v1',
  () =>
    z.object({
      children: z.array(z.int().positive()).min(1).optional().meta({
        description:
          'Numbers of the children they are about, where others of the case are not; left out: all of the case',
      }),
      given: z
        .array(z.enum(missingFields))
        .min(1)
        .meta({ description: 'Which details were given, never what they say' }),
      mark: z
        .string()
        .regex(/^[\w-]{22}$/)
        .meta({
          description: 'Opaque mark of what is sealed, made with a secret key: says nothing by itself',
        }),
      council: AuthorityCode.optional().meta({
        description: 'The council that is responsible since the handover; absent before it',
      }),
    }),
  'Details for the search for a missing child were given: which ones. What they say is sealed.',
);
export type MissingDetailsGivenV1 = z.infer<typeof MissingDetailsGivenV1>;
