import * as z from 'zod';
import { AuthorityCode, event, Instant, OfferId } from './envelope.ts';

/** Why a coordinator gives a council more time. */
export const moreTimeReasons = [
  'place-nearly-ready',
  'facts-asked-for',
  'people-away',
  'child-needs-time',
  'other',
] as const;

/** A coordinator gave a council more time: to answer the offer that waits for it, or to arrange the move. */
export const MoreTimeGivenV1 = event(
  'more-time-given.v1',
  () =>
    z.object({
      deadline: z.enum(['answer', 'arrange']).meta({ description: 'What it has more time for' }),
      council: AuthorityCode,
      offerId: OfferId.optional().meta({ description: 'Of a deadline to answer: of which offer' }),
      from: Instant.meta({ description: 'When its time would have ended, or had ended' }),
      by: Instant.meta({ description: 'When it ends now' }),
      because: z.enum(moreTimeReasons),
      note: z.string().min(1).max(2000).meta({ description: 'For the record alone: it is in no email' }),
    }),
  'A coordinator gave a council more time: to answer the offer that waits for it, or to arrange the move.',
);
export type MoreTimeGivenV1 = z.infer<typeof MoreTimeGivenV1>;
