import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** A coordinator gave a council's system a key, gave it another, or took its keys away. Holds neither a key nor its hash. */
export const ApiKeyChangedV1 = event(
  'api-key-changed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      change: z.enum(['given', 'replaced', 'taken-away']),
      oldUntil: Instant.optional().meta({
        description: 'With replaced: until when the key before opens too; absent when it is void at once',
      }),
    }),
  'A coordinator gave a council’s system a key, another one, or took its keys away; holds neither a key nor its hash.',
);
export type ApiKeyChangedV1 = z.infer<typeof ApiKeyChangedV1>;
