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
            deadline: z.enum([
              'facts',
              'search',
              'decide',
              'region',
              'answer',
              'arrange',
              'move',
              'confirm',
              'places',
            ]),
            from: Instant,
            by: Instant,
            council: AuthorityCode.optional(),
            offerId: OfferId.optional(),
            region: z
              .string()
              .min(1)
              .optional()
              .meta({ description: 'Region whose lead has it; absent of every deadline but `region`' }),
          }),
        )
        .min(1),
    }),
  'A bank holiday was announced after deadlines had been set: those that it falls into are later now, and whoever has one is told.',
);
export type DeadlinesMovedV1 = z.infer<typeof DeadlinesMovedV1>;
