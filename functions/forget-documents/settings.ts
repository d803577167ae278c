import * as z from 'zod';

/** Environment variables of this function, exactly as the stack supplies them. */
export const settings = z.object({
  /** Name of the table of cases. */
  CASES_TABLE: z.string().min(1),
  /** Name of the table of what is sealed. */
  SEALED_TABLE: z.string().min(1),
  /** Name of the bucket of documents. */
  DOCUMENTS_BUCKET: z.string().min(1),
});
