import { decodeWords } from 'postal-mime';

/** One header of a mail, unfolded, its name in lower case. */
interface Header {
  readonly name: string;
  readonly value: string;
}

/** SES writes its own headers above those that came over the wire, and this one last but for its signature. */
const END_OF_SES = 'x-ses-receipt';
const MOST_HEAD_BYTES = 256 * 1024;

/** What SES found out about a mail. Anything but PASS counts against it. */
interface Verdicts {
  readonly spam: boolean;
  readonly virus: boolean;
  readonly spf: boolean;
  readonly dkim: boolean;
  readonly dmarc: boolean;
}

/** The head of a mail as it lies in the bucket. */
export interface MailHead {
  readonly verdicts: Verdicts;
  /** Envelope sender; empty for bounces. */
  readonly returnPath: string;
  /** The one address of From, in lower case; empty when there is none, or more than one. */
  readonly from: string;
  readonly messageId: string;
  readonly subject: string;
  /** Whether a program sent it: an answer to it could go round in circles. */
  readonly automatic: boolean;
}

/** Reads the headers without parsing anything below them: the first 256 KB at most. */
export function readHead(raw: Uint8Array): MailHead {
  const headers = headersOf(raw);
  const end = headers.findIndex(({ name }) => name === END_OF_SES);
  const bySes = headers.slice(0, Math.max(end, 0));
  const sent = headers.slice(end + 1);
  const first = (name: string) => sent.find((header) => header.name === name)?.value ?? '';
  const returnPath = (bySes.find(({ name }) => name === 'return-path')?.value ?? '')
    .replace(/^<|>$/g, '')
    .trim();
  const from = onlyAddress(sent);
  return {
    verdicts: verdictsOf(bySes),
    returnPath,
    from,
    messageId: first('message-id').trim().slice(0, 1_000),
    subject: decodeWords(first('subject').slice(0, 1_000)),
    automatic: returnPath === '' || isAutomatic(first, from),
  };
}

function headersOf(raw: Uint8Array): readonly Header[] {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, MOST_HEAD_BYTES)).toString(
    'utf8',
  );
  const headers: { name: string; value: string }[] = [];
  for (const line of text.split(/\r\n|\n/)) {
    if (line === '') break;
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`;
    else {
      const colon = line.indexOf(':');
      if (colon > 0)
        headers.push({
          name: line.slice(0, colon).trim().toLowerCase(),
          value: line.slice(colon + 1).trim(),
        });
    }
  }
  return headers;
}

/** Each verdict has to stand once in SES's own part: what the sender wrote below it proves nothing. */
function verdictsOf(bySes: readonly Header[]): Verdicts {
  const only = (name: string): string => {
    const [value, ...more] = bySes.filter((header) => header.name === name);
    return value === undefined || more.length > 0 ? '' : value.value;
  };
  const authentication = only('authentication-results');
  const ours = /^amazonses\.com;/i.test(authentication);
  const passes = (method: string) => ours && new RegExp(`;\\s*${method}=pass\\b`, 'i').test(authentication);
  return {
    spam: only('x-ses-spam-verdict') === 'PASS',
    virus: only('x-ses-virus-verdict') === 'PASS',
    spf: passes('spf'),
    dkim: passes('dkim'),
    dmarc: passes('dmarc'),
  };
}

/** DMARC speaks of the domain in From: with two addresses nobody knows of which. */
function onlyAddress(sent: readonly Header[]): string {
  const [from, ...more] = sent.filter(({ name }) => name === 'from');
  if (from === undefined || more.length > 0) return '';
  const bare = from.value.slice(0, 1_000).replaceAll(/"[^"]{0,500}"/g, '');
  const found = bare.match(/[^\s<>,;:"()@]{1,64}@[A-Za-z0-9.-]{1,253}/g) ?? [];
  return found.length === 1 ? (found[0] ?? '').toLowerCase() : '';
}

const isAutomatic = (first: (name: string) => string, from: string): boolean =>
  !['', 'no'].includes(first('auto-submitted').toLowerCase()) ||
  /^(bulk|junk|list|auto_reply)$/i.test(first('precedence')) ||
  first('x-autoreply') !== '' ||
  first('x-autorespond') !== '' ||
  first('list-id') !== '' ||
  /^multipart\/report/i.test(first('content-type')) ||
  /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@/.test(from);
