import { allSuccessions, MAILBOX_DAYS } from '../../../shared/core/calendar/in-force.ts';
import { addDays, dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { unreachedCouncils } from '../councils/unreached-councils.ts';
import { page, type Reply } from '../http/reply.ts';
import { type CoordinatorSession, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { allOf, idsOf, readAll } from './case-lists.ts';
import {
  agesOf,
  foundElsewhereOf,
  groupsOf,
  mailsToAskAbout,
  ownNeeds,
  reviewsOf,
} from './coordinator-needs.ts';
import { withLinks } from './with-links.ts';

/** Cases with declines or ages that wait for a word, or e-mails to ask about: a handful. */
const toReview = async (tools: PagesTools): Promise<readonly Case[]> =>
  readAll(tools, await allOf(tools.cases.toReview()));

/** Councils whose own people still sign in to see what is left: as long as that, coordinators are shown the way to it, whether or not a case waits. */
const endedLately = (today: string) =>
  allSuccessions()
    .filter(({ lastDay }) => lastDay < today && today <= addDays(lastDay, MAILBOX_DAYS))
    .map(({ ends, name, lastDay }) => ({
      name,
      on: dateWords(lastDay),
      until: dateWords(addDays(lastDay, MAILBOX_DAYS)),
      href: `/councils/${ends}/succession`,
    }));

/**
 * The one list of a signed-in coordinator: what needs the coordinators, by when. Each line leads to the page that an e-mail would
 * lead to, for as long as the session lasts. Only the cases of the page that is asked for are read.
 */
export async function coordinatorHome(
  tools: PagesTools,
  session: CoordinatorSession,
  request: PageRequest,
): Promise<Reply> {
  const { cases, clock, key } = tools;
  const now = clock.now();
  const [ids, reviewed, unreached] = await Promise.all([
    // Soonest first, as the index has them.
    idsOf(cases.neededBy('coordinators')),
    toReview(tools),
    tools.sealed.unreached(),
  ]);
  const [mails, reviews, contacts] = [
    [...mailsToAskAbout(reviewed, now), ...foundElsewhereOf(reviewed, now), ...groupsOf(reviewed, now)],
    [...agesOf(reviewed, now), ...reviewsOf(reviewed, now)],
    unreachedCouncils(unreached),
  ];
  const first = mails.length + contacts.length;
  const total = first + ids.length + reviews.length;
  const needsPage = listPage(request, 'page', total, 'what needs us');
  const within = <Line>(lines: readonly Line[], before: number): readonly Line[] =>
    lines.slice(Math.max(0, needsPage.from - before), Math.max(0, needsPage.to - before));
  // What may be a forgery is asked about first, then whom e-mail does not reach; what has no deadline comes last.
  const needs = [
    ...(await withLinks(key, within(mails, 0), now)),
    ...within(contacts, mails.length),
    ...(await withLinks(
      key,
      [...ownNeeds(await readAll(tools, within(ids, first)), now), ...within(reviews, first + ids.length)],
      now,
    )),
  ];
  return page('coordinator-home', {
    title: 'Coordinators of the scheme',
    caption: 'Signed in',
    ...signedIn(session),
    fields: [tokenField(session)],
    ended: endedLately(londonDate(now)),
    needs,
    needsPage,
  });
}
