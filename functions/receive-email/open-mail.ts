import type { Attachment } from 'postal-mime';
import { defined } from '../../shared/core/defined.ts';
import { boundMail } from './bound-mail.ts';
import { type Allowance, fullAllowance } from './documents/allowance.ts';
import { kindOfFile, whyUnread } from './documents/kind-of-file.ts';
import type { OutlookParts } from './documents/outlook-parts.ts';
import type { Sheet } from './documents/sheet-cells.ts';
import type { WordLine } from './documents/word-rows.ts';
import { fieldsIn } from './field-lines.ts';
import { MailParser } from './mail-parser.ts';
import { headsIn } from './tab-table.ts';

/** Bytes of a mail, at most. SES takes 40 MB; a referral is text. */
export const MOST_MAIL_BYTES = 10 * 1024 * 1024;
const MOST_DEPTH = 10;
const MOST_ATTACHMENTS = 20;
const MOST_HEADER_BYTES = 128 * 1024;
const MOST_TEXT_CHARACTERS = 200_000;
/** Documents that are opened in one mail. */
const MOST_DOCUMENTS = 5;
/** A mail in a mail in a mail: more is no referral any more. */
const MOST_MAILS_WITHIN = 2;
const MOST_CSV_BYTES = 256 * 1024;

/** A file that can be read, as far as it says something. */
export type MailFile =
  | { readonly kind: 'csv'; readonly text: string }
  | { readonly kind: 'word'; readonly lines: readonly WordLine[] }
  | { readonly kind: 'workbook'; readonly sheets: readonly Sheet[] };

/** What a mail says, and what hangs on it. */
export interface OpenedMail {
  readonly text: string;
  /** What mails say that hang on this one, as they were forwarded. */
  readonly within: readonly string[];
  readonly files: readonly MailFile[];
  /** Why a file is not read, in words for its sender; once for each reason. */
  readonly unread: readonly string[];
}

export type Opening =
  | { readonly kind: 'opened'; readonly mail: OpenedMail }
  /** Not opened, or not wholly: the sender is told in these words. */
  | { readonly kind: 'refused'; readonly words: string };

const TOO_MANY_PARTS =
  'The email has too many lines or parts. Send a new email, not a forwarded one, with our form or one table, or write the answers in it.';

/** Thrown while a mail is opened, with the words for its sender. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Opens a mail. Its size, lines, parts and depth are bounded before the parser sees it, and its files before they are expanded. */
export async function openMail(raw: Uint8Array): Promise<Opening> {
  if (raw.byteLength > MOST_MAIL_BYTES)
    return {
      kind: 'refused',
      words: 'The email is bigger than 10 MB. Send only our form or one table, without pictures or scans.',
    };
  const mail = {
    text: '',
    within: [] as string[],
    files: [] as MailFile[],
    unread: new Set<string>(),
    allowance: fullAllowance(),
  };
  try {
    mail.text = await openInto(mail, raw, 0);
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', words: error.message };
    throw error;
  }
  const { text, within, files, unread } = mail;
  return { kind: 'opened', mail: { text, within, files, unread: [...unread] } };
}

type Opened = {
  readonly within: string[];
  readonly files: MailFile[];
  readonly unread: Set<string>;
  readonly allowance: Allowance;
};

/** Puts what hangs on a mail where it belongs, and returns what the mail itself says. */
async function openInto(mail: Opened, raw: Uint8Array, depth: number): Promise<string> {
  const parsed = await parse(raw);
  if (parsed.attachments.length > MOST_ATTACHMENTS)
    throw new Refusal(`The email has more than ${MOST_ATTACHMENTS} attachments. Send our form or one table.`);
  const said: string[] = [];
  const own = parsed.text ?? '';
  const html = parsed.html ?? '';
  const wordless = own.trim() === '' && html.trim() === '';
  for (const { filename, mimeType, disposition, related, content } of parsed.attachments) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
    const seen = disposition === 'attachment' && related !== true;
    said.push(...(await openFile(mail, { name: filename ?? '', mimeType, bytes, seen, wordless }, depth)));
  }
  const plain = own.slice(0, MOST_TEXT_CHARACTERS);
  const packed = said.join('\n').slice(0, MOST_TEXT_CHARACTERS);
  if (html.trim() === '' || plain === html) return fullest(plain, packed);
  return fullest(plain, await wordsOfHtml(html), packed);
}

/** What says most of a child: a plain part may be a stub, and a table without its rows. Of those that say as much, the first that says anything. */
const fullest = (...texts: readonly string[]): string => {
  const said = texts.filter((text) => text.trim() !== '');
  if (said.length < 2) return said[0] ?? '';
  const facts = said.map(factsIn);
  const [first = ''] = said;
  return said[facts.indexOf(Math.max(...facts))] ?? first;
};

/** Lines with a field of ours, and heads of tables. */
const factsIn = (text: string): number =>
  text
    .split(/\r\n|\r|\n/, 2_000)
    .map((line) => line.slice(0, 2_000).replace(/^[>\s]+/, ''))
    .reduce(
      (sum, line) => sum + fieldsIn(line).length + (line.includes('\t') ? headsIn(line.split('\t')) : 0),
      0,
    );

