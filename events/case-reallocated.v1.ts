import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** The case goes back to the allocation check. */
export const CaseReallocatedV1 = event(
  'case-reallocated.v1',
  () =>
    z.object({
      because: z.enum([
        'next-round',
        'coordinator',
        'receiving-authority-cannot',
        'child-refused',
        'facts-changed',
      ]),
      excluding: z.array(AuthorityCode).meta({ description: 'Councils that are not asked again' }),
      note: z.string().max(2000).optional(),
      placedWith: AuthorityCode.optional().meta({
        description: 'The council with which a coordinator places the children in the same decision',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'The council whose accepted placement is undone by this: it is told',
      }),
      searchGoesOn: z.literal(true).optional().meta({
        description:
          'The entry authority is told that the search goes on. Left out where it was told on the same day already, in London, and where no council’s no, silence or closing is the reason',
      }),
    }),
  'The case goes back to the allocation check.',
);
export type CaseReallocatedV1 = z.infer<typeof CaseReallocatedV1>;
