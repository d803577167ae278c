import * as z from 'zod';
import { AuthorityCode, CaseReference, event } from './envelope.ts';

/** How an earlier referral ended for a child of it; first those ends that bear most on whether the child may be placed anew. */
export const earlierEnds = [
  'assessed-as-adult',
  'turned-18',
  'died',
  'missing',
  'in-care',
  'stayed',
  'joined-family',
  'placement-ended',
  'withdrawn',
] as const;

/** Earlier referrals, all ended, may be about the children of this case: they take nothing over, and people are told. */
export const EarlierReferralFoundV1 = event(
  'earlier-referral-found.v1',
  () =>
    z.object({
      referrals: z
        .array(
          z.object({
            reference: CaseReference,
            council: AuthorityCode.meta({ description: 'Who referred the child then' }),
            responsible: AuthorityCode.meta({
              description: 'The council that is responsible for the child by that case, or was when it ended',
            }),
            ended: z.enum(earlierEnds),
          }),
        )
        .min(1),
      concerned: z.array(AuthorityCode).optional().meta({
        description:
          'Councils other than the entry authority that are told, because they assessed, or are responsible for, a child who may be this one',
      }),
    }),
  'Earlier referrals, all ended, may be about the children of this case: they take nothing over, and people are told.',
);
export type EarlierReferralFoundV1 = z.infer<typeof EarlierReferralFoundV1>;
