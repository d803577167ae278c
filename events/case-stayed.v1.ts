import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** Why a child stays. */
export const stayReasons = ['settled', 'best-interests', 'child-refused', 'no-place-found'] as const;

/** A named person decided that the child stays with the entry authority. */
export const CaseStayedV1 = event(
  'case-stayed.v1',
  () =>
    z.object({
      reason: z.enum(stayReasons),
      note: z.string().min(1).max(2000),
      concerned: z.array(AuthorityCode).optional().meta({
        description: 'The council whose accepted placement is undone by this: it is told',
      }),
    }),
  'A named person decided that the child stays with the entry authority.',
);
export type CaseStayedV1 = z.infer<typeof CaseStayedV1>;
