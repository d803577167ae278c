import { type Entry, fromBufferPromise } from 'yauzl';

/** A type of file that is taken in. */
interface FileType {
  /** Media type. */
  readonly type: string;
  /** Ending of its name. */
  readonly ending: string;
  readonly words: string;
}

const PDF: FileType = { type: 'application/pdf', ending: 'pdf', words: 'PDF' };
const JPEG: FileType = { type: 'image/jpeg', ending: 'jpg', words: 'JPEG picture' };
const PNG: FileType = { type: 'image/png', ending: 'png', words: 'PNG picture' };
const DOCX: FileType = {
  type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ending: 'docx',
  words: 'Word document',
};
const types: readonly FileType[] = [PDF, JPEG, PNG, DOCX];

/** What a type of file is called, by its media type. */
export const fileTypeWords = (type: string): string =>
  types.find((one) => one.type === type)?.words ?? 'File';

/** The first bytes of each type, as its own specification gives them. */
const beginnings: readonly (readonly [FileType, Buffer])[] = [
  [PDF, Buffer.from('%PDF-')],
  [JPEG, Buffer.from([0xff, 0xd8, 0xff])],
  [PNG, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
];
const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** Parts of a zipped file: a Word document has some fifteen, and one for each picture. */
const MOST_PARTS = 1_000;
/** Bytes of the one part that is read, expanded. */
const MOST_LIST_BYTES = 512 * 1024;
const LIST_OF_PARTS = '[Content_Types].xml';
/** What runs, or is a program packed into a document. */
const runs = /(^|\/)(vbaproject\.bin|vbadata\.xml|oleobject[^/]*\.bin)$|(^|\/)activex\//i;

export type FoundType =
  | { readonly kind: 'taken'; readonly as: FileType }
  /** `words`: why not, for the person who sent it. */
  | { readonly kind: 'refused'; readonly words: string };

const refused = (words: string): FoundType => ({ kind: 'refused', words });
const unknown = refused(
  'The file must be a PDF, a JPEG or PNG picture, or a Word document that ends in .docx, without a password',
);
const withMacros = refused('The Word document holds macros or other files. Save it as a PDF and add that');

/** What a file is by its content, whatever its name says. */
export async function fileTypeOf(content: Buffer): Promise<FoundType> {
  const found = beginnings.find(([, beginning]) => content.subarray(0, beginning.length).equals(beginning));
  if (found) return { kind: 'taken', as: found[0] };
  return content.subarray(0, ZIP.length).equals(ZIP) ? zippedType(content) : unknown;
}

/** A Word document is a zipped file whose list of parts says so. Nothing else of it is expanded. */
async function zippedType(content: Buffer): Promise<FoundType> {
  try {
    const zip = await fromBufferPromise(content, { lazyEntries: true });
    if (zip.entryCount > MOST_PARTS) return unknown;
    const parts = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) return unknown;
      if (runs.test(entry.fileName)) return withMacros;
      parts.set(entry.fileName, entry);
    }
    const list = parts.get(LIST_OF_PARTS);
    if (list === undefined || !parts.has('word/document.xml') || list.uncompressedSize > MOST_LIST_BYTES)
      return unknown;
    const chunks: Buffer[] = [];
    // Ends in an error as soon as the part holds more than it says.
    for await (const chunk of await zip.openReadStreamPromise(list)) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    if (/macroEnabled/i.test(text)) return withMacros;
    return text.includes('wordprocessingml.document.main+xml') ? { kind: 'taken', as: DOCX } : unknown;
  } catch {
    return unknown;
  }
}
