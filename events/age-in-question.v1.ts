import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** A child’s recorded 18th birthday has come while the age assessment is open: nothing closes, a person decides. */
export const AgeInQuestionV1 = event(
  'age-in-question.v1',
  () =>
    z.object({
      child: z.int().positive(),
      assessment: z.enum(['required', 'under-way']),
      ledBy: AuthorityCode.optional().meta({ description: 'The authority that leads the age assessment' }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Councils with the placement or an open offer when it happened: they are told',
      }),
    }),
  'A child’s recorded 18th birthday has come while the age assessment is open: nothing closes, a person decides.',
);
export type AgeInQuestionV1 = z.infer<typeof AgeInQuestionV1>;
