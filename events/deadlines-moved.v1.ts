import * as z from 'zod';
import { AuthorityCode, CalendarDate, event, Instant, OfferId } from './envelope.ts';

/** A bank holiday was announced after deadlines had been set: those that it falls into are later now; whoever has one is told. */
export const DeadlinesMovedV1 = event(
  'deadlines-moved.v1',
  () =>
    z.object({
      holidays: z
        .array(CalendarDate)
        .min(1)
        .meta({ description: 'Those days, in the nations of who has to act' }),
      clocksStand: z.literal(true).optional().meta({
        description:
          'Present while the child is missing: the deadlines count again once it is found, and nobody is told',
      }),
      moved: z
        .array(
          z.object({
            deadline: z.enum(['facts', 'search', 'decide', 'answer', 'arrange', 'move', 'confirm', 'places']),
            from: Instant,
            by: Instant,
            council: AuthorityCode.optional(),
            offerId: OfferId.optional(),
          }),
        )
        .min(1),
    }),
  'A bank holiday was announced after deadlines had been set: those that it falls into are later now, and whoever has one is told.',
);
export type DeadlinesMovedV1 = z.infer<typeof DeadlinesMovedV1>;
