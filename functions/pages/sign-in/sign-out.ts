import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld } from '../http/messages.ts';
import { type Reply, seeOther } from '../http/reply.ts';
import type { PagesTools } from '../tools.ts';
import { forgetPlace } from './come-back.ts';
import { deskOf, isFromSession, noCookie, sessionOf } from './session.ts';

/** Whatever a browser kept of our pages, also to go back to: none asks to be kept, and this says it once more at the end. */
const CLEAR_WHAT_IS_KEPT = { 'Clear-Site-Data': '"cache"' };

/** Ends the session that it comes with, and leads to the front page. */
export async function signOut(tools: PagesTools, request: PageRequest): Promise<Reply> {
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
}
