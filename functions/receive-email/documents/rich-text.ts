import { decompressRTF } from '@kenjiuno/decompressrtf';
import { CELL, codepage, fontEncodings, saidBy, silent, WESTERN } from './rich-text-words.ts';

/**
 * What a rich text (RTF) says: in HTML when an Outlook made it of a mail in HTML (MS-OXRTFEX), in lines otherwise. Unpacked by a library; read by hand,
 * because what is said is all that is wanted, and no more than so many bytes of it.
 */
export type RichText =
  | { readonly kind: 'lines'; readonly text: string }
  | { readonly kind: 'html'; readonly html: string };

/** Bytes of a body as Outlook packs it, at most; unpacked it has nine times as many at worst. */
const MOST_PACKED_BYTES = 256 * 1024;
const HEADER_BYTES = 16;
/** The size that the packed body states counts the bytes behind itself. */
const OF_SIZE = 4;
const MOST_GROUPS = 500;
const MOST_CHARACTERS = 400_000;
/** Longer first cells are no field. */
const LONGEST_FIELD = 60;

/** A body that Outlook packed (MS-OXRTFCP); undefined when it is too big, or is none. */
export function unpackedRichText(packed: Uint8Array): RichText | undefined {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  // The library believes the stated size, and would go on past the end.
  if (bytes.length < HEADER_BYTES || bytes.length > MOST_PACKED_BYTES) return undefined;
  if (bytes.readUInt32LE(0) + OF_SIZE > bytes.length) return undefined;
  try {
    return richText(Buffer.from(decompressRTF([...bytes])));
  } catch {
    return undefined;
  }
}

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();
function decoded(bytes: readonly number[], encoding: string): string {
  const decoder = decoders.get(encoding) ?? new TextDecoder(encoding);
  decoders.set(encoding, decoder);
  return decoder.decode(Uint8Array.from(bytes));
}

const inHtml: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** What holds within a group, and ends with it. */
interface Group {
  /** Not said: a table of fonts, a picture, what is hidden. */
  unsaid: boolean;
  hidden: boolean;
  /** Within a tag of the mail that it was made of. */
  tag: boolean;
  /** Only there for who reads no HTML. */
  standIn: boolean;
  /** Characters that stand in for one that is given by its number. */
  skips: number;
  encoding: string;
}

/** Reads an RTF in one pass. @returns undefined for what is none, or is nested deeper than any mail */
export function richText(bytes: Buffer): RichText | undefined {
  const text = bytes.toString('latin1');
  if (!text.startsWith('{\\rtf')) return undefined;
  const reading = new Reading();
  const token = /\\(?:'([0-9a-fA-F]{2})|([a-zA-Z]{1,32})(-?\d{1,10})? ?|([^a-zA-Z]))|([{}])|([^\\{}\r\n]+)/g;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [, hex, word, number, symbol, brace, plain] = found;
    if (hex !== undefined) reading.byte(Number.parseInt(hex, 16));
    else if (word === 'bin') token.lastIndex += Math.max(0, Number(number ?? 0));
    else if (word !== undefined) reading.word(word, number === undefined ? undefined : Number(number));
    else if (symbol !== undefined) reading.word(symbol, undefined);
    else if (plain !== undefined) reading.literal(plain);
    else if (!(brace === '{' ? reading.begin() : reading.end())) break;
    if (reading.full) break;
  }
  return reading.result();
}

