import type { DataOf } from '../../../events/catalogue.ts';
import { accessChanged } from '../../../shared/core/access-changed.ts';
import type { PagesTools } from '../tools.ts';

type Change = DataOf<'coordinator-access-changed.v1'>['change'];

/** Tells the coordinators, once for each change, at their registered address. */
export async function tellOfAccess(
  { notifications, clock }: Pick<PagesTools, 'notifications' | 'clock'>,
  change: Change,
  id: string,
): Promise<void> {
  const changed = accessChanged(change, id, clock.now(), 'pages');
  await notifications.publish([{ id: changed.id, body: JSON.stringify(changed) }]);
}
