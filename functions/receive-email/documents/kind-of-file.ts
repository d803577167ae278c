/** What a file is by its first bytes; its name counts only for text. */
export type FileKind =
  | 'empty'
  | 'zip'
  | 'protected'
  /** A mail that only its own program opens: encrypted, or with rights in it. */
  | 'rights'
  | 'old-office'
  | 'pdf'
  | 'rich-text'
  | 'picture'
  | 'outlook'
  | 'message'
  | 'csv'
  /** Belongs to the mail and says nothing of a child: a signature, an invitation, a visiting card. */
  | 'aside'
  | 'other';

const begins = (bytes: Uint8Array, ...first: readonly number[]): boolean =>
  first.every((byte, at) => bytes[at] === byte);

const text = (words: string): readonly number[] => [...words].map((letter) => letter.charCodeAt(0));

/** A name in the directory of an old office file, which is UTF-16. */
const hasStream = (bytes: Uint8Array, name: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, 'utf16le'));

export function kindOfFile(bytes: Uint8Array, filename: string, mimeType: string): FileKind {
  const named = (extensions: RegExp) => extensions.test(filename);
  if (
    (named(/\.(ics|vcf|p7s|asc|sig)$/i) && !named(/^encrypted\.asc$/i)) ||
    /^(application\/(pgp|pkcs7|x-pkcs7)-signature|text\/calendar)/.test(mimeType)
  )
    return 'aside';
  if (
    named(/\.(rpmsg|p7m|pgp|gpg)$|^encrypted\.asc$/i) ||
    /^application\/(x-microsoft-rpmsg-message|(x-)?pkcs7-mime|pgp-encrypted)/.test(mimeType)
  )
    return 'rights';
  if (bytes.byteLength === 0) return 'empty';
  if (begins(bytes, 0x50, 0x4b, 0x03, 0x04) || begins(bytes, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    return hasStream(bytes, 'EncryptedPackage') ? 'protected' : 'old-office';
  if (begins(bytes, 0x78, 0x9f, 0x3e, 0x22)) return 'outlook';
  if (begins(bytes, ...text('%PDF'))) return 'pdf';
  if (begins(bytes, ...text('{\\rtf'))) return 'rich-text';
  if (/^(image|audio|video)\//.test(mimeType) || named(/\.(png|jpe?g|gif|tiff?|bmp|heic|webp)$/i))
    return 'picture';
  if (mimeType === 'message/rfc822' || named(/\.eml$/i)) return 'message';
  if (named(/\.(csv|tsv)$/i) || /^text\/(csv|tab-separated-values)$/.test(mimeType)) return 'csv';
  return 'other';
}

export const PACKED_WORDS = 'We do not open zipped folders. Attach the form or the table itself.';

const WHERE_DOCUMENTS_GO =
  'You can add a document about a child, such as a care plan, on our website, as soon as the child has a reference.';

/** What to tell the sender of a file that is not read; undefined for what is read, or passed over in silence. */
export function whyUnread(kind: FileKind, filename: string): string | undefined {
  switch (kind) {
    case 'empty':
      return 'The file is empty. Save it again, look whether your answers are in it, and send it again.';
    case 'old-office':
      return /\.msg$/i.test(filename)
        ? 'We cannot read emails that Outlook saved as a file (.msg). Forward the email itself, or copy what it says into yours.'
        : 'We cannot read files of older Word or Excel (.doc, .xls) or Outlook (.msg). Save it as .docx or .xlsx and send it again.';
    case 'pdf':
      return `We cannot read PDF files. Fill in our Word form, or write the answers in the email. ${WHERE_DOCUMENTS_GO}`;
    case 'rich-text':
      return 'We cannot read RTF files. Save it as a Word document (.docx) and send it again.';
    case 'picture':
      return `We cannot read pictures or scans. Fill in our Word form, or write the answers in the email. ${WHERE_DOCUMENTS_GO}`;
    case 'other':
      if (/\.(?:rar|7z|tar|gz|tgz|bz2|xz)$/i.test(filename)) return PACKED_WORDS;
      return /\.(docx|xlsx)$/i.test(filename)
        ? 'This file is damaged, or not what its name says. Open it, save it again as .docx or .xlsx, and send that.'
        : 'We cannot read this kind of file. Use our Word form, an Excel or CSV table, or write the answers in the email.';
    default:
      return undefined;
  }
}
