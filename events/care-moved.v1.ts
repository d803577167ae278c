import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';

/** After the handover, another council became responsible for the children: it counts them now. */
export const CareMovedV1 = event(
  'care-moved.v1',
  () =>
    z.object({
      from: AuthorityCode,
      to: AuthorityCode,
      on: CalendarDate,
      placedIn: AuthorityCode.optional().meta({
        description:
          'The council in whose area the children live now, where that is not the new council’s own; its desk is told. Since November 2026',
      }),
      children: z.int().positive().meta({ description: 'How many' }),
      note: z.string().max(2000).optional(),
    }),
  'After the handover, another council became responsible for the children: it counts them now.',
);
export type CareMovedV1 = z.infer<typeof CareMovedV1>;
