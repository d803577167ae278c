import { createHash, hash } from 'node:crypto';

/**
 * JSON in one form only: keys sorted, no spaces, absent members left out. Two values that say the same give the same text,
 * so its hash names what was said.
 * @throws {TypeError} for what JSON cannot say exactly (NaN, infinities, functions, an undefined array element).
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    let members = '';
    for (const key of Object.keys(value).sort()) {
      const member = (value as Readonly<Record<string, unknown>>)[key];
      if (member !== undefined)
        members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  const text = Number.isFinite(value) || typeof value !== 'number' ? JSON.stringify(value) : undefined;
  if (text === undefined) throw new TypeError(`${String(value)} cannot be written as JSON`);
  return text;
};

/** SHA-256 of a text, in hexadecimal (64 characters). */
const sha256 = (text: string): string => hash('sha256', text);

/** SHA-256 of a value's canonical JSON: the same for everyone who means the same. */
export const hashOf = (value: unknown): string => sha256(canonicalJson(value));

/** SHA-256 of a text that comes in parts, in hexadecimal. */
export interface RunningHash {
  readonly add: (part: string) => void;
  /** Asked once, when all of it has been added. */
  readonly end: () => string;
}

export const runningHash = (): RunningHash => {
  const made = createHash('sha256');
  return { add: (part) => void made.update(part), end: () => made.digest('hex') };
};
