import * as z from 'zod';

/** Environment variables of this function, exactly as the stack supplies them. */
export const settings = z.object({
  /** Name of the table of cases, councils and rota. */
  CASES_TABLE: z.string().min(1),
  /** Name of the table of personal data, which also holds councils' keys (hashed). */
  SEALED_TABLE: z.string().min(1),
  /** The secret whose value makes fingerprints that nobody else can make. */
  FINGERPRINT_SECRET_ARN: z.string().min(1),
  /** Where referrals go to be looked at. */
  REFERRALS_QUEUE_URL: z.url(),
  /** Which policy says what a referral has to contain, for example nts-2025. */
  POLICY: z.string().min(1),
});
