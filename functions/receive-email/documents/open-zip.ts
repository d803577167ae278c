import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { Allowance } from './allowance.ts';

/** Entries of one file, at most: a Word form has some fifteen, and one for each picture. */
const MOST_ENTRIES = 300;
/** Bytes of all entries together when expanded, by their own word. Nothing but the parts that are read is ever expanded. */
const MOST_DECLARED_BYTES = 50 * 1024 * 1024;
/** Bytes of one part that is read, when expanded. */
const MOST_PART_BYTES = 2 * 1024 * 1024;
/** Why a zipped file is not opened. */
export type ZipFlaw = 'damaged' | 'too-big' | 'encrypted';

export interface OpenedZip {
  readonly kind: 'opened';
  /** Names of the entries, in lower case. */
  readonly names: ReadonlySet<string>;
  /** One part, expanded; undefined when there is none of this name. @throws ZipRefusal */
  part(name: string): Promise<Buffer | undefined>;
}

/** A part that says less of its size than it holds, or cannot be expanded. */
export class ZipRefusal extends Error {
  override readonly name = 'ZipRefusal';
  readonly flaw: ZipFlaw;
  constructor(flaw: ZipFlaw) {
    super(`The zipped file is ${flaw}.`);
    this.flaw = flaw;
  }
}

/** Looks at what a zipped file says of itself; expands nothing. */
export async function openZip(
  bytes: Uint8Array,
  allowance: Allowance,
): Promise<OpenedZip | { readonly kind: ZipFlaw }> {
  let zip: ZipFile;
  const entries = new Map<string, Entry>();
  let declared = 0;
  try {
    zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
    });
    if (zip.entryCount > MOST_ENTRIES) return { kind: 'too-big' };
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) return { kind: 'encrypted' };
      declared += entry.uncompressedSize;
      if (declared > MOST_DECLARED_BYTES) return { kind: 'too-big' };
      entries.set(entry.fileName.toLowerCase(), entry);
    }
  } catch {
    return { kind: 'damaged' };
  }
  return {
    kind: 'opened',
    names: new Set(entries.keys()),
    part: async (name) => {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) return undefined;
      if (entry.uncompressedSize > Math.min(MOST_PART_BYTES, allowance.left)) throw new ZipRefusal('too-big');
      allowance.left -= entry.uncompressedSize;
      return expanded(zip, entry);
    },
  };
}

/** The stream ends in an error as soon as a part holds more than it said, or less. */
async function expanded(zip: ZipFile, entry: Entry): Promise<Buffer> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch {
    throw new ZipRefusal('damaged');
  }
}
