import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** The entry authority adds a document to what is sealed of its children, or takes one away. Recorded before it is done. */
export const DocumentsChangedV1 = event(
  'documents-changed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      change: z.enum(['added', 'removed']),
      document: z.uuid().meta({ description: 'Names nobody: follows from what it holds, by a key' }),
    }),
  'The entry authority added a sealed document to its referral, or removed one; never its name.',
);
export type DocumentsChangedV1 = z.infer<typeof DocumentsChangedV1>;
