import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** What may be decided of children who were found, beside that all of a case live elsewhere now, that another council is responsible, or that they left care. */
const foundDecisions = ['brought-back', 'lives-there'] as const;

/** After the handover a missing child was found in another area, and what follows is decided: the child is brought back, or lives there apart from others of the case. */
export const FoundDecidedV1 = event(
  'found-decided.v1',
  () =>
    z.object({
      council: AuthorityCode.meta({ description: 'The council that is responsible, and stays so' }),
      foundIn: AuthorityCode.meta({ description: 'The council in whose area the child was found' }),
      children: z
        .array(z.int().positive())
        .min(1)
        .meta({ description: 'Numbers of the children who were found there' }),
      decision: z.enum(foundDecisions).meta({
        description:
          'lives-there where others of the case live elsewhere; that all of a case live there is placement-moved.v1',
      }),
      note: z.string().max(2000).optional(),
    }),
  'After the handover a missing child was found in another area, and what follows is decided: the child is brought back, or lives there apart from others of the case.',
);
export type FoundDecidedV1 = z.infer<typeof FoundDecidedV1>;
