import { presentCode } from '../../../events/former-codes.ts';
import { isInForce } from '../../../shared/core/calendar/in-force.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { notFound } from '../http/messages.ts';
import { serve } from '../http/opened-page.ts';
import { page, type Reply, seeOther } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type CoordinatorSession, sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { oldKeyUntil } from './key-words.ts';
import { openKey } from './open-key.ts';

const alphabetical = () => everyCouncil().toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
const isCouncil = (code: string): boolean => everyCouncil().some((council) => council.code === code);

/** Every council's key: who has one, since when, and until when an old one works too. */
async function list(
  { apiKeys, clock }: PagesTools,
  session: CoordinatorSession,
  request: PageRequest,
): Promise<Reply> {
  const now = clock.now();
  const all = await Promise.all(
    alphabetical().map(async ({ code, name }) => ({ code, name, state: await apiKeys.keyState(code) })),
  );
  const withKey = all.flatMap(({ code, name, state }) => {
    if (state?.since === undefined) return [];
    const until = oldKeyUntil(state, now);
    return [
      {
        name,
        href: `/keys/${code}`,
        since: dateWords(londonDate(state.since)),
        oldUntil: until === undefined ? '' : momentWords(until),
      },
    ];
  });
  const councilsPage = listPage(request, 'page', withKey.length, 'councils with a key');
  const { done } = request.queryStringParameters ?? {};
  return page('keys', {
    ...signedIn(session),
    title: 'Keys of councils’ systems',
    caption: 'Coordinators of the scheme',
    notice: done === 'taken-away' ? 'The key was taken away' : undefined,
    councils: withKey.slice(councilsPage.from, councilsPage.to),
    councilsPage,
    toChoose: all
      .filter(({ code, state }) => state?.since === undefined && isInForce(code, londonDate(now)))
      .map(({ code, name }) => ({ value: code, text: name })),
  });
}

/**
 * `/keys`: on these pages a coordinator looks after the keys with which councils' own systems refer children. A key is shown only on
 * the answer to the form that made it; sent again, the form makes nothing.
 */
export async function keysPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const said = request.queryStringParameters?.council;
  const chosen = said && presentCode(said);
  return chosen !== undefined && isCouncil(chosen)
    ? seeOther(`/keys/${chosen}`)
    : list(tools, session, request);
}

/** `/keys/<council>`: the key of one council's system. */
export async function keyPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const council = presentCode(parameter('council'));
  return isCouncil(council) ? serve(await openKey(tools, session, council), request) : notFound();
}
