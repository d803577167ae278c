import * as z from 'zod';
import { AuthorityCode, event, Instant } from './envelope.ts';

/** The child is missing: every clock of the case stops; the entry authority stays responsible. */
export const CasePausedV1 = event(
  'case-paused.v1',
  () =>
    z.object({
      because: z.literal('missing'),
      missingSince: Instant,
      children: z.array(z.int().positive()).min(1).optional().meta({
        description:
          'Numbers of the children who are missing by this, where others of the case are not; left out: all of the case',
      }),
      council: AuthorityCode.optional().meta({
        description: 'The council that is responsible since the handover; absent before it',
      }),
      livesIn: AuthorityCode.optional().meta({
        description:
          'Another council in whose area the child lived since the handover: it is told. Left out before the handover, where there is none, and by who recorded it before December 2026',
      }),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'Councils with the placement or an open offer when it happened: they are told',
      }),
    }),
  'The child is missing: every clock of the case stops; the entry authority stays responsible.',
);
export type CasePausedV1 = z.infer<typeof CasePausedV1>;
