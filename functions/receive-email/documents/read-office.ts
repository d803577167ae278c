import type { Allowance } from './allowance.ts';
import { PACKED_WORDS } from './kind-of-file.ts';
import { type OpenedZip, openZip, ZipRefusal } from './open-zip.ts';
import { type Sheet, sheetCells } from './sheet-cells.ts';
import { walkXml, XmlRefusal } from './walk-xml.ts';
import { type WordLine, wordLines } from './word-rows.ts';

export type OfficeContent =
  | { readonly kind: 'word'; readonly lines: readonly WordLine[] }
  | { readonly kind: 'workbook'; readonly sheets: readonly Sheet[] }
  /** Not read: the sender is told what to do in these words. */
  | { readonly kind: 'refused'; readonly words: string };

const refused = (words: string): OfficeContent => ({ kind: 'refused', words });

export const PASSWORD_WORDS =
  'The document has a password, so we cannot open it. Remove the password (in Word or Excel: File, Info, Protect), save it and send it again. Your email reaches us encrypted, and we keep it sealed.';
const MACRO_WORDS =
  'The document has macros in it. We do not open such documents. Save it as a Word document (.docx) or Excel workbook (.xlsx), without macros, and send it again.';
const DAMAGED_WORDS =
  'We cannot open this file: it is damaged, or not what its name says. Open it, save it again as .docx or .xlsx, and send that.';
const TOO_BIG_WORDS =
  'There is too much in this file. Use our form, or a table with one row for each child, and leave out pictures and other pages.';

const flawWords = { damaged: DAMAGED_WORDS, 'too-big': TOO_BIG_WORDS, encrypted: PASSWORD_WORDS } as const;

/**
 * Opens a zipped office document. Sizes are looked at before anything is expanded; only the parts that say something are. By hand,
 * because libraries for Word and Excel expand a whole document to look at it: a few kilobytes can be gigabytes then.
 */
export async function readOffice(
  bytes: Uint8Array,
  allowance: Allowance,
  filename = '',
): Promise<OfficeContent> {
  const zip = await openZip(bytes, allowance);
  if (zip.kind !== 'opened') return refused(flawWords[zip.kind]);
  try {
    return await read(zip, filename);
  } catch (error) {
    if (error instanceof ZipRefusal) return refused(flawWords[error.flaw]);
    if (error instanceof XmlRefusal) return refused(TOO_BIG_WORDS);
    throw error;
  }
}

async function read(zip: OpenedZip, filename: string): Promise<OfficeContent> {
  const { names } = zip;
  if ([...names].some((name) => name.endsWith('vbaproject.bin'))) return refused(MACRO_WORDS);
  const types = (await zip.part('[Content_Types].xml'))?.toString('latin1') ?? '';
  if (/macroEnabled/i.test(types)) return refused(MACRO_WORDS);
  const document = await zip.part(await mainPart(zip));
  if (document !== undefined) return { kind: 'word', lines: wordLines(document) };
  if (names.has('xl/workbook.xml')) return { kind: 'workbook', sheets: await sheetCells(zip) };
  if (names.has('xl/workbook.bin'))
    return refused(
      'We cannot read this kind of workbook. Save it as "Excel workbook (.xlsx)" and send it again.',
    );
  if (names.has('mimetype') && names.has('content.xml'))
    return refused(
      'We cannot read OpenDocument files. Save it as a Word document (.docx) or Excel workbook (.xlsx) and send it again.',
    );
  const apple = /\.(pages|numbers|key)$/i.exec(filename)?.[1]?.toLowerCase();
  if (apple !== undefined || [...names].some((name) => name.endsWith('.iwa')))
    return refused(
      'We cannot read files of Apple’s Pages and Numbers. In Pages or Numbers choose File, Export To, Word or Excel, and send that.',
    );
  return refused(PACKED_WORDS);
}

/** The part that holds the words: Word Online calls it document2.xml. */
async function mainPart(zip: OpenedZip): Promise<string> {
  const usual = 'word/document.xml';
  if (zip.names.has(usual)) return usual;
  let found: string | undefined;
  const relations = await zip.part('_rels/.rels');
  if (relations !== undefined)
    walkXml(relations, {
      open: (name, attribute) => {
        if (name === 'Relationship' && /\/officeDocument$/.test(attribute('Type') ?? ''))
          found ??= (attribute('Target') ?? '').replace(/^\//, '');
        return found !== undefined;
      },
    });
  return found !== undefined && /^word\//i.test(found) ? found : usual;
}
