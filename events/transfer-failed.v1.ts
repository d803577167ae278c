import * as z from 'zod';
import { AuthorityCode, CalendarDate, event, Instant } from './envelope.ts';

/** The move failed on the day; it has to be arranged again. */
export const TransferFailedV1 = event(
  'transfer-failed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      moveOn: CalendarDate,
      reason: z.enum(['transport', 'placement-fell-through', 'child-unwell', 'child-not-ready', 'other']),
      text: z.string().max(2000).optional(),
      arrangeBy: Instant,
    }),
  'The move failed on the day; it has to be arranged again.',
);
export type TransferFailedV1 = z.infer<typeof TransferFailedV1>;
