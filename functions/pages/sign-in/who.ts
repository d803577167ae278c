import * as z from 'zod';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { type Person, personIn } from '../forms/confirm-step.ts';
import { ownCookies } from './own-cookies.ts';
import { ownCookie } from './session.ts';

const COOKIE = 'nts-who';
const Kept = z.tuple([z.string().max(200), z.string().max(100), z.string()]);

/**
 * Who last answered on this device behind a link, which tells nobody apart: put into the boxes of the next page of the same desk, where it can be
 * changed. It stays in the browser, and proves nothing.
 *
 * @param desk whose page it is: somebody of one council is not taken for somebody of another
 */
export function whoAnsweredHere(request: PageRequest, desk: string): Person {
  const value = ownCookie(request, COOKIE).read() ?? '';
  try {
    const kept = Kept.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString()));
    if (!kept.success || kept.data[2] !== desk) return {};
    return personIn({ name: kept.data[0], role: kept.data[1] });
  } catch {
    return {};
  }
}

/** The cookie by which the next page of a desk knows who answered. */
export const rememberWho = (request: PageRequest, desk: string, { name = '', role = '' }: Person): string =>
  ownCookie(request, COOKIE).write(
    Buffer.from(JSON.stringify([name, role, desk])).toString('base64url'),
    ownCookies[COOKIE],
  );
