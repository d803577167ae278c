import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** Why an entry authority withdraws a referral. */
export const withdrawalReasons = [
  'no-longer-needed',
  'made-in-error',
  'assessed-as-adult',
  'left-the-country',
  'died',
  'other',
] as const;

/** The entry authority withdrew the referral. */
export const ReferralWithdrawnV1 = event(
  'referral-withdrawn.v1',
  () =>
    z.object({
      reason: z.enum(withdrawalReasons),
      note: z.string().max(2000).optional(),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'The council whose accepted placement is undone by this: it is told',
      }),
    }),
  'The entry authority withdrew the referral.',
);
export type ReferralWithdrawnV1 = z.infer<typeof ReferralWithdrawnV1>;
