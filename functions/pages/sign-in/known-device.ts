import { errors, SignJWT } from 'jose';
import * as z from 'zod';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { RetiredKey, signToken, verifyToken } from '../../../shared/runtime/signed-token.ts';
import type { PagesTools } from '../tools.ts';
import { ownCookies } from './own-cookies.ts';
import { inSeconds, ownCookie } from './session.ts';

const COOKIE = 'nts-device';
const KNOWN_SECONDS = ownCookies[COOKIE];
/** Desks that one device signs in for: an officer has one, somebody in a shared service a few. */
const MOST_DESKS = 4;
/** Neither that of links nor that of sessions: none passes for another. */
const ISSUER = 'national-transfer-scheme/device';

const Claims = z.object({
  jti: z.uuid(),
  /** Desks that the device has signed in for, each with when it last did, seconds since 1970. */
  desks: z.record(z.string().max(40), z.int()),
});

async function claimsOf({ key, clock }: PagesTools, request: PageRequest) {
  const token = ownCookie(request, COOKIE).read();
  if (!token) return undefined;
  try {
    const { payload } = await verifyToken(key, token, {
      issuer: ISSUER,
      requiredClaims: ['exp'],
      currentDate: new Date(clock.now()),
    });
    return Claims.safeParse(payload).data;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof RetiredKey) return undefined;
    throw error;
  }
}

/** A device on which somebody has signed in for a desk, and when that was. It opens nothing: it is only known again. */
export interface KnownDevice {
  readonly id: string;
  /** Seconds since 1970. */
  readonly signedInAt: number;
}

/** The device of a request, if somebody has signed in for that desk on it. */
export async function deviceKnownTo(
  tools: PagesTools,
  request: PageRequest,
  desk: string,
): Promise<KnownDevice | undefined> {
  const claims = await claimsOf(tools, request);
  const signedInAt = claims?.desks[desk];
  return claims === undefined || signedInAt === undefined ? undefined : { id: claims.jti, signedInAt };
}

/** The cookie by which a device is known again for a desk that somebody has just signed in for on it. */
export async function deviceCookie(tools: PagesTools, request: PageRequest, desk: string): Promise<string> {
  const { key, clock, newId } = tools;
  const known = await claimsOf(tools, request);
  const now = inSeconds(clock.now());
  const { [desk]: _, ...others } = known?.desks ?? {};
  const latest = Object.entries(others)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_DESKS - 1);
  const token = new SignJWT({ desks: { ...Object.fromEntries(latest), [desk]: now } })
    .setIssuer(ISSUER)
    .setJti(known?.jti ?? newId())
    .setIssuedAt(now)
    .setExpirationTime(now + KNOWN_SECONDS);
  return ownCookie(request, COOKIE).write(await signToken(key, token), KNOWN_SECONDS);
}
