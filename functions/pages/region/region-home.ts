import { isInForce } from '../../../shared/core/calendar/in-force.ts';
import { addDays, dayWords, deadlineWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { CaseLine } from '../../../shared/core/case/lists.ts';
import { partyName } from '../../../shared/core/case/party-name.ts';
import { actBy } from '../../../shared/core/case/waiting-on.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName, knownRegion } from '../../../shared/words/authority-names.ts';
import { uncapitalised } from '../../../shared/words/counting.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { distanceWords } from '../../../shared/words/times.ts';
import { aboutCase } from '../home/about-case.ts';
import { allOf, caseIdOf, readAll } from '../home/case-lists.ts';
import { deadline, type Need } from '../home/needs-list.ts';
import { withLinks } from '../home/with-links.ts';
import { page, type Reply } from '../http/reply.ts';
import type { LeadSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { statusTag, whoActsWords } from '../words/case-words.ts';
import { statusWords } from '../words/status-words.ts';
import { pageForLead } from './page-for-lead.ts';
import { councilRow } from './region-councils.ts';

/** Days that “the week ahead” has, today among them. */
const DAYS_AHEAD = 7;

/** Where a case comes in the list: what waits for the lead first, then by how soon somebody has to act, or the child is to be moved where nobody has a deadline. */
const inOrder =
  (own: string) =>
  (a: CaseLine, b: CaseLine): number => {
    const key = ({ waitsFor, moveBy = '~', by = moveBy, caseId }: CaseLine) =>
      `${waitsFor === own ? 0 : 1}${by}${caseId}`;
    return key(a) < key(b) ? -1 : Number(key(a) > key(b));
  };

/** Who a case waits for, from the name of the party, as the lead of a region reads it. */
function whoWaits(party: string, own: string): string {
  const [kind = '', code = ''] = party.split(':');
  if (kind === 'council' || kind === 'entry-authority') return `${authorityName(code)} has to act`;
  if (party === own) return 'you have to answer';
  if (kind === 'smp-lead') return `${uncapitalised(leadOf(code))} has to answer`;
  return kind === 'coordinators' ? 'the coordinators have to act' : 'the scheme itself goes on';
}

/** One thing that happens in the week ahead. */
interface Ahead {
  /** London's. */
  readonly day: string;
  readonly at: string;
  readonly caseId: string;
  readonly what: string;
}

/** What the line of a case says is ahead: its move, and by when somebody has to act. That the council has to act that makes the move is said with the move. */
function aheadOf(
  { caseId, moveOn, by, waitsFor, entryAuthority = '', takenBy = '' }: CaseLine,
  own: string,
): Ahead[] {
  const isMoves = moveOn !== undefined && waitsFor === `council:${takenBy}`;
  const acts = by === undefined || waitsFor === undefined || waitsFor === 'system' || isMoves;
  return [
    ...(moveOn === undefined
      ? []
      : [
          {
            day: moveOn,
            at: moveOn,
            caseId,
            what: `move from ${authorityName(entryAuthority)} to ${authorityName(takenBy)}`,
          },
        ]),
    ...(acts
      ? []
      : [
          { day: londonDate(by), at: by, caseId, what: `${whoWaits(waitsFor, own)} by ${deadlineWords(by)}` },
        ]),
  ];
}

/** Moves and deadlines of the week that begins today, in order; what is overdue comes first. */
function weekAhead(lines: readonly CaseLine[], own: string, today: string): readonly Ahead[] {
  const last = addDays(today, DAYS_AHEAD - 1);
  return lines
    .flatMap((line) => aheadOf(line, own))
    .filter(({ day }) => day <= last)
    .toSorted((a, b) => (a.at === b.at ? Number(a.caseId > b.caseId) : a.at < b.at ? -1 : 1));
}

/** Under their days, as they are called. */
const byDay = (ahead: readonly Ahead[], today: string) =>
  [...Map.groupBy(ahead, ({ day }) => (day < today ? '' : day))].map(([day, those]) => ({
    day: day === '' ? 'Overdue' : `${day === today ? 'Today, ' : ''}${dayWords(day)}`,
    those: those.map(({ caseId, what }) => ({ caseId, what, href: `/case/${caseId}` })),
  }));

/** A case of the region, with what it waits for. */
function regionLine(theCase: Case, region: string, now: string): Need {
  const { needs } = theCase;
  const isOwn = needs?.party.kind === 'smp-lead' && needs.party.region === region;
  const by = actBy(theCase);
  const due = by === undefined || needs?.party.kind === 'system' ? {} : deadline(by, now);
  return {
    action: isOwn ? `${theCase.id}: say which council is asked first` : theCase.id,
    about: [`${aboutCase(theCase, now)}.`.replace(`${theCase.id}: `, ''), statusWords(theCase)].join(' '),
    at: theCase.openedAt,
    tag: statusTag(theCase.status),
    ...due,
    by: [whoActsWords(theCase) ?? '', ...(by === undefined ? [] : [`(${distanceWords(by, now)})`])].join(' '),
    opens: pageForLead(theCase, region, now),
  };
}

/**
 * The page of a region's lead: what waits for them, the week ahead, the open cases of their region, and their councils. One query for the cases, one for all
 * councils, one for what came back, and the cases of the page that is shown.
 */
export async function regionHome(
  tools: PagesTools,
  session: LeadSession,
  request: PageRequest,
): Promise<Reply> {
  const { cases, councils, clock, key, policy, sealed } = tools;
  const { region } = session;
  const now = clock.now();
  const [lines, { councils: all }, unreached] = await Promise.all([
    allOf(cases.listed(`region:${region}`)),
    councils.view(),
    sealed.unreached(),
  ]);
  const own = partyName({ kind: 'smp-lead', region });
  const ordered = lines.toSorted(inOrder(own));
  const casesPage = listPage(request, 'page', ordered.length, 'the cases of your region');
  const today = londonDate(now);
  const ahead = weekAhead(lines, own, today);
  const aheadPage = listPage(request, 'ahead', ahead.length, 'the week ahead');
  const read = await readAll(tools, ordered.slice(casesPage.from, casesPage.to).map(caseIdOf));
  const bounced = new Set(unreached.map(({ desk }) => desk));
  const ofRegion = all
    .filter(({ code, region: its }) => its === region && isInForce(code, today))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
  return page('region', {
    title: knownRegion(region) ?? 'Your region',
    caption: 'Signed in as lead of the region',
    ...signedIn(session),
    waiting: lines.filter(({ waitsFor }) => waitsFor === own).length,
    ahead: byDay(ahead.slice(aheadPage.from, aheadPage.to), today),
    aheadPage,
    total: lines.length,
    cases: await withLinks(
      key,
      read.map((one) => regionLine(one, region, now)),
      now,
    ),
    casesPage,
    councils: ofRegion.map((council) =>
      councilRow(council, bounced.has(`council:${council.code}`), policy, now),
    ),
  });
}
