import { chance } from '../../../../infra/local/story/sample-referrals.ts';
import type { LocalRun } from '../../../../infra/local-aws/local-run.ts';

/** From the beginning of an invocation to the latest moment at which it is killed. A whole batch may take longer, a page does not. */
const LATEST_MILLISECONDS = 2_000;

/**
 * Kills functions in the middle of their work, with SIGKILL. Each invocation has the same chance, so that a slow machine sees as
 * many deaths as a fast one; most of them come early, because most work is short. Who is done before the moment leaves it to the
 * function's next invocation, in which it comes sooner: on a fast machine, too, short work is met.
 */
export class Killer {
  /** Processes killed at their work, by function. */
  readonly killed = new Map<string, number>();
  /** Moments that came too late, by function. */
  readonly #missed = new Map<string, number>();
  #stopped = false;

  /** @param probability chance in [0, 1] that an invocation is marked */
  constructor(run: LocalRun, seed: number, probability: number) {
    let number = 0;
    run.on('begun', ({ functionName, kill }) => {
      number += 1;
      if (this.#stopped) return;
      const isMarked = chance(seed, `victim ${number}`) < probability;
      const drawn = isMarked ? LATEST_MILLISECONDS ** chance(seed, `moment ${number}`) : undefined;
      const moment = this.#missed.get(functionName) ?? drawn;
      if (moment === undefined) return;
      this.#missed.delete(functionName);
      setTimeout(() => {
        if (kill()) this.killed.set(functionName, (this.killed.get(functionName) ?? 0) + 1);
        else this.#missed.set(functionName, moment / 2);
      }, moment).unref();
    });
  }

  get kills(): number {
    return [...this.killed.values()].reduce((sum, count) => sum + count, 0);
  }

  /** From now on nobody is marked any more. */
  stop(): void {
    this.#stopped = true;
  }
}
