import * as z from 'zod';
import { event, Instant } from './envelope.ts';

/** The entry authority’s desk has not answered whether it sent an e-mail: it is reminded, or its time has passed. */
export const ConfirmationDueV1 = event(
  'confirmation-due.v1',
  () =>
    z.object({
      by: Instant,
      passed: z.literal(true).optional().meta({
        description:
          'Present once the time has passed: the coordinators are told. Absent in a reminder before it',
      }),
    }),
  'The entry authority’s desk has not answered whether it sent an e-mail: it is reminded, or its time has passed and the coordinators are told.',
);
export type ConfirmationDueV1 = z.infer<typeof ConfirmationDueV1>;
