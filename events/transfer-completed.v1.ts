import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** The child was handed over: responsibility passed to the receiving authority. */
export const TransferCompletedV1 = event(
  'transfer-completed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      handedOverAt: Instant,
      safetyPlan: z.literal(true).optional().meta({
        description:
          'The receiving authority says that a safety plan for the child exists, where it had not said so before. Since November 2026',
      }),
    }),
  'The child was handed over: responsibility passed to the receiving authority.',
);
export type TransferCompletedV1 = z.infer<typeof TransferCompletedV1>;
