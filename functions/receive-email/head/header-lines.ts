/** One header of a mail, unfolded, its name in lower case. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** The headers of a mail: what SES wrote above it, and what came over the wire. */
export interface Headers {
  /** Empty unless SES wrote all of it, each header once, each line ended as SES ends it. */
  readonly bySes: readonly Header[];
  readonly sent: readonly Header[];
  /** Whether those that were sent end within what was read, and hold nothing that ends a line for one program and not for another. */
  readonly plain: boolean;
}

/** What SES writes above a mail, in any order but for the last. What else stands there came from a sender. */
const namesOfSes: ReadonlySet<string> = new Set([
  'return-path',
  'received',
  'x-ses-spam-verdict',
  'x-ses-virus-verdict',
  'received-spf',
  'authentication-results',
]);
const END_OF_SES = /^x-ses-receipt:/i;
const MOST_HEAD_BYTES = 256 * 1024;
/** A name by RFC 5322, with the space before the colon that was once allowed. */
const FIELD = /^([!-9;-~]+)[ \t]*:(.*)$/;
/** Of the bytes of a line end, what is left once lines are parted at CR LF or LF. */
const STRAY = /[\r\0]/;

/** Parts the headers from what is below them; the first 256 KB are looked at. */
export function headersOf(raw: Uint8Array): Headers {
  const isCut = raw.byteLength > MOST_HEAD_BYTES;
  const text = Buffer.from(raw.buffer, raw.byteOffset, isCut ? MOST_HEAD_BYTES : raw.byteLength).toString(
    'utf8',
  );
  // What is left of a line at the cut may be nothing, which is no empty line.
  const all = text.split('\n').slice(0, isCut ? -1 : undefined);
  const empty = all.findIndex((line) => line === '' || line === '\r');
  const lines = empty < 0 ? all : all.slice(0, empty);
  const end = lines.findIndex((line) => END_OF_SES.test(line));
  const sent = lines.slice(end + 1).map((line) => line.replace(/\r$/, ''));
  return {
    bySes: writtenBySes(lines.slice(0, Math.max(end, 0))),
    sent: unfolded(sent),
    plain: (empty >= 0 || !isCut) && !sent.some((line) => STRAY.test(line)),
  };
}

function writtenBySes(lines: readonly string[]): readonly Header[] {
  const said = lines.map((line) => line.slice(0, -1));
  if (lines.some((line) => !line.endsWith('\r')) || said.some((line) => STRAY.test(line))) return [];
  const headers = unfolded(said);
  const names = new Set(headers.map(({ name }) => name));
  return names.size === headers.length && [...names].every((name) => namesOfSes.has(name)) ? headers : [];
}

/** Headers whose lines go on with the next that begins with white space. A line that is no header is none of anything. */
function unfolded(lines: readonly string[]): readonly Header[] {
  const headers: { name: string; value: string }[] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last) last.value += ` ${trimmed(line)}`;
      continue;
    }
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name !== undefined && value !== undefined)
      headers.push({ name: name.toLowerCase(), value: trimmed(value) });
  }
  return headers;
}

/** Without the white space of RFC 5322 around it: no other. */
const trimmed = (text: string): string => text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
