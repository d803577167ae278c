import * as z from 'zod';
import { AuthorityCode, event, OfferId } from './envelope.ts';

/** Why a decline is not accepted. */
export const refusalReasons = [
  'has-room',
  'declared-a-place',
  'can-meet-the-needs',
  'safe-with-support',
  'no-ground-given',
  'other',
] as const;

/** A coordinator accepted or refused a decline. */
export const DeclineReviewedV1 = event(
  'decline-reviewed.v1',
  () =>
    z.object({
      offerId: OfferId,
      council: AuthorityCode,
      outcome: z.enum(['accepted', 'refused']),
      note: z.string().min(1).max(2000),
      reason: z.enum(refusalReasons).optional().meta({
        description:
          'Why it was not accepted; left out where it was, and in records from before it was asked',
      }),
      text: z.string().min(1).max(2000).optional().meta({
        description:
          'What the coordinator writes to the council: on its page, never e-mailed. May be left out',
      }),
    }),
  'A coordinator accepted or refused a decline.',
);
export type DeclineReviewedV1 = z.infer<typeof DeclineReviewedV1>;
