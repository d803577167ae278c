import type { Case } from '../../../shared/core/case.ts';
import type { CaseSummary } from '../../../shared/ports/case-store.ts';
import { page, type Reply } from '../http/reply.ts';
import type { OfficerSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { authorityName, regionCodeOf } from '../words/authority-names.ts';
import {
  capacityNeed,
  mostUrgentFirst,
  type Need,
  needsOfCouncil,
  referralLine,
  unsentReferrals,
} from './needs-list.ts';
import { withLinks } from './with-links.ts';

/** Ids of the cases whose turn is a council's, in either of its parts. */
async function waitingFor({ cases }: PagesTools, council: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const party of [`council:${council}`, `entry-authority:${council}`])
    for await (const { caseId } of cases.neededBy(party)) ids.push(caseId);
  return ids;
}

/** Open cases that concern a council although it is not its turn: as a back-up, or as the one that referred. */
async function concerning({ cases }: PagesTools, council: string): Promise<readonly CaseSummary[]> {
  const lines: CaseSummary[] = [];
  for await (const line of cases.open())
    if (line.entryAuthority === council || line.backUps?.includes(council)) lines.push(line);
  return lines;
}

const isCase = (found: Case | undefined): found is Case => found !== undefined;

/**
 * The one list of a signed-in council: what needs it, by when. Each line leads to the page that an e-mail would lead to, for
 * as long as the session lasts.
 */
export async function home(tools: PagesTools, session: OfficerSession): Promise<Reply> {
  const { cases, councils, clock, drafts, policy, key } = tools;
  const { council: code } = session;
  const now = clock.now();
  const [turns, others, council, begun] = await Promise.all([
    waitingFor(tools, code),
    concerning(tools, code),
    councils.read(regionCodeOf(code), code),
    drafts.list(code),
  ]);
  const backUps = others.filter(({ backUps = [] }) => backUps.includes(code)).map(({ caseId }) => caseId);
  const read = await Promise.all([...new Set([...turns, ...backUps])].map((id) => cases.read(id)));
  const needs = needsOfCouncil(read.filter(isCase), code, now);
  const listed = new Set([...turns, ...backUps]);
  const referrals = others
    .filter(({ caseId, entryAuthority }) => entryAuthority === code && !listed.has(caseId))
    .map(referralLine);
  const linked = (lines: readonly Need[]) => withLinks(key, mostUrgentFirst(lines), now);
  return page('home', {
    title: authorityName(code),
    caption: 'Signed in',
    ...signedIn(session),
    needs: [
      ...unsentReferrals(begun),
      ...(await linked([
        ...needs,
        ...(council?.participates === true ? [capacityNeed(council, policy, now)] : []),
      ])),
    ],
    referrals: await linked(referrals),
  });
}
