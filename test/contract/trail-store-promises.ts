import { expect, test } from 'vitest';
import type { AnchorStore } from '../../shared/ports/anchor-store.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { TrailStore } from '../../shared/ports/trail-store.ts';
import { aCaseChange } from '../builders.ts';

/** The promises of a trail store, for any twin, beside the cases whose trails it reads. */
export const keepsTrailStorePromises = (
  fresh: () => Promise<{ readonly trails: TrailStore; readonly cases: CaseStore }>,
): void => {
  test('gives the trail that was committed, whole, and nothing of one that is not there', async () => {
    const { trails, cases } = await fresh();
    const change = aCaseChange();
    await cases.commit(change);
    expect(await trails.trail(change.case.id)).toEqual(change.events);
    expect(await trails.trail('NTS-0000-0000')).toEqual([]);
  });

  test('knows which trails were noted for a day, each once, and no other day', async () => {
    const { trails } = await fresh();
    await trails.noteGrown('NTS-7F3K-2M9Q', '2026-11-23');
    await trails.noteGrown('NTS-7F3K-2M9Q', '2026-11-23');
    await trails.noteGrown('E10000016', '2026-11-23');
    await trails.noteGrown('NTS-7F3K-2M9Q', '2026-11-24');
    expect(await trails.grownOn('2026-11-23')).toEqual(['E10000016', 'NTS-7F3K-2M9Q']);
    expect(await trails.grownOn('2026-11-24')).toEqual(['NTS-7F3K-2M9Q']);
    expect(await trails.grownOn('2026-11-25')).toEqual([]);
  });
};

/** The promises of a store of anchors, for any twin. */
export const keepsAnchorStorePromises = (fresh: () => Promise<AnchorStore>): void => {
  test('gives back each anchor as it was kept, and lists the days in order, all or after one', async () => {
    const store = await fresh();
    for (const day of ['2026-11-24', '2026-11-22', '2026-11-23'])
      expect(await store.keep({ day, text: `{"of":"${day}, née"}` })).toBe('kept');
    expect(await store.days()).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
    expect(await store.days('2026-11-22')).toEqual(['2026-11-23', '2026-11-24']);
    expect(await store.read('2026-11-23')).toEqual({ day: '2026-11-23', text: '{"of":"2026-11-23, née"}' });
  });

  test('lets an anchor stand that is there already', async () => {
    const store = await fresh();
    await store.keep({ day: '2026-11-23', text: '{"first":true}' });
    expect(await store.keep({ day: '2026-11-23', text: '{"second":true}' })).toBe('there-already');
    expect((await store.read('2026-11-23')).text).toBe('{"first":true}');
  });

  test('fails where there is none', async () => {
    await expect((await fresh()).read('2026-11-23')).rejects.toThrow();
  });
};
