import * as z from 'zod';
import { event, Instant } from './envelope.ts';
import { Warnings } from './warnings.ts';

/** No candidate is left, or a step is stuck; a coordinator takes over with the region’s lead. */
export const CaseEscalatedV1 = event(
  'case-escalated.v1',
  () =>
    z.object({
      because: z.enum(['no-candidate', 'all-declined', 'no-answer']),
      decideBy: Instant,
      round: z.int().nonnegative().optional().meta({
        description: 'Rounds of offers made before; 0: nobody could be asked at all',
      }),
      decisionHash: z.string().length(64).optional().meta({
        description: 'No candidate: names the stored inputs from which it follows that nobody could be asked',
      }),
      warnings: Warnings,
      region: z.string().min(1).optional().meta({
        description:
          'Region whose lead gets word: that of the council that was asked last; of the entry authority where nobody was, and in events from before November 2026',
      }),
    }),
  'No candidate is left, or a step is stuck; a coordinator takes over with the region’s lead.',
);
export type CaseEscalatedV1 = z.infer<typeof CaseEscalatedV1>;
