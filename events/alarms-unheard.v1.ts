import * as z from 'zod';
import { CalendarDate, event } from './envelope.ts';

/** Nobody is subscribed to the topic of alarms: they ring, and no one hears. The coordinators and the on-call are told by e-mail, once a day. */
export const AlarmsUnheardV1 = event(
  'alarms-unheard.v1',
  () => z.object({ on: CalendarDate.meta({ description: 'The day on which it was seen; in London' }) }),
  'Nobody is subscribed to the topic of alarms; the coordinators and the on-call are told by e-mail, once a day.',
);
export type AlarmsUnheardV1 = z.infer<typeof AlarmsUnheardV1>;
