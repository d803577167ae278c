import { createHash } from 'node:crypto';
import type { PageRequest, PageResponse } from '../../shared/runtime/http-middleware.ts';
import {
  encoded,
  invalidContent,
  noIdempotencyKey,
  notJson,
  notJsonType,
  notUtf8,
  tooLarge,
} from './problem.ts';
import { repeatedNames } from './repeated-names.ts';

/** Twenty children with every field take about 10 KB. */
const MOST_BYTES = 100_000;

/** Something to send back instead of going on. */
export type Refused = { readonly kind: 'refused'; readonly response: PageResponse };
export const refuse = (response: PageResponse): Refused => ({ kind: 'refused', response });

export interface Given {
  readonly kind: 'given';
  readonly idempotencyKey: string;
  readonly body: unknown;
}

/** What a request that changes something carries, unless it should not be read. */
export function given({ headers, body = '', isBase64Encoded }: PageRequest): Given | Refused {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json' || typeof body !== 'string')
    return refuse(notJsonType());
  const coding = (headers['content-encoding'] ?? '').trim().toLowerCase();
  if (coding !== '' && coding !== 'identity') return refuse(encoded());
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MOST_BYTES) return refuse(tooLarge());
  const idempotencyKey = headers['idempotency-key'] ?? '';
  if (!/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) return refuse(noIdempotencyKey());
  const text = wordsOf(bytes);
  if (text === undefined) return refuse(notUtf8());
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return refuse(notJson());
  }
  const repeated = repeatedNames(text);
  return repeated.length > 0
    ? refuse(invalidContent(repeated.map((path) => ({ path, words: TWICE_WORDS }))))
    : { kind: 'given', idempotencyKey, body: read };
}

const TWICE_WORDS = 'This name stands here more than once, and only one can be meant. Write it once.';

/** What bytes say in UTF-8. A gateway puts U+FFFD where letters were lost, and every other byte of UTF-16 is none of a text. */
function wordsOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\0\ufffd]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * An id that follows from what it is made of: a UUID of version 8. Each part may hold anything. Whoever knows the parts can make it: it
 * names nothing that another council could write to.
 */
export function derivedId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
