import * as z from 'zod';
import { AuthorityCode, CaseReference, event } from './envelope.ts';

/** A coordinator found that a referral that had been merged into a case is about somebody else: it gets a case of its own. */
export const MergerUndoneV1 = event(
  'merger-undone.v1',
  () =>
    z.object({
      referralId: z.uuid().meta({ description: 'Of the referral that had been merged' }),
      reference: CaseReference.meta({ description: 'The reference its sender was given' }),
      council: AuthorityCode.meta({ description: 'Who sent it' }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Who sent it, where that is another authority than the one of the case',
      }),
      note: z.string().min(1).max(2000),
    }),
  'A coordinator found that a referral that had been merged into a case is about somebody else: it gets a case of its own.',
);
export type MergerUndoneV1 = z.infer<typeof MergerUndoneV1>;
