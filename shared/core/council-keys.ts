import { createHash } from 'node:crypto';

/** How the key of a council's system is kept: it has 256 bits of chance in it, so its plain hash tells nobody what it is. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** How a council's key is written. */
export const keyFrom = (bytes: Uint8Array): string => `nts_${Buffer.from(bytes).toString('base64url')}`;
