import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compressed } from '../../functions/pages/http/compress.ts';
import { acceptedCodings } from '../../functions/pages/http/content-coding.ts';
import type { PageRequest } from '../../shared/runtime/http-middleware.ts';
import { httpEvent } from './site.ts';

const asking = (header: string | undefined) =>
  httpEvent({
    path: '/home',
    headers: header === undefined ? {} : { 'accept-encoding': header },
  }) as PageRequest;
const long = { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'long enough '.repeat(200) };
const short = { statusCode: 200, body: 'short' };
const codingOf = (header: string | undefined, response = long) =>
  compressed(asking(header), response).headers?.['Content-Encoding'] ?? 'identity';

describe('Accept-Encoding is honoured as RFC 9110 says', () => {
  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['GZip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'gzip'],
    ['br;q=1, gzip;q=0.5', 'gzip'],
    ['gzip;q=0.001', 'gzip'],
    ['gzip ; q=1.000', 'gzip'],
    ['gzip;Q=0.5', 'gzip'],
    ['*', 'gzip'],
    ['*;q=0.1', 'gzip'],
    ['identity;q=0.5, gzip;q=1', 'gzip'],
    ['identity, gzip', 'gzip'],
    ['gzip;q=0', 'identity'],
    ['gzip;q=0.000', 'identity'],
    ['GZIP;Q=0', 'identity'],
    ['x-gzip;q=0', 'identity'],
    ['gzip;q=0, *', 'identity'],
    ['*;q=0', 'identity'],
    ['*;q=0, gzip', 'gzip'],
    ['br', 'identity'],
    ['gzip;q=0.5, identity', 'identity'],
    ['identity', 'identity'],
    ['gzip, gzip;q=0', 'identity'],
    ['not-gzip', 'identity'],
    ['gzip-not', 'identity'],
    ['br;x=gzip', 'identity'],
    // What breaks the grammar says nothing.
    ['gzip;q=2', 'identity'],
    ['gzip;q=', 'identity'],
    ['gzip;q=0.0001', 'identity'],
    ['gzip;q=abc', 'identity'],
    ['gzip q=1', 'identity'],
    ['g zip', 'identity'],
    [',,gzip,,', 'gzip'],
  ])('%s: %s', (header, coding) => {
    expect(codingOf(header)).toBe(coding);
  });

  test.each(['identity;q=0, gzip', '*;q=0, gzip', 'gzip, identity;q=0.0'])(
    'a reader that takes nothing plain gets even what is short, and what is packed already, compressed: %s',
    (header) => {
      expect(acceptedCodings(header)).toEqual({ gzip: true, identity: false });
      for (const response of [short, { ...short, body: 'c2hvcnQ=', isBase64Encoded: true }]) {
        const { body = '', headers, isBase64Encoded } = compressed(asking(header), response);
        expect(headers).toEqual({ Vary: 'Accept-Encoding', 'Content-Encoding': 'gzip' });
        expect(isBase64Encoded).toBe(true);
        expect(gunzipSync(Buffer.from(body, 'base64')).toString()).toBe('short');
      }
      expect(compressed(asking(header), { statusCode: 303, body: '' })).toEqual({
        statusCode: 303,
        body: '',
      });
    },
  );

  test('what could be compressed says that it depends on the reader, whether it was or not', () => {
    for (const header of [undefined, 'gzip', 'gzip;q=0'])
      expect(compressed(asking(header), long).headers?.Vary).toBe('Accept-Encoding');
    expect(compressed(asking('gzip'), short)).toBe(short);
  });

  test('no header makes an error or an answer that its reader refused while it took the other', () => {
    const weight = fc.constantFrom('', ';q=0', ';q=0.0', ';q=0.4', ';q=1', ' ; q=1.000', ';q=7', ';', ';q');
    const member = fc
      .tuple(fc.constantFrom('gzip', 'GZIP', 'x-gzip', 'identity', '*', 'br', 'deflate', ''), weight)
      .map((parts) => parts.join(''));
    const lists = fc.array(member, { maxLength: 5 }).map((members) => members.join(', '));
    fc.assert(
      fc.property(fc.oneof(lists, fc.string()), (header) => {
        const { gzip, identity } = acceptedCodings(header);
        const coding = codingOf(header);
        if (coding === 'gzip') expect(gzip).toBe(true);
        else expect(identity || !gzip).toBe(true);
        if (/(^|,)\s*gzip\s*;\s*q=0(\.0+)?\s*(,|$)/i.test(header)) expect(coding).toBe('identity');
      }),
    );
  });
});
