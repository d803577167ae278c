/** Lines that could begin a part: every part begins with one that begins with two hyphens. */
const MOST_PART_LINES = 500;
/** Lines of a mail, those of files apart. The parser spends a constant on each, and most on plain ones. */
const MOST_LINES = 6_000;

const LINE_FEED = 10;
const RETURN = 13;
const HYPHEN = 45;
const SHORTEST_FILE_LINE = 56;
const LONGEST_FILE_LINE = 78;

const isBase64 = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  isBase64[character.charCodeAt(0)] = 1;

function isOfFile(raw: Uint8Array, from: number, to: number): boolean {
  if (to - from < SHORTEST_FILE_LINE || to - from > LONGEST_FILE_LINE) return false;
  for (let at = from; at < to; at += 1) if (isBase64[raw[at] ?? 0] === 0) return false;
  return true;
}

/**
 * The mail with the lines of its files (base64) joined, which decodes to the same and parses in a fraction of the time; undefined
 * when it has more lines or parts than any referral. One pass, no more memory than the mail itself.
 */
export function boundMail(raw: Uint8Array): Uint8Array | undefined {
  const bound = new Uint8Array(raw.length);
  let length = 0;
  let lines = 0;
  let parts = 0;
  let from = 0;
  let joined = false;
  while (from < raw.length) {
    const feed = raw.indexOf(LINE_FEED, from);
    const next = feed < 0 ? raw.length : feed + 1;
    const end = feed > from && raw[feed - 1] === RETURN ? feed - 1 : feed < 0 ? raw.length : feed;
    const file = isOfFile(raw, from, end);
    if (!file) lines += 1;
    if (raw[from] === HYPHEN && raw[from + 1] === HYPHEN) parts += 1;
    if (lines > MOST_LINES || parts > MOST_PART_LINES) return undefined;
    if (joined && !file) {
      bound[length] = LINE_FEED;
      length += 1;
    }
    const upTo = file ? end : next;
    bound.set(raw.subarray(from, upTo), length);
    length += upTo - from;
    joined = file;
    from = next;
  }
  return bound.subarray(0, length);
}
