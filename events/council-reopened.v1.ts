import * as z from 'zod';
import { AuthorityCode, event } from './envelope.ts';

/** A council that was closed, or was to be, takes its turn again. */
export const CouncilReopenedV1 = event(
  'council-reopened.v1',
  () => z.object({ council: AuthorityCode, note: z.string().min(1).max(2000).optional() }),
  'A council that was closed, or was to be, takes its turn again.',
);
export type CouncilReopenedV1 = z.infer<typeof CouncilReopenedV1>;
