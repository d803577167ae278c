import { createHmac } from 'node:crypto';

/**
 * The id of whoever has an address at a desk: always the same, and nobody's to guess who has not the desk's seed. A UUID of version 8 (RFC 9562).
 *
 * @param seed made for the desk and kept sealed
 */
export function personIdOf(seed: string, address: string): string {
  const hash = createHmac('sha256', seed).update(address.toLowerCase()).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
