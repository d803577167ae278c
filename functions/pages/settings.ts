import * as z from 'zod';

/** Environment variables of this function, exactly as the stack supplies them. */
export const settings = z.object({
  /** Name of the table of cases, councils and rota. */
  CASES_TABLE: z.string().min(1),
  /** Name of the table of personal data, contacts and sessions. */
  SEALED_TABLE: z.string().min(1),
  /** Name of the bucket of documents about children. */
  DOCUMENTS_BUCKET: z.string().min(3),
  /** Name of the bucket in which anchors are kept. */
  ANCHORS_BUCKET: z.string().min(3),
  /** Where referrals go. */
  REFERRALS_QUEUE_URL: z.url(),
  /** Where requests for e-mails go. */
  NOTIFICATIONS_QUEUE_URL: z.url(),
  /** The secret whose value signs and checks the links in e-mails. */
  LINK_SECRET_ARN: z.string().min(1),
  /** Where councils send referrals by e-mail. */
  INBOX_ADDRESS: z.email(),
  /** The secret whose value makes fingerprints that nobody else can make. */
  FINGERPRINT_SECRET_ARN: z.string().min(1),
  /** Which policy decides, for example nts-2025. */
  POLICY: z.string().min(1),
});