async function parse(raw: Uint8Array): Promise<{ text?: string; html?: string; attachments: Attachment[] }> {
  const bound = boundMail(raw);
  if (bound === undefined) throw new Refusal(TOO_MANY_PARTS);
  try {
    const { text, html, attachments } = await new MailParser({
      maxNestingDepth: MOST_DEPTH,
      maxHeadersSize: MOST_HEADER_BYTES,
      forceRfc822Attachments: true,
      attachmentEncoding: 'arraybuffer',
    }).parse(bound);
    return { attachments, ...defined({ text, html }) };
  } catch {
    throw new Refusal(TOO_MANY_PARTS);
  }
}

const wordsOfHtml = async (html: string): Promise<string> => {
  const { htmlText } = await import('./documents/html-text.ts');
  return htmlText(html.slice(0, MOST_TEXT_CHARACTERS));
};

interface File {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
  /** Attached to be looked at, and no picture of a signature. */
  readonly seen: boolean;
  /** Whether the mail that it hangs on says nothing itself. */
  readonly wordless: boolean;
}

/** What mail servers write for each other beside the words of a report of delivery. */
const REPORT =
  /^(?:message\/(?:global-)?(?:delivery-status|disposition-notification|headers)|text\/rfc822-headers)$/i;

/** Opens one file; returns what it says in place of the mail (an Outlook's own wrapping of the mail's words). */
async function openFile(mail: Opened, file: File, depth: number): Promise<readonly string[]> {
  const { bytes, name, mimeType } = file;
  if (REPORT.test(mimeType)) return [];
  const kind = kindOfFile(bytes, name, mimeType);
  if (kind === 'csv') {
    if (bytes.byteLength > MOST_CSV_BYTES)
      throw new Refusal(
        `The file in the email is bigger than ${MOST_CSV_BYTES / 1024} KB. Send at most 50 children, as text only.`,
      );
    mail.files.push({ kind, text: decoded(bytes) });
  } else if (kind === 'zip') await openDocument(mail, bytes, name);
  else if (kind === 'protected') mail.unread.add((await import('./documents/read-office.ts')).PASSWORD_WORDS);
  else if (kind === 'rights') mail.unread.add(RIGHTS_WORDS);
  else if (kind === 'outlook') return openOutlook(mail, file, depth);
  else if (kind === 'message') await openWithin(mail, bytes, depth);
  else if (kind !== 'picture' || file.seen) {
    const words = whyUnread(kind, name);
    if (words !== undefined) mail.unread.add(words);
  }
  return [];
}

async function openDocument(mail: Opened, bytes: Uint8Array, name: string): Promise<void> {
  if (mail.files.length >= MOST_DOCUMENTS)
    throw new Refusal(`The email has more than ${MOST_DOCUMENTS} documents. Send fewer in one email.`);
  const { readOffice } = await import('./documents/read-office.ts');
  const content = await readOffice(bytes, mail.allowance, name);
  if (content.kind === 'refused') mail.unread.add(content.words);
  else mail.files.push(content);
}

const RIGHTS_WORDS =
  'The email is encrypted or protected, so that we cannot open it. Send it without protection (in Outlook: Options, Encrypt, turn it off; Permissions, unrestricted). It reaches us encrypted on its way, and we keep it sealed.';

const OUTLOOK_WORDS =
  'We cannot open the file winmail.dat, which Outlook made of your email. Send it again as HTML or plain text (in Outlook: Format Text).';

async function openOutlook(
  mail: Opened,
  { bytes, wordless }: File,
  depth: number,
): Promise<readonly string[]> {
  const { outlookParts } = await import('./documents/outlook-parts.ts');
  const parts = outlookParts(bytes);
  if (parts === undefined || depth >= MOST_MAILS_WITHIN) {
    mail.unread.add(OUTLOOK_WORDS);
    return [];
  }
  for (const { name, bytes: content } of parts.files)
    await openFile(mail, { name, mimeType: '', bytes: content, seen: true, wordless: false }, depth + 1);
  if (parts.text.trim() !== '') return [parts.text];
  if (parts.html !== '') return [await wordsOfHtml(parts.html)];
  return wordless && parts.packed.length > 0 ? wordsOfPacked(mail, parts) : [];
}

/** What a body says that is only there as RTF. */
async function wordsOfPacked(
  mail: Opened,
  { packed, files }: Pick<OutlookParts, 'packed' | 'files'>,
): Promise<readonly string[]> {
  const { unpackedRichText } = await import('./documents/rich-text.ts');
  const said = unpackedRichText(packed);
  if (said !== undefined) return [said.kind === 'html' ? await wordsOfHtml(said.html) : said.text];
  // Beside a form the words of a mail are a greeting.
  if (files.length === 0) mail.unread.add(OUTLOOK_WORDS);
  return [];
}

async function openWithin(mail: Opened, bytes: Uint8Array, depth: number): Promise<void> {
  if (depth >= MOST_MAILS_WITHIN || mail.within.length >= MOST_DOCUMENTS) throw new Refusal(TOO_MANY_PARTS);
  mail.within.push(await openInto(mail, bytes, depth + 1));
}

/** UTF-16 of either kind, by its mark, or by every other byte of its first hundred being zero. */
function wideIn(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const first = bytes.subarray(0, 100);
  const zeros = (from: number) => first.filter((byte, at) => byte === 0 && at % 2 === from).length;
  if (zeros(1) > first.length / 4 && zeros(0) === 0) return 'utf-16le';
  return zeros(0) > first.length / 4 && zeros(1) === 0 ? 'utf-16be' : undefined;
}

/** Text as spreadsheets save it: UTF-16 with its mark, UTF-8, or else Windows' own. */
function decoded(bytes: Uint8Array): string {
  const wide = wideIn(bytes);
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