class Reading {
  #group: Group = {
    unsaid: false,
    hidden: false,
    tag: false,
    standIn: false,
    skips: 1,
    encoding: WESTERN,
  };
  readonly #outer: Group[] = [];
  readonly #fonts = new Map<number, string>();
  readonly #said: string[] = [];
  #bytes: number[] = [];
  #length = 0;
  #html = false;
  #western = WESTERN;
  /** Characters still to be passed over. */
  #skip = 0;
  /** Right behind "{", and right behind "{\*": what comes next says what the group is. */
  #fresh = false;
  #starred = false;
  #inFonts = false;
  #font = 0;
  #tooDeep = false;

  get full(): boolean {
    return this.#length > MOST_CHARACTERS;
  }

  begin(): boolean {
    this.#flush();
    this.#outer.push({ ...this.#group });
    this.#skip = 0;
    this.#fresh = true;
    this.#starred = false;
    this.#tooDeep = this.#outer.length > MOST_GROUPS;
    return !this.#tooDeep;
  }

  /** @returns false at the end of the whole */
  end(): boolean {
    this.#flush();
    this.#skip = 0;
    this.#fresh = false;
    const group = this.#outer.pop();
    if (group === undefined) return false;
    if (this.#inFonts && !group.unsaid) this.#inFonts = false;
    this.#group = group;
    return this.#outer.length > 0;
  }

  literal(plain: string): void {
    const passed = Math.min(this.#skip, plain.length);
    this.#skip -= passed;
    this.#fresh = false;
    if (!this.#speaks) return;
    for (let at = passed; at < plain.length; at += 1) this.#bytes.push(plain.charCodeAt(at));
  }

  byte(value: number): void {
    this.#fresh = false;
    if (this.#skip > 0) this.#skip -= 1;
    else if (this.#speaks) this.#bytes.push(value);
  }

  word(word: string, number: number | undefined): void {
    const fresh = this.#fresh;
    const starred = this.#starred;
    this.#fresh = false;
    this.#starred = false;
    if (word === '*' && fresh) {
      this.#fresh = true;
      this.#starred = true;
      return;
    }
    if (this.#skip > 0) {
      this.#skip -= 1;
      return;
    }
    if (fresh && this.#destination(word, starred)) return;
    if (word === 'u' && number !== undefined) this.#character(number);
    else if (Object.hasOwn(saidBy, word)) this.#say(saidBy[word] ?? '');
    else this.#property(word, number);
  }

  /** Whether a word at the head of a group says what the group is. */
  #destination(word: string, starred: boolean): boolean {
    const group = this.#group;
    if (word === 'htmltag' && starred) group.tag = true;
    else if (word === 'fonttbl') {
      group.unsaid = true;
      this.#inFonts = true;
    } else if (starred || silent.has(word)) group.unsaid = true;
    else return false;
    return true;
  }

  #property(word: string, number: number | undefined): void {
    const group = this.#group;
    const isOn = number !== 0;
    if (word === 'fromhtml') this.#html = isOn;
    else if (word === 'htmlrtf') {
      this.#flush();
      group.standIn = isOn;
    } else if (word === 'v') {
      this.#flush();
      group.hidden = isOn;
    } else if (word === 'uc') group.skips = Math.min(Math.max(number ?? 1, 0), 10);
    else if (word === 'ansicpg') {
      this.#western = codepage(number ?? 0);
      this.#speakIn(this.#western);
    } else if (word === 'f' && this.#inFonts) this.#font = number ?? 0;
    else if (word === 'fcharset' && this.#inFonts) {
      const encoding = fontEncodings[number ?? 0];
      if (encoding !== undefined) this.#fonts.set(this.#font, encoding);
    } else if (word === 'f') this.#speakIn(this.#fonts.get(number ?? 0) ?? this.#western);
    else if (word === 'plain') {
      this.#flush();
      group.hidden = false;
      this.#speakIn(this.#western);
    }
  }

  #speakIn(encoding: string): void {
    this.#flush();
    this.#group.encoding = encoding;
  }

  #character(number: number): void {
    // Beyond 32,767 it is written below zero, which stands for the same sixteen bits.
    this.#say(String.fromCharCode(number));
    this.#skip = this.#group.skips;
  }

  /** Whether what comes is said: a tag is, of a mail in HTML, and what stands in for it is not. */
  get #speaks(): boolean {
    const { unsaid, hidden, tag, standIn } = this.#group;
    if (unsaid) return false;
    if (this.#html) return tag || !standIn;
    return !tag && !hidden;
  }

  #say(text: string): void {
    this.#flush();
    if (!this.#speaks) return;
    this.#add(text);
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const bytes = this.#bytes;
    this.#bytes = [];
    this.#add(decoded(bytes, this.#group.encoding));
  }

  #add(text: string): void {
    const words = this.#html && !this.#group.tag;
    this.#length += text.length;
    this.#said.push(words ? text.replaceAll(/[<>&]/g, (one) => inHtml[one] ?? one) : text);
  }

  result(): RichText | undefined {
    this.#flush();
    if (this.#tooDeep) return undefined;
    const said = this.#said.join('').slice(0, MOST_CHARACTERS);
    if (this.#html) return { kind: 'html', html: said.replaceAll(CELL, ' ') };
    const lines = said.split('\n').map((line) => {
      // As a table of a mail in HTML is read: what stands in a short first cell is the name of what follows.
      const [first = '', ...others] = line.split(CELL);
      const isField = others.length > 0 && first.length <= LONGEST_FIELD && !first.includes(':');
      return [isField ? `${first}:` : first, ...others].join(' ').trimEnd();
    });
    return { kind: 'lines', text: lines.join('\n') };
  }
}
