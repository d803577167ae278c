import { expect, test } from 'vitest';
import type { ApiStore } from '../../shared/ports/api-store.ts';
import { NOW } from '../builders.ts';

const KENT = 'E10000016';
const REFERENCE = 'NTS-7F3K-2M9Q';
const referral = { council: KENT, referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', acceptedAt: NOW };

/** The promises of the API's memory, for any twin. */
export const keepsApiStorePromises = (fresh: () => Promise<ApiStore>): void => {
  test('a key opens for its own council until it gets another', async () => {
    const store = await fresh();
    await store.replaceKey(KENT, 'a'.repeat(64), NOW);
    await store.replaceKey('E09000008', 'b'.repeat(64), NOW);
    expect(await store.councilOf('a'.repeat(64), NOW)).toBe(KENT);
    expect(await store.councilOf('c'.repeat(64), NOW)).toBeUndefined();
    await store.replaceKey(KENT, 'c'.repeat(64), NOW);
    expect(await store.councilOf('a'.repeat(64), NOW)).toBeUndefined();
    expect(await store.councilOf('c'.repeat(64), NOW)).toBe(KENT);
    expect(await store.councilOf('b'.repeat(64), NOW)).toBe('E09000008');
  });

  test('an old key opens until its change-over ends, and no key before it', async () => {
    const store = await fresh();
    const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [
      string,
      string,
      string,
    ];
    const until = '2026-11-30T09:00:00.000Z';
    await store.replaceKey(KENT, first, NOW, until);
    await store.replaceKey(KENT, second, NOW, until);
    expect(await store.councilOf(first, '2026-11-30T08:59:59.999Z')).toBe(KENT);
    expect(await store.councilOf(first, until)).toBeUndefined();
    expect(await store.councilOf(second, until)).toBe(KENT);
    await store.replaceKey(KENT, third, NOW, until);
    expect(await store.councilOf(first, NOW)).toBeUndefined();
    expect(await store.councilOf(second, NOW)).toBe(KENT);
    expect(await store.councilOf(third, NOW)).toBe(KENT);
  });

  test('keys that are taken away open nothing, also not the one before', async () => {
    const store = await fresh();
    await store.replaceKey(KENT, 'a'.repeat(64), NOW);
    await store.replaceKey(KENT, 'b'.repeat(64), NOW, '2026-11-30T09:00:00.000Z');
    await store.revokeKeys(KENT);
    for (const letter of ['a', 'b']) expect(await store.councilOf(letter.repeat(64), NOW)).toBeUndefined();
    await store.revokeKeys(KENT);
    await store.replaceKey(KENT, 'c'.repeat(64), NOW, '2026-11-30T09:00:00.000Z');
    expect(await store.councilOf('c'.repeat(64), NOW)).toBe(KENT);
    expect(await store.councilOf('b'.repeat(64), NOW)).toBeUndefined();
  });

  test('a referral is remembered once, whatever comes under its reference later', async () => {
    const store = await fresh();
    expect(await store.referral(REFERENCE)).toBeUndefined();
    expect(await store.rememberReferral(REFERENCE, referral, 'mac')).toBe('first');
    const later = { ...referral, acceptedAt: '2027-01-01T00:00:00.000Z' };
    expect(await store.rememberReferral(REFERENCE, later, 'mac')).toBe('again');
    expect(await store.rememberReferral(REFERENCE, referral, 'another')).toBe('other');
    expect(await store.rememberReferral(REFERENCE, { ...referral, referralId: 'x' }, 'mac')).toBe('other');
    expect(await store.referral(REFERENCE)).toEqual(referral);
  });

  test('of two that send the same at the same time, one is first', async () => {
    const store = await fresh();
    const both = await Promise.all([1, 2].map(() => store.rememberReferral(REFERENCE, referral, 'mac')));
    expect(both.toSorted()).toEqual(['again', 'first']);
  });

  test('amendments are remembered one by one', async () => {
    const store = await fresh();
    expect(await store.rememberAmendment(REFERENCE, 'one', 'mac')).toBe('first');
    expect(await store.rememberAmendment(REFERENCE, 'two', 'mac')).toBe('first');
    expect(await store.rememberAmendment(REFERENCE, 'one', 'mac')).toBe('again');
    expect(await store.rememberAmendment(REFERENCE, 'one', 'other')).toBe('other');
  });

  test('requests are counted by council and minute', async () => {
    const store = await fresh();
    const minute = NOW.slice(0, 16);
    await Promise.all([1, 2, 3].map(() => store.countRequest(KENT, minute)));
    expect(await store.countRequest(KENT, minute)).toBe(4);
    expect(await store.countRequest(KENT, '2026-11-23T09:01')).toBe(1);
    expect(await store.countRequest('E09000008', minute)).toBe(1);
  });
};
