import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** A coordinator opened a case again that had ended: what had been arranged broke down, or was recorded in error. */
export const CaseReopenedV1 = event(
  'case-reopened.v1',
  () =>
    z.object({
      because: z.enum(['family-broke-down', 'placement-broke-down', 'recorded-in-error']),
      note: z.string().min(1).max(2000),
      countedAgainst: AuthorityCode.optional().meta({
        description: 'The council in whose figure the children count again',
      }),
      children: z.array(z.int().positive()).min(1).optional().meta({
        description:
          'After the handover: those who are in care again; others of the group stay where they are. Since November 2026, all before',
      }),
    }),
  'A coordinator opened a case again that had ended: what had been arranged broke down, or was recorded in error.',
);
export type CaseReopenedV1 = z.infer<typeof CaseReopenedV1>;
