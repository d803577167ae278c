import { OwnPlace } from '../../../events/envelope.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { type Reply, seeOther } from '../http/reply.ts';
import { ownCookies } from './own-cookies.ts';
import { ownCookie } from './session.ts';

const NAME = 'nts-back';
/** Where one signs in. */
export const SIGN_IN = '/sign-in';

/** A page of our own that a signed-in council may want to come to; undefined for whatever else is said to be one. */
const ours = (path: string): string | undefined => OwnPlace.safeParse(path).data;

/** Sets a page of ours down on the device of whoever asked for it; nothing for any other. */
export function rememberPlace(request: PageRequest, place: string): string[] {
  const path = ours(place);
  return path === undefined
    ? []
    : [ownCookie(request, NAME).write(encodeURIComponent(path), ownCookies[NAME])];
}

/** Sends somebody to sign in, and remembers on their device which page they were on, or wanted. */
export function toSignIn(request: PageRequest, place = request.rawPath): Reply {
  const cookies = rememberPlace(request, place);
  return { ...seeOther(SIGN_IN), ...(cookies.length === 0 ? {} : { cookies }) };
}

/** Where somebody who signs in goes on; undefined unless they were on a page of ours. */
export function placeToComeBackTo(request: PageRequest): string | undefined {
  const value = ownCookie(request, NAME).read();
  return value === undefined ? undefined : ours(value.replaceAll('%2F', '/'));
}

/** Whether a page keeps what somebody types by itself, as a draft. */
export const keepsWhatWasTyped = (place: string): boolean => place.startsWith('/refer/');

export const forgetPlace = (request: PageRequest): string => ownCookie(request, NAME).write('', 0);
