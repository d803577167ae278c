import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressForApp, codeAt, newSecret, stepAt, stepOf } from '../../shared/runtime/one-time-code.ts';

/** The secret of RFC 6238, appendix B, for SHA-1: the text "12345678901234567890". */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
/** Its test vectors. They have eight digits, of which apps show the last six. */
const vectors = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;
const instant = (seconds: number) => new Date(seconds * 1000).toISOString();

describe('a code', () => {
  test.each(vectors)('is that of RFC 6238 at %d seconds', (seconds, code) => {
    expect(codeAt(SECRET, instant(seconds))).toBe(code.slice(-6));
    expect(stepOf(SECRET, code.slice(-6), instant(seconds))).toBe(Math.floor(seconds / 30));
  });

  test('is of the present 30 seconds, those before or those after, and no other is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 120, max: 4_000_000_000 }),
        fc.integer({ min: -5, max: 5 }),
        (seconds, off) => {
          const now = instant(seconds);
          const code = codeAt(SECRET, instant(seconds + off * 30));
          const neighbours = [-1, 0, 1].map((one) => codeAt(SECRET, instant(seconds + one * 30)));
          const found = stepOf(SECRET, code, now);
          if (Math.abs(off) <= 1) expect(codeAt(SECRET, instant((found ?? 0) * 30))).toBe(code);
          else expect(found === undefined).toBe(!neighbours.includes(code));
        },
      ),
    );
  });

  test('is six figures: nothing else is, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const right = [-30, 0, 30].map((off) => codeAt(SECRET, instant(1_795_424_400 + off)));
        expect(stepOf(SECRET, text, instant(1_795_424_400)) !== undefined).toBe(right.includes(text));
      }),
    );
  });
});

test('a secret is new each time, as long as RFC 4226 asks for, and an app reads it with its name', () => {
  const secrets = Array.from({ length: 50 }, newSecret);
  expect(new Set(secrets).size).toBe(50);
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const address = new URL(addressForApp(SECRET, { issuer: 'Transfer a child', account: 'Robin O’Hale' }));
  expect([address.protocol, address.host]).toEqual(['otpauth:', 'totp']);
  expect(decodeURIComponent(address.pathname)).toBe('/Transfer a child:Robin O’Hale');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    issuer: 'Transfer a child',
    secret: SECRET,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
  expect(stepAt('1970-01-01T00:01:00.000Z')).toBe(2);
});
