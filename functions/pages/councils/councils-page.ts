import { allSuccessions } from '../../../shared/core/calendar/in-force.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands } from '../../../shared/core/council/closing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { declaredExemptions, sparedOf } from '../../../shared/core/council/exemptions.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { closingWords } from '../../../shared/words/closing.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { exemptedWords } from '../../../shared/words/exemptions.ts';
import { notFound } from '../http/messages.ts';
import { serve } from '../http/opened-page.ts';
import { page, type Reply, seeOther } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type CoordinatorSession, sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { openCouncil } from './open-council.ts';
import { unreachedCouncils } from './unreached-councils.ts';
import { councilLines } from './what-matters.ts';

/** Councils that their own word keeps from being asked, for some children or for any: these first. */
const sparedRows = (alphabetical: readonly Council[], today: string, policy: Policy) =>
  alphabetical
    .flatMap((council) => {
      const spared = sparedOf(council, today, policy);
      if (spared.length === 0) return [];
      const until = spared.find(({ what }) => what === 'pause')?.until;
      return [
        {
          name: council.name,
          href: `/councils/${council.code}`,
          what: spared.map(({ what }) => capitalised(exemptedWords[what])).join('\n'),
          since: dateWords(spared.map(({ since }) => since).toSorted()[0] ?? ''),
          until: until === undefined ? '' : dateWords(until),
          isNeverAsked: spared.some(({ what }) => what === 'pause' || what === 'no-places'),
        },
      ];
    })
    .toSorted((a, b) => Number(b.isNeverAsked) - Number(a.isNeverAsked));

/** Councils that are closed or will be, or that e-mail does not reach, and a way to the page of each. */
async function list(
  { clock, policy, sealed }: PagesTools,
  all: readonly Council[],
  session: CoordinatorSession,
  request: PageRequest,
): Promise<Reply> {
  const today = londonDate(clock.now());
  const alphabetical = all.toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
  const closed = alphabetical.flatMap((council) => {
    const closing = closingThatStands(council, today);
    if (closing === undefined) return [];
    const { because, from, until } = closing;
    return [
      {
        name: council.name,
        href: `/councils/${council.code}`,
        from: dateWords(from),
        until: until === undefined ? '' : dateWords(until),
        because: closingWords[because],
      },
    ];
  });
  const questions = alphabetical.flatMap((council) =>
    declaredExemptions(council, today, policy)
      .filter(({ state }) => state === 'in-question')
      .map((one) => ({
        name: council.name,
        href: `/councils/${council.code}`,
        what: capitalised(exemptedWords[one.what]),
        since: dateWords(one.since),
      })),
  );
  const spared = sparedRows(alphabetical, today, policy);
  const unreached = unreachedCouncils(await sealed.unreached());
  const unreachedPage = listPage(
    request,
    'unreached',
    unreached.length,
    'councils that email does not reach',
  );
  const questionsPage = listPage(request, 'questions', questions.length, 'what waits for your decision');
  const sparedPage = listPage(request, 'spared', spared.length, 'councils that asked to be spared');
  const lines = councilLines(alphabetical, policy, clock.now(), new Set(unreached.map(({ name }) => name)));
  const linesPage = listPage(request, 'all', lines.length, 'all councils');
  const closedPage = listPage(request, 'page', closed.length, 'councils that are closed');
  return page('councils', {
    ...signedIn(session),
    title: 'Councils',
    caption: 'Coordinators of the scheme',
    closed: closed.slice(closedPage.from, closedPage.to),
    closedPage,
    questions: questions.slice(questionsPage.from, questionsPage.to),
    questionsPage,
    spared: spared.slice(sparedPage.from, sparedPage.to),
    sparedPage,
    unreached: unreached.slice(unreachedPage.from, unreachedPage.to),
    unreachedPage,
    lines: lines.slice(linesPage.from, linesPage.to),
    linesPage,
    ending: allSuccessions().map(({ ends, name, lastDay }) => ({
      name,
      href: `/councils/${ends}/succession`,
      when: `${lastDay < today ? 'ended' : 'ends'} on ${dateWords(lastDay)}`,
    })),
    toChoose: alphabetical.map(({ code, name }) => ({ value: code, text: name })),
  });
}

/** `/councils`: on these pages a coordinator closes a council for a time, and opens it again. */
export async function councilsPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const { councils } = await tools.councils.view();
  const { council: chosen } = request.queryStringParameters ?? {};
  return councils.some(({ code }) => code === chosen)
    ? seeOther(`/councils/${chosen}`)
    : list(tools, councils, session, request);
}

/** `/councils/<council>`: how one council stands, and what a coordinator decides about it. */
export async function councilPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const opened = await openCouncil(tools, session, parameter('council'));
  return opened === undefined ? notFound() : serve(opened, request);
}
