import type { Case } from '../../../shared/core/case.ts';
import { page, type Reply } from '../http/reply.ts';
import type { CoordinatorSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { needsOfCoordinators } from './coordinator-needs.ts';
import { withLinks } from './with-links.ts';

/** Ids of the cases that the coordinators decide about: their own turn, and declines that wait for a word. */
async function toDecide({ cases }: PagesTools): Promise<readonly string[]> {
  const ids = new Set<string>();
  for await (const { caseId } of cases.neededBy('coordinators')) ids.add(caseId);
  for await (const caseId of cases.toReview()) ids.add(caseId);
  return [...ids];
}

/**
 * The one list of a signed-in coordinator: what needs the coordinators, by when. Each line leads to the page that an e-mail would
 * lead to, for as long as the session lasts.
 */
export async function coordinatorHome(tools: PagesTools, session: CoordinatorSession): Promise<Reply> {
  const { cases, clock, key } = tools;
  const now = clock.now();
  const read = await Promise.all((await toDecide(tools)).map((id) => cases.read(id)));
  const open = read.filter((found): found is Case => found !== undefined);
  return page('coordinator-home', {
    title: 'Coordinators of the scheme',
    caption: 'Signed in',
    ...signedIn(session),
    needs: await withLinks(key, needsOfCoordinators(open, now), now),
  });
}
