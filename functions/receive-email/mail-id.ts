import { createHmac } from 'node:crypto';
import { hashOf } from './hash-of.ts';
import type { MailHead } from './mail-head.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** What stands below the head of a mail: the same bytes whenever a mail server delivers it again. */
function bodyOf(raw: Uint8Array): Uint8Array {
  for (let at = raw.indexOf(LINE_FEED); at >= 0; at = raw.indexOf(LINE_FEED, at + 1)) {
    const next = raw[at + 1] === CARRIAGE_RETURN ? at + 2 : at + 1;
    if (raw[next] === LINE_FEED) return raw.subarray(next + 1);
  }
  return new Uint8Array();
}

/**
 * Which mail this is: the same when it is delivered again, and another when a mail program, or a person, gives the same Message-ID to
 * something else. A mail without an id is the whole of what was stored.
 *
 * @param whose the council it is from
 */
export const mailIdOf = (
  whose: string,
  { messageId, subject }: Pick<MailHead, 'messageId' | 'subject'>,
  raw: Uint8Array,
): string => (messageId === '' ? hashOf(whose, raw) : hashOf(whose, messageId, subject, bodyOf(raw)));

/**
 * The id of a referral in a mail: always the same for one row, so that a mail which comes twice refers nobody twice, and nobody's to
 * guess. A UUID of version 8 (RFC 9562).
 *
 * @param seed made for the mail and kept sealed: no secret that changes makes a second referral of it
 */
export function referralIdOf(seed: string, mailId: string, row: number): string {
  const hash = createHmac('sha256', seed).update(`${mailId}#${row}`).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
