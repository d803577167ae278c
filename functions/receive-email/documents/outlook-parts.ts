/**
 * What an Outlook wraps into winmail.dat (MS-OXTNEF) when it believes that the reader is an Outlook too. By hand: packages for it expand what they
 * find without a limit, and this reads the text and the files only.
 */
export interface OutlookParts {
  readonly text: string;
  readonly html: string;
  /** The body as Outlook packs RTF; empty when there is none. */
  readonly packed: Uint8Array;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

const MOST_ATTRIBUTES = 2_000;
const MOST_PROPERTIES = 2_000;
const MOST_VALUES = 500;
const MOST_FILES = 20;

const SIGNATURE_BYTES = 6;
const ATTACHMENT_LEVEL = 2;
const attributes = {
  body: 0x0002800c,
  messageProperties: 0x00069003,
  attachmentBegins: 0x00069002,
  attachmentTitle: 0x00018010,
  attachmentData: 0x0006800f,
  attachmentProperties: 0x00069005,
} as const;
const properties = {
  body: 0x1000,
  packed: 0x1009,
  html: 0x1013,
  data: 0x3701,
  filename: 0x3704,
  longFilename: 0x3707,
} as const;

const STRING8 = 0x1e;
const UNICODE = 0x1f;
const isVariable = (type: number): boolean => [0x0d, STRING8, UNICODE, 0x102].includes(type);
const sizes: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  10: 4,
  11: 4,
  5: 8,
  6: 8,
  7: 8,
  20: 8,
  64: 8,
  72: 16,
};

class Damaged extends Error {}

/** Reads forward and never beyond the end. */
class Cursor {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  take(count: number): Buffer {
    if (!(count >= 0 && count <= this.left)) throw new Damaged();
    const taken = this.#bytes.subarray(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  /** Values of variable length are followed by zeros up to a multiple of four. */
  padded(count: number): Buffer {
    const taken = this.take(count);
    this.take(Math.min((4 - (count % 4)) % 4, this.left));
    return taken;
  }

  u8(): number {
    return this.take(1).readUInt8();
  }

  u16(): number {
    return this.take(2).readUInt16LE();
  }

  u32(): number {
    return this.take(4).readUInt32LE();
  }
}

interface Property {
  readonly id: number;
  readonly type: number;
  readonly value: Buffer;
}

function propertiesIn(bytes: Uint8Array): readonly Property[] {
  const found: Property[] = [];
  const cursor = new Cursor(bytes);
  const count = Math.min(cursor.u32(), MOST_PROPERTIES);
  for (let index = 0; index < count; index += 1) {
    const type = cursor.u16();
    const id = cursor.u16();
    if (id >= 0x8000) {
      cursor.take(16);
      if (cursor.u32() === 0) cursor.take(4);
      else cursor.padded(cursor.u32());
    }
    const base = type & 0x0fff;
    const many = (type & 0x1000) !== 0;
    const values = many || isVariable(base) ? cursor.u32() : 1;
    if (values > MOST_VALUES) throw new Damaged();
    for (let value = 0; value < values; value += 1) {
      const taken = isVariable(base) ? cursor.padded(cursor.u32()) : cursor.take(sizes[base] ?? Number.NaN);
      if (value === 0) found.push({ id, type: base, value: taken });
    }
  }
  return found;
}

const windows1252 = new TextDecoder('windows-1252');
const utf16 = new TextDecoder('utf-16le');
const untilZero = (text: string): string => text.split('\u0000', 1)[0] ?? '';

const wordsOf = ({ type, value }: Property): string => {
  if (type === UNICODE) return untilZero(utf16.decode(value));
  if (type === STRING8) return untilZero(windows1252.decode(value));
  try {
    return untilZero(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    return untilZero(windows1252.decode(value));
  }
};

/** Its body and its files; undefined when it cannot be read. */
export function outlookParts(bytes: Uint8Array): OutlookParts | undefined {
  const cursor = new Cursor(bytes);
  const files: { name: string; bytes: Uint8Array }[] = [];
  let text = '';
  let html = '';
  let packed: Uint8Array = new Uint8Array();
  const file = (): { name: string; bytes: Uint8Array } | undefined => files.at(-1);
  try {
    cursor.take(SIGNATURE_BYTES);
    for (let count = 0; count < MOST_ATTRIBUTES && cursor.left > 0; count += 1) {
      const level = cursor.u8();
      const id = cursor.u32();
      const data = cursor.take(cursor.u32());
      cursor.u16();
      if (level === ATTACHMENT_LEVEL && id === attributes.attachmentBegins) {
        if (files.length >= MOST_FILES) return undefined;
        files.push({ name: '', bytes: new Uint8Array() });
      }
      const current = file();
      if (id === attributes.body) text ||= untilZero(windows1252.decode(data));
      else if (id === attributes.messageProperties)
        for (const property of propertiesIn(data)) {
          if (property.id === properties.body) text ||= wordsOf(property);
          if (property.id === properties.html) html ||= wordsOf(property);
          if (property.id === properties.packed) packed = property.value;
        }
      else if (id === attributes.attachmentTitle && current)
        current.name ||= untilZero(windows1252.decode(data));
      else if (id === attributes.attachmentData && current) current.bytes = data;
      else if (id === attributes.attachmentProperties && current)
        for (const property of propertiesIn(data)) {
          if (property.id === properties.longFilename) current.name = wordsOf(property);
          if (property.id === properties.filename) current.name ||= wordsOf(property);
        }
    }
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    // What came before the damage is still what was sent; nothing at all is no mail.
    if (files.length === 0 && text === '' && html === '' && packed.length === 0) return undefined;
  }
  return { text, html, packed, files };
}
