import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { type Reply, seeOther } from '../http/reply.ts';
import { toSignIn } from './come-back.ts';
import type { Session } from './session.ts';

/** Where somebody goes whom a page is not for: to sign in and come back, or to the list of whoever they are signed in as. */
export const elsewhere = (session: Session | undefined, request: PageRequest): Reply =>
  session === undefined ? toSignIn(request) : seeOther('/home');
