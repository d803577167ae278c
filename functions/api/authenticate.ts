import { endedWords } from '../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { hashOfKey } from '../../shared/core/council/council-keys.ts';
import type { PageRequest } from '../../shared/runtime/http-middleware.ts';
import { keyOfEnded, noKey, tooMany } from './problem.ts';
import { type Refused, refuse } from './request.ts';
import type { ApiTools } from './tools.ts';

/** Far above what a council's system needs; low enough that one gone wild does no harm. */
const MOST_IN_A_MINUTE = 120;

/** The council whose key a request carries, unless it carries none or too many have come with it. */
export async function councilOf(
  { requests, clock }: Pick<ApiTools, 'requests' | 'clock'>,
  { headers }: PageRequest,
): Promise<{ readonly kind: 'council'; readonly code: string } | Refused> {
  const key = /^Bearer +([\w-]{20,200})$/i.exec(headers.authorization ?? '')?.[1];
  const now = clock.now();
  const code = key === undefined ? undefined : await requests.councilOf(hashOfKey(key), now);
  if (code === undefined) return refuse(noKey());
  const ended = endedWords(code, londonDate(now));
  if (ended !== undefined) return refuse(keyOfEnded(ended));
  const count = await requests.countRequest(code, now.slice(0, 16));
  return count > MOST_IN_A_MINUTE
    ? refuse(tooMany(60 - Number(now.slice(17, 19))))
    : { kind: 'council', code };
}
