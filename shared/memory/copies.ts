/** A value of its own: what a caller keeps or changes never reaches the store, nor the other way round. */
export const copyOf = <T>(value: T): T => structuredClone(value);

export type Listener<T> = (value: T) => void;

/** Who wants to hear of something. */
export class Listeners<T> {
  readonly #all = new Set<Listener<T>>();

  /** @returns a function that ends it */
  add(listener: Listener<T>): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(value: T): void {
    for (const listener of this.#all) listener(copyOf(value));
  }
}
