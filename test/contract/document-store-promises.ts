import { expect, test } from 'vitest';
import type { DocumentStore } from '../../shared/ports/document-store.ts';

const REFERRAL = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const [ONE, TWO] = ['0d3a', '1e4b'].map((head) => `${head}7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20`) as [
  string,
  string,
];
export const KEPT_AT = '2026-11-23T09:00:00.000Z';
/** The test file that every scanner answers (eicar.org), behind the first bytes of a PDF. */
export const TEST_FILE = Buffer.from(
  `%PDF-1.7\n${['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join('')}`,
);

/** The promises of a document store, for any twin. */
export const keepsDocumentStorePromises = (
  fresh: () => Promise<DocumentStore>,
  /** The same store as whoever may list it sees it. */
  listed: (store: DocumentStore) => Pick<DocumentStore, 'copies'> = (store) => store,
  /** Since when a copy is there that was just kept: a moment, or what is expected of one. */
  since: unknown = KEPT_AT,
): void => {
  test('gives back every byte of a copy that was kept and cleared, by referral and copy', async () => {
    const store = await fresh();
    const content = Uint8Array.from({ length: 3 * 1024 * 1024 }, (_, index) => (index * 31) % 256);
    await store.put(REFERRAL, ONE, content);
    await store.put(REFERRAL, TWO, Uint8Array.of(0, 255, 13, 10));
    expect(await store.verdict(REFERRAL, ONE)).toBe('cleared');
    expect(Buffer.compare((await store.read(REFERRAL, ONE)) ?? new Uint8Array(), content)).toBe(0);
    expect([...((await store.read(REFERRAL, TWO)) ?? [])]).toEqual([0, 255, 13, 10]);
  });

  test('gives nothing of a copy in which a threat was found', async () => {
    const store = await fresh();
    await store.put(REFERRAL, ONE, TEST_FILE);
    expect(await store.verdict(REFERRAL, ONE)).toBe('threat');
    expect(await store.read(REFERRAL, ONE)).toBeUndefined();
  });

  test('says that a copy is lost which is not there, and gives nothing', async () => {
    const store = await fresh();
    await store.put(REFERRAL, ONE, Uint8Array.of(1));
    expect(await store.verdict(TWO, ONE)).toBe('lost');
    expect(await store.read(TWO, ONE)).toBeUndefined();
  });

  test('says which copies there are, all of a referral one after the other, and since when', async () => {
    const store = await fresh();
    for (const [referral, copy] of [
      [TWO, ONE],
      [REFERRAL, TWO],
      [TWO, TWO],
      [REFERRAL, ONE],
    ] as const)
      await store.put(referral, copy, Uint8Array.of(1));
    const copies = await listed(store).copies();
    expect(copies.map(({ referralId, copy }) => [referralId, copy])).toEqual([
      [TWO, ONE],
      [TWO, TWO],
      [REFERRAL, ONE],
      [REFERRAL, TWO],
    ]);
    for (const { keptAt } of copies) expect(keptAt).toEqual(since);
    for (const { referralId, copy } of copies) await store.remove(referralId, copy);
    expect(await listed(store).copies()).toEqual([]);
  });

  test('removes a copy, also one that is not there', async () => {
    const store = await fresh();
    await store.put(REFERRAL, ONE, Uint8Array.of(1));
    await store.put(REFERRAL, TWO, Uint8Array.of(2));
    await store.remove(REFERRAL, ONE);
    await store.remove(REFERRAL, ONE);
    expect(await store.verdict(REFERRAL, ONE)).toBe('lost');
    expect(await store.read(REFERRAL, ONE)).toBeUndefined();
    expect([...((await store.read(REFERRAL, TWO)) ?? [])]).toEqual([2]);
  });
};
