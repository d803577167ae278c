import * as z from 'zod';
import { event } from './envelope.ts';

/** What waits to be told to one desk is told now, in one email. Stands in no trail. */
export const DigestDueV1 = event(
  'digest-due.v1',
  () =>
    z.object({
      desk: z
        .string()
        .min(1)
        .max(120)
        .meta({
          description:
            'Whose: as its contacts are named; behind ">" who of it reads, where its first address does not work, or "daily" for what coordinators are told once a working day',
          examples: ['coordinators', 'council:E10000016', 'council:E10000016>second', 'coordinators>daily'],
        }),
    }),
  'What waits to be told to one desk is told now, in one email. Stands in no trail.',
);
export type DigestDueV1 = z.infer<typeof DigestDueV1>;
