import * as z from 'zod';

/** Environment variables of this function, exactly as the stack supplies them. */
export const settings = z.object({
  /** Name of the table of cases, councils and rota. */
  CASES_TABLE: z.string().min(1),
  /** Name of the table of personal data. */
  SEALED_TABLE: z.string().min(1),
  /** The secret whose value signs and checks the links in e-mails. */
  LINK_SECRET_ARN: z.string().min(1),
  /** Root of the pages that e-mails link to, without a slash at its end. */
  PAGES_URL: z.url(),
  /** The bare address that e-mails come from; the display name is not part of it. */
  SENDER_ADDRESS: z.email(),
  /** Where councils send referrals, and answer what they are asked. */
  INBOX_ADDRESS: z.email(),
  /** Who is told of alarms, when alarms cannot tell them; `none` for nobody beside the coordinators. */
  ON_CALL_ADDRESS: z
    .email()
    .or(z.literal('none'))
    .transform((address) => (address === 'none' ? undefined : address)),
  /** The SES configuration set that every e-mail names. */
  CONFIGURATION_SET: z.string().min(1),
  /** The queue that wakes this function: what waits to be told together is called up on it. */
  NOTIFICATIONS_QUEUE_URL: z.url(),
  /** Where messages go that nobody can read, with a reason. */
  QUARANTINE_QUEUE_URL: z.url(),
  /** How long to wait before an e-mail, for each address that it goes to: SES takes so many a second, from all of us together. */
  MILLISECONDS_AN_ADDRESS: z.coerce.number().nonnegative(),
});
