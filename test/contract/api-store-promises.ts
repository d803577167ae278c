import { expect, test } from 'vitest';
import type { ApiStore } from '../../shared/ports/api-store.ts';
import { NOW } from '../builders.ts';

const KENT = 'E10000016';
const REFERENCE = 'NTS-7F3K-2M9Q';
const by = 'Robin Hale';
const at = NOW;
const referral = { council: KENT, referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', acceptedAt: NOW };

/** The promises of the API's memory, for any twin. */
export const keepsApiStorePromises = (fresh: () => Promise<ApiStore>): void => {
  test('a key opens for its own council until it gets another', async () => {
    const store = await fresh();
    await store.replaceKey(KENT, 'a'.repeat(64), { at, by });
    await store.replaceKey('E09000008', 'b'.repeat(64), { at, by });
    expect(await store.councilOf('a'.repeat(64), NOW)).toBe(KENT);
    expect(await store.councilOf('c'.repeat(64), NOW)).toBeUndefined();
    await store.replaceKey(KENT, 'c'.repeat(64), { at, by });
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
    await store.replaceKey(KENT, first, { at, by, oldUntil: until });
    // There was none before it that could open until then.
    expect(await store.keyState(KENT)).not.toHaveProperty('oldUntil');
    await store.replaceKey(KENT, second, { at, by, oldUntil: until });
    expect(await store.councilOf(first, '2026-11-30T08:59:59.999Z')).toBe(KENT);
    expect(await store.councilOf(first, until)).toBeUndefined();
    expect(await store.councilOf(second, until)).toBe(KENT);
    await store.replaceKey(KENT, third, { at, by, oldUntil: until });
    expect(await store.councilOf(first, NOW)).toBeUndefined();
    expect(await store.councilOf(second, NOW)).toBe(KENT);
    expect(await store.councilOf(third, NOW)).toBe(KENT);
  });

  test('an old key that gets no time to change over is void, whatever the clock of who asks may say', async () => {
    const store = await fresh();
    await store.replaceKey(KENT, 'a'.repeat(64), { at, by });
    await store.replaceKey(KENT, 'b'.repeat(64), { at, by, oldUntil: '2026-11-30T09:00:00.000Z' });
    await store.replaceKey(KENT, 'c'.repeat(64), { at, by });
    for (const letter of ['a', 'b'])
      expect(await store.councilOf(letter.repeat(64), '2020-01-01T00:00:00.000Z')).toBeUndefined();
    expect(await store.councilOf('c'.repeat(64), NOW)).toBe(KENT);
    expect(await store.keyState(KENT)).not.toHaveProperty('oldUntil');
  });

  test('keys that are taken away open nothing, also not the one before', async () => {
    const store = await fresh();
    await store.replaceKey(KENT, 'a'.repeat(64), { at, by });
    await store.replaceKey(KENT, 'b'.repeat(64), { at, by, oldUntil: '2026-11-30T09:00:00.000Z' });
    await store.revokeKeys(KENT, { at, by });
    for (const letter of ['a', 'b']) expect(await store.councilOf(letter.repeat(64), NOW)).toBeUndefined();
    await store.revokeKeys(KENT, { at, by });
    await store.replaceKey(KENT, 'c'.repeat(64), { at, by, oldUntil: '2026-11-30T09:00:00.000Z' });
    expect(await store.councilOf('c'.repeat(64), NOW)).toBe(KENT);
    expect(await store.councilOf('b'.repeat(64), NOW)).toBeUndefined();
  });

  test('how a key stands is known without it: since when, until when the old one opens, who changed it', async () => {
    const store = await fresh();
    expect(await store.keyState(KENT)).toBeUndefined();
    await store.replaceKey(KENT, 'a'.repeat(64), { at, by: 'operator' });
    expect(await store.keyState(KENT)).toEqual({
      version: 1,
      since: at,
      changedAt: at,
      changedBy: 'operator',
    });
    const [later, oldUntil] = ['2026-11-24T09:00:00.000Z', '2026-12-01T09:00:00.000Z'];
    await store.replaceKey(KENT, 'b'.repeat(64), { at: later, by, oldUntil });
    const second = { version: 2, since: later, oldUntil, changedAt: later, changedBy: by };
    expect(await store.keyState(KENT)).toEqual(second);
    expect(await store.keyState('E09000008')).toBeUndefined();
    await store.revokeKeys(KENT, { at: later, by });
    expect(await store.keyState(KENT)).toEqual({ version: 3, changedAt: later, changedBy: by });
  });

  test('of two who change what both saw, one does, and the other’s key opens nothing', async () => {
    const store = await fresh();
    const both = await Promise.all(
      ['a', 'b'].map((letter) => store.replaceKey(KENT, letter.repeat(64), { at, by, seen: 0 })),
    );
    expect(both.toSorted()).toEqual(['changed', 'overtaken']);
    const opens = await Promise.all(['a', 'b'].map((letter) => store.councilOf(letter.repeat(64), NOW)));
    expect(opens.filter((one) => one === KENT)).toHaveLength(1);
    for (const seen of [0, 2]) {
      const late = { at: '2026-11-24T09:00:00.000Z', by: 'Somebody Else', seen };
      expect(await store.revokeKeys(KENT, late)).toBe('overtaken');
      expect(await store.replaceKey(KENT, 'c'.repeat(64), late)).toBe('overtaken');
    }
    expect(await store.councilOf('c'.repeat(64), NOW)).toBeUndefined();
    expect(await store.revokeKeys(KENT, { at, by, seen: 1 })).toBe('changed');
    const later = { at: '2026-11-25T09:00:00.000Z', by: 'Somebody Else', seen: 1 };
    expect(await store.replaceKey(KENT, 'c'.repeat(64), later)).toBe('overtaken');
  });

  test('a council’s Idempotency-Key stands for the first id that it was given, and no other council’s does', async () => {
    const store = await fresh();
    expect(await store.referralIdFor(KENT, 'first', 'a')).toBe('a');
    expect(await store.referralIdFor(KENT, 'first', 'b')).toBe('a');
    expect(await store.referralIdFor(KENT, 'second', 'c')).toBe('c');
    expect(await store.referralIdFor('E08000035', 'first', 'd')).toBe('d');
    expect(await store.referralIdFor(KENT, 'first', 'e')).toBe('a');
    const both = await Promise.all(['x', 'y'].map((fresh) => store.referralIdFor(KENT, 'third', fresh)));
    expect(new Set(both).size).toBe(1);
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
