import * as z from 'zod';
import { AuthorityCode, CaseReference, event } from './envelope.ts';
import { Warnings } from './warnings.ts';

/** The rules do not clear the case; a named coordinator decides. */
export const ReferralHeldV1 = event(
  'referral-held.v1',
  () =>
    z.object({
      reasons: z.array(z.object({ code: z.string().min(1), words: z.string().min(1) })).min(1),
      warnings: Warnings,
      council: AuthorityCode.optional().meta({
        description:
          'The council that had said yes before this was said: its move waits. Left out where nobody had',
      }),
      joins: CaseReference.optional().meta({
        description:
          'The case of the same cause of which coordinators were told and have yet to decide: this one comes with it, without an e-mail of its own to them',
      }),
    }),
  'The rules do not clear the case; a named coordinator decides.',
);
export type ReferralHeldV1 = z.infer<typeof ReferralHeldV1>;
