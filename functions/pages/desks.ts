import type { PageRequest } from '../../shared/runtime/http-middleware.ts';
import { formOf } from './http/form-request.ts';
import { formTooOld, linkSent, methodNotAllowed, startPage } from './http/messages.ts';
import { type Reply, seeOther } from './http/reply.ts';
import { serve } from './opened-page.ts';
import { forgetPlace } from './sign-in/come-back.ts';
import { deskOf, isFromSession, noCookie, sessionOf } from './sign-in/session.ts';
import type { PagesTools } from './tools.ts';

type Desk = (tools: PagesTools, request: PageRequest) => Promise<Reply>;

const looks = ({ requestContext }: PageRequest): boolean =>
  requestContext.http.method === 'GET' || requestContext.http.method === 'HEAD';

const start: Desk = async (_tools, request) => (looks(request) ? startPage() : methodNotAllowed('GET, HEAD'));

const askToSignIn: Desk = async (tools, request) =>
  looks(request) && request.queryStringParameters?.asked !== undefined
    ? linkSent()
    : serve((await import('./sign-in/ask-sign-in.ts')).openAskSignIn(tools, request), request);

const list: Desk = async (tools, request) => {
  if (!looks(request)) return methodNotAllowed('GET, HEAD');
  const session = await sessionOf(tools, request);
  if (session === undefined) return seeOther('/sign-in');
  return session.kind === 'officer'
    ? (await import('./home/home.ts')).home(tools, session, request)
    : (await import('./home/coordinator-home.ts')).coordinatorHome(tools, session, request);
};

/** Whatever a browser kept of our pages, also to go back to: none asks to be kept, and this says it once more at the end. */
const CLEAR_WHAT_IS_KEPT = { 'Clear-Site-Data': '"cache"' };

const signOut: Desk = async (tools, request) => {
  if (request.requestContext.http.method !== 'POST') return methodNotAllowed('POST');
  const read = formOf(request);
  if (read.kind === 'refused') return read.response;
  const session = await sessionOf(tools, request);
  if (session !== undefined) {
    if (!isFromSession(session, read.form)) return formTooOld();
    await tools.signIns.end(deskOf(session), session.id);
  }
  return {
    ...seeOther('/', CLEAR_WHAT_IS_KEPT),
    cookies: [noCookie(request), forgetPlace(request)],
  };
};

const sessions: Desk = async (tools, request) => {
  const session = await sessionOf(tools, request);
  if (session === undefined) return seeOther('/sign-in');
  return serve(
    await (await import('./sessions/open-sessions.ts')).openSessions(tools, session, request),
    request,
  );
};

/** The pages of the website that no link of an e-mail leads to, by the first part of their path. */
export const desks: ReadonlyMap<string, Desk> = new Map([
  ['', start],
  ['sign-in', askToSignIn],
  ['home', list],
  ['sign-out', signOut],
  ['sessions', sessions],
]);
