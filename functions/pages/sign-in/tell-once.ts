import type { EventOf } from '../../../events/catalogue.ts';
import type { PagesTools } from '../tools.ts';
import { dayOf } from './day-of.ts';

/**
 * Tells of what was stopped the first time in a day, whose id it has. It is marked as told once it is handed over: of what broke off before, the next
 * time tells. Told twice at one moment it is one email, since it has one id.
 *
 * @param mark under what it is marked
 */
export async function tellOnce(
  { signIns, notifications, clock }: Pick<PagesTools, 'signIns' | 'notifications' | 'clock'>,
  mark: string,
  stopped: EventOf<'sign-in-stopped.v1'>,
): Promise<void> {
  const { id } = stopped;
  const last = await signIns.lastLink(mark);
  if (last?.signInId === id) return;
  const { failed } = await notifications.publish([{ id, body: JSON.stringify(stopped) }]);
  if (failed.length > 0) return;
  const at = clock.now();
  await signIns.noteLink(mark, { signInId: id, at }, dayOf(at).forgotten);
}
