import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';

/** What may have become of them. */
export const careOutcomes = ['assessed-as-adult', 'joined-family', 'placement-ended', 'died'] as const;

/** After the handover, children left the care of the council that was responsible: it counts them no longer. */
export const LeftCareV1 = event(
  'left-care.v1',
  () =>
    z.object({
      council: AuthorityCode.meta({ description: 'The council that was responsible' }),
      outcome: z.enum(careOutcomes),
      on: CalendarDate,
      children: z.array(z.int().positive()).min(1).meta({ description: 'Numbers of the children' }),
      note: z.string().max(2000).optional(),
    }),
  'After the handover, children left the care of the council that was responsible: it counts them no longer.',
);
export type LeftCareV1 = z.infer<typeof LeftCareV1>;
