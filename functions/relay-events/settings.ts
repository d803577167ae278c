import * as z from 'zod';

/** Environment variables of this function, exactly as the stack supplies them. */
export const settings = z.object({
  /** Name of the table of cases, councils and rota. */
  CASES_TABLE: z.string().min(1),
  /** Where cases go that have to be allocated again. */
  REFERRALS_QUEUE_URL: z.url(),
  /** Where requests for e-mail go. */
  NOTIFICATIONS_QUEUE_URL: z.url(),
  /** Where records go that nobody can read. */
  QUARANTINE_QUEUE_URL: z.url(),
});
