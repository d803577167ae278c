import * as z from 'zod';
import { event } from './envelope.ts';
import { ReferralFactsV1 } from './former-facts.ts';
import { ChildFingerprints } from './referral.ts';

/** An entry authority referred a child or sibling group. */
export const ReferralReceivedV1 = event(
  'referral-received.v1',
  () =>
    z.object({
      referralId: z.uuid().meta({
        description: 'The sender’s, made once for each referral: sending it again changes nothing',
      }),
      channel: z.enum(['form', 'email', 'api', 'queue']),
      facts: ReferralFactsV1,
      fingerprints: z.array(ChildFingerprints).max(40).optional().meta({
        description: 'By which a referral of the same child is found. Only our own channels can make them',
      }),
    }),
  'An entry authority referred a child or sibling group.',
);
export type ReferralReceivedV1 = z.infer<typeof ReferralReceivedV1>;
