import { createHmac } from 'node:crypto';
import {
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
  type SignJWT,
} from 'jose';
import type { SigningKey } from '../ports/secrets.ts';

const ids = new WeakMap<Uint8Array, string>();

/** Which key signed: says nothing of the key to whoever has it not. */
function idOf(key: Uint8Array): string {
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = createHmac('sha256', key).update('key id').digest('base64url').slice(0, 12);
  ids.set(key, id);
  return id;
}

/** A token by a key of ours that does not count any more: it was good once. */
export class RetiredKey extends Error {
  override readonly name = 'RetiredKey';
}

/** Signs with the key that signs now, and says in the token which that is. */
export async function signToken(key: SigningKey, token: SignJWT): Promise<string> {
  const secret = await key.read();
  return token.setProtectedHeader({ alg: 'HS256', kid: idOf(secret) }).sign(secret);
}

/** The key that a token names; of one from before keys were named, each key may be it. */
async function candidates(key: SigningKey, kid: unknown): Promise<readonly Uint8Array[]> {
  if (kid === undefined) return key.all();
  const among = (keys: readonly Uint8Array[]) => keys.filter((one) => idOf(one) === kid);
  const current = among([await key.read()]);
  if (current.length > 0) return current;
  const known = among(await key.all());
  // Another instance may have taken up a new key a little earlier than this one.
  return known.length > 0 ? known : among(await key.all(true));
}

/**
 * What a token says, and which key it was signed with: the one that signs now, or the one before it while they overlap.
 *
 * @throws RetiredKey for a token that the key signed whose overlap was ended last
 * @throws errors.JOSEError for a token that nobody signed, or that is too old
 */
export async function verifyToken(
  key: SigningKey,
  token: string,
  options: Omit<JWTVerifyOptions, 'algorithms'>,
): Promise<{ readonly payload: JWTPayload; readonly secret: Uint8Array }> {
  const { kid } = headerOf(token);
  const secrets = await candidates(key, kid);
  let refusal: unknown = new errors.JWSSignatureVerificationFailed();
  const former = secrets.length === 0 ? await key.former() : undefined;
  if (former !== undefined && idOf(former) === kid) {
    // What is wrong with it beside its age is said first: a name of a key proves nothing.
    await jwtVerify(token, former, { ...options, algorithms: ['HS256'] });
    throw new RetiredKey('The key that signed the token does not count any more.');
  }
  for (const secret of secrets)
    try {
      const { payload } = await jwtVerify(token, secret, { ...options, algorithms: ['HS256'] });
      return { payload, secret };
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      refusal = error;
    }
  throw refusal;
}

function headerOf(token: string): { readonly kid?: unknown } {
  try {
    const header = decodeProtectedHeader(token);
    return header.alg === 'HS256' && /^[\w-]{12}$/.test(String(header.kid)) ? header : {};
  } catch {
    // Whatever is wrong with it is said when its signature is looked at.
    return {};
  }
}
