import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Key } from './keys.ts';
import { unpacked } from './packed-text.ts';

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

/** A stored item does not say what it should. Somebody has to look at it: trying again does not help. */
export class CorruptItem extends Error {
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
    throw this.#corrupt(problem);
  }

  has(name: string): boolean {
    return this.#item[name] !== undefined;
  }

  text(name: string): string {
    return this.#item[name]?.S ?? this.fail(`"${name}" should be text`);
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

  /** JSON kept as text, packed or as it is; the caller checks its shape. */
  json(name: string): unknown {
    try {
      const value = unpacked(this.#item[name]);
      return value === undefined ? this.fail(`"${name}" should be text`) : JSON.parse(value);
    } catch (error) {
      throw error instanceof CorruptItem ? error : this.#corrupt(`"${name}" should be JSON`);
    }
  }

  #corrupt(problem: string): CorruptItem {
    const { pk, sk } = this.#item;
    return new CorruptItem({ ...(pk?.S ? { pk: pk.S } : {}), ...(sk?.S ? { sk: sk.S } : {}) }, problem);
  }
}
