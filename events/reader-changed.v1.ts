import * as z from 'zod';
import { event } from './envelope.ts';

/** A coordinator let somebody in to read the figures, or took that away; that person is told. Names nobody, and no address. */
export const ReaderChangedV1 = event(
  'reader-changed.v1',
  () =>
    z.object({
      person: z.uuid().meta({ description: 'Who, by their id among those who read the figures' }),
      state: z.enum(['let-in', 'taken-away']).meta({ description: 'How they stand now' }),
    }),
  'A coordinator let somebody in to read the figures, or took that away; that person is told. Names nobody, and no address.',
);
export type ReaderChangedV1 = z.infer<typeof ReaderChangedV1>;
