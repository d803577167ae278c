import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';

/** A council’s declaration is older than the policy allows, or was never made. */
export const CapacityReminderDueV1 = event(
  'capacity-reminder-due.v1',
  () =>
    z.object({
      council: AuthorityCode,
      lastDeclaredOn: CalendarDate.optional(),
      reminder: z.int().positive().meta({
        description: 'First, second, … since the last declaration; from the second the SMP lead gets a copy',
      }),
      on: CalendarDate.meta({ description: 'At most one on a day' }),
      askedUpTo: z.int().nonnegative().optional().meta({
        description:
          'Children up to whom the council is asked, where it has as many, those on their way included, and so has no turn. Left out where it has room, and by those who reminded before this was said',
      }),
    }),
  'A council’s declaration is older than the policy allows, or was never made.',
);
export type CapacityReminderDueV1 = z.infer<typeof CapacityReminderDueV1>;
