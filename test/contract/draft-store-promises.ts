import { expect, test } from 'vitest';
import type { Draft, DraftStore } from '../../shared/ports/draft-store.ts';
import { NOW } from '../builders.ts';

const LATER = 1_900_000_000;
const draft = (overrides: Partial<Draft> = {}): Draft => ({
  id: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
  council: 'E10000016',
  version: 1,
  form: { 'child1-name': ['Synthetic One'], 'child1-needs': ['medical-care', 'trained-carers'] },
  state: 'open',
  at: NOW,
  ...overrides,
});

/** The promises of a store of drafts, for any twin. */
export const keepsDraftStorePromises = (fresh: () => Promise<DraftStore>): void => {
  test('gives back a council’s draft as it was saved, to that council only', async () => {
    const store = await fresh();
    expect(await store.save(draft(), LATER)).toBe('saved');
    expect(await store.read('E10000016', draft().id)).toEqual(draft());
    expect(await store.read('E10000014', draft().id)).toBeUndefined();
    expect(await store.read('E10000016', 'another')).toBeUndefined();
    expect(await store.list('E10000014')).toEqual([]);
  });

  test('keeps to which council one was moved, whose own one of that id it is not', async () => {
    const store = await fresh();
    await store.save(draft(), LATER);
    const moved = draft({ version: 2, state: 'moved', movedTo: 'E10000014' });
    expect(await store.save(moved, LATER)).toBe('saved');
    const own = draft({ council: 'E10000014' });
    expect(await store.save(own, LATER)).toBe('saved');
    expect(await store.save(own, LATER)).toBe('lost-race');
    expect(await store.read('E10000016', draft().id)).toEqual(moved);
    expect(await store.read('E10000014', draft().id)).toEqual(own);
  });

  test('lists a council’s drafts', async () => {
    const store = await fresh();
    const second = draft({ id: 'a'.repeat(8) });
    await store.save(second, LATER);
    await store.save(draft(), LATER);
    const third = draft({ id: 'b'.repeat(8) });
    await store.save(third, LATER);
    expect(await store.list('E10000016')).toEqual([draft(), second, third]);
  });

  test('takes only the next version, also of two saved side by side', async () => {
    const store = await fresh();
    const first = await Promise.all([store.save(draft(), LATER), store.save(draft(), LATER)]);
    expect(first.toSorted()).toEqual(['lost-race', 'saved']);
    const sent = draft({ version: 2, form: {}, state: 'sent' });
    expect(await store.save(draft({ version: 3 }), LATER)).toBe('lost-race');
    expect(await store.save(sent, LATER)).toBe('saved');
    expect(await store.save(draft({ version: 2 }), LATER)).toBe('lost-race');
    expect(await store.read('E10000016', draft().id)).toEqual(sent);
  });
};
