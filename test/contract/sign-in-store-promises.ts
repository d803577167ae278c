import { expect, test } from 'vitest';
import type { SignInStore } from '../../shared/ports/sign-in-store.ts';

const LINK = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
const OTHER = '1b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e22';
const THIRD = '2b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e33';
const DESK = 'council:E10000014';
const AT = '2026-11-23T09:00:00.000Z';
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
    expect(await store.session(DESK, LINK, NOW)).toBeUndefined();
    expect(await store.isUsed(DESK, LINK)).toBe(false);
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => store.open(DESK, LINK, LATER, { openedAt: AT })),
    );
    expect(opened.toSorted()).toEqual(['opened', 'used', 'used', 'used']);
    expect(await store.session(DESK, LINK, NOW)).toEqual({ openedAt: AT });
    expect(await store.isUsed(DESK, LINK)).toBe(true);
  });

  test('a session ends when its time has come, or when it is ended: then neither cookie nor link opens it', async () => {
    const store = await fresh();
    await store.open(DESK, LINK, LATER, { openedAt: AT });
    expect(await store.session(DESK, LINK, LATER)).toBeUndefined();
    await store.end(DESK, LINK);
    expect(await store.session(DESK, LINK, NOW)).toBeUndefined();
    expect(await store.open(DESK, LINK, LATER, { openedAt: AT })).toBe('used');
    expect(await store.isUsed(DESK, LINK)).toBe(true);
  });

  test('a session keeps what was said when it was opened, and nothing else', async () => {
    const store = await fresh();
    const first = { openedAt: AT, name: 'Robin Hale', contact: 'second', person: OTHER } as const;
    expect(await store.open(DESK, LINK, LATER, first)).toBe('opened');
    expect(await store.open(DESK, LINK, LATER, { openedAt: AT, name: 'Somebody Else' })).toBe('used');
    expect(await store.session(DESK, LINK, NOW)).toEqual(first);
  });

  test('ending what was never opened opens nothing', async () => {
    const store = await fresh();
    await store.end(DESK, LINK);
    expect(await store.session(DESK, LINK, NOW)).toBeUndefined();
    expect(await store.open(DESK, LINK, LATER, { openedAt: AT })).toBe('opened');
  });

  test('lists the open sessions of a desk, and of no other', async () => {
    const store = await fresh();
    await store.open(DESK, LINK, LATER, { openedAt: AT, contact: 'duty-desk' });
    await store.open(DESK, OTHER, LATER + 60, { openedAt: AT });
    await store.open('coordinators', THIRD, LATER, { openedAt: AT, name: 'Robin Hale' });
    await store.voidLinks(DESK, AT);
    const listed = async (now: number) =>
      (await store.sessions(DESK, now)).toSorted((a, b) => (a.signInId < b.signInId ? -1 : 1));
    expect(await listed(NOW)).toEqual([
      { signInId: LINK, openedAt: AT, contact: 'duty-desk' },
      { signInId: OTHER, openedAt: AT },
    ]);
    expect(await listed(LATER)).toEqual([{ signInId: OTHER, openedAt: AT }]);
    await store.end(DESK, OTHER);
    await store.end('coordinators', LINK);
    expect((await listed(NOW)).map(({ signInId }) => signInId)).toEqual([LINK]);
  });

  test('knows the last link that was sent to an address', async () => {
    const store = await fresh();
    expect(await store.lastLink('desk/second')).toBeUndefined();
    await store.noteLink('desk/second', { signInId: LINK, at: AT }, LATER);
    await store.noteLink('desk/second', { signInId: OTHER, at: AT }, LATER);
    expect(await store.lastLink('desk/second')).toEqual({ signInId: OTHER, at: AT });
    expect(await store.lastLink('desk/duty-desk')).toBeUndefined();
  });

  test('links of a desk once void are never good again', async () => {
    const store = await fresh();
    expect(await store.linksVoidUpTo(DESK)).toBeUndefined();
    await store.voidLinks(DESK, AT);
    await store.voidLinks(DESK, '2026-11-23T08:59:59.999Z');
    expect(await store.linksVoidUpTo(DESK)).toBe(AT);
    expect(await store.linksVoidUpTo('coordinators')).toBeUndefined();
    await store.voidLinks(DESK, '2026-11-23T09:00:00.001Z');
    expect(await store.linksVoidUpTo(DESK)).toBe('2026-11-23T09:00:00.001Z');
  });
};
