import { isMade } from '../core/people-at-desk.ts';
import { personIdOf } from '../core/person-id.ts';
import type { PersonAtDesk, PersonStore } from '../ports/person-store.ts';
import { copyOf } from './copies.ts';

interface Kept {
  readonly person: PersonAtDesk;
  readonly expiresAt: number;
}

/** Who signs in for a desk, in memory: the promises of `DynamoPersonStore`. */
export class MemoryPersonStore implements PersonStore {
  readonly #seeds = new Map<string, string>();
  readonly #people = new Map<string, Kept>();

  async find(desk: string, address: string, now: number): Promise<PersonAtDesk | undefined> {
    const seed = this.#seeds.get(desk);
    return seed === undefined ? undefined : this.read(desk, personIdOf(seed, address), now);
  }

  async read(desk: string, id: string, now: number): Promise<PersonAtDesk | undefined> {
    const kept = this.#people.get(`${desk} ${id}`);
    return kept !== undefined && kept.expiresAt > now ? copyOf(kept.person) : undefined;
  }

  async people(desk: string, now: number): Promise<readonly PersonAtDesk[]> {
    return [...this.#people.values()]
      .filter(({ person, expiresAt }) => person.desk === desk && expiresAt > now)
      .map(({ person }) => copyOf(person));
  }

  async add(
    desk: string,
    address: string,
    fresh: string,
    at: string,
    expiresAt: number,
  ): Promise<PersonAtDesk> {
    const seed = this.#seeds.get(desk) ?? fresh;
    this.#seeds.set(desk, seed);
    const id = personIdOf(seed, address);
    const there = await this.read(desk, id, Math.floor(Date.parse(at) / 1000));
    if (there !== undefined) return there;
    const person: PersonAtDesk = { id, desk, address, state: 'new', version: 1, askedAt: at };
    this.#people.set(`${desk} ${id}`, { person, expiresAt });
    return copyOf(person);
  }

  async change(person: PersonAtDesk, expiresAt: number): Promise<'changed' | 'overtaken'> {
    const name = `${person.desk} ${person.id}`;
    const seen = this.#people.get(name)?.person;
    if (seen !== undefined && isMade(seen, person)) return 'changed';
    if (seen?.version !== person.version - 1) return 'overtaken';
    this.#people.set(name, { person: copyOf(person), expiresAt });
    return 'changed';
  }

  async noteSignIn(
    desk: string,
    id: string,
    { at, role }: { readonly at: string; readonly role?: string },
    expiresAt: number,
  ): Promise<'noted' | 'not-let-in'> {
    const name = `${desk} ${id}`;
    const seen = await this.read(desk, id, Math.floor(Date.parse(at) / 1000));
    if (seen?.state !== 'let-in') return 'not-let-in';
    const person = { ...seen, ...(role === undefined ? {} : { role }), lastSignedInAt: at };
    this.#people.set(name, { person, expiresAt });
    return 'noted';
  }

  async forget(desk: string, id: string, now: number): Promise<void> {
    const name = `${desk} ${id}`;
    const kept = this.#people.get(name);
    if (kept === undefined || kept.expiresAt <= now) return;
    const { person } = kept;
    this.#people.set(name, { person: { ...person, version: person.version + 1 }, expiresAt: now });
  }
}
