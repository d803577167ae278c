import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';

/** The child refuses to move. A first-class outcome: a person decides what follows. */
export const ChildRefusedV1 = event(
  'child-refused.v1',
  () =>
    z.object({
      refusal: z.int().positive().optional().meta({
        description: 'Which refusal of the child it is in this case: the first, the second',
      }),
      onTheDay: CalendarDate.optional().meta({
        description: 'The day of the move, when the child refused on it and the move failed',
      }),
      note: z.string().max(2000).optional(),
      concerned: z.array(AuthorityCode).optional().meta({
        description:
          'The council with the placement, whose place is kept until a person has decided: it is told',
      }),
    }),
  'The child refuses to move. A first-class outcome: a person decides what follows.',
);
export type ChildRefusedV1 = z.infer<typeof ChildRefusedV1>;
