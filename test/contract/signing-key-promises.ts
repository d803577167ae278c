import { expect, test } from 'vitest';
import type { SigningKey } from '../../shared/ports/secrets.ts';

/** A key as functions read it, and as whoever operates the scheme rotates it. */
export interface KeyUnderTest {
  /** A reader that has asked for nothing yet. */
  readonly reader: () => SigningKey;
  readonly rotate: () => Promise<void>;
  readonly endOverlap: () => Promise<void>;
}

const text = (key: Uint8Array | undefined): string | undefined =>
  key === undefined ? undefined : new TextDecoder().decode(key);
const all = async ({ reader }: KeyUnderTest) => (await reader().all()).map(text);

/** The promises of a signing key, for any twin. */
export const keepsSigningKeyPromises = (fresh: () => Promise<KeyUnderTest>): void => {
  test('there is one key from the start, which signs and counts, and none before it', async () => {
    const key = await fresh();
    const now = text(await key.reader().read());
    expect(now).toMatch(/^\S{32,}$/);
    expect(await all(key)).toEqual([now]);
    expect(await key.reader().former()).toBeUndefined();
  });

  test('after it was rotated another signs, and the one before it counts until the overlap ends', async () => {
    const key = await fresh();
    const [first] = await all(key);
    await key.rotate();
    const second = text(await key.reader().read());
    expect(second).not.toBe(first);
    expect(await all(key)).toEqual([second, first]);
    expect(await key.reader().former()).toBeUndefined();
    await key.endOverlap();
    expect(await all(key)).toEqual([second]);
    expect(text(await key.reader().former())).toBe(first);
  });

  test('rotated again, two count, and the first no more', async () => {
    const key = await fresh();
    const [first] = await all(key);
    await key.rotate();
    const [second] = await all(key);
    await key.rotate();
    const [third, ...before] = await all(key);
    expect(before).toEqual([second]);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  test('an overlap may be ended twice, and the next one after it', async () => {
    const key = await fresh();
    await key.rotate();
    const [second] = await all(key);
    await key.endOverlap();
    await key.endOverlap();
    await key.rotate();
    await key.endOverlap();
    expect(text(await key.reader().former())).toBe(second);
    expect(await all(key)).toHaveLength(1);
  });
};
