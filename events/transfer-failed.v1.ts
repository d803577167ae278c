import * as z from 'zod';
import { AuthorityCode, CalendarDate, event, Instant } from './envelope.ts';

/** Why a move failed. */
export const failureReasons = [
  'transport',
  'placement-fell-through',
  'child-unwell',
  'child-not-ready',
  'other',
] as const;

/** The move failed on the day; it has to be arranged again. */
export const TransferFailedV1 = event(
  'transfer-failed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      moveOn: CalendarDate,
      reason: z.enum(failureReasons),
      text: z.string().max(2000).optional(),
      arrangeBy: Instant,
    }),
  'The move failed on the day; it has to be arranged again.',
);
export type TransferFailedV1 = z.infer<typeof TransferFailedV1>;
