import type { AnyEvent } from '../../events/catalogue.ts';
import type { TrailStore } from '../ports/trail-store.ts';

/** Trails in memory, wherever their events are: the promises of `DynamoTrailStore`. */
export class MemoryTrailStore implements TrailStore {
  readonly #trail: (subject: string) => Promise<readonly AnyEvent[]>;
  readonly #grown = new Map<string, Set<string>>();

  constructor(trail: (subject: string) => Promise<readonly AnyEvent[]>) {
    this.#trail = trail;
  }

  trail(subject: string): Promise<readonly AnyEvent[]> {
    return this.#trail(subject);
  }

  async noteGrown(subject: string, day: string): Promise<void> {
    this.#grown.set(day, (this.#grown.get(day) ?? new Set()).add(subject));
  }

  async grownOn(day: string): Promise<readonly string[]> {
    return [...(this.#grown.get(day) ?? [])].toSorted();
  }
}
