import * as z from 'zod';
import { event } from './envelope.ts';
import { ReferralFacts } from './referral.ts';

/** The entry authority added to or corrected a referral; only the facts given replace those held. */
export const ReferralAmendedV1 = event(
  'referral-amended.v1',
  z.object({
    referralId: z.uuid(),
    facts: ReferralFacts.partial().meta({
      description: 'A list given replaces the whole list held',
    }),
  }),
  'The entry authority added to or corrected a referral; only the facts given replace those held.',
);
export type ReferralAmendedV1 = z.infer<typeof ReferralAmendedV1>;
