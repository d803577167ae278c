import type { Clock } from '../ports/clock.ts';

/** A clock that stands where it was set. */
export class SetClock implements Clock {
  #now: string;

  /** @param now UTC, ISO 8601 */
  constructor(now: string) {
    this.#now = now;
  }

  now(): string {
    return this.#now;
  }

  set(now: string): void {
    this.#now = now;
  }
}
