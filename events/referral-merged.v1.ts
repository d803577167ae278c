import * as z from 'zod';
import { AuthorityCode, CaseReference, event } from './envelope.ts';
import { FactsOfAnyTime } from './former-facts.ts';
import { ChildFingerprints } from './referral.ts';

/** A referral turned out to be about the children of an open case; the case goes on as it was. */
export const ReferralMergedV1 = event(
  'referral-merged.v1',
  () =>
    z.object({
      referralId: z.uuid().meta({ description: 'Of the referral that was merged' }),
      reference: CaseReference.meta({ description: 'The reference its sender was given' }),
      channel: z.enum(['form', 'email', 'api', 'queue']),
      council: AuthorityCode.meta({ description: 'Who sent it' }),
      facts: FactsOfAnyTime.meta({ description: 'What it said. Kept, not taken over' }),
      fingerprints: z.array(ChildFingerprints).max(40).optional().meta({
        description:
          'Its own, by which its children are found should the merger be undone; none where it had none',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Who sent it, where that is another authority than the one of the case',
      }),
      differing: z
        .array(z.string().min(1))
        .meta({ description: 'Facts of which the case says something else' }),
    }),
  'A referral turned out to be about the children of an open case; the case goes on as it was.',
);
export type ReferralMergedV1 = z.infer<typeof ReferralMergedV1>;
