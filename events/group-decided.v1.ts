import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** Some children of a group are missing: a coordinator decided whether the others wait for them, or go on; or nobody of it is missing any more. */
export const GroupDecidedV1 = event(
  'group-decided.v1',
  () =>
    z.object({
      goOn: z.boolean().meta({ description: 'Whether the case goes on, with the time that it had left' }),
      missing: z.array(z.int().positive()).meta({
        description:
          'Numbers of the children who are missing still; none once those who were have turned 18 or left care',
      }),
      note: z.string().min(1).max(2000).optional().meta({
        description: 'Why; left out where nobody is missing any more, for then nobody decides',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Councils with the placement or an open offer when it happened: they are told',
      }),
    }),
  'Some children of a group are missing: a coordinator decided whether the others wait for them, or go on; or nobody of it is missing any more.',
);
export type GroupDecidedV1 = z.infer<typeof GroupDecidedV1>;
