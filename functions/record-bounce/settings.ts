import * as z from 'zod';

/** Environment variables of this function, exactly as the stack supplies them. */
export const settings = z.object({
  /** Name of the table of cases, councils and rota. */
  CASES_TABLE: z.string().min(1),
  /** Name of the table of personal data. */
  SEALED_TABLE: z.string().min(1),
  /** Which policy decides, for example nts-2025. */
  POLICY: z.string().min(1),
  /** Where messages go that nobody can read, with a reason. */
  QUARANTINE_QUEUE_URL: z.url(),
});
