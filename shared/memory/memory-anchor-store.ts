import type { KeptAnchor } from '../core/anchoring.ts';
import type { AnchorStore } from '../ports/anchor-store.ts';

/** Anchors in memory: the promises of `S3AnchorStore`. */
export class MemoryAnchorStore implements AnchorStore {
  readonly #kept = new Map<string, string>();

  async days(after = ''): Promise<readonly string[]> {
    return [...this.#kept.keys()].filter((day) => day > after).toSorted();
  }

  async read(day: string): Promise<KeptAnchor> {
    const text = this.#kept.get(day);
    if (text === undefined) throw new Error(`There is no anchor of ${day}.`);
    return { day, text };
  }

  async keep({ day, text }: KeptAnchor): Promise<'kept' | 'there-already'> {
    if (this.#kept.has(day)) return 'there-already';
    this.#kept.set(day, text);
    return 'kept';
  }
}
