import * as z from 'zod';
import { event } from './envelope.ts';

/** Who may sign in as a coordinator, and with which second step, was changed; the coordinators are told at their registered address. Names nobody. */
export const CoordinatorAccessChangedV1 = event(
  'coordinator-access-changed.v1',
  () =>
    z.object({
      change: z.enum(['let-in', 'set-up', 'reset', 'taken-off']).meta({
        description:
          'Whether a coordinator let somebody in, somebody set up a second step, or a coordinator made void somebody’s second step or took somebody off the list',
      }),
    }),
  'Who may sign in as a coordinator, and with which second step, was changed; the coordinators are told. Names nobody.',
);
export type CoordinatorAccessChangedV1 = z.infer<typeof CoordinatorAccessChangedV1>;
