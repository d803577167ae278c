import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { UnreadableItem } from '../ports/unreadable-item.ts';
import type { Key } from './keys.ts';

/**
 * Attribute values, written and read by hand. The document client and its marshaller would add a package to every
 * bundle and an unchecked cast to every read; a council has twenty-odd attributes of three types.
 */
export type Item = Record<string, AttributeValue>;

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: number): AttributeValue => ({ N: String(value) });
export const flag = (value: boolean): AttributeValue => ({ BOOL: value });
export const numberOrNull = (value: number | null): AttributeValue =>
  value === null ? { NULL: true } : number(value);
export const binary = (value: Uint8Array): AttributeValue => ({ B: value });
export const keyOf = ({ pk, sk }: Key): Item => ({ pk: text(pk), sk: text(sk) });

/**
 * What JSON can say, as attributes that whoever reads the table reads as well. Members that are undefined are left out, as JSON
 * leaves them out.
 */
function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return flag(value);
  if (typeof value !== 'object' || value === null) return { NULL: true };
  return Array.isArray(value) ? { L: value.map(attributeOf) } : { M: attributesOf(value) };
}

/** Made of entries, as what is read is: assigned, a member called `__proto__` would be lost. */
export const attributesOf = (members: object): Item =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, member]) =>
      member === undefined ? [] : [[name, attributeOf(member)]],
    ),
  );

/** What an attribute of `attributeOf` says; undefined for one of another type. */
function readValue({ S, N, BOOL, NULL, L, M }: AttributeValue): unknown {
  if (S !== undefined) return S;
  if (N !== undefined) return Number(N);
  if (BOOL !== undefined) return BOOL;
  if (NULL) return null;
  return L === undefined ? M && readValues(M) : L.map(readValue);
}

/** The table keeps no order of members: they come in that of their names, so that what is made from them is the same every time. */
export const readValues = (item: Item): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(item)
      .toSorted()
      .flatMap((name) => {
        const attribute = item[name];
        return attribute ? [[name, readValue(attribute)]] : [];
      }),
  );

/** A stored item does not say what it should. Somebody has to look at it: trying again does not help. */
export class CorruptItem extends UnreadableItem {
  override readonly name = 'CorruptItem';

  /** @param problem in words, without the value */
  constructor(key: Partial<Key>, problem: string) {
    super(
      `The item ${key.pk ?? '?'} / ${key.sk ?? '?'} cannot be read: ${problem}. Restore it from its trail or a backup.`,
    );
  }
}

/** What an item says; undefined when it cannot be read and somebody is told instead. @throws CorruptItem when nobody is */
export function readOr<T>(
  read: (item: Item) => T,
  item: Item,
  unreadable: ((error: CorruptItem) => void) | undefined,
): T | undefined {
  try {
    return read(item);
  } catch (error) {
    if (!(error instanceof CorruptItem) || unreadable === undefined) throw error;
    unreadable(error);
    return undefined;
  }
}

/** Reads attributes of one item, or says which item and which attribute is wrong. */
export class Reader {
  readonly #item: Item;

  constructor(item: Item) {
    this.#item = item;
  }

  fail(problem: string): never {
    const { pk, sk } = this.#item;
    throw new CorruptItem({ ...(pk?.S ? { pk: pk.S } : {}), ...(sk?.S ? { sk: sk.S } : {}) }, problem);
  }

  has(name: string): boolean {
    return this.#item[name] !== undefined;
  }

  /** The texts whose names begin so, by what follows in their names; undefined when there is none. */
  textsUnder(prefix: string): Readonly<Record<string, string>> | undefined {
    const names = Object.keys(this.#item).filter((name) => name.startsWith(prefix));
    if (names.length === 0) return undefined;
    return Object.fromEntries(names.map((name) => [name.slice(prefix.length), this.text(name)]));
  }

  text(name: string): string {
    return this.#item[name]?.S ?? this.fail(`"${name}" should be text`);
  }

  /** The attributes of a map; what is wrong in it is told with the key of the whole item. */
  map(name: string): Reader {
    const { pk, sk } = this.#item;
    const within = this.#item[name]?.M ?? this.fail(`"${name}" should be a map`);
    return new Reader({ ...within, ...(pk ? { pk } : {}), ...(sk ? { sk } : {}) });
  }

  number(name: string): number {
    const value = Number(this.#item[name]?.N);
    return Number.isFinite(value) ? value : this.fail(`"${name}" should be a number`);
  }

  numberOrNull(name: string): number | null {
    return this.#item[name]?.NULL ? null : this.number(name);
  }

  flag(name: string): boolean {
    return this.#item[name]?.BOOL ?? this.fail(`"${name}" should be true or false`);
  }

  binary(name: string): Uint8Array {
    return this.#item[name]?.B ?? this.fail(`"${name}" should be binary`);
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.text(name);
    return (
      allowed.find((one) => one === value) ?? this.fail(`"${name}" should be one of ${allowed.join(', ')}`)
    );
  }

  /** JSON kept as text; the caller checks its shape. */
  json(name: string): unknown {
    const value = this.text(name);
    try {
      return JSON.parse(value);
    } catch {
      return this.fail(`"${name}" should be JSON`);
    }
  }
}
