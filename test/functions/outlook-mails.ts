/** winmail.dat as Outlook writes it, at its least. */
export const u16 = (value: number): Buffer => Buffer.from([value & 0xff, (value >> 8) & 0xff]);
export const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

export const attribute = (level: number, id: number, data: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from([level]),
    u32(id),
    u32(data.length),
    data,
    u16(data.reduce((sum, byte) => (sum + byte) & 0xffff, 0)),
  ]);

export const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
/** A property of variable length. */
export const property = (id: number, type: number, value: Buffer): Buffer =>
  Buffer.concat([u16(type), u16(id), u32(1), u32(value.length), padded(value)]);
const UNICODE = 0x1f;
const BINARY = 0x102;
const utf16 = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');
/** Properties of every length stand before what is looked for: a flag, a time, and one with a name of its own. */
const properties = (...own: readonly Buffer[]): Buffer =>
  Buffer.concat([
    u32(own.length + 3),
    u16(0x0b),
    u16(0x0e1f),
    u32(1),
    u16(0x40),
    u16(0x3007),
    Buffer.alloc(8),
    u16(0x03),
    u16(0x8001),
    Buffer.alloc(16),
    u32(1),
    u32(6),
    padded(Buffer.from('abc', 'utf16le')),
    u32(7),
    ...own,
  ]);

export interface TnefFile {
  readonly name: string;
  readonly long?: string;
  readonly bytes: Uint8Array;
}

export function tnef(mail: {
  readonly body?: string;
  readonly bodyProperty?: string;
  readonly html?: string;
  /** The body as Outlook packs RTF. */
  readonly packed?: Buffer;
  readonly files?: readonly TnefFile[];
}): Buffer {
  const { body, bodyProperty, html, packed, files = [] } = mail;
  return Buffer.concat([
    u32(0x223e9f78),
    u16(1),
    attribute(1, 0x00089006, u32(0x00010000)),
    ...(body === undefined ? [] : [attribute(1, 0x0002800c, Buffer.from(`${body}\0`, 'latin1'))]),
    attribute(
      1,
      0x00069003,
      properties(
        ...(bodyProperty === undefined ? [] : [property(0x1000, UNICODE, utf16(bodyProperty))]),
        ...(html === undefined ? [] : [property(0x1013, BINARY, Buffer.from(html))]),
        ...(packed === undefined ? [] : [property(0x1009, BINARY, packed)]),
      ),
    ),
    ...files.flatMap(({ name, long, bytes }) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from(`${name}\0`, 'latin1')),
      attribute(2, 0x0006800f, bytes),
      attribute(
        2,
        0x00069005,
        properties(...(long === undefined ? [] : [property(0x3707, UNICODE, utf16(long))])),
      ),
    ]),
  ]);
}

const DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** An RTF as Outlook packs it (MS-OXRTFCP): what stood in the last 4,096 bytes is only pointed at. */
export function packed(rtf: string): Buffer {
  const all = Buffer.from(DICTIONARY + rtf, 'latin1');
  const out: number[] = [];
  let control = 0;
  let pieces = 0;
  const piece = (pointer: boolean, ...bytes: readonly number[]) => {
    if (pieces % 8 === 0) control = out.push(0) - 1;
    if (pointer) out[control] = (out[control] ?? 0) | (1 << (pieces % 8));
    out.push(...bytes);
    pieces += 1;
  };
  const point = (at: number, length: number) =>
    piece(true, (at & 4095) >> 4, ((at & 15) << 4) | (length & 15));
  for (let at = DICTIONARY.length; at < all.length; ) {
    let length = Math.min(17, all.length - at);
    let found = -1;
    for (; length >= 2 && found < 0; length -= 1)
      found = all.subarray(Math.max(0, at - 4_000), at).indexOf(all.subarray(at, at + length));
    if (found < 0) piece(false, all[at++] ?? 0);
    else {
      point(Math.max(0, at - 4_000) + found, length - 1);
      at += length + 1;
    }
  }
  point(all.length, 0);
  return Buffer.concat([
    u32(out.length + 12),
    u32(rtf.length),
    Buffer.from('LZFu'),
    u32(0),
    Buffer.from(out),
  ]);
}
