import type { PageRequest, PageResponse } from '../../../shared/runtime/wear-http.ts';
import { seeOther } from '../http/reply.ts';
import { ownCookie } from './session.ts';

/** Only pages of our own that a signed-in council may want to come back to; none of these names anybody. */
const ours = /^\/refer(\/[0-9a-f-]{36}(\/[a-zA-Z0-9-]{1,40})?)?$/;
const NAME = 'nts-back';
const KEPT_SECONDS = 60 * 60;

/** Sends somebody to sign in, and remembers on their device which page they were on. */
export function toSignIn(request: PageRequest): PageResponse {
  const path = request.rawPath;
  return {
    ...seeOther('/sign-in'),
    ...(ours.test(path)
      ? { cookies: [ownCookie(request, NAME).write(encodeURIComponent(path), KEPT_SECONDS)] }
      : {}),
  };
}

/** Where somebody who signs in goes on; undefined unless they were on a page of ours. */
export function placeToComeBackTo(request: PageRequest): string | undefined {
  const value = ownCookie(request, NAME).read();
  const path = value === undefined ? '' : value.replaceAll('%2F', '/');
  return ours.test(path) ? path : undefined;
}

export const forgetPlace = (request: PageRequest): string => ownCookie(request, NAME).write('', 0);
