import { gzipSync } from 'node:zlib';
import type { PageRequest, PageResponse } from '../../../shared/runtime/wear-http.ts';

/** Below this, the envelope outweighs the gain. */
const WORTH_IT = 1_000;

/** The response, compressed when the browser can take it: an HTTP API does not do that by itself. */
export function compressed(request: PageRequest, response: PageResponse): PageResponse {
  const { body } = response;
  if (body === undefined || response.isBase64Encoded || body.length < WORTH_IT) return response;
  const headers = { ...response.headers, Vary: 'Accept-Encoding' };
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return { ...response, headers };
  return {
    ...response,
    headers: { ...headers, 'Content-Encoding': 'gzip' },
    body: gzipSync(body).toString('base64'),
    isBase64Encoded: true,
  };
}
