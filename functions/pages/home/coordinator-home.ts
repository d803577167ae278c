import { allSuccessions, MAILBOX_DAYS } from '../../../shared/core/calendar/in-force.ts';
import { addDays, dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { CaseLine } from '../../../shared/core/case/lists.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { assignedWords, type Colleagues, colleaguesOf } from '../coordinator/assign.ts';
import { type UnreachedDesk, unreachedCouncils, unreachedLeads } from '../councils/unreached-councils.ts';
import { page, type Reply } from '../http/reply.ts';
import { type CoordinatorSession, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { caseIdOf, readAll } from './case-lists.ts';
import { needsIn } from './coordinator-needs.ts';
import { lastWords } from './last-event.ts';
import type { Need } from './needs-list.ts';
import { withLinks } from './with-links.ts';
import {
  CONTACTS,
  fitsWork,
  furtherOn,
  isAtOnce,
  isNarrowed,
  kindsSought,
  nameOfWork,
  type SoughtWork,
  soughtWork,
  WORK_PARTS,
  waysToWork,
  workFilters,
} from './worklist.ts';

/** Lines that are looked at for one page, the most urgent: less than ten read units, however long they are. Whoever has more to do begins with these. */
const LOOKED_AT = 375;

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

/** What a case asks of coordinators, as it stands now, what happened in it last, and who of them deals with it. */
async function entriesOf(
  tools: PagesTools,
  theCase: Case,
  sought: SoughtWork,
  colleagues: Colleagues,
): Promise<readonly Need[]> {
  const needs = needsIn(theCase, kindsSought(sought), tools.clock.now());
  if (needs.length === 0) return [];
  const last = await lastWords(tools, theCase);
  const assigned = ` Assigned to ${assignedWords(theCase, colleagues)}.`;
  return needs.map((need) => ({ ...need, about: `${need.about}${last}${assigned}` }));
}

/** What stands on the list, in its order: what is asked about at once, then whom e-mail does not reach, then what has a deadline, and what has none. */
function inOrder(
  lines: readonly CaseLine[],
  contacts: readonly UnreachedDesk[],
): readonly (string | UnreachedDesk)[] {
  const [first, then] = [lines.filter(isAtOnce), lines.filter((line) => !isAtOnce(line))];
  return [...first.map(caseIdOf), ...contacts, ...then.map(caseIdOf)];
}

/**
 * What coordinators decide or watch, all of it or one list, by when. Each line leads to the page that an e-mail would lead to, for as long as the
 * session lasts. Only the cases of the page that is asked for are read.
 */
export async function coordinatorHome(
  tools: PagesTools,
  session: CoordinatorSession,
  request: PageRequest,
): Promise<Reply> {
  const { cases, clock, key } = tools;
  const now = clock.now();
  const sought = soughtWork(request);
  const [{ lines, end }, unreached, colleagues] = await Promise.all([
    cases.work({ most: LOOKED_AT, ...(sought.after === undefined ? {} : { after: sought.after }) }),
    tools.sealed.unreached(),
    colleaguesOf(tools, session),
  ]);
  const contacts = [...unreachedCouncils(unreached), ...unreachedLeads(unreached)];
  const filters = workFilters(sought, lines);
  const shownContacts =
    (sought.list === undefined || sought.list === CONTACTS) && !isNarrowed(sought) ? contacts : [];
  const all = inOrder(
    lines.filter((line) => fitsWork(line, sought, colleagues, now)),
    shownContacts,
  );
  const needsPage = listPage(request, 'page', all.length, 'what needs us', undefined, WORK_PARTS);
  const shown = all.slice(needsPage.from, needsPage.to);
  const read = new Map(
    (
      await readAll(
        tools,
        shown.filter((one) => typeof one === 'string'),
      )
    ).map((one) => [one.id, one]),
  );
  const needs = await Promise.all(
    shown.map(async (one) => {
      if (typeof one !== 'string') return [one];
      const theCase = read.get(one);
      return theCase === undefined
        ? []
        : withLinks(key, await entriesOf(tools, theCase, sought, colleagues), now);
    }),
  );
  return page('coordinator-home', {
    title: 'Coordinators of the scheme',
    caption: 'Signed in',
    ...signedIn(session),
    fields: [tokenField(session)],
    ended: endedLately(londonDate(now)),
    ways: waysToWork(lines, contacts.length, sought, colleagues),
    heading: nameOfWork(sought),
    isAll: sought.list === undefined && !isNarrowed(sought),
    filters,
    needs: needs.flat(),
    needsPage,
    lookedAt: LOOKED_AT,
    further: end === undefined || !needsPage.isLast ? '' : furtherOn(sought, end),
    isCut: end !== undefined,
  });
}
