interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
  cancelled: boolean;
}

/** Lets everything that can go on go on: all promises that are settled, and what follows from them. */
const untilStill = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Time that passes only from one thing to the next. One thing happens at a time, and what follows from it has come to rest
 * before the next: so the order of everything depends on the times alone.
 */
export class Timeline {
  /** Milliseconds since 1970. */
  now: number;
  steps = 0;
  readonly #heap: Entry[] = [];
  #order = 0;
  #stopped = false;

  /** @param start ISO 8601 */
  constructor(start: string) {
    this.now = Date.parse(start);
  }

  get instant(): string {
    return new Date(this.now).toISOString();
  }

  /** Does something when a moment has come; at once when it is past. @returns a function that calls it off */
  at(moment: number, act: () => void): () => void {
    const entry = { at: Math.max(moment, this.now), order: this.#order, act, cancelled: false };
    this.#order += 1;
    this.#push(entry);
    return () => {
      entry.cancelled = true;
    };
  }

  after(milliseconds: number, act: () => void): () => void {
    return this.at(this.now + milliseconds, act);
  }

  /** Nothing more happens. */
  stop(): void {
    this.#stopped = true;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Lets time pass until a moment, or until nothing is left to happen. */
  async runUntil(moment: number): Promise<void> {
    while (!this.#stopped) {
      const next = this.#heap[0];
      if (next === undefined || next.at > moment) break;
      this.#pop();
      if (next.cancelled) continue;
      this.now = next.at;
      this.steps += 1;
      next.act();
      await untilStill();
    }
    if (!this.#stopped) this.now = Math.max(this.now, moment);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !before(entry, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const [child, smaller] =
        right !== undefined && before(right, left) ? [2 * at + 2, right] : [2 * at + 1, left];
      if (!before(smaller, last)) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = last;
  }
}
