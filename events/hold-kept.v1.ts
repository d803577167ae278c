import * as z from 'zod';
import { event } from './envelope.ts';

/** A coordinator looked at a held case and kept the hold. */
export const HoldKeptV1 = event(
  'hold-kept.v1',
  () =>
    z.object({
      note: z.string().min(1).max(2000),
      reviewAt: z.iso.datetime(),
    }),
  'A coordinator looked at a held case and kept the hold.',
);
export type HoldKeptV1 = z.infer<typeof HoldKeptV1>;
