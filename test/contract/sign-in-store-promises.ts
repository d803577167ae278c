import { expect, test } from 'vitest';
import type { SignInStore } from '../../shared/ports/sign-in-store.ts';

const LINK = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
const NOW = 1_795_424_400;
const LATER = NOW + 900;

/** The promises of a store of sessions, for any twin. */
export const keepsSignInStorePromises = (fresh: () => Promise<SignInStore>): void => {
  test('counts requests up to the most, each of whoever asked and in its own span, also side by side', async () => {
    const store = await fresh();
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => store.countRequest('somebody', 'nine', 4, LATER)),
    );
    expect(asked.toSorted()).toEqual(['counted', 'counted', 'counted', 'counted', 'too-many', 'too-many']);
    expect(await store.countRequest('somebody', 'ten', 4, LATER)).toBe('counted');
    expect(await store.countRequest('somebody else', 'nine', 4, LATER)).toBe('counted');
  });

  test('a link opens one session, whoever is first', async () => {
    const store = await fresh();
    expect(await store.session(LINK, NOW)).toBeUndefined();
    const opened = await Promise.all(Array.from({ length: 4 }, () => store.open(LINK, LATER)));
    expect(opened.toSorted()).toEqual(['opened', 'used', 'used', 'used']);
    expect(await store.session(LINK, NOW)).toEqual({});
  });

  test('a session ends when its time has come, or when it is ended: then neither cookie nor link opens it', async () => {
    const store = await fresh();
    await store.open(LINK, LATER);
    expect(await store.session(LINK, LATER)).toBeUndefined();
    await store.end(LINK);
    expect(await store.session(LINK, NOW)).toBeUndefined();
    expect(await store.open(LINK, LATER)).toBe('used');
  });

  test('a session keeps the name that was given when it was opened, and no other', async () => {
    const store = await fresh();
    expect(await store.open(LINK, LATER, { name: 'Robin Hale' })).toBe('opened');
    expect(await store.open(LINK, LATER, { name: 'Somebody Else' })).toBe('used');
    expect(await store.session(LINK, NOW)).toEqual({ name: 'Robin Hale' });
  });

  test('ending what was never opened opens nothing', async () => {
    const store = await fresh();
    await store.end(LINK);
    expect(await store.session(LINK, NOW)).toBeUndefined();
    expect(await store.open(LINK, LATER)).toBe('opened');
  });
};
