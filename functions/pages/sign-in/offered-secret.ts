import { errors, SignJWT } from 'jose';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { newSecret } from '../../../shared/runtime/one-time-code.ts';
import { RetiredKey, signToken, verifyToken } from '../../../shared/runtime/signed-token.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import type { PagesTools } from '../tools.ts';
import { inSeconds } from './session.ts';

/** No link, nor a session: none passes for another. */
const ISSUER = 'national-transfer-scheme/second-step';

/** As long as a link to sign in works, and a moment longer. */
const OFFERED_SECONDS = 20 * 60;

/** The field of the one form that can set it up. */
const FIELD = 'offered';

/** A secret that one page shows, to be set up by that page's own form: whoever else has the link is shown another. */
export interface OfferedSecret {
  readonly secret: string;
  /** What the form carries: the secret, signed, for this link and this person alone. */
  readonly carried: readonly { readonly name: string; readonly value: string }[];
}

interface For {
  /** Of the link. */
  readonly signInId: Extract<LinkClaims, { for: 'coordinator-sign-in' }>['signInId'];
  /** Who it is on the roster; undefined of the first of all. */
  readonly person: string | undefined;
}

/** The secret that a form brings along, as the page that it is from has shown it; undefined where it is another's, or was made up. */
async function broughtAlong(
  { key, clock }: PagesTools,
  token: string,
  { signInId, person }: For,
): Promise<string | undefined> {
  try {
    const { payload } = await verifyToken(key, token, {
      issuer: ISSUER,
      subject: signInId,
      requiredClaims: ['exp'],
      currentDate: new Date(clock.now()),
    });
    return payload.person === person ? String(payload.secret) : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof RetiredKey) return undefined;
    throw error;
  }
}

/**
 * The secret for a page that sets up a second step: what its form brings along, so that a wrong code shows the same once more; else a new one. Kept
 * nowhere, so that two who look behind one link have two, and only one of them becomes somebody's.
 */
export async function secretFor(tools: PagesTools, form: FormPost, whose: For): Promise<OfferedSecret> {
  const token = fieldValue(form, FIELD);
  const known = token === '' ? undefined : await broughtAlong(tools, token, whose);
  if (known !== undefined) return { secret: known, carried: [{ name: FIELD, value: token }] };
  const secret = newSecret();
  const made = new SignJWT({ secret, person: whose.person })
    .setIssuer(ISSUER)
    .setSubject(whose.signInId)
    .setExpirationTime(inSeconds(tools.clock.now()) + OFFERED_SECONDS);
  return { secret, carried: [{ name: FIELD, value: await signToken(tools.key, made) }] };
}
