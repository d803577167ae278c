import type { PageRequest, PageResponse } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { routes } from '../routes.ts';
import type { PagesTools } from '../tools.ts';
import { compressed } from './compress.ts';
import { methodNotAllowed, notFound } from './messages.ts';
import { asResponse, type Reply, SHOWN } from './reply.ts';
import { methodsOf, routeOf } from './route.ts';

async function answer(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const found = routeOf(routes, request.rawPath);
  if (found === undefined) return notFound();
  const { route, parameter } = found;
  const allowed = methodsOf(route);
  const { method } = request.requestContext.http;
  if (!allowed.some((one) => one === method)) return methodNotAllowed(allowed.join(', '));
  const reply = await (await route.read())(tools, request, parameter);
  const number = request.queryStringParameters?.[SHOWN];
  if (!('view' in reply) || (method !== 'POST' && number === undefined)) return reply;
  const { keepReply, keptReply } = await import('./kept-reply.ts');
  return number === undefined || method === 'POST'
    ? keepReply(tools, request, reply, route)
    : keptReply(tools, request, reply, number);
}

/** Answers a request for any page. Looking never changes anything; a form is answered with an address to look at; what is logged is the route, never the token in it. */
export const answerRequest =
  (tools: PagesTools) =>
  async (request: PageRequest): Promise<PageResponse> => {
    const response = await asResponse(await answer(tools, request));
    tools.log.info(logMessages.requestServed, { route: request.routeKey, status: response.statusCode });
    const empty = request.requestContext.http.method === 'HEAD';
    return compressed(request, empty ? { ...response, body: '' } : response);
  };
