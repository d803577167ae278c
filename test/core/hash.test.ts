import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, hashOf } from '../../shared/core/hash.ts';

const aDocument = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));

test('says what JSON says', () => {
  fc.assert(
    fc.property(aDocument, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
    }),
  );
});

test('is the same after storage, and whatever the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), aDocument), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
});

test('has one form', () => {
  expect(canonicalJson({ b: [1, 'two', null], a: { d: true, c: undefined } })).toBe(
    '{"a":{"d":true},"b":[1,"two",null]}',
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, [undefined], { a: () => 1 }])('refuses %s', (value) => {
  expect(() => canonicalJson(value)).toThrow('cannot be written as JSON');
});

test('a hash names the content', () => {
  expect(hashOf({ b: 1, a: 2 })).toBe(createHash('sha256').update('{"a":2,"b":1}').digest('hex'));
});
