import { endedWords } from '../../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { caseStatuses } from '../../../shared/core/case/case.ts';
import type { CaseSummary } from '../../../shared/ports/case-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { statusNames } from '../../../shared/words/statuses.ts';
import { page, type Reply } from '../http/reply.ts';
import { type OfficerSession, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { type ListPage, listPage } from '../views/list-pages.ts';
import { allOf, caseIdOf, idsOf, readAll } from './case-lists.ts';
import {
  capacityNeed,
  mostUrgentFirst,
  type Need,
  needsOfCouncil,
  otherLine,
  unsentReferrals,
} from './needs-list.ts';
import { ownReferences, withOwnReference } from './own-references.ts';
import { withLinks } from './with-links.ts';

/** Ids of the cases in which a council has to act, in each of its parts: soonest first, as the index has them. */
export const waitingFor = ({ cases }: PagesTools, council: string): Promise<readonly (readonly string[])[]> =>
  Promise.all(
    [`council:${council}`, `entry-authority:${council}`].map((party) => idsOf(cases.neededBy(party))),
  );

/** A case on a list of a council, as its line says it. */
type OwnLine = Pick<CaseSummary, 'caseId' | 'status' | 'moveBy'>;

/** The open cases that a council referred. */
async function referredBy({ cases }: PagesTools, council: string): Promise<readonly OwnLine[]> {
  const lines = await allOf(cases.listed(`open:${council}`));
  return lines.flatMap(({ caseId, status, moveBy }) =>
    status === undefined || moveBy === undefined ? [] : [{ caseId, status, moveBy }],
  );
}

/** Cases by where they stand, as a case goes through its life; of each group the one that is to move first comes first. */
const inGroups = (lines: readonly OwnLine[]): readonly OwnLine[] =>
  lines.toSorted(
    (a, b) =>
      caseStatuses.indexOf(a.status) - caseStatuses.indexOf(b.status) ||
      Number(a.moveBy > b.moveBy) - Number(a.moveBy < b.moveBy),
  );

/**
 * The cases of a page under where they stand, each with how many stand there in all. Only the cases of the page are read: where one has moved on
 * since its line was written, it stands where it is now.
 */
async function grouped(tools: PagesTools, council: string, all: readonly OwnLine[], { from, to }: ListPage) {
  const { key, clock } = tools;
  const now = clock.now();
  const read = await readAll(tools, all.slice(from, to).map(caseIdOf));
  const own = await ownReferences(tools, read, council);
  const statuses = new Map(
    [...all, ...read.map(({ id: caseId, status }) => ({ caseId, status }))].map(({ caseId, status }) => [
      caseId,
      status,
    ]),
  );
  const groups = Map.groupBy(read, ({ status }) => status);
  return Promise.all(
    [...groups]
      .toSorted(([a], [b]) => caseStatuses.indexOf(a) - caseStatuses.indexOf(b))
      .map(async ([status, ofIt]) => ({
        heading: `${statusNames[status]}: ${[...statuses.values()].filter((one) => one === status).length}`,
        lines: await withLinks(
          key,
          withOwnReference(
            ofIt.map((theCase) => otherLine(theCase, council, now)),
            own,
          ),
          now,
        ),
      })),
  );
}

/**
 * The one list of a signed-in council: what needs it, by when. Each line leads to the page that an e-mail would lead to, for
 * as long as the session lasts.
 */
export async function home(tools: PagesTools, session: OfficerSession, request: PageRequest): Promise<Reply> {
  const { cases, councils, clock, drafts, policy, key } = tools;
  const { council: code } = session;
  const now = clock.now();
  const [parts, backUps, referred, coming, council, begun] = await Promise.all([
    waitingFor(tools, code),
    idsOf(cases.listed(`asked:${code}`)),
    referredBy(tools, code),
    allOf(cases.comingTo(code)),
    councils.read(code),
    drafts.list(code),
  ]);
  const listed = new Set([...parts.flat(), ...backUps]);
  const unsent = unsentReferrals(begun);
  const ended = endedWords(code, londonDate(now));
  const capacity =
    council?.participates === true && ended === undefined ? [capacityNeed(council, policy, now)] : [];
  const total = unsent.length + listed.size + capacity.length;
  const needsPage = listPage(request, 'page', total, 'what needs us');
  // Each part is in order: nothing behind its first lines can be on this page.
  const near = parts.flatMap((ids) => ids.slice(0, needsPage.to));
  const read = await readAll(tools, [...new Set([...near, ...backUps])]);
  const needs = [...unsent, ...mostUrgentFirst([...needsOfCouncil(read, code, now), ...capacity])].slice(
    needsPage.from,
    needsPage.isLast ? undefined : needsPage.to,
  );
  const shown = needs.filter((line): line is Need => 'opens' in line);
  const ids = new Set(shown.map(({ opens }) => ('caseId' in opens ? opens.caseId : '')));
  const own = await ownReferences(
    tools,
    read.filter(({ id }) => ids.has(id)),
    code,
  );
  const referrals = inGroups(
    [...new Map([...referred, ...coming].map((line) => [line.caseId, line])).values()].filter(
      ({ caseId }) => !listed.has(caseId),
    ),
  );
  const referralsPage = listPage(request, 'referrals', referrals.length, 'your other cases');
  return page('home', {
    title: authorityName(code),
    caption: 'Signed in',
    ...signedIn(session),
    fields: [tokenField(session)],
    ended,
    needs: [
      ...needs.filter((line) => 'href' in line),
      ...(await withLinks(key, withOwnReference(shown, own), now)),
    ],
    needsPage,
    referrals: await grouped(tools, code, referrals, referralsPage),
    referralsPage,
  });
}
