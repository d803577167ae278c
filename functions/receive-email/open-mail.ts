import PostalMime from 'postal-mime';
import { boundMail } from './bound-mail.ts';

/** Bytes of a mail, at most. SES takes 40 MB; a referral is text. */
export const MOST_MAIL_BYTES = 10 * 1024 * 1024;
const MOST_DEPTH = 10;
const MOST_ATTACHMENTS = 20;
const MOST_HEADER_BYTES = 128 * 1024;
const MOST_TEXT_CHARACTERS = 200_000;
const MOST_TABLE_BYTES = 1024 * 1024;

/** What a mail says, and what hangs on it that we can read. */
export interface OpenedMail {
  readonly text: string;
  readonly tables: readonly { readonly kind: 'csv' | 'json'; readonly text: string }[];
  /** How many attachments look like documents, but not of a kind that is read here. */
  readonly unreadable: number;
}

export type Opening =
  | { readonly kind: 'opened'; readonly mail: OpenedMail }
  /** Not opened, or not wholly: the sender is told in these words. */
  | { readonly kind: 'refused'; readonly words: string };

const refused = (words: string): Opening => ({ kind: 'refused', words });
const TOO_MANY_PARTS =
  'The e-mail has too many lines or parts. Send a new e-mail, not a forwarded one, with one CSV file, or write the answers in it.';

/** Opens a mail. Its size, lines, parts and depth are bounded before the parser sees it. */
export async function openMail(raw: Uint8Array): Promise<Opening> {
  if (raw.byteLength > MOST_MAIL_BYTES)
    return refused('The e-mail is bigger than 10 MB. Send only one CSV file, without pictures or scans.');
  const bound = boundMail(raw);
  if (bound === undefined) return refused(TOO_MANY_PARTS);
  try {
    const { text, html, attachments } = await PostalMime.parse(bound, {
      maxNestingDepth: MOST_DEPTH,
      maxHeadersSize: MOST_HEADER_BYTES,
      maxRfc822NestingDepth: 2,
      attachmentEncoding: 'arraybuffer',
    });
    if (attachments.length > MOST_ATTACHMENTS)
      return refused(`The e-mail has more than ${MOST_ATTACHMENTS} attachments. Send one CSV file.`);
    const tables: { kind: 'csv' | 'json'; text: string }[] = [];
    let unreadable = 0;
    for (const { filename, mimeType, disposition, related, content } of attachments) {
      const kind = kindOf(filename ?? '', mimeType);
      const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
      if (kind === 'document') unreadable += disposition === 'inline' || related ? 0 : 1;
      else if (kind !== 'picture') {
        if (bytes.byteLength > MOST_TABLE_BYTES)
          return refused(
            'The file in the e-mail is bigger than 1 MB. Send at most 50 children, as text only.',
          );
        tables.push({ kind, text: decoded(bytes) });
      }
    }
    const said =
      (text ?? '').trim() === '' ? textOf((html ?? '').slice(0, MOST_TEXT_CHARACTERS)) : (text ?? '');
    return { kind: 'opened', mail: { text: said.slice(0, MOST_TEXT_CHARACTERS), tables, unreadable } };
  } catch {
    return refused(TOO_MANY_PARTS);
  }
}

function kindOf(filename: string, mimeType: string): 'csv' | 'json' | 'picture' | 'document' {
  if (/\.json$/i.test(filename) || mimeType === 'application/json') return 'json';
  if (/\.(csv|tsv)$/i.test(filename) || mimeType === 'text/csv') return 'csv';
  return /^image\//.test(mimeType) || /\.(ics|vcf|p7s|asc)$/i.test(filename) ? 'picture' : 'document';
}

/** Text as spreadsheets save it: UTF-16 with its mark, UTF-8, or else Windows' own. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const breaks = /^\/?(br|p|div|tr|li|h[1-6]|table)\b/i;
const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The words of an HTML mail, in one pass: tags that end a line end one here. */
function textOf(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    const close = html.indexOf('>', open);
    if (close < 0) break;
    text += html.slice(at, open);
    if (breaks.test(html.slice(open + 1, open + 10))) text += '\n';
    at = close + 1;
  }
  return (text + html.slice(at)).replaceAll(
    /&(?:nbsp|amp|lt|gt|quot|#39);/g,
    (entity) => entities[entity] ?? '',
  );
}
