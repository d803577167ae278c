import { gzipSync } from 'node:zlib';
import type { PageRequest, PageResponse } from '../../../shared/runtime/http-middleware.ts';
import { acceptedCodings } from './content-coding.ts';

/** Below this, the envelope outweighs the gain. */
const WORTH_IT = 1_000;

/**
 * The response, compressed when the browser takes it and it gains by it: an HTTP API does not do that by itself. A browser that
 * takes neither form of it gets it plain, which RFC 9110 (12.5.3) leaves to us: better read than refused.
 */
export function compressed(request: PageRequest, response: PageResponse): PageResponse {
  const { body } = response;
  if (body === undefined || body === '') return response;
  const { gzip, identity } = acceptedCodings(request.headers['accept-encoding']);
  // What comes as bytes is packed already: a document, a form of Word.
  const gains = !response.isBase64Encoded && body.length >= WORTH_IT;
  const headers = { ...response.headers, Vary: 'Accept-Encoding' };
  if (!gzip || (identity && !gains)) return gains ? { ...response, headers } : response;
  return {
    ...response,
    headers: { ...headers, 'Content-Encoding': 'gzip' },
    body: gzipSync(response.isBase64Encoded ? Buffer.from(body, 'base64') : body).toString('base64'),
    isBase64Encoded: true,
  };
}
