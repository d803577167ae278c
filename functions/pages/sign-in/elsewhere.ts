import type { PageResponse } from '../../../shared/runtime/wear-http.ts';
import { seeOther } from '../http/reply.ts';
import type { Session } from './session.ts';

/** Where somebody goes whom a page is not for: to sign in, or to the list of whoever they are signed in as. */
export const elsewhere = (session: Session | undefined): PageResponse =>
  seeOther(session === undefined ? '/sign-in' : '/home');
