import { chance } from '../../../../infra/local/story/sample-referrals.ts';
import type { LocalRun } from '../../../../infra/local-aws/local-run.ts';

/** From the beginning of an invocation to the latest moment at which it is killed. A whole batch may take longer, a page does not. */
const LATEST_MILLISECONDS = 2_000;

/**
 * Kills functions in the middle of their work, with SIGKILL. Each invocation has the same chance, so that a slow machine sees as
 * many deaths as a fast one; most of them come early, because most work is short.
 */
export class Killer {
  /** Processes killed at their work, by function. */
  readonly killed = new Map<string, number>();
  #stopped = false;

  /** @param probability chance in [0, 1] that an invocation is marked; one that is done before its moment comes goes unharmed */
  constructor(run: LocalRun, seed: number, probability: number) {
    let number = 0;
    run.on('begun', ({ functionName, kill }) => {
      number += 1;
      if (this.#stopped || chance(seed, `victim ${number}`) >= probability) return;
      const moment = LATEST_MILLISECONDS ** chance(seed, `moment ${number}`);
      setTimeout(() => {
        if (kill()) this.killed.set(functionName, (this.killed.get(functionName) ?? 0) + 1);
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
