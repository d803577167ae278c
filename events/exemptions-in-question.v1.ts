import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';
import { Need } from './referral.ts';

/** What a declaration spares a council: all requests for a time, all for want of places, or those for children with a need that it leaves out. */
export const exemptedNames = ['pause', 'no-places', ...Need.options] as const;
export type Exempted = (typeof exemptedNames)[number];

/** A council has declared for longer than the policy lets stand unseen that it be spared. */
export const ExemptionsInQuestionV1 = event(
  'exemptions-in-question.v1',
  () =>
    z.object({
      council: AuthorityCode,
      exemptions: z
        .array(
          z.object({
            what: z.enum(exemptedNames),
            since: CalendarDate.meta({
              description: 'The day of the first of the declarations that say so, one after the other',
            }),
            until: CalendarDate.optional().meta({ description: 'The first day of offers again, of a pause' }),
          }),
        )
        .min(1),
    }),
  'A council has long declared that it be spared of requests: the coordinators are asked whether that counts.',
);
export type ExemptionsInQuestionV1 = z.infer<typeof ExemptionsInQuestionV1>;
