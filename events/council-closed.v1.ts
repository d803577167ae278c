import * as z from 'zod';
import { AuthorityCode, CalendarDate, event } from './envelope.ts';

/** Why a council takes no child for a time. */
export const closingReasons = [
  'cannot-care',
  'inspection',
  'emergency',
  'ended',
  'not-in-file',
  'other',
] as const;

/** A council is closed: while it is, it is not asked, and the offers it has end. */
export const CouncilClosedV1 = event(
  'council-closed.v1',
  () =>
    z.object({
      council: AuthorityCode,
      because: z.enum(closingReasons).meta({
        description: 'not-in-file: the published list of councils no longer has it',
      }),
      note: z.string().min(1).max(2000).optional(),
      from: CalendarDate.meta({ description: 'The first day on which it is closed' }),
      until: CalendarDate.optional().meta({
        description: 'The first day on which it is open again; absent until somebody opens it',
      }),
    }),
  'A council is closed for a time: it is not asked, and the offers that it has end.',
);
export type CouncilClosedV1 = z.infer<typeof CouncilClosedV1>;
