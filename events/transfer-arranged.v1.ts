import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';

/** The receiving authority named a social worker and a day for the move. */
export const TransferArrangedV1 = event(
  'transfer-arranged.v1',
  () =>
    z.object({
      council: AuthorityCode,
      moveOn: CalendarDate,
      socialWorkerNamed: z
        .literal(true)
        .meta({ description: 'Responsibility passes only once one is named' }),
      placedIn: AuthorityCode.optional().meta({
        description:
          'The council in whose area the child will live, where that is not the receiving authority’s own; its desk is told',
      }),
      lateBecause: z
        .string()
        .max(2000)
        .optional()
        .meta({ description: 'Why the move is after the deadline' }),
    }),
  'The receiving authority named a social worker and a day for the move.',
);
export type TransferArrangedV1 = z.infer<typeof TransferArrangedV1>;
