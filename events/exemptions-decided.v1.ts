import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';
import { exemptedNames } from './exemptions-in-question.v1.ts';

/** A coordinator decided whether what a council declares to be spared of counts. */
export const ExemptionsDecidedV1 = event(
  'exemptions-decided.v1',
  () =>
    z.object({
      council: AuthorityCode,
      exemptions: z.array(z.enum(exemptedNames)).min(1),
      agreedUntil: CalendarDate.optional().meta({
        description:
          'The first day on which it no longer counts without a new decision; absent when it does not count',
      }),
      note: z.string().min(1).max(2000).optional(),
    }),
  'A coordinator agreed to what a council asks to be spared of until a day, or decided that it does not count.',
);
export type ExemptionsDecidedV1 = z.infer<typeof ExemptionsDecidedV1>;
