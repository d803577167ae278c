import * as z from 'zod';

/** Environment variables of this function, exactly as the stack supplies them. */
export const settings = z.object({
  /** Name of the table of cases, councils and rota. */
  CASES_TABLE: z.string().min(1),
  /** Name of the table of personal data. */
  SEALED_TABLE: z.string().min(1),
  /** Bucket in which SES leaves each e-mail as it came. */
  MAIL_BUCKET: z.string().min(1),
  /** The secret whose value makes fingerprints that nobody else can make. */
  FINGERPRINT_SECRET_ARN: z.string().min(1),
  /** Where referrals go to be allocated. */
  REFERRALS_QUEUE_URL: z.url(),
  /** Where e-mails to send are asked for: the coordinators hear of what is set aside. */
  NOTIFICATIONS_QUEUE_URL: z.url(),
  /** Where messages are kept that tell of no e-mail, with a reason. */
  QUARANTINE_QUEUE_URL: z.url(),
  /** Where e-mails are named that a coordinator has to look at, with a reason. */
  SET_ASIDE_QUEUE_URL: z.url(),
  /** Which policy decides, for example nts-2025. */
  POLICY: z.string().min(1),
  /** The domain that our own e-mails come from: never answered. */
  OWN_DOMAIN: z.string().min(1),
});
