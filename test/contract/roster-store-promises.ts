import { expect, test } from 'vitest';
import type { Roster } from '../../shared/core/roster.ts';
import type { RosterStore } from '../../shared/ports/roster-store.ts';

const DESK = 'coordinators';
const AT = '2026-11-23T09:00:00.000Z';
const roster: Roster = {
  people: [
    {
      id: '5f0c7e1a-3b1d-4f6e-9a2c-000000000001',
      name: 'Robin Hale',
      letInAt: AT,
      secondStep: { secret: 'GEZDGNBVGY3TQOJQ', setUpAt: AT, lastStep: 59_847_480 },
    },
    {
      id: '5f0c7e1a-3b1d-4f6e-9a2c-000000000002',
      name: 'Sam Okafor',
      letInAt: AT,
      letInBy: 'Robin Hale',
      reset: { at: AT, by: 'Robin Hale' },
    },
  ],
  left: [{ name: 'Noor Aziz', at: AT, by: 'Robin Hale' }],
  untold: [{ change: 'taken-off', id: 'c', at: AT }],
};

/** The promises of a store of rosters, for any twin. */
export const keepsRosterStorePromises = (fresh: () => Promise<RosterStore>): void => {
  test('a desk that has none has an empty roster, which nobody has written', async () => {
    const store = await fresh();
    expect(await store.read(DESK)).toEqual({ roster: { people: [], left: [] }, version: 0 });
  });

  test('a roster is kept as it was written, each desk its own, one version after the other', async () => {
    const store = await fresh();
    expect(await store.write(DESK, roster, 0)).toBe('written');
    expect(await store.read(DESK)).toEqual({ roster, version: 1 });
    expect((await store.read('council:E10000014')).version).toBe(0);
    expect(await store.write(DESK, { ...roster, people: roster.people.slice(1) }, 1)).toBe('written');
    expect(await store.read(DESK)).toEqual({
      roster: { ...roster, people: roster.people.slice(1) },
      version: 2,
    });
  });

  test('of those who change the same version one does, and the others are told, also side by side', async () => {
    const store = await fresh();
    const write = (version: number) =>
      Promise.all(Array.from({ length: 4 }, () => store.write(DESK, roster, version)));
    expect((await write(0)).toSorted()).toEqual(['changed', 'changed', 'changed', 'written']);
    expect((await write(1)).toSorted()).toEqual(['changed', 'changed', 'changed', 'written']);
    expect(await store.write(DESK, { people: [], left: [] }, 1)).toBe('changed');
    expect(await store.read(DESK)).toEqual({ roster, version: 2 });
  });
};
