import type { PageRequest, PageResponse } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { routes } from '../routes.ts';
import type { PagesTools } from '../tools.ts';
import { compressed } from './compress.ts';
import { failure, methodNotAllowed, notFound } from './messages.ts';
import { asResponse, type Reply, SHOWN, seeOther } from './reply.ts';
import { methodsOf, type Route, routeOf } from './route.ts';

/** Whoever has a session's cookie sees each page with the head of their session; reading who that is costs others nothing. */
async function withHead(tools: PagesTools, request: PageRequest, reply: Reply): Promise<Reply> {
  if (!('view' in reply) || 'signedIn' in reply.model || request.cookies === undefined) return reply;
  const { inSession } = await import('../sign-in/in-session.ts');
  return inSession(tools, request, reply);
}

/**
 * Where whoever is signed in is led whom a page is not for; undefined when it may be for them. Whoever is signed in as nothing is the page's to answer: what they
 * typed may have to be kept.
 */
export async function notFor(
  tools: PagesTools,
  request: PageRequest,
  { needs }: Route,
): Promise<Reply | undefined> {
  if (needs.kind !== 'session') return undefined;
  const { sessionOf } = await import('../sign-in/session.ts');
  const session = await sessionOf(tools, request);
  return session === undefined || needs.of.includes(session.kind) ? undefined : seeOther('/home');
}

/**
 * What somebody sends whose session has just ended is kept until they have signed in, and then shown where they typed it. Here, for every page: none has to
 * know of it.
 */
async function withTyped(
  tools: PagesTools,
  request: PageRequest,
  acts: () => Promise<Reply>,
): Promise<Reply> {
  if (request.cookies === undefined) return acts();
  const { findTyped, forgetTyped, hasTyped, keepTyped } = await import('../sign-in/typed-before.ts');
  const isPost = request.requestContext.http.method === 'POST';
  if (!isPost && hasTyped(request)) await findTyped(tools, request);
  const reply = await acts();
  if (!isPost) return reply;
  return hasTyped(request) ? forgetTyped(tools, request, reply) : keepTyped(tools, request, reply);
}

async function answer(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const found = routeOf(routes, request.rawPath);
  if (found === undefined) return withHead(tools, request, notFound());
  const { route, parameter } = found;
  const allowed = methodsOf(route);
  const { method } = request.requestContext.http;
  if (!allowed.some((one) => one === method))
    return withHead(tools, request, methodNotAllowed(allowed.join(', ')));
  const acts = async () =>
    (await notFor(tools, request, route)) ?? (await (await route.read())(tools, request, parameter));
  const reply = await withHead(tools, request, await withTyped(tools, request, acts));
  const number = request.queryStringParameters?.[SHOWN];
  if (!('view' in reply) || (method !== 'POST' && number === undefined)) return reply;
  const { keepReply, keptReply } = await import('./kept-reply.ts');
  return number === undefined || method === 'POST'
    ? keepReply(tools, request, reply, route)
    : keptReply(tools, request, reply, number);
}

/** Says that something broke; with the head of whoever is signed in, where that does not break too. */
export const answerFailure =
  (tools: PagesTools) =>
  async (request: PageRequest): Promise<PageResponse> =>
    asResponse(await withHead(tools, request, failure()).catch(failure));

/** Answers a request for any page. Looking never changes anything; a form is answered with an address to look at; what is logged is the route, never the token in it. */
export const answerRequest =
  (tools: PagesTools) =>
  async (request: PageRequest): Promise<PageResponse> => {
    const response = await asResponse(await answer(tools, request));
    tools.log.info(logMessages.requestServed, { route: request.routeKey, status: response.statusCode });
    const empty = request.requestContext.http.method === 'HEAD';
    return compressed(request, empty ? { ...response, body: '' } : response);
  };
