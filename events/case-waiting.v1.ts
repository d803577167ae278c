import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** An open case of which every deadline was told still waits: the party whose list it is on is reminded again. */
export const CaseWaitingV1 = event(
  'case-waiting.v1',
  () =>
    z.object({
      since: Instant.meta({
        description: 'Since when: the deadline that passed, or the moment the child was recorded as missing',
      }),
      party: z
        .discriminatedUnion('kind', [
          z.object({ kind: z.literal('council'), code: AuthorityCode }),
          z.object({ kind: z.literal('entry-authority'), code: AuthorityCode }),
          z.object({ kind: z.literal('coordinators') }),
        ])
        .meta({ description: 'Whose list the case is on' }),
      what: z
        .string()
        .min(1)
        .meta({
          description: 'What that party is to do',
          examples: ['say when the child is found'],
        }),
      missing: z.boolean().optional().meta({ description: 'True while the child is recorded as missing' }),
      reminder: z.int().positive().optional().meta({
        description:
          'Which reminder of a missing child it is; coordinators are told as well. Absent under policies before nts-2026',
      }),
      region: z.string().optional().meta({
        description: 'The region whose lead is told too, once reminders have not helped',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description:
          'While the child is missing: councils with the placement or an open offer; they are told',
      }),
    }),
  'An open case of which every deadline was told still waits: the party whose list it is on is reminded again.',
);
export type CaseWaitingV1 = z.infer<typeof CaseWaitingV1>;
