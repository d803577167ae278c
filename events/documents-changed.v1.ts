import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** What a document of a referral can be, in the order in which forms offer it. */
export const documentKinds = [
  'age-assessment',
  'care-plan',
  'nrm',
  'health',
  'home-office-letter',
  'other',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** The entry authority adds a document to what is sealed of its children, takes one away, or says what one is. Recorded before it is done. */
export const DocumentsChangedV1 = event(
  'documents-changed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      change: z.enum(['added', 'removed', 'kind-said']),
      document: z.uuid().meta({ description: 'Names nobody: follows from what it holds, by a key' }),
      documentKind: z.enum(documentKinds).optional().meta({
        description:
          'What the document is, as the entry authority says when it adds it or later; may be left out: it has not said, and the page of documents asks',
      }),
    }),
  'The entry authority added a sealed document to its referral, removed one, or said what kind it is; never its name.',
);
export type DocumentsChangedV1 = z.infer<typeof DocumentsChangedV1>;
