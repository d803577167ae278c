import { expect, test } from 'vitest';
import type { PersonAtDesk, PersonStore } from '../../shared/ports/person-store.ts';

const DESK = 'council:E10000014';
const AT = '2026-11-23T09:00:00.000Z';
const NOW = Math.floor(Date.parse(AT) / 1000);
const LATER = NOW + 900;
const ADDRESS = 'Robin.Hale@hants.example';
const FRESH = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
const OTHER = '1b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e22';

const added = (store: PersonStore, address = ADDRESS, desk = DESK) =>
  store.add(desk, address, FRESH, AT, LATER);

const asked = (person: PersonAtDesk): PersonAtDesk => ({
  ...person,
  name: 'Robin Hale',
  role: 'Social worker',
  state: 'asked',
  version: person.version + 1,
});

const letIn = (person: PersonAtDesk, by = 'Jo Smith'): PersonAtDesk => ({
  ...person,
  state: 'let-in',
  version: person.version + 1,
  decidedAt: '2026-11-23T10:00:00.000Z',
  decidedBy: { name: by, role: 'Duty manager' },
});

/** The promises of a store of the people at desks, for any twin. */
export const keepsPersonStorePromises = (fresh: () => Promise<PersonStore>): void => {
  test('an address is one person at a desk, however it is spelt and whoever comes at the same moment', async () => {
    const store = await fresh();
    expect(await store.find(DESK, ADDRESS, NOW)).toBeUndefined();
    const people = await Promise.all([
      store.add(DESK, ADDRESS, FRESH, AT, LATER),
      store.add(DESK, ADDRESS.toUpperCase(), OTHER, AT, LATER),
      store.add(DESK, ADDRESS, OTHER, AT, LATER),
    ]);
    expect(new Set(people.map(({ id }) => id)).size).toBe(1);
    expect(people[0]).toMatchObject({ desk: DESK, state: 'new', version: 1, askedAt: AT });
    expect(people[0]?.address.toLowerCase()).toBe(ADDRESS.toLowerCase());
    expect(people[0]).not.toHaveProperty('name');
    expect(await store.find(DESK, ADDRESS.toLowerCase(), NOW)).toEqual(people[0]);
    expect(await store.people(DESK, NOW)).toEqual([people[0]]);
  });

  test('whoever works for two desks is one at each, and nobody can tell from their ids', async () => {
    const store = await fresh();
    const here = await store.add(DESK, ADDRESS, FRESH, AT, LATER);
    const there = await store.add('coordinators', ADDRESS, OTHER, AT, LATER);
    const colleague = await added(store, 'jo@hants.example');
    expect(new Set([here.id, there.id, colleague.id]).size).toBe(3);
    expect((await store.people(DESK, NOW)).map(({ id }) => id).toSorted()).toEqual(
      [here.id, colleague.id].toSorted(),
    );
    expect(await store.people('coordinators', NOW)).toEqual([there]);
    expect(await store.read('coordinators', here.id, NOW)).toBeUndefined();
  });

  test('everything that is known of somebody is read as it was written', async () => {
    const store = await fresh();
    const whole = letIn(asked(await added(store)));
    expect(await store.change({ ...whole, version: 2 }, LATER)).toBe('changed');
    expect(await store.read(DESK, whole.id, NOW)).toEqual({ ...whole, version: 2 });
    expect(await store.find(DESK, ADDRESS, NOW)).toEqual({ ...whole, version: 2 });
  });

  test('of two who decide at once one does, and the other changes nothing; the same again is the same change', async () => {
    const store = await fresh();
    const waits = asked(await added(store));
    expect(await store.change(waits, LATER)).toBe('changed');
    expect(await store.change(waits, LATER)).toBe('changed');
    const yes = letIn(waits);
    const no: PersonAtDesk = { ...letIn(waits, 'Sam Field'), state: 'refused' };
    expect((await Promise.all([store.change(yes, LATER), store.change(no, LATER)])).toSorted()).toEqual([
      'changed',
      'overtaken',
    ]);
    const stands = await store.read(DESK, waits.id, NOW);
    expect([yes, no]).toContainEqual(stands);
    const [won, lost] = stands?.state === 'let-in' ? [yes, no] : [no, yes];
    expect(await store.change(won, LATER)).toBe('changed');
    expect(await store.change(lost, LATER)).toBe('overtaken');
    expect(await store.change(letIn(waits, 'Alex Third'), LATER)).toBe('overtaken');
    expect(await store.read(DESK, waits.id, NOW)).toEqual(stands);
  });

  test('nobody is changed who is not there', async () => {
    const store = await fresh();
    const person = await added(store);
    await store.forget(DESK, person.id, NOW);
    expect(await store.change(asked(person), LATER)).toBe('overtaken');
    expect(await store.people(DESK, NOW)).toEqual([]);
  });

  test('that somebody signed in is noted of those who are let in, with what they are now, and changes no decision', async () => {
    const store = await fresh();
    const waits = asked(await added(store));
    await store.change(waits, LATER);
    const signedIn = { at: '2026-11-23T09:10:00.000Z', role: 'Duty manager' };
    expect(await store.noteSignIn(DESK, waits.id, signedIn, LATER)).toBe('not-let-in');
    expect(await store.noteSignIn(DESK, FRESH, signedIn, LATER)).toBe('not-let-in');
    await store.change(letIn(waits), LATER);
    expect(await store.noteSignIn(DESK, waits.id, signedIn, LATER + 60)).toBe('noted');
    const noted = { ...letIn(waits), role: 'Duty manager', lastSignedInAt: signedIn.at };
    expect(await store.read(DESK, waits.id, LATER)).toEqual(noted);
    expect(await store.noteSignIn(DESK, waits.id, { at: AT }, LATER)).toBe('noted');
    expect(await store.read(DESK, waits.id, NOW)).toEqual({ ...noted, lastSignedInAt: AT });
    const away: PersonAtDesk = { ...noted, state: 'taken-away', version: noted.version + 1 };
    expect(await store.change(away, LATER)).toBe('changed');
    expect(await store.noteSignIn(DESK, waits.id, signedIn, LATER)).toBe('not-let-in');
    expect(await store.read(DESK, waits.id, NOW)).toEqual(away);
  });

  test('whose time is over signs in no more, also while the table has them still', async () => {
    const store = await fresh();
    const person = letIn(await added(store));
    await store.change(person, LATER);
    const signedIn = (seconds: number) => ({ at: new Date(seconds * 1000).toISOString() });
    expect(await store.noteSignIn(DESK, person.id, signedIn(LATER), LATER + 900)).toBe('not-let-in');
    expect(await store.read(DESK, person.id, LATER)).toBeUndefined();
    expect(await store.noteSignIn(DESK, person.id, signedIn(LATER - 1), LATER + 900)).toBe('noted');
    expect(await store.read(DESK, person.id, LATER)).toBeDefined();
  });

  test('whose time is over is not there, and asks anew as the same one', async () => {
    const store = await fresh();
    const person = await added(store);
    await store.change(letIn(person), LATER);
    expect(await store.find(DESK, ADDRESS, LATER - 1)).toBeDefined();
    expect(await store.find(DESK, ADDRESS, LATER)).toBeUndefined();
    expect(await store.read(DESK, person.id, LATER)).toBeUndefined();
    expect(await store.people(DESK, LATER)).toEqual([]);
    const again = new Date(LATER * 1000).toISOString();
    expect(await store.add(DESK, ADDRESS, OTHER, again, LATER + 900)).toEqual({ ...person, askedAt: again });
  });

  test('whoever is forgotten is nobody, and asks anew; forgetting twice is once', async () => {
    const store = await fresh();
    const person = await added(store);
    await store.change(letIn(person), LATER);
    const signedIn = { at: AT, role: 'Duty manager' };
    await store.forget(DESK, FRESH, NOW);
    await store.forget(DESK, person.id, NOW);
    await store.forget(DESK, person.id, NOW + 60);
    expect(await store.find(DESK, ADDRESS, NOW)).toBeUndefined();
    expect(await store.noteSignIn(DESK, person.id, signedIn, LATER)).toBe('not-let-in');
    expect(await added(store)).toEqual(person);
  });
};
