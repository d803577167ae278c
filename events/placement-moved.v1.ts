import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';

/** After the handover the children live in another area; the same council is responsible. */
export const PlacementMovedV1 = event(
  'placement-moved.v1',
  () =>
    z.object({
      council: AuthorityCode.meta({ description: 'The council that is responsible' }),
      placedIn: AuthorityCode.optional().meta({
        description:
          'The council in whose area the children live now, where that is not the responsible council’s own; its desk is told',
      }),
      on: CalendarDate,
      children: z.int().positive().meta({ description: 'How many' }),
      note: z.string().max(2000).optional(),
    }),
  'After the handover the children live in another area; the same council is responsible.',
);
export type PlacementMovedV1 = z.infer<typeof PlacementMovedV1>;
