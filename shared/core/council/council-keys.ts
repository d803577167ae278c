import { createHash } from 'node:crypto';

/** How many days the key before may go on opening, at most, so that a council's system can change over. */
export const MOST_DAYS_OF_OLD_KEY = 30;

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Until when the key before opens: so many days from an instant; undefined with none, for then it is void. */
export const oldKeyOpensUntil = (at: string, days: number): string | undefined =>
  days === 0 ? undefined : new Date(Date.parse(at) + days * DAY_MILLISECONDS).toISOString();

/** How the key of a council's system is kept: it has 256 bits of chance in it, so its plain hash tells nobody what it is. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** How a council's key is written. */
export const keyFrom = (bytes: Uint8Array): string => `nts_${Buffer.from(bytes).toString('base64url')}`;
