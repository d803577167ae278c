import type { KeyObject, webcrypto } from 'node:crypto';
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

type Bytes = ArrayBuffer | ArrayBufferView;
const bytesOf = (data: Bytes): Uint8Array =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const keys = new Map<string, webcrypto.CryptoKey>();
const secrets = new WeakMap<webcrypto.CryptoKey, KeyObject>();

const macOf = (key: webcrypto.CryptoKey, data: Bytes): Buffer =>
  createHmac('sha256', secrets.get(key) ?? '')
    .update(bytesOf(data))
    .digest();

let done = false;

/**
 * Signs links on the spot. WebCrypto answers from another thread, whenever that is ready; in a simulation nothing may depend
 * on it. The signatures are the same.
 */
export function signAtOnce(): void {
  if (done) return;
  done = true;
  Object.assign(globalThis.crypto.subtle, {
    importKey: async (
      _format: 'raw',
      data: Bytes,
      algorithm: webcrypto.HmacImportParams,
      extractable: boolean,
      usages: webcrypto.KeyUsage[],
    ) => {
      const name = `${Buffer.from(bytesOf(data)).toString('base64')} ${usages}`;
      const known = keys.get(name);
      if (known !== undefined) return known;
      const secret = createSecretKey(bytesOf(data));
      const key = secret.toCryptoKey(algorithm, extractable, usages);
      keys.set(name, key);
      secrets.set(key, secret);
      return key;
    },
    sign: async (_algorithm: unknown, key: webcrypto.CryptoKey, data: Bytes) =>
      new Uint8Array(macOf(key, data)).buffer,
    verify: async (_algorithm: unknown, key: webcrypto.CryptoKey, signature: Bytes, data: Bytes) => {
      const [given, right] = [bytesOf(signature), macOf(key, data)];
      return given.byteLength === right.byteLength && timingSafeEqual(given, right);
    },
  });
}
