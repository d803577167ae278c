import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;
/** No key seals twice. */
const nonce = new Uint8Array(12);

/**
 * Under which name something is kept for a while, and what seals it. Both follow from a number that nobody can guess and that stands in no store, and from
 * whom and what it is for: to anybody else, or elsewhere, there is nothing, and nobody who reads the store can open what is there.
 */
export function lockOf(number: string, ...belongsTo: readonly string[]) {
  const lock = createHash('sha512')
    .update(JSON.stringify([number, ...belongsTo]))
    .digest();
  return { name: lock.subarray(0, 32).toString('base64url'), key: lock.subarray(32) };
}

export function sealed(key: Uint8Array, what: unknown): Uint8Array {
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const body = cipher.update(gzipSync(JSON.stringify(what)));
  return Buffer.concat([body, cipher.final(), cipher.getAuthTag()]);
}

/** @throws when it was sealed with another key, or changed */
export function unsealed<What>(key: Uint8Array, kept: Uint8Array): What {
  const decipher = createDecipheriv(ALGORITHM, key, nonce);
  decipher.setAuthTag(kept.subarray(-TAG_BYTES));
  const body = Buffer.concat([decipher.update(kept.subarray(0, -TAG_BYTES)), decipher.final()]);
  return JSON.parse(gunzipSync(body).toString()) as What;
}
