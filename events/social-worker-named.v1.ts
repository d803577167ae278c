import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** The receiving authority named the child's social worker. Who it is stands sealed; the trail says that one is named. */
export const SocialWorkerNamedV1 = event(
  'social-worker-named.v1',
  () =>
    z.object({
      council: AuthorityCode,
      socialWorker: z
        .string()
        .regex(/^[\w-]{43}$/)
        .meta({
          description: 'Opaque mark of what is sealed, made with a secret key: says nothing by itself',
        }),
      replaces: z.boolean().meta({ description: 'Whether another one had been named for this placement' }),
    }),
  'The receiving authority named the child’s social worker; the name itself is sealed.',
);
export type SocialWorkerNamedV1 = z.infer<typeof SocialWorkerNamedV1>;
