import * as z from 'zod';
import { event } from './envelope.ts';
import { ChildFingerprints, ReferralFacts } from './referral.ts';

/** An entry authority referred a child or sibling group. */
export const ReferralReceivedV2 = event(
  'referral-received.v2',
  () =>
    z.object({
      referralId: z.uuid().meta({
        description: 'The sender’s, made once for each referral: sending it again changes nothing',
      }),
      channel: z.enum(['form', 'email', 'api', 'queue']),
      facts: ReferralFacts,
      fingerprints: z.array(ChildFingerprints).max(40).optional().meta({
        description: 'By which a referral of the same child is found. Only our own channels can make them',
      }),
    }),
  'An entry authority referred a child or sibling group.',
);
export type ReferralReceivedV2 = z.infer<typeof ReferralReceivedV2>;
