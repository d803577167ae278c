import { createHash } from 'node:crypto';

/**
 * JSON in one form only: keys sorted, no spaces, absent members left out. Two values that say the same give the same text,
 * so its hash names what was said.
 * @throws {TypeError} for what JSON cannot say exactly (NaN, infinities, functions, an undefined array element).
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  const text = Number.isFinite(value) || typeof value !== 'number' ? JSON.stringify(value) : undefined;
  if (text === undefined) throw new TypeError(`${String(value)} cannot be written as JSON`);
  return text;
};

/** SHA-256 of a text, in hexadecimal (64 characters). */
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** SHA-256 of a value's canonical JSON: the same for everyone who means the same. */
export const hashOf = (value: unknown): string => sha256(canonicalJson(value));
