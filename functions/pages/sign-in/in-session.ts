import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { Page } from '../http/reply.ts';
import type { PagesTools } from '../tools.ts';
import { sessionOf } from './session.ts';
import { signedIn } from './signed-in.ts';

/** A page with the head of whoever is signed in, from which they come to their list and sign out; as it is for everybody else. */
export async function inSession(tools: PagesTools, request: PageRequest, page: Page): Promise<Page> {
  const session = await sessionOf(tools, request);
  return session === undefined ? page : { ...page, model: { ...page.model, ...signedIn(session) } };
}
