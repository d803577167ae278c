import { Secret, TOTP } from 'otpauth';

/** As authenticator apps take them for granted: RFC 6238 with SHA-1, six digits, a new code each 30 seconds. */
const DIGITS = 6;
const PERIOD_SECONDS = 30;
/** RFC 4226, 4: the length of SHA-1's own output. */
const SECRET_BYTES = 20;
/** A phone's clock may be up to a step behind or ahead (RFC 6238, 5.2). */
const WINDOW = 1;

const totp = (secret: string, label?: { readonly issuer: string; readonly account: string }): TOTP =>
  new TOTP({
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
    ...(label === undefined ? {} : { issuer: label.issuer, label: label.account }),
  });

/** A new secret that nobody can guess, base32. */
export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** What an app reads from the picture: the secret, and under which names it keeps it. */
export const addressForApp = (
  secret: string,
  label: { readonly issuer: string; readonly account: string },
): string => totp(secret, label).toString();

/** The code that an app shows at an instant. */
export const codeAt = (secret: string, now: string): string =>
  totp(secret).generate({ timestamp: Date.parse(now) });

/** The 30 seconds that an instant is in, counted since 1970. */
export const stepAt = (now: string): number => Math.floor(Date.parse(now) / 1000 / PERIOD_SECONDS);

/** Of which step a code is, if of the present one or one of its neighbours; undefined for any other code. Takes as long for a wrong one. */
export function stepOf(secret: string, code: string, now: string): number | undefined {
  const delta = totp(secret).validate({ token: code, timestamp: Date.parse(now), window: WINDOW });
  return delta === null ? undefined : stepAt(now) + delta;
}
