import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** An officer of the entry authority, or of the council that takes the children, opened what is sealed. Recorded before anything was shown. */
export const SealedDetailsOpenedV1 = event(
  'sealed-details-opened.v1',
  () =>
    z.object({
      council: AuthorityCode,
      part: z.enum(['entry-authority', 'receiving-authority']),
      session: z
        .string()
        .regex(/^[\w-]{16}$/)
        .meta({
          description: 'Hash of the session: the same officer’s openings belong together, without a name',
        }),
      document: z
        .uuid()
        .optional()
        .meta({ description: 'The document that was opened; absent for the details' }),
    }),
  'An officer of the council that referred the children, or of the one that takes them, opened what is sealed of them.',
);
export type SealedDetailsOpenedV1 = z.infer<typeof SealedDetailsOpenedV1>;
