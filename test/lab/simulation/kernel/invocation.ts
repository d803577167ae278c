import type { Clock } from '../../../../shared/ports/clock.ts';
import type { Fault } from './faults.ts';
import type { Timeline } from './timeline.ts';

/** How an invocation ended, as whoever started it sees it. */
export type End<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Its process died, or was stopped at its time limit. */
  | { readonly kind: 'died' };

/** One run of a function: alive until it returns, throws, dies, or its time is over. What is dead never goes on. */
export class Invocation {
  /** The same in every run of the same world. */
  readonly name: string;
  readonly functionName: string;
  readonly clock: Clock;
  readonly endsAt: number;
  /** Faults that struck it, by the number of the call. */
  readonly struck: { readonly call: number; readonly fault: Fault }[] = [];
  calls = 0;
  alive = true;
  died = false;
  readonly #timeline: Timeline;
  /** Milliseconds by which its machine's clock has jumped since it began. */
  #jumped = 0;

  constructor(
    timeline: Timeline,
    name: string,
    functionName: string,
    timeoutMilliseconds: number,
    /** Milliseconds by which its machine's clock is ahead as it begins. */
    skew: number,
  ) {
    this.name = name;
    this.functionName = functionName;
    this.#timeline = timeline;
    this.endsAt = timeline.now + timeoutMilliseconds;
    this.clock = { now: () => new Date(timeline.now + skew + this.#jumped).toISOString() };
  }

  /**
   * Puts its machine's clock where it would be had it jumped only once: jumps do not add up.
   *
   * @param milliseconds below zero: back
   */
  jump(milliseconds: number): void {
    this.#jumped = milliseconds;
  }

  /** Milliseconds left, as Lambda's context says: by the clock of the machine, which may have jumped. */
  readonly timeLeft = (): number => Math.max(0, this.endsAt - (this.#timeline.now + this.#jumped));
}
