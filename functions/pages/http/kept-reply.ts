import type { PageRequest, PageResponse } from '../../../shared/runtime/http-middleware.ts';
import { ownCookies } from '../sign-in/own-cookies.ts';
import { inSeconds, ownCookie, sessionSaid } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { isFromOwnPage } from './form-request.ts';
import { asResponse, type Page, type Reply, SHOWN, seeOther } from './reply.ts';
import type { Route } from './route.ts';
import { lockOf, sealed, unsealed } from './seal.ts';

/** How long a page that answered a form can be looked at again. */
const KEPT_SECONDS = 60 * 60;

const NOT_KEPT =
  'What was here is not kept any more. This page shows how things stand now. If you were filling in a form, please fill it in again.';

const COOKIE = 'nts-shown';
/** What a browser has that a page was shown to which nobody else should see. */
const mark = (request: PageRequest) => ownCookie(request, COOKIE);

/**
 * For whom a page is kept: its lock follows from its number, from the address that shows it and from the session that asked.
 *
 * @param marked of a page for one browser alone, what that browser has
 */
const lockFor = (request: PageRequest, path: string, number: string, marked?: string) =>
  lockOf(number, path, sessionSaid(request), ...(marked === undefined ? [] : [marked]));

/**
 * Keeps the page that answers a form, and leads to where it is shown: so that going back, forward or reloading asks for it again and sends
 * nothing. Two kinds go out as they are: the answer to a form of another website, which nobody here has sent, and that something broke.
 */
export async function keepReply(
  tools: PagesTools,
  request: PageRequest,
  reply: Page,
  route: Route,
): Promise<Reply> {
  if (reply.status >= 500 || !isFromOwnPage(request)) return reply;
  const {
    at = route.methods.includes('GET') ? request.rawPath : '/home',
    onlyHere,
    cookies: given = [],
    ...answer
  } = reply;
  const number = tools.newId();
  const marked = onlyHere && (mark(request).read() ?? tools.newId());
  const cookies = marked === undefined ? given : [...given, mark(request).write(marked, ownCookies[COOKIE])];
  const { name, key } = lockFor(request, at, number, marked);
  const kept = sealed(key, await asResponse(answer));
  await tools.replies.keep(name, kept, inSeconds(tools.clock.now()) + KEPT_SECONDS);
  const query = new URLSearchParams(at === request.rawPath ? request.rawQueryString : '');
  query.set(SHOWN, number);
  return { ...seeOther(`${at}?${query}`), ...(cookies.length === 0 ? {} : { cookies: [...cookies] }) };
}

/**
 * The page that is kept under a number, where its own address still opens; what that address shows anyway, with a word, when nothing is.
 *
 * @param plain what the address shows by itself to whoever asks now: a page that does not open to them shows nothing that was kept either
 */
export async function keptReply(
  tools: PagesTools,
  request: PageRequest,
  plain: Page,
  number: string,
): Promise<Reply> {
  if (plain.status !== 200) return plain;
  for (const marked of new Set([undefined, mark(request).read()])) {
    const { name, key } = lockFor(request, request.rawPath, number, marked);
    const kept = await tools.replies.read(name, inSeconds(tools.clock.now()));
    if (kept !== undefined) return unsealed<PageResponse>(key, kept);
  }
  return { ...plain, model: { ...plain.model, above: NOT_KEPT } };
}
