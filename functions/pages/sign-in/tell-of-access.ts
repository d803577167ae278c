import { accessChanged } from '../../../shared/core/access-changed.ts';
import { told } from '../../../shared/core/roster.ts';
import type { PagesTools } from '../tools.ts';
import { changeRoster } from './change-roster.ts';
import { COORDINATORS } from './second-step.ts';

/**
 * Tells the coordinators, at their registered address, of each change of who may sign in that they were not told of: the one that was just made, and
 * any whose telling broke off. However often it is sent, each is one email.
 */
export async function tellOfAccess(tools: Pick<PagesTools, 'notifications' | 'rosters'>): Promise<void> {
  const { untold = [] } = (await tools.rosters.read(COORDINATORS)).roster;
  if (untold.length === 0) return;
  const messages = untold.map(({ change, id, at }) => accessChanged(change, id, at, 'pages'));
  const { failed } = await tools.notifications.publish(
    messages.map((message) => ({ id: message.id, body: JSON.stringify(message) })),
  );
  const sent = untold.filter((_, at) => !failed.includes(messages[at]?.id ?? ''));
  await changeRoster(tools, COORDINATORS, (roster) => told(roster, sent));
}
