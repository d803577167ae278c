import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';
import { ReferralFacts } from './referral.ts';

/** The entry authority added to or corrected a referral; only the facts given replace those held. */
export const ReferralAmendedV1 = event(
  'referral-amended.v1',
  z.object({
    referralId: z.uuid(),
    facts: ReferralFacts.partial().meta({
      description: 'A list given replaces the whole list held',
    }),
    concerned: z.array(AuthorityCode).optional().meta({
      description: 'In a trail: councils with the placement or an open offer that goes on: they are told',
    }),
  }),
  'The entry authority added to or corrected a referral; only the facts given replace those held.',
);
export type ReferralAmendedV1 = z.infer<typeof ReferralAmendedV1>;
