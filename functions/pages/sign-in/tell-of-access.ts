import type { DataOf, EventOf } from '../../../events/catalogue.ts';
import type { PagesTools } from '../tools.ts';
import { inSeconds } from './session.ts';

type Change = DataOf<'coordinator-access-changed.v1'>['change'];

/** Tells the coordinators, once for each change, at their registered address. */
export async function tellOfAccess(
  { notifications, clock }: Pick<PagesTools, 'notifications' | 'clock'>,
  change: Change,
  id: string,
  by: 'pages' | 'the operator' = 'pages',
): Promise<void> {
  const at = clock.now();
  const changed: EventOf<'coordinator-access-changed.v1'> = {
    id: `coordinator-access-changed:${change}:${id}:${inSeconds(at)}`,
    type: 'coordinator-access-changed.v1',
    at,
    actor: { kind: 'system', name: by },
    data: { change },
  };
  await notifications.publish([{ id: changed.id, body: JSON.stringify(changed) }]);
}
