import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { type Reply, seeOther } from '../http/reply.ts';
import { sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';

/** The one page of whoever is signed in: a council's list, the coordinators', that of a lead's region, or money or figures alone. */
export async function ownList(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session === undefined) return seeOther('/sign-in');
  if (session.kind === 'reader') return seeOther('/figures');
  if (session.kind === 'finance') return (await import('./finance-home.ts')).financeHome(tools, session);
  if (session.kind === 'lead')
    return (await import('../region/region-home.ts')).regionHome(tools, session, request);
  const { councils, cases } = request.queryStringParameters ?? {};
  if (councils !== undefined || cases !== undefined) {
    const found = await (await import('./find-cases.ts')).findCases(tools, session, request);
    if (found !== undefined) return found;
  }
  return session.kind === 'officer'
    ? (await import('./home.ts')).home(tools, session, request)
    : (await import('./coordinator-home.ts')).coordinatorHome(tools, session, request);
}
