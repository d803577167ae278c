import { createHash } from 'node:crypto';
import type { PageRequest, PageResponse } from '../../shared/runtime/http-middleware.ts';
import { noIdempotencyKey, notJson, notJsonType, tooLarge } from './problem.ts';

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
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MOST_BYTES) return refuse(tooLarge());
  const idempotencyKey = headers['idempotency-key'] ?? '';
  if (!/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) return refuse(noIdempotencyKey());
  try {
    return {
      kind: 'given',
      idempotencyKey,
      body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
    };
  } catch {
    return refuse(notJson());
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
